"""All settings, read once from the environment and passed down."""

import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import platformdirs

from corpus.language import LANGUAGES, code_of
from qa.errors import ConfigError

PREFIX = "PINCITE_"


@dataclass(frozen=True, slots=True)
class Setting:
    """How a setting is read from text, and what it is for."""

    parse: Callable[[str], Any]
    help: str
    secret: bool = False


def _integer(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise ValueError(f"{text!r} is not a whole number") from None
        if not low <= value <= high:
            raise ValueError(f"{value} is not between {low} and {high}")
        return value

    return parse


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a number") from None
    if not 0 <= value <= 1:
        raise ValueError(f"{text} is not between 0 and 1")
    return value


def _name(text: str) -> str:
    allowed = text.replace("-", "").replace("_", "")
    if not (text.isascii() and allowed.isalnum() and len(text) <= 64):
        raise ValueError(f"{text!r} is not a name: use letters, digits, - and _")
    return text


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError("it is empty: remove it, or give it a value")
    return text.strip()


def _key(text: str) -> str:
    if len(text) < 16 or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("a key needs at least 16 printable ASCII characters, without spaces")
    return text


def _public_url(text: str) -> str:
    """Return the address of a service, without a slash at its end.

    A complaint does not repeat an address: it may hold a key or a password.
    """
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise ValueError("it is not an address: write it as https://answers.example.org")
    if not (text.isascii() and text.isprintable()) or set(" @?#\\") & set(text):
        raise ValueError("it may have a host, a port and a path, and nothing else")
    return text.rstrip("/")


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text.strip())
        valid = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        raise ValueError("it is not an address that begins with http:// or https://") from None
    if parts.username is not None or parts.password is not None:
        raise ValueError("it holds a name or a password: give the key in PINCITE_LLM_KEY instead")
    if not valid or parts.query or parts.fragment:
        raise ValueError("it is not an address such as http://127.0.0.1:11434/v1")
    return text.strip().rstrip("/")


def _foreign_key(text: str) -> str:
    if not text or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("a key is printable ASCII without spaces")
    return text


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a number of seconds") from None
    if not 0.1 <= value <= 3600:
        raise ValueError(f"{text} is not between 0.1 and 3600 seconds")
    return value


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in choices:
            raise ValueError(f"{text!r} is not one of {', '.join(choices)}")
        return text

    return parse


