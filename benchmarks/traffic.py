"""Clients that use a service in every way at once, and remember what they were promised."""

import hashlib
import http.client
import io
import json
import random
import socket
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from html import escape
from typing import Any

from benchmarks.texts import Writer

_JSON = {"Content-Type": "application/json"}
TIMEOUT = 120
_KEPT = 12
"""Documents that each uploader keeps, so that the collection does not grow by itself."""


@dataclass
class Record:
    """What happened so far; safe to share between threads.

    `expected` has the sha256 of every document by its name: of the last upload that was
    acknowledged, or None where its removal was.
    """

    expected: dict[str, str | None] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, what: str, status: int) -> None:
        with self.lock:
            self.done[what] += 1
            self.statuses[str(status)] += 1

    def fault(self, what: str) -> None:
        with self.lock:
            self.faults.append(what)

    def expect(self, name: str, sha256: str | None) -> None:
        with self.lock:
            self.expected[name] = sha256


class Client:
    """One client with a connection of its own, which is made anew when it breaks."""

    def __init__(self, port: int, record: Record) -> None:
        self._port = port
        self.record = record

    def request(
        self, what: str, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, bytes]:
        """Send a request and return its status and body; both are counted.

        A 503 with Retry-After is counted by itself: it says that there is too much to do.
        """
        data = json.dumps(body).encode() if isinstance(body, dict) else body
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT)
        with closing(connection):
            connection.request(method, path, data, _JSON | headers)
            response = connection.getresponse()
            found = response.read()
            if response.status == 503 and response.getheader("Retry-After"):
                self.record.count("turned away", 429)
                time.sleep(float(response.headers["Retry-After"] or 1))
                return 429, found
            self.record.count(what, response.status)
            if response.status >= 500:
                self.record.fault(f"{what}: {response.status} {found[:200]!r}")
            return response.status, found

    def leave_stream(self, body: dict[str, Any]) -> None:
        """Ask for a stream, read its beginning, and leave."""
        with socket.create_connection(("127.0.0.1", self._port), timeout=TIMEOUT) as connection:
            data = json.dumps(body).encode()
            head = (
                "POST /api/v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
            )
            connection.sendall(head.encode() + data)
            if random.random() < 0.5:
                connection.recv(200)
        self.record.count("stream left", 0)


def ask(client: Client, writer: Writer) -> None:
    """Ask a new question, and now and then have the answer verified."""
    status, body = client.request("ask", "POST", "/api/v1/ask", {"question": writer.question()})
    if status != 200:
        return
    answer = json.loads(body)
    if random.random() < 0.1 and answer["citations"]:
        status, body = client.request("verify", "POST", "/api/v1/verify", answer)
        if status == 200 and any(c["verdict"] == "altered" for c in json.loads(body)["citations"]):
            client.record.fault(f"verify: an answer that was just given is altered: {body[:500]!r}")


def stream(client: Client, writer: Writer) -> None:
    """Ask for a stream and read it to its end, or leave it."""
    body = {"question": writer.question()}
    if random.random() < 0.5:
        client.leave_stream(body)
        return
    status, found = client.request(
        "stream", "POST", "/api/v1/ask", body, Accept="text/event-stream"
    )
    if status == 200 and b"event: answer" not in found:
        client.record.fault(f"stream: it ended without an answer: {found[-300:]!r}")


def find(client: Client, writer: Writer) -> None:
    topic = " ".join(writer.question().split()[-2:])
    client.request("find", "POST", "/api/v1/find", {"topic": topic})
    client.request("search", "POST", "/api/v1/search", {"question": writer.question()})


def browse(client: Client, writer: Writer) -> None:
    """List documents, read one, look at a page of one."""
    _, body = client.request("list", "GET", "/api/v1/documents")
    documents = json.loads(body).get("documents", [])
    if not documents:
        return
    chosen = random.choice(documents)["id"]
    client.request("read", "GET", f"/api/v1/documents/{chosen}/text")
    client.request("describe", "GET", f"/api/v1/documents/{chosen}")
    client.request("jobs", "GET", "/api/v1/jobs")
    pdfs = [one["id"] for one in documents if one["source"].endswith(".pdf")]
    if pdfs:
        width = random.randint(400, 1200)
        page = f"/api/v1/documents/{random.choice(pdfs)}/pages/1.png?width={width}"
        client.request("page image", "GET", page)


