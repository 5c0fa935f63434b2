"""The fifty people of `benchmarks.team`, what they do, and what they look for in each reply."""

import http.client
import json
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qa.service.key_store import KeyStore
from qa.service.keys import KeyLimits, Right

MARKS = (
    "Ambervale", "Brackenford", "Cinderholm", "Dunmarrow", "Elderwick",
    "Fennimore", "Garrowby", "Hartsmere", "Inglestow", "Juniperby",
)  # fmt: skip
"""The word that every sentence of a collection has and no other collection knows."""
NAMES = tuple(mark.lower() for mark in MARKS)
KEYS = 50

_MARK = re.compile("|".join(MARKS), re.IGNORECASE)
PROJECTS = 40
_THINGS = ("bridge", "harbour", "library", "tramway", "theatre", "market hall", "sewer", "museum")
TIMEOUT = 120
_CHURN_SECONDS = 10
_SETTLE_SECONDS = 2
"""How long requests with a key that was just revoked may still be on their way."""
ADMINISTRATORS = "correct-horse-battery"
"""The key of whoever administers the service."""
NOTES = 20
"""So many of the notes that people upload stay in each collection: then nothing has a reason to
grow."""
_FEW = KeyLimits(questions=20)
"""A guess: with 50 keys and some ten requests a second, these keys are refused now and then."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A key, and what it may do."""

    name: str
    text: str
    right: Right
    reads: frozenset[str]


@dataclass
class Ledger:
    """What happened so far; safe to share between threads."""

    requests: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    with_words: Counter[str] = field(default_factory=Counter)
    mixed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Team:
    """The keys that are valid, which change while they are used."""

    def __init__(self, data: Path) -> None:
        self._store = KeyStore(data)
        self._lock = threading.Lock()
        self._made = 0
        self._revoked: dict[str, float] = {}
        self._holders = [self._make() for _ in range(KEYS)]

    def anyone(self, right: Right | None = None) -> Holder:
        with self._lock:
            able = [one for one in self._holders if right is None or one.right == right]
        return random.choice(able)

    def exchange(self) -> None:
        """Revoke a key, and make another with the same rights."""
        with self._lock:
            at = random.randrange(KEYS)
            old = self._holders[at]
            self._holders[at] = self._make(at)
            self._store.revoke(old.name)
            self._revoked[old.name] = time.monotonic()

    def was_revoked(self, holder: Holder) -> bool:
        return holder.name in self._revoked

    def exchange_until(self, ending: threading.Event) -> None:
        while not ending.wait(_CHURN_SECONDS):
            self.exchange()

    def _make(self, place: int | None = None) -> Holder:
        number = self._made if place is None else place
        self._made += 1
        right: Right = "add" if number % 5 == 4 else "read"
        reads = {NAMES[number % 10]} | ({NAMES[(number * 7 + 3) % 10]} if number % 2 else set())
        limits = _FEW if number % 10 == 8 else KeyLimits()
        name = f"person {self._made}"
        _, text = self._store.add(name, right, frozenset(reads), limits=limits)
        return Holder(name, text, right, frozenset(reads))


