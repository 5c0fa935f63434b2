"""The log of the service: one form for people, one for programs, whoever has something to say.

A line never holds what was asked, a key, or an absolute path of this machine, and never ends
before it is over: what comes from outside is escaped.
"""

import json
import logging
import re
import secrets
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPMethod
from types import TracebackType
from typing import Any, TextIO

from flask import Flask, Response, g, has_request_context, request

from qa.config import Config
from qa.service.figures import RequestCounts, RequestKind

log = logging.getLogger("pincite.web")

_OURS = ("pincite", "corpus", "index", "qa")
_LONGEST = 2000
"""Characters of a message; a guess at what anybody reads."""
_FRAMES = 30
"""Of the calls that led to an error, those that are logged, nearest to it; a guess: a
recursion has a thousand."""
_CHAIN = 5  # errors that led to an error; a guess: we wrap two or three

_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_QUOTED_PATH = re.compile(r"""(['"])/[^'"\n]*/([^'"/\n]+)/?\1""")
_PATH = re.compile(
    r"""(?<![\w/.…<>~$-])/(?!api/|read/|static/|docs\b|healthz\b|readyz\b|openapi\.json)"""
    r"""(?:[^\s/'"`,;:()<>\[\]{}|]+/)*([^\s/'"`,;:()<>\[\]{}|]+)/?"""
)
_SERVING = re.compile(r"(?<=while serving ).*", re.DOTALL)
_WORD = re.compile(r"\w{3,}")


def configure(config: Config) -> None:
    """Send all that this process logs to standard error, in the form that the settings say.

    Of libraries only warnings are logged. What nobody caught goes there too.
    """
    handler = make_handler(config, sys.stderr)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.raiseExceptions = False  # a full disk under the log is no reason to fail
    for ours in _OURS:
        logging.getLogger(ours).setLevel(logging.INFO)
    logging.captureWarnings(True)
    threading.excepthook = _thread_failed
    sys.unraisablehook = _unraisable


def make_handler(config: Config, stream: TextIO) -> logging.Handler:
    """Return a handler that writes the log to a stream."""
    handler = logging.StreamHandler(stream)
    forms: dict[str, type[_Form]] = {"json": JsonLines, "text": TextLines}
    handler.setFormatter(forms[config.log](config))
    return handler


class Counter(logging.Handler):
    """Counts warnings and errors by their level, for whoever watches the service."""

    def __init__(self, count: Callable[[str], object]) -> None:
        super().__init__(logging.WARNING)
        self._count = count

    def emit(self, record: logging.LogRecord) -> None:
        self._count("warning" if record.levelno < logging.ERROR else "error")


