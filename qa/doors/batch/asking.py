"""Asks many questions, and remembers what was answered in case it is interrupted."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import ALL_DOCUMENTS, DocumentInfo, Filter, Index, every_document
from qa.answering.answerer import Answerer
from qa.answering.filters import applied
from qa.answering.question import Request
from qa.answering.record_reading import read_records
from qa.errors import NothingWithin, QuestionRejected, RecordRejected

MOST = 50_000
"""The most answers of one run; a guess: at 0.3 s each, four hours."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a batch, from 1, put to one document or, with None, to all that are wanted."""

    number: int
    question: str
    document: DocumentInfo | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What is asked: each question of the `wanted` documents together, or of each of them.

    `settings` is whatever else decides the answers, as text.
    """

    questions: Sequence[str]
    each_document: bool = False
    wanted: Filter = ALL_DOCUMENTS
    max_quotes: int | None = None
    settings: str = ""

    def plan(self, index: Index) -> list[Asked]:
        """Return all that is to be asked, document by document.

        Raises:
            CollectionEmpty: If there is nothing to ask.
            NothingWithin: If no document matches the filter.
            QuestionRejected: If it is too much.
        """
        with index.reader() as reader:
            applied(reader, self.wanted)
            if not self.each_document:
                return [Asked(n, question) for n, question in enumerate(self.questions, 1)]
            count = reader.apply(self.wanted).documents
            if count * len(self.questions) > MOST:
                raise QuestionRejected(
                    f"{len(self.questions):,} questions of {count:,} documents each are more than "
                    f"{MOST:,} answers: ask fewer, or limit the documents, as with --folder"
                )
            infos = list(every_document(reader, self.wanted))
        return [
            Asked(n, question, info)
            for info in infos
            for n, question in enumerate(self.questions, 1)
        ]

    def request(self, asked: Asked) -> Request:
        within = self.wanted if asked.document is None else Filter(documents=(asked.document.id,))
        return Request(asked.question, max_quotes=self.max_quotes, filter=within)


class Finished:
    """The answers that a run has so far, in a file of JSON lines beside its output.

    Each is known by its question, the state of the collection and the settings. So a run that
    goes on takes the answers that it would get again, and no others.
    """

    def __init__(self, path: Path) -> None:
        """Read what an earlier run has left; a line that was cut off is left out."""
        self._path = path
        self._records: dict[str, Mapping[str, Any]] = {}
        if path.exists():
            for line in path.read_text("utf-8", errors="replace").split("\n"):
                self._take(line)

    def get(self, key: str) -> Mapping[str, Any] | None:
        return self._records.get(key)

    def add(self, key: str, record: Mapping[str, Any]) -> None:
        """Remember an answer, on the disk before the next one is asked for."""
        self._records[key] = record
        line = json.dumps({"key": key, "record": record}, ensure_ascii=False)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")  # the line before may have been cut off

    def remove(self) -> None:
        """Delete the file: its answers are in the output."""
        self._path.unlink(missing_ok=True)

    def _take(self, line: str) -> None:
        try:
            kept = json.loads(line)
            (record,) = read_records(json.dumps([kept["record"]]))
            self._records[str(kept["key"])] = record
        except (ValueError, TypeError, KeyError, RecordRejected):
            return


@dataclass(frozen=True, slots=True)
class Result:
    """A question with the record of its answer; `again` says that an earlier run had it."""

    asked: Asked
    record: Mapping[str, Any]
    again: bool = False


def ask_all(
    batch: Batch, plan: Sequence[Asked], answerer: Answerer, index: Index, finished: Finished
) -> Iterator[Result]:
    """Yield the answers of a plan, in its order, those of an earlier run too.

    A document that was removed meanwhile has none.
    """
    for asked in plan:
        key = _key(batch, asked, index)
        known = finished.get(key)
        if known is not None:
            yield Result(asked, known, again=True)
            continue
        try:
            answer = answerer.answer(batch.request(asked))
        except NothingWithin:
            continue
        # As a file brings it back, so that it is the same the first time and later.
        record = json.loads(json.dumps(answer.record()))
        del record["timings"]  # they differ at each run
        finished.add(key, record)
        yield Result(asked, record)


def _key(batch: Batch, asked: Asked, index: Index) -> str:
    with index.reader() as reader:
        state = reader.state()
    what = repr((batch.settings, batch.request(asked), state.number, state.token))
    return hashlib.sha256(what.encode()).hexdigest()