class Client:
    """Sends requests and looks at every word that comes back."""

    def __init__(self, port: int, team: Team, ledger: Ledger, seed: int) -> None:
        self._port, self.team, self.ledger = port, team, ledger
        self.random = random.Random(seed)

    def send(
        self, what: str, holder: Holder, asked: frozenset[str], path: str, body: Any = None,
        method: str = "", **headers: str,
    ) -> tuple[int, bytes]:  # fmt: skip
        """Send a request of some collections; note what is wrong with its reply, and return it."""
        sent = {"Authorization": f"Bearer {holder.text}", "Content-Type": "application/json"}
        data = body if isinstance(body, bytes) else json.dumps(body) if body else None
        began = time.monotonic()
        try:
            with closing(
                http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT)
            ) as connection:
                method = method or ("GET" if data is None else "POST")
                connection.request(method, path, data, {**sent, **headers})
                reply = connection.getresponse()
                status, found = reply.status, reply.read()
        except (OSError, http.client.HTTPException) as exc:
            self.note_fault(f"{what}: {type(exc).__name__}: {exc}")
            return 0, b""
        self.judge(what, holder, asked, status, found, time.monotonic() - began)
        return status, found

    def judge(
        self, what: str, holder: Holder, asked: frozenset[str], status: int, found: bytes,
        seconds: float,
    ) -> None:  # fmt: skip
        told = found.decode("utf-8", "replace")
        for name in asked:  # a refusal says again which names were sent, whether they are there
            told = told.replace(repr(name), "")
        words = {word.lower() for word in _MARK.findall(told)}
        allowed = asked if asked <= holder.reads else frozenset()
        with self.ledger.lock:
            self.ledger.requests[what] += 1
            self.ledger.statuses[str(status)] += 1
            if words - allowed:
                self.ledger.mixed.append(
                    f"{what} of {sorted(asked)}, key for {sorted(holder.reads)}: "
                    f"{status} with words of {sorted(words - allowed)}"
                )
            elif words and status < 300:
                self.ledger.with_words[what] += 1
            if status < 300:
                self.ledger.seconds.append(seconds)
        self._judge_status(what, holder, allowed, status, found)

    def _judge_status(
        self, what: str, holder: Holder, allowed: frozenset[str], status: int, found: bytes
    ) -> None:
        if status in (429, 503) or (status == 401 and self.team.was_revoked(holder)):
            with self.ledger.lock:
                self.ledger.refused[{401: "revoked", 429: "limit"}.get(status, "busy")] += 1
        elif not allowed:
            if status != 404:
                self.note_fault(f"{what} of a foreign collection: {status} {found[:200]!r}")
            with self.ledger.lock:
                self.ledger.refused["foreign"] += 1
        elif status >= 300:
            self.note_fault(f"{what}: {status} {found[:200]!r}")

    def note_fault(self, text: str) -> None:
        with self.ledger.lock:
            self.ledger.faults.append(text)


# What clients do --------------------------------------------------------------------


def _question(client: Client) -> str:
    number = client.random.randrange(PROJECTS)
    return client.random.choice(
        [
            f"What does project {number} cost?",
            f"Who leads project {number}?",
            f"When does project {number} end?",
            f"What is project {number} about?",
            f"What did the council say about the {client.random.choice(_THINGS)}?",
        ]
    )


def _of(client: Client, name: str, path: str) -> str:
    below = (f"/c/{name}/api/v1/{path}", f"/api/v1/collections/{name}/{path}")
    return client.random.choice(below)


def _some(client: Client) -> tuple[Holder, str]:
    holder = client.team.anyone()
    return holder, client.random.choice(sorted(holder.reads))


def ask(client: Client) -> None:
    holder, name = _some(client)
    body = {"question": _question(client)}
    client.send("ask", holder, frozenset({name}), _of(client, name, "ask"), body)


def stream(client: Client) -> None:
    holder, name = _some(client)
    path = _of(client, name, "ask")
    asked, body = frozenset({name}), {"question": _question(client)}
    client.send("stream", holder, asked, path, body, Accept="text/event-stream")


def ask_several(client: Client) -> None:
    """Ask all that a key may read, through any door, and now and then one that it may not."""
    holder = client.team.anyone()
    another = [client.random.choice(NAMES)] if client.random.random() < 0.2 else []
    asked = holder.reads.union(another)
    door = client.random.choice(sorted(holder.reads))
    body = {"question": _question(client), "collections": sorted(asked)}
    client.send("ask several", holder, asked, _of(client, door, "ask"), body)


def search(client: Client) -> None:
    holder, name = _some(client)
    asked, body = frozenset({name}), {"question": _question(client), "k": 10}
    client.send("search", holder, asked, _of(client, name, "search"), body)


def find(client: Client) -> None:
    holder, name = _some(client)
    asked, body = frozenset({name}), {"topic": client.random.choice(_THINGS)}
    client.send("find", holder, asked, _of(client, name, "find"), body)


def chat(client: Client) -> None:
    """Ask a model, at the address of its collection or where the model alone names it."""
    holder, name = _some(client)
    message = {"role": "user", "content": _question(client)}
    body = {"model": name, "messages": [message]}
    where = client.random.choice((f"/c/{name}", ""))
    client.send("chat", holder, frozenset({name}), f"{where}/v1/chat/completions", body)


