"""The parts of a written answer, as they come, and the record that they make."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from qa.answering.answer import Answer, Citation, Difference
from qa.writing.failures import ModelFailed
from qa.writing.judging import Supported
from qa.writing.prompt import VERSION
from qa.writing.usage import Usage
from qa.writing.written import (
    Rejected,
    RejectedSentence,
    UnsupportedWords,
    WriterReport,
    WriterStatus,
    Written,
    WrittenAnswer,
    WrittenSentence,
)


@dataclass(slots=True)
class Numbering:
    """Numbers citations in the order in which they are first used, from 1."""

    citations: dict[tuple[str, int, int], Citation] = field(default_factory=dict)

    def number(self, citation: Citation) -> int:
        place = citation.document_id, citation.start, citation.end
        if place not in self.citations:
            self.citations[place] = replace(citation, number=len(self.citations) + 1)
        return self.citations[place].number

    def sentence(self, supported: Supported) -> WrittenSentence:
        return WrittenSentence(
            supported.text,
            tuple(dict.fromkeys(self.number(source.citation) for source in supported.sources)),
            "partly" if supported.unsupported else "supported",
            tuple(UnsupportedWords(*span) for span in supported.unsupported),
        )


class Assembly:
    """A written answer in the making.

    A sentence that the sources say in part is part of an answer only where they say another one
    in full, so it waits for that.
    """

    def __init__(self, quoted: Answer) -> None:
        self.supported: list[Supported] = []
        self._quoted = quoted
        self._waiting: list[Supported] = []
        self._rejected: list[RejectedSentence] = []
        self._shown = Numbering()
        self._declined = False
        self._failure: ModelFailed | None = None
        self._usage: Usage | None = None

    def decline(self) -> None:
        """Note that the model wrote that the sources do not answer."""
        self._declined = True

    def count(self, usage: Usage) -> None:
        """Note what the model took so far."""
        self._usage = usage

    def fail(self, failure: ModelFailed) -> None:
        """Note why the model did not come to its end, or did not begin."""
        self._failure = failure

    def take(self, judged: Supported | RejectedSentence) -> Iterator[Written | Rejected]:
        """Take a sentence; yield what can be shown now."""
        if isinstance(judged, RejectedSentence):
            self._rejected.append(judged)
            yield Rejected(judged)
            return
        self._waiting.append(judged)
        if judged.unsupported and not self.supported:
            return
        for one in self._waiting:
            self.supported.append(one)
            known = len(self._shown.citations)
            sentence = self._shown.sentence(one)
            yield Written(sentence, tuple([*self._shown.citations.values()][known:]))
        self._waiting.clear()

    def drop(self, supported: Supported, rejected: RejectedSentence) -> None:
        """Take a sentence back that was shown."""
        self.supported.remove(supported)
        self._rejected.append(rejected)

    def answer(self, model: str, verifier: str, took_ms: float) -> WrittenAnswer:
        """Return the answer: what the model wrote, or the quotes and why they stand."""
        if all(one.unsupported for one in self.supported):
            self._waiting = [*self.supported, *self._waiting]
            self.supported = []
        partly = [RejectedSentence(one.text, "partly", one.reason) for one in self._waiting]
        status, reason = self._outcome()
        timings = replace(self._quoted.timings, total_ms=took_ms)
        numbering = Numbering()
        return WrittenAnswer(
            quoted=replace(self._quoted, timings=timings),
            writer=WriterReport(model, VERSION, verifier, status, reason, self._usage),
            sentences=tuple(numbering.sentence(one) for one in self.supported),
            differences=self._differences(numbering) if self.supported else (),
            citations=tuple(numbering.citations.values()),
            rejected=(*self._rejected, *partly),
        )

    def _outcome(self) -> tuple[WriterStatus, str | None]:
        failure = self._failure
        if self.supported:
            return ("written", None) if failure is None else ("incomplete", failure.reason)
        if not self._quoted.sentences:
            return "unanswered", "The documents do not answer, so the model was not asked."
        if failure is not None and failure.status != "incomplete":
            return failure.status, failure.reason
        if self._rejected or self._waiting:
            return "unsupported", "The documents do not fully support any sentence the model wrote."
        if self._declined:
            return "declined", "The model wrote that the sources do not answer."
        return "empty", "The model wrote nothing." if failure is None else failure.reason

    def _differences(self, numbering: Numbering) -> tuple[Difference, ...]:
        """Return where the sources differ, with the citations that do."""
        quotes = {citation.number: citation for citation in self._quoted.citations}
        return tuple(
            replace(one, citations=(numbering.number(quotes[a]), numbering.number(quotes[b])))
            for one in self._quoted.differences
            for a, b in [one.citations]
        )
