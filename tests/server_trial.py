"""Many requests to several servers of one collection, while its documents change.

A loader adds, replaces and removes documents by way of any server and writes down what was
acknowledged when. Clients ask any server, and whatever they get must be of a state that the
collection could have between their question and its answer.
"""

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from live_server import Server

from corpus.document import version_of
from corpus.naming import upload_source

PLACES = ("weir", "marsh", "quay", "meadow", "copse", "ridge", "lagoon", "orchard")
BIRDS = ("herons", "owls", "wrens", "gulls", "cranes", "swifts", "terns", "larks")
LONGEST = 2**60


def text_of(name: str, revision: int) -> str:
    """Return the text of a document: no sentence of one revision is in another."""
    number = int(name.partition("-")[2])
    place = f"{PLACES[number % len(PLACES)]} {number}"
    lines = (
        f"Revision {revision} of the count at {place} lists {number * 100 + revision * 7 + part} "
        f"{bird} for the {part + 1}. week."
        for part, bird in enumerate(BIRDS)
    )
    return "\n\n".join(lines) + "\n"


@dataclass
class Step:
    """What a document became, from when and until when nobody could say; its text or None."""

    text: str | None
    begun: float
    acknowledged: float = LONGEST


@dataclass
class Story:
    """What became of a document, in order."""

    name: str
    steps: list[Step] = field(default_factory=lambda: [Step(None, 0, 0)])

    @property
    def id(self) -> str:
        return upload_source(f"{self.name}.txt", "").document_id

    def possible(self, begun: float, ended: float) -> list[str | None]:
        """Return the texts that it may have had at some moment in between; None for absence."""
        found = []
        for step, following in zip(self.steps, [*self.steps[1:], None], strict=True):
            replaced = LONGEST if following is None else following.acknowledged
            if step.begun <= ended and replaced >= begun:
                found.append(step.text)
        return found