def tool(client: Client) -> None:
    holder, name = _some(client)
    call = {"name": "ask", "arguments": {"question": _question(client)}}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    headers = {
        "MCP-Protocol-Version": "2025-11-25",
        "Accept": "application/json, text/event-stream",
    }
    client.send("tool", holder, frozenset({name}), f"/c/{name}/mcp", body, **headers)


def browse(client: Client) -> None:
    """List documents, read one, and look at examples and the map."""
    holder, name = _some(client)
    asked = frozenset({name})
    status, found = client.send("list", holder, asked, _of(client, name, "documents"))
    listed = json.loads(found)["documents"] if status == 200 else []
    if listed:
        path = _of(client, name, f"documents/{client.random.choice(listed)['id']}/text")
        client.send("read", holder, asked, path)
    client.send("examples", holder, asked, _of(client, name, "examples"))
    client.send("map", holder, asked, _of(client, name, "map"))


def foreign(client: Client) -> None:
    """Ask of a collection that the key may not read, or that does not exist: it is the same."""
    holder = client.team.anyone()
    name = client.random.choice([*sorted(set(NAMES) - holder.reads), "nowhere"])
    body = {"question": _question(client)}
    client.send("foreign", holder, frozenset({name}), _of(client, name, "ask"), body)


def upload(client: Client) -> None:
    """Upload a note that nobody has uploaded before, by a name of its own."""
    holder = client.team.anyone("add")
    name = client.random.choice(sorted(holder.reads))
    number, note = client.random.randrange(PROJECTS), client.random.randrange(10**9)
    mark = MARKS[NAMES.index(name)]
    text = f"{project(name, number)} The council of {mark} has given this note the number {note}."
    label = f"note-{note}.txt"
    kind = {"Content-Type": "multipart/form-data; boundary=cut"}
    head = f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{label}"\r\n\r\n'
    data = f"{head}{text}\r\n--cut--\r\n".encode()
    path = _of(client, name, "documents")
    client.send("upload", holder, frozenset({name}), path, data, **kind)


def tidy(client: Client) -> None:
    """Remove, as the administrator, the notes of a collection that are more than stay there."""
    holder = Holder("administrator", ADMINISTRATORS, "manage", frozenset(NAMES))
    name = client.random.choice(NAMES)
    asked = frozenset({name})
    status, found = client.send("list", holder, asked, _of(client, name, "documents"))
    listed = json.loads(found)["documents"] if status == 200 else []
    notes = sorted(one["id"] for one in listed if one["source"].startswith("note-"))
    for note in notes[NOTES:]:
        path = _of(client, name, f"documents/{note}")
        status, _ = client.send("remove", holder, asked, path, method="DELETE")


STEPS: dict[Callable[[Client], None], int] = {
    ask: 28, stream: 15, ask_several: 10, search: 10, find: 8, chat: 7, tool: 7, browse: 5,
    foreign: 6, upload: 3, tidy: 1,
}  # fmt: skip
"""What clients do, and how often of a hundred times."""


def run(
    client: Client,
    steps: dict[Callable[[Client], None], int],
    ending: threading.Event,
    pause: float,
) -> None:
    """Do one step after another, drawn by their weights, until it is to end."""
    choices, weights = list(steps), list(steps.values())
    while not ending.wait(pause):
        step = client.random.choices(choices, weights)[0]
        try:
            step(client)
        except Exception as exc:  # a client that ended unseen would prove nothing
            client.note_fault(f"{step.__name__}: {type(exc).__name__}: {exc}")


def project(name: str, number: int) -> str:
    """Return a note about a project; every sentence has the word of its collection."""
    mark, place = MARKS[NAMES.index(name)], NAMES.index(name)
    thing = _THINGS[number % len(_THINGS)]
    return (
        f"In {mark}, project {number} is about the {thing}. "
        f"The council of {mark} says that project {number} costs {place + 1},{100 + number} euros. "
        f"Project {number} is led by Ada {mark}, and the {thing} of {mark} will be closed. "
        f"It ends in {mark} on {number % 27 + 1} May {2030 + place}."
    )