def _switch(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(f"{text!r} is not 0 or 1")
    return text == "1"


def _language(text: str) -> str:
    if not (code := code_of(text)):
        known = ", ".join(language.code for language in LANGUAGES)
        raise ValueError(f"{text!r} is not one of {known}")
    return code


def _folder(text: str) -> Path:
    return Path(_words(text)).expanduser().absolute()


# The bounds of numbers are guesses: they refuse slips of the keyboard, not large machines.
SETTINGS: dict[str, Setting] = {
    "data": Setting(_folder, "the directory that holds the collections"),
    "collection": Setting(_name, "the collection to use"),
    "language": Setting(
        _language, "the language of texts that do not show theirs: en, de, fr or es"
    ),
    "model": Setting(_words, "the embedding model: a name, or the path of a folder"),
    "runtime": Setting(
        _one_of("light", "reference"), "what runs the model: light (onnxruntime) or reference"
    ),
    "models": Setting(_folder, "the directory that keeps light forms of models; .models in data"),
    "reader": Setting(
        _words, "what reads for the answer: on, off, or the folder of a cross-encoder of your own"
    ),
    "effort": Setting(
        _integer(0, 10_000), "the candidates that search in a large collection weighs; 0 is all"
    ),
    "confidence": Setting(_share, "the confidence below which nothing is quoted"),
    "host": Setting(_words, "the address that the service listens on"),
    "port": Setting(_integer(0, 65535), "the port that the service listens on; 0 is any free one"),
    "public_url": Setting(
        _public_url, "the address at which people reach the service; links of citations need it"
    ),
    "threads": Setting(_integer(1, 256), "the requests that the service works on at a time"),
    "questions": Setting(_integer(1, 256), "the questions that it works on at a time besides"),
    "per_address": Setting(_integer(1, 10_000), "the connections that one address may have"),
    "upload_mb": Setting(_integer(1, 1000), "the largest upload, in megabytes"),
    "queue": Setting(_integer(1, 10_000), "the uploads that may wait to be read"),
    "workers": Setting(_integer(1, 16), "the uploads that are read at a time"),
    "originals": Setting(
        _switch, "1 keeps the bytes of uploads and PDFs, to show pages and read them again; 0 none"
    ),
    "documents": Setting(_integer(1, 10_000_000), "the documents that uploads may fill it to"),
    "key": Setting(_key, "the key that a client must send; needed beyond loopback", secret=True),
    "llm_url": Setting(
        _web_address, "the address of a language model that may write: http://127.0.0.1:11434/v1"
    ),
    "llm_model": Setting(_words, "the name of that model"),
    "llm_key": Setting(_foreign_key, "the key to it", secret=True),
    "llm_key_file": Setting(_folder, "the file that holds the key to it"),
    "llm_connect": Setting(_seconds, "the seconds that it may take to accept a connection"),
    "llm_first": Setting(_seconds, "the seconds that it may then take to begin its answer"),
    "llm_gap": Setting(_seconds, "the seconds that it may take to go on"),
    "llm_total": Setting(_seconds, "the seconds that it may take in all"),
    "llm_calls": Setting(_integer(1, 256), "the answers that it may write at a time"),
    "log": Setting(
        _one_of("text", "json"), "how the service writes its log: text (for people) or json"
    ),
    "eval_data": Setting(_folder, "the folder with the evaluation sets"),
}


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one run; `origins` says where each that was set came from."""

    data: Path = field(default_factory=lambda: platformdirs.user_data_path("pincite"))
    collection: str = "main"
    language: str = ""  # that of most documents
    model: str = "all-MiniLM-L6-v2"
    runtime: str = "light"
    models: Path | None = None
    reader: str = "on"
    effort: int = 200  # measured on 115,000 vectors: finds 99.9 % of the ten nearest
    confidence: float | None = None  # the working point of the weights: `docs/quality.md`
    host: str = "127.0.0.1"
    port: int = 8000  # a custom, no more
    public_url: str | None = None
    # Guesses: as `qa.web.serving.limits`, `corpus.reading` and `index.ledger.jobs` have them; two
    # workers, so that a long document does not hold up the short ones.
    threads: int = 32
    questions: int = 8
    per_address: int = 100
    upload_mb: int = 25
    queue: int = 100
    workers: int = 2
    originals: bool = True
    documents: int = 100_000
    key: str = field(default="", repr=False)
    llm_url: str = ""
    llm_model: str = ""
    llm_key: str = field(default="", repr=False)
    llm_key_file: Path | None = None
    llm_connect: float = 3.0
    llm_first: float = 15.0
    llm_gap: float = 15.0
    llm_total: float = 120.0
    llm_calls: int = 4
    log: str = "text"
    eval_data: Path | None = None
    origins: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read every `PINCITE_…` variable.

        Raises:
            ConfigError: If one is no setting, with the nearest that is, or has a value
                that it cannot have, or if another one that it needs is missing.
        """
        values: dict[str, Any] = {}
        for variable in sorted(name for name in environ if name.startswith(PREFIX)):
            name = variable.removeprefix(PREFIX).lower()
            if name not in SETTINGS or variable != variable_of(name):
                raise ConfigError(f"{variable}: no such setting{_suggestion(name)}")
            values[name] = _parsed(variable, name, environ[variable])
        _require_together(values)
        return cls(
            **values, origins={name: f"environment ({variable_of(name)})" for name in values}
        )

    def with_options(self, **options: str | None) -> Self:
        """Return the settings with those that the command line gives, as text.

        Raises:
            ConfigError: If an option has a value that it cannot have.
        """
        values = {
            name: _parsed(f"--{name.replace('_', '-')}", name, text)
            for name, text in options.items()
            if text is not None
        }
        origins = {name: f"option (--{name.replace('_', '-')})" for name in values}
        return replace(self, **values, origins={**self.origins, **origins})

    @property
    def directory(self) -> Path:
        """Return the directory of the collection."""
        return self.data / self.collection

    @property
    def light_models(self) -> Path:
        """Return the directory that keeps light forms; no collection can have its name."""
        return self.models or self.data / ".models"

    def rows(self) -> list[tuple[str, str, str]]:
        """Return (variable, value, where it came from) of every setting."""
        return [
            (
                variable_of(item.name),
                self._shown(item.name),
                self.origins.get(item.name, "default"),
            )
            for item in fields(self)
            if item.name in SETTINGS
        ]

    def _shown(self, name: str) -> str:
        value = getattr(self, name)
        if value in (None, ""):
            return "(not set)"
        if isinstance(value, bool | float):
            return f"{value:g}"
        return "(set, not shown)" if SETTINGS[name].secret else str(value)


def variable_of(name: str) -> str:
    """Return the environment variable of a setting: `data` is `PINCITE_DATA`."""
    return PREFIX + name.upper()


def _require_together(values: Mapping[str, Any]) -> None:
    """Refuse half of what it takes to reach a language model, and two keys to it."""
    for one, other in (("llm_url", "llm_model"), ("llm_model", "llm_url")):
        if one in values and other not in values:
            raise ConfigError(f"{variable_of(one)} is set, so set {variable_of(other)} as well")
    if "llm_key" in values and "llm_key_file" in values:
        raise ConfigError("PINCITE_LLM_KEY and PINCITE_LLM_KEY_FILE are both set: remove one")


def _parsed(where: str, name: str, text: str) -> Any:
    try:
        return SETTINGS[name].parse(text)
    except ValueError as exc:
        raise ConfigError(f"{where}: {exc}") from exc


def _suggestion(name: str) -> str:
    near = difflib.get_close_matches(name, SETTINGS, n=1)
    return f" (did you mean {variable_of(near[0])}?)" if near else ": see `pincite doctor`"