def register(app: Flask, requests: RequestCounts) -> None:
    """Give each request an id; log a line for it and count it once its reply is over."""

    @app.before_request
    def begin() -> None:
        g.request_id = secrets.token_hex(8)
        g.began = time.monotonic()

    @app.after_request
    def watch(response: Response) -> Response:
        # Of many wrong keys one line was logged, and none for each try.
        logged = g.get("code") != "too_many_wrong_keys"
        began, facts, caller = g.began, (g.request_id, request.method, _route()), _caller()

        def over() -> None:
            seconds = time.monotonic() - began
            kind = RequestKind(known_method(facts[1]), facts[2], response.status_code)
            requests.add(kind, seconds)
            if logged:
                access(*facts, response.status_code, seconds, caller)

        response.call_on_close(over)
        return response


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request, and to which collection: "" where nobody has a key, or none was found.

    `key` is the id of the key, never the key itself.
    """

    key: str = ""
    name: str = ""
    collection: str = ""


NOBODY = Caller()


def access(
    request_id: str,
    method: str,
    route: str,
    status: int,
    seconds: float,
    caller: Caller = NOBODY,
) -> None:
    """Log that a request was answered; the route is the rule, never the address that was sent."""
    facts = {
        "request_id": request_id,
        "method": known_method(method),
        "route": route,
        "status": status,
        "ms": round(seconds * 1000, 1),
        "collection": caller.collection,
        "key": caller.key,
        "key_name": caller.name,
    }
    line = "%(method)s %(route)s %(status)d %(ms).1f ms"
    if caller.collection:
        line += " %(collection)s"
    if caller.key:
        line += " by %(key_name)s (%(key)s)"
    log.info(line, facts, extra={"access": facts})


def known_method(method: str) -> str:
    """Return a method of HTTP, or `OTHER` in place of whatever else was sent."""
    return method if method in HTTPMethod.__members__ else "OTHER"


def _caller() -> Caller:
    # The collection that was opened, and not the name that was asked for: that may be anything.
    collection = g.service.config.collection if "service" in g else ""
    grant = g.get("grant")
    return (
        Caller("", "", collection)
        if grant is None
        else Caller(grant.key_id, grant.name, collection)
    )


def _route() -> str:
    return "-" if request.url_rule is None else str(request.url_rule.rule)


class _Form(logging.Formatter):
    """What both forms have in common: what is taken out of a record before it is written."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        known = {
            str(config.light_models): "$PINCITE_MODELS",
            str(config.data): "$PINCITE_DATA",
            config.key: "(key)",
            config.llm_key: "(key)",
        }
        self._known = {text: name for text, name in known.items() if text not in ("", "/")}

    def facts(self, record: logging.LogRecord) -> dict[str, Any]:
        """Return what a line tells, fit to be written."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        facts: dict[str, Any] = {
            "time": moment.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        access = getattr(record, "access", None)
        if isinstance(access, Mapping):
            return facts | {"message": record.getMessage()} | dict(access)
        facts["message"] = self._message(record)
        if has_request_context() and "request_id" in g:
            facts |= {"request_id": g.request_id, "method": request.method, "route": _route()}
        if record.exc_info and record.exc_info[1] is not None:
            facts["exception"] = self._exception(record.exc_info[1])
        return facts

    def _message(self, record: logging.LogRecord) -> str:
        arguments = record.args
        if isinstance(arguments, Mapping):
            arguments = {name: _argument(value) for name, value in arguments.items()}
        elif arguments:
            arguments = tuple(_argument(value) for value in arguments)
        try:
            text = str(record.msg) % arguments if arguments else str(record.msg)
        except (TypeError, ValueError, KeyError):
            text = str(record.msg)
        if record.name.startswith("waitress"):
            text = _SERVING.sub("(address)", text)
        return self._without_paths(text)[:_LONGEST]

    def _without_paths(self, text: str) -> str:
        """Return a text in which paths are replaced by their last part, or by a setting."""
        for known, name in self._known.items():
            text = text.replace(known, name)
        text = _QUOTED_PATH.sub(r"\1…/\2\1", text.replace("file://", "file:"))
        return _PATH.sub(r"…/\1", text)

    def _exception(self, exc: BaseException) -> dict[str, Any]:
        """Return an error and those that it came from, each with the calls that led to it."""
        first: dict[str, Any] = {}
        entry = first
        for number, one in enumerate(_chain(exc)):
            if number:
                entry["cause"] = entry = {}
            entry |= {
                "type": type(one).__name__,
                "message": self._without_paths(without_words(str(one)))[:_LONGEST],
                "stack": [
                    f"{_short(frame.filename)}:{frame.lineno} in {frame.name}"
                    for frame in traceback.extract_tb(one.__traceback__, limit=-_FRAMES)
                ],
            }
        return first


class JsonLines(_Form):
    """Each record as one JSON object on a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(self.facts(record))


class TextLines(_Form):
    """Each record as a line to read; the lines of an error follow it, indented."""

    def format(self, record: logging.LogRecord) -> str:
        facts = self.facts(record)
        head = f"{facts['time']} {record.levelname} {facts['message']}"
        if "request_id" in facts:
            head += f" [{facts['request_id']}]"
        lines = [head]
        exception = facts.get("exception")
        while exception:
            lines += [f"  {line}" for line in exception["stack"]]
            lines.append(f"  {exception['type']}: {exception['message']}")
            exception = exception.get("cause")
        return "\n".join(_CONTROL.sub(_escaped, line) for line in lines)


def _argument(value: object) -> object:
    """Return an argument of a message as it may be logged."""
    return value if isinstance(value, int | float) else without_words(str(value))


def without_words(text: str) -> str:
    """Return a text without the words of the question that is being answered, if one is.

    An error of a library may repeat what it was given. Words with the same beginning go too,
    because search looks for their stems.
    """
    asked = g.get("asked") if has_request_context() else None
    begins = {word[:4].lower() for said in _texts(asked) for word in _WORD.findall(said)}
    if not begins:
        return text
    return _WORD.sub(lambda found: "…" if found[0][:4].lower() in begins else found[0], text)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _chain(exc: BaseException) -> Iterator[BaseException]:
    one: BaseException | None = exc
    for _ in range(_CHAIN):
        if one is None:
            return
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _short(filename: str) -> str:
    """Return the end of the path of a module, which names it well enough."""
    return "/".join(filename.strip("/").split("/")[-3:])


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")


def _thread_failed(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_type is not SystemExit and failed.exc_value is not None:
        log.error("a thread failed", exc_info=failed.exc_value)


def _unraisable(failed: "sys.UnraisableHookArgs") -> None:
    value: BaseException | None = failed.exc_value
    places: TracebackType | None = failed.exc_traceback
    if value is not None:
        log.error("an error could not be raised", exc_info=value.with_traceback(places))