class Trial:
    """Puts requests to servers, and notes everything that must not be."""

    def __init__(self, servers: Sequence[Server], documents: int, seed: int = 7) -> None:
        self.servers = servers
        self.stories = [Story(f"count-{number}") for number in range(documents)]
        self.wrong: list[str] = []
        self.counts: Counter[str] = Counter()
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def run(self, requests: int, clients: int) -> None:
        """Load a document of each name, then ask while they change."""
        for story in self.stories[: len(self.stories) // 2]:
            self._put(story, 1)
        loader = threading.Thread(target=self._load)
        askers = [
            threading.Thread(target=self._ask, args=(number, requests // clients))
            for number in range(clients)
        ]
        for thread in (loader, *askers):
            thread.start()
        for thread in askers:
            thread.join()
        self._ended.set()
        loader.join()

    def _any(self, chance: random.Random) -> Server:
        return chance.choice(self.servers)

    def _fault(self, what: str) -> None:
        with self._lock:
            self.wrong.append(what)

    # Changing ------------------------------------------------------------------------

    def _load(self) -> None:
        revision = 1
        while not self._ended.is_set():
            revision += 1
            story = self._random.choice(self.stories)
            if story.steps[-1].text is not None and self._random.random() < 0.35:
                self._remove(story)
            else:
                self._put(story, revision)

    def _put(self, story: Story, revision: int) -> None:
        text = text_of(story.name, revision)
        head = (
            f'--X\r\nContent-Disposition: form-data; name="file"; filename="{story.name}.txt"\r\n'
            "Content-Type: text/plain\r\n\r\n"
        )
        body = f"{head}{text}\r\n--X--\r\n"
        story.steps.append(Step(text, time.monotonic()))
        status, reply = self._any(self._random).request(
            "POST",
            "/api/v1/documents?wait=60",
            body.encode(),
            **{"Content-Type": "multipart/form-data; boundary=X"},
        )
        if status not in (200, 201):
            self._fault(f"upload {status}: {reply[:300]}")
            return
        story.steps[-1].acknowledged = time.monotonic()
        self.counts["added or replaced"] += 1

    def _remove(self, story: Story) -> None:
        story.steps.append(Step(None, time.monotonic()))
        status, reply = self._any(self._random).request("DELETE", f"/api/v1/documents/{story.id}")
        if status not in (200, 204):
            self._fault(f"removal {status}: {reply[:300]}")
        story.steps[-1].acknowledged = time.monotonic()
        self.counts["removed"] += 1

    # Asking --------------------------------------------------------------------------

    def _ask(self, number: int, requests: int) -> None:
        chance = random.Random(number)
        records: list[dict[str, Any]] = []
        kinds = (self._question, self._search, self._find, self._text, self._verified)
        for _ in range(requests):
            (kind,) = chance.choices(kinds, (45, 15, 10, 20, 10))
            try:
                kind(chance, records)
            except Exception as exc:
                self._fault(f"{kind.__name__}: {exc!r}")
            with self._lock:
                self.counts[kind.__name__.strip("_")] += 1

    def _words(self, chance: random.Random) -> str:
        """Return what to ask for: few things, so that each is asked before and after a change."""
        story = chance.choice(self.stories)
        number = int(story.name.partition("-")[2])
        return f"{BIRDS[chance.randrange(2)]} at {PLACES[number % len(PLACES)]} {number}"

    def _question(self, chance: random.Random, records: list[dict[str, Any]]) -> None:
        body = {"question": f"How many {self._words(chance)} are listed?"}
        record = self._posted(chance, "/api/v1/ask", body)
        if record["citations"]:
            records.append(record)
            self._verify(chance, record)

    def _search(self, chance: random.Random, records: list[dict[str, Any]]) -> None:
        begun = time.monotonic()
        status, reply = self._any(chance).request(
            "POST", "/api/v1/search", {"question": self._words(chance)}
        )
        self._check(status, reply, begun)

    def _find(self, chance: random.Random, records: list[dict[str, Any]]) -> None:
        begun = time.monotonic()
        status, reply = self._any(chance).request(
            "POST", "/api/v1/find", {"topic": self._words(chance)}
        )
        self._check(status, reply, begun)

    def _text(self, chance: random.Random, records: list[dict[str, Any]]) -> None:
        story = chance.choice(self.stories)
        begun = time.monotonic()
        status, reply = self._any(chance).request("GET", f"/api/v1/documents/{story.id}/text")
        seen = reply if status == 200 else None
        if status not in (200, 404) or seen not in story.possible(begun, time.monotonic()):
            self._fault(f"text of {story.name}: {status} {reply[:80]!r}")

    def _verified(self, chance: random.Random, records: list[dict[str, Any]]) -> None:
        if records:
            self._verify(chance, chance.choice(records))

    def _posted(self, chance: random.Random, path: str, body: dict[str, Any]) -> dict[str, Any]:
        begun = time.monotonic()
        status, reply = self._any(chance).request("POST", path, body)
        self._check(status, reply, begun)
        record: dict[str, Any] = json.loads(reply)
        return record

    def _check(self, status: int, reply: str, begun: float) -> None:
        """Note all words in a reply that no document can have had since it was asked for."""
        ended = time.monotonic()
        if status != 200:
            self._fault(f"{status}: {reply[:200]}")
            return
        versions: dict[str, set[str]] = {}
        for place in _places(json.loads(reply)):
            story = next(one for one in self.stories if one.id == place["document_id"])
            texts = [text for text in story.possible(begun, ended) if text is not None]
            text = next((one for one in texts if version_of(one) == place["version"]), None)
            versions.setdefault(story.name, set()).add(place["version"])
            words = place.get("quote", place.get("text"))
            if text is None:
                self._fault(f"{story.name} is of a version that it had not then: {words!r}")
            elif text[place["start"] : place["end"]] != words:
                self._fault(f"{story.name}: {words!r} does not stand there")
            with self._lock:
                self.counts["places checked"] += 1
        mixed = [name for name, some in versions.items() if len(some) > 1]
        if mixed:
            self._fault(f"two versions of {mixed} in one reply")

    def _verify(self, chance: random.Random, record: dict[str, Any]) -> None:
        """Have a record verified by any server; what stands still must be found, and only that."""
        begun = time.monotonic()
        status, reply = self._any(chance).request("POST", "/api/v1/verify", record)
        ended = time.monotonic()
        if status != 200:
            self._fault(f"verify {status}: {reply[:200]}")
            return
        for check in json.loads(reply)["citations"]:
            quoted = next(c for c in record["citations"] if c["number"] == check["number"])
            story = next(one for one in self.stories if one.id == quoted["document_id"])
            possible = [text and version_of(text) for text in story.possible(begun, ended)]
            stands = check["verdict"] == "verbatim"
            if stands and quoted["version"] not in possible:
                self._fault(f"{story.name}: {quoted['quote']!r} is verified and gone: {check}")
            if not stands and possible == [quoted["version"]]:
                self._fault(
                    f"{story.name}: {quoted['quote']!r} stands and is not verified: {check}"
                )
            with self._lock:
                self.counts["citations verified"] += 1


def _places(value: Any) -> list[dict[str, Any]]:
    """Return everything in a reply that says where in a document its words stand."""
    if isinstance(value, list):
        return [place for one in value for place in _places(one)]
    if not isinstance(value, dict):
        return []
    below = [place for one in value.values() for place in _places(one)]
    own = {"document_id", "version", "start", "end"} <= value.keys()
    return [value, *below] if own and ("quote" in value or "text" in value) else below
