"""What a written answer is, and the record of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from qa.answering.answer import Answer, Citation, Difference
from qa.answering.answerer import Found, Quoted
from qa.writing.usage import Usage

WriterStatus = Literal[
    "written",
    "incomplete",
    "unanswered",
    "unsupported",
    "declined",
    "empty",
    "too_long",
    "unreachable",
    "refused",
    "failed",
    "slow",
    "busy",
]
"""What became of the writing. After "written" and "incomplete" the sentences are the model's, after
anything else they are the quotes.

written: the model came to its end. incomplete: it stopped before. unanswered: it was not asked,
because the documents do not answer. unsupported: no sentence of it is supported. declined: it said
that it cannot answer. empty: it wrote nothing. too_long: it wrote more than is read. unreachable:
there is no connection. refused: its server does not take the request. failed: its server has an
error, or does not say what the protocol says. slow: a deadline passed. busy: as many answers are
being written as may be, here or there."""


@dataclass(frozen=True, slots=True)
class UnsupportedWords:
    """Words of a sentence that its citations do not say: `sentence.text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence of the model, which the citations of these numbers say.

    Where they say it only "partly", `unsupported` marks the words that they do not say.
    """

    text: str
    citations: tuple[int, ...]
    verdict: Literal["supported", "partly"]
    unsupported: tuple[UnsupportedWords, ...] = ()


@dataclass(frozen=True, slots=True)
class RejectedSentence:
    """A sentence of the model that is no part of the answer, and why."""

    text: str
    verdict: Literal["partly", "contradicted", "not_found"]
    reason: str


@dataclass(frozen=True, slots=True)
class WriterReport:
    """Which model was asked with which version of the prompt, and what became of it.

    `verifier` names what checked its sentences. `reason` is one sentence; None where the status
    is "written". `usage` is None where the model's server does not count, or was not asked.
    """

    model: str
    prompt: str
    verifier: str
    status: WriterStatus
    reason: str | None
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """An answer that a model was asked to write.

    `quoted` is the same question's answer in quotes. Where the model wrote nothing that is
    supported, `sentences` is empty, and the quotes are the answer.
    """

    quoted: Answer
    writer: WriterReport
    sentences: tuple[WrittenSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    differences: tuple[Difference, ...] = ()
    rejected: tuple[RejectedSentence, ...] = ()

    def record(self) -> dict[str, Any]:
        """Return the answer as JSON takes it: the record of the quotes, and what is new in it."""
        new: Mapping[str, Any] = {
            "rejected": [asdict(one) for one in self.rejected],
            "writer": asdict(self.writer),
        }
        if not self.sentences:
            return {**self.quoted.record(), **new}
        written = {
            "sentences": [asdict(one) for one in self.sentences],
            "citations": [asdict(one) for one in self.citations],
            "differences": [asdict(one) for one in self.differences],
        }
        return {**self.quoted.record(), **written, **new}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A stage: a sign of life, while the model goes on."""


@dataclass(frozen=True, slots=True)
class Written:
    """A stage: a sentence that was checked, and the citations that it is the first to have."""

    sentence: WrittenSentence
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A stage: a sentence that is no part of the answer."""

    sentence: RejectedSentence


WritingStage = Found | Quoted | Waiting | Written | Rejected | WrittenAnswer
