"""A server that a language model could stand behind: HTTP by hand, so that it can do anything."""

import json
import re
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


@dataclass
class Connection:
    """One request to the server, and what can be sent in reply."""

    socket: socket.socket
    head: str
    body: Any

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def chunk(self, data: bytes) -> None:
        """Send a chunk of a body that was begun by `HEAD`."""
        self.send(b"%x\r\n%b\r\n" % (len(data), data))

    def event(self, data: str) -> None:
        self.chunk(f"data: {data}\n\n".encode())

    def say(self, *texts: str, finish: str | None = None) -> None:
        """Send pieces of an answer."""
        for text in texts:
            self.event(piece(text, finish))

    def end(self) -> None:
        self.send(b"0\r\n\r\n")

    def answer(self, *texts: str, usage: Any = None) -> None:
        """Send a whole answer, as it should be; and what it took, where that is given."""
        self.send(HEAD)
        self.say(*texts)
        self.event(piece("", "stop"))
        if usage is not None:
            self.event(json.dumps({"choices": [], "usage": usage}))
        self.event("[DONE]")
        self.end()

    def status(self, line: str, *headers: str, body: str = "") -> None:
        lines = [f"HTTP/1.1 {line}", f"Content-Length: {len(body.encode())}", *headers, "", body]
        self.send("\r\n".join(lines).encode())

    def reset(self) -> None:
        """Break the connection off, as a machine does that dies."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def wait_until_closed(self) -> None:
        """Return once the other side has closed the connection."""
        self.socket.settimeout(60)  # only what hangs takes as long
        with suppress(ConnectionError):
            while self.socket.recv(65_536):
                pass

    @property
    def sources(self) -> dict[str, str]:
        """Return the sentences that the model was shown, by their keys."""
        shown = self.body["messages"][-1]["content"]
        return dict(re.findall(r"^\[(\w+)\] (.+)$", shown, re.MULTILINE))

    def key_of(self, words: str) -> str:
        """Return the key of the sentence with these words."""
        return next(key for key, text in self.sources.items() if words in text)


Script = Callable[[Connection], None]


@dataclass
class ModelServer:
    """A running server; `seen` are the requests that came."""

    port: int
    seen: list[Connection] = field(default_factory=list)
    closed: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    """Released once for each connection that `Connection.wait_until_closed` saw closed."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def prompts(self) -> list[str]:
        return ["\n".join(m["content"] for m in one.body["messages"]) for one in self.seen]


def piece(text: str, finish: str | None = None) -> str:
    delta = {"content": text} if text else {}
    return json.dumps({"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})


@contextmanager
def model_server(*scripts: Script) -> Iterator[ModelServer]:
    """Serve: each request gets the next of the scripts, and the last one ever after."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    server = ModelServer(listener.getsockname()[1])
    threads: list[threading.Thread] = []
    opened: list[socket.socket] = []

    def serve(client: socket.socket) -> None:
        with client, suppress(ConnectionError, BrokenPipeError):
            connection = _request(client)
            if connection is None:
                return
            server.seen.append(connection)
            scripts[min(len(server.seen), len(scripts)) - 1](connection)

    def accept() -> None:
        with suppress(OSError):  # the listener was closed
            while True:
                client, _ = listener.accept()
                opened.append(client)
                threads.append(threading.Thread(target=serve, args=(client,), daemon=True))
                threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join()
        for client in opened:
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join()


def _request(client: socket.socket) -> Connection | None:
    data = b""
    while b"\r\n\r\n" not in data:
        more = client.recv(65_536)
        if not more:
            return None
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    while length and len(body) < int(length[1]):
        more = client.recv(65_536)
        if not more:
            return None
        body += more
    return Connection(client, head.decode(), json.loads(body) if body else None)


# What a model may do ------------------------------------------------------------------


def answering(*texts: str) -> Script:
    return lambda connection: connection.answer(*texts)


def refusing(line: str, *headers: str, body: str = "") -> Script:
    return lambda connection: connection.status(line, *headers, body=body)


def silent(connection: Connection) -> None:
    """Accept the connection and the request, and never say anything."""
    connection.wait_until_closed()


def falling_silent(connection: Connection) -> None:
    connection.send(HEAD)
    connection.say("Ada Lund counted ")
    connection.wait_until_closed()


def sending(events: Sequence[bytes], *, end: bool = True) -> Script:
    """Send bytes as the body, one chunk each."""

    def script(connection: Connection) -> None:
        connection.send(HEAD)
        for event in events:
            connection.chunk(event)
        if end:
            connection.end()

    return script


def endless(connection: Connection) -> None:
    """Go on for as long as anybody listens."""
    connection.send(HEAD)
    for number in count():
        connection.say(f"word {number} " * 20)


def flooding(connection: Connection) -> None:
    """Send a gigabyte in one line, for as long as anybody listens."""
    connection.send(HEAD)
    connection.chunk(b"data: ")
    for _ in range(1000):
        connection.chunk(b"x" * 1_000_000)


def dripping(connection: Connection) -> None:
    """Send a letter at a time, for as long as anybody listens."""
    connection.send(HEAD)
    while True:
        for letter in f"data: {piece('a')}\n\n".encode():
            connection.chunk(bytes([letter]))
            threading.Event().wait(0.01)


def breaking_off(connection: Connection) -> None:
    connection.send(HEAD)
    connection.say("Ada Lund counted 40 herons in 1871. And ")
    connection.reset()


def closing_early(connection: Connection) -> None:
    connection.send(HEAD)
    connection.say("Ada Lund counted 40 herons in 1871. And ")
