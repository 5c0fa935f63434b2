"""One request to a model, in a thread of its own, so that whoever waits for it can go away."""

import email.utils
import random
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from qa.writing.events import EventReader, Piece, read_piece
from qa.writing.failures import ModelFailed

if TYPE_CHECKING:
    import httpx2

MAX_BYTES = 4_000_000
"""Of a reply, after which it is not read on. A guess: a piece of four letters takes 200 bytes, so
it is ten times `qa.writing.client.MAX_TEXT`."""

RETRIES = 2
"""After the first try, and only while nothing has come; a guess."""
_LONGEST_PAUSE = 10.0
"""Seconds to wait where the server says when to come again; a guess at who still waits."""

MAX_TOKENS = 400
"""What a model is asked to write at most; a guess: a dozen sentences."""

Message = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long a model may take, in seconds.

    Attributes:
        connect: To accept a connection.
        first: To begin its answer, from then on.
        gap: To go on with it.
        total: For all of it, other tries included.
        pause: Before another try, the second time twice that; about, lest many come at once.
    """

    connect: float = 3.0
    first: float = 15.0
    gap: float = 15.0
    total: float = 120.0
    pause: float = 0.5


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model and where it is: the address of its `chat/completions`, and the key to it."""

    url: str
    model: str
    key: str = ""
    deadlines: Deadlines = Deadlines()

    def __repr__(self) -> str:
        return f"Endpoint({self.model!r})"  # neither key nor address in a log


@dataclass(frozen=True, slots=True)
class Connecting:
    """A try begins."""


@dataclass(frozen=True, slots=True)
class Connected:
    """The server has accepted the connection."""


@dataclass(frozen=True, slots=True)
class Pausing:
    """The next try begins after so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Alive:
    """Bytes came."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The last event: the reply is over, as it should be or not."""

    failure: ModelFailed | None = None


Event = Connecting | Connected | Pausing | Alive | Piece | Ended


class Call:
    """A request that runs until its end, or until it is cancelled.

    `events` has what becomes of it, an `Ended` last.
    """

    def __init__(
        self,
        http: "httpx2.Client",
        endpoint: Endpoint,
        messages: Sequence[Message],
        on_end: Callable[[], None],
    ) -> None:
        self.events: SimpleQueue[Event] = SimpleQueue()
        self._http = http
        self._endpoint = endpoint
        self._on_end = on_end
        self._cancelled = threading.Event()
        self._stream: Any = None
        self._begun = False
        required = {"model": endpoint.model, "messages": [*messages], "stream": True}
        counted = {**required, "stream_options": {"include_usage": True}}
        self._bodies = [
            {**counted, "temperature": 0, "max_tokens": MAX_TOKENS},
            counted,
            required,
        ]

    def start(self) -> None:
        threading.Thread(target=self._run, name="writer", daemon=True).start()

    def cancel(self) -> None:
        """Close the connection, whatever it is waiting for."""
        self._cancelled.set()
        stream = self._stream
        if stream is not None:
            with suppress(OSError):  # closing alone would not wake who reads from it
                stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)

    def _run(self) -> None:
        try:
            self._tries()
            self.events.put(Ended())
        except ModelFailed as failure:
            self.events.put(Ended(failure))
        except BaseException:
            self.events.put(Ended(ModelFailed("failed", "The model could not be asked.")))
            raise
        finally:
            self._on_end()

    def _tries(self) -> None:
        for done in range(RETRIES + 1):
            try:
                return self._try()
            except ModelFailed as failure:
                after = failure.retry_after
                if self._begun or after is None or after > _LONGEST_PAUSE or done == RETRIES:
                    raise
                pause = self._endpoint.deadlines.pause * 2**done * random.uniform(0.5, 1.5)
                seconds = max(after, pause)
                self.events.put(Pausing(seconds))
                if self._cancelled.wait(seconds):
                    raise
        raise AssertionError("the last try returns or raises")

    def _try(self) -> None:
        import httpx2

        self.events.put(Connecting())
        key = self._endpoint.key
        headers = {"Accept": "text/event-stream", "Accept-Encoding": "identity"}
        headers |= {"Authorization": f"Bearer {key}"} if key else {}
        try:
            with self._http.stream(
                "POST",
                self._endpoint.url,
                json=self._bodies[0],
                headers=headers,
                extensions={"trace": self._trace},
            ) as response:
                self._require(response)
                self._read(response)
        except httpx2.TimeoutException:
            raise ModelFailed("slow", "The model did not answer in time.") from None
        except (httpx2.ConnectError, httpx2.UnsupportedProtocol):
            raise ModelFailed(
                "unreachable", "The model's server cannot be reached.", retry_after=0
            ) from None
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError):
            raise ModelFailed(
                "unreachable", "The connection to the model broke off.", retry_after=0
            ) from None

    def _trace(self, name: str, info: Mapping[str, Any]) -> None:
        """Note the connection, which has no other way out before the reply begins."""
        if name in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._stream = info["return_value"]
        elif name == "http11.send_request_headers.started":
            self.events.put(Connected())
            if self._cancelled.is_set():  # here, and not before: httpx closes the connection now
                raise ModelFailed("incomplete", "Nobody waits for the answer any more.")

    def _require(self, response: "httpx2.Response") -> None:
        """Refuse every reply but an answer.

        Raises:
            ModelFailed: With what the status says.
        """
        status = response.status_code
        if status in (400, 422) and len(self._bodies) > 1:
            # Some models know neither `temperature` nor `max_tokens`, some servers do not count.
            self._bodies.pop(0)
            raise ModelFailed("refused", _refused(status), retry_after=0)
        if status == 429:
            raise ModelFailed(
                "busy", "The model's server has too much to do.", retry_after=_retry_after(response)
            )
        if status >= 500:
            raise ModelFailed(
                "failed",
                f"The model's server has an error (HTTP {status}).",
                retry_after=_retry_after(response),
            )
        if status != 200 or response.headers.get("content-encoding", "identity") != "identity":
            raise ModelFailed("refused", _refused(status))

    def _read(self, response: "httpx2.Response") -> None:
        reader, size, over = EventReader(), 0, False
        for data in response.iter_raw():
            self.events.put(Alive())
            for event in reader.feed(data[: MAX_BYTES - size]):
                piece = read_piece(event)
                self._begun = self._begun or piece.begins
                self.events.put(piece)
                over = over or bool(piece.finish)
                if event.strip() == "[DONE]":
                    return
            size += len(data)
            if size >= MAX_BYTES:
                raise ModelFailed("too_long", "The model's server sent more than is read.")
        if not over:
            raise ModelFailed("incomplete", "The model's reply ended before it was complete.")


def _refused(status: int) -> str:
    if 300 <= status < 400:
        return (
            f"The model's server redirects (HTTP {status}), and redirects are not "
            "followed: check PINCITE_LLM_URL."
        )
    if status in (401, 403):
        return f"The model's server does not accept the key (HTTP {status})."
    if status == 404:
        return "The model's server knows no such address or model (HTTP 404)."
    return f"The model's server does not take the request (HTTP {status})."


def _retry_after(response: "httpx2.Response") -> float:
    """Return the seconds that a server asks to wait; 0 where it asks for none."""
    value = response.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    with suppress(TypeError, ValueError):
        from datetime import UTC, datetime

        then = email.utils.parsedate_to_datetime(value)
        return max(0.0, (then.astimezone(UTC) - datetime.now(UTC)).total_seconds())
    return 0.0