class Uploader:
    """Uploads documents of several formats under names of its own, replaces and removes them."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._number = 0
        self._there: dict[str, str] = {}

    def __call__(self, client: Client, writer: Writer) -> None:
        if len(self._there) >= _KEPT and random.random() < 0.5:
            self._remove(client, random.choice(list(self._there)))
        elif len(self._there) >= _KEPT:
            self._upload(client, writer, random.choice(list(self._there)))
        else:
            self._number += 1
            ending = random.choice(list(FORMATS))
            self._upload(client, writer, f"{self._label}-{self._number}.{ending}")

    def _upload(self, client: Client, writer: Writer, name: str) -> None:
        data = FORMATS[name.rpartition(".")[2]]([writer.paragraph() for _ in range(8)])
        head = f'Content-Disposition: form-data; name="file"; filename="{name}"'
        body = b"--soak-x\r\n" + head.encode() + b"\r\n\r\n" + data + b"\r\n--soak-x--\r\n"
        kind = {"Content-Type": "multipart/form-data; boundary=soak-x"}
        wait = "?wait=30" if random.random() < 0.5 else ""
        status, reply = client.request("upload", "POST", f"/api/v1/documents{wait}", body, **kind)
        if status in (200, 201, 202):
            client.record.expect(name, hashlib.sha256(data).hexdigest())
            told = json.loads(reply)
            document = told.get("document") or {}
            self._there[name] = document.get("id", "") or self._there.get(name, "")
        elif status == 422:
            client.record.fault(f"upload: {name} was refused: {reply[:300]!r}")

    def _remove(self, client: Client, name: str) -> None:
        document_id = self._there[name] or self._id_of(client, name)
        if not document_id:
            return  # it still waits to be read
        status, _ = client.request("remove", "DELETE", f"/api/v1/documents/{document_id}")
        if status == 204:
            client.record.expect(name, None)
        if status in (204, 404):
            del self._there[name]
        if status == 404:
            client.record.fault(f"remove: {name} was acknowledged and is not there")

    def _id_of(self, client: Client, name: str) -> str:
        status, body = client.request("list", "GET", "/api/v1/documents")
        listed = json.loads(body)["documents"] if status == 200 else []
        return next((one["id"] for one in listed if one["source"] == name), "")


Step = Callable[[Client, Writer], None]


def clients(uploaders: int = 2) -> dict[str, Step]:
    """Return what each client does again and again, by its name."""
    steps: dict[str, Step] = {"ask-1": ask, "ask-2": ask, "stream": stream}
    steps |= {"find": find, "browse": browse}
    return steps | {f"upload-{n}": Uploader(f"soak-{n}") for n in range(uploaders)}


def start(
    steps: Mapping[str, Step],
    port: int,
    record: Record,
    sentences: list[str],
    ending: threading.Event,
    pause: float,
) -> list[threading.Thread]:
    """Start a thread for each client; each ends at its next step once it is told to."""

    def run(step: Step, seed: int) -> None:
        client, writer = Client(port, record), Writer(sentences, seed)
        while not ending.wait(pause):
            try:
                step(client, writer)
            except (OSError, http.client.HTTPException) as exc:
                if not ending.is_set():
                    record.fault(f"{step}: {type(exc).__name__}: {exc}")
                    ending.wait(1)

    threads = [
        threading.Thread(target=run, args=(step, seed), name=name, daemon=True)
        for seed, (name, step) in enumerate(steps.items())
    ]
    for thread in threads:
        thread.start()
    return threads


# Files ------------------------------------------------------------------------------


def _text(paragraphs: list[str]) -> bytes:
    return "\n\n".join(paragraphs).encode()


def _markdown(paragraphs: list[str]) -> bytes:
    first, *rest = paragraphs
    return f"# {first[:40]}\n\n{first}\n\n## More\n\n- ".encode() + "\n- ".join(rest).encode()


def _html(paragraphs: list[str]) -> bytes:
    body = "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    return f"<!doctype html><title>{escape(paragraphs[0][:40])}</title><body>{body}".encode()


def _csv(paragraphs: list[str]) -> bytes:
    rows = (f'{number},"{one.replace(chr(34), "")}"' for number, one in enumerate(paragraphs))
    return ("number,words\n" + "\n".join(rows) + "\n").encode()


def _mail(paragraphs: list[str]) -> bytes:
    head = "From: a@example.org\nTo: b@example.org\nSubject: Soaked\nMIME-Version: 1.0\n"
    return (head + "Content-Type: text/plain; charset=utf-8\n\n").encode() + _text(paragraphs)


def _docx(paragraphs: list[str]) -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(f"<w:p><w:r><w:t>{escape(one)}</w:t></w:r></w:p>" for one in paragraphs)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>"
        )
    return packed.getvalue()


def _pdf(paragraphs: list[str]) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made)
    for paragraph in paragraphs:
        canvas.drawString(50, 800, paragraph[:90])
        canvas.drawString(50, 780, paragraph[90:180])
        canvas.showPage()
    canvas.save()
    return made.getvalue()


FORMATS: dict[str, Callable[[list[str]], bytes]] = {
    "txt": _text,
    "md": _markdown,
    "html": _html,
    "csv": _csv,
    "eml": _mail,
    "docx": _docx,
    "pdf": _pdf,
}
"""How a document of some paragraphs is made, by the ending of its name."""
