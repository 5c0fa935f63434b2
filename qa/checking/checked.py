"""What a checked draft is, and the record of it that programs, pages and exports share."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any, Literal

from index import FilterReport
from qa.answering.answer import Citation, ClosestPassage, WordSpan
from qa.checking.own_places import State
from qa.checking.verdict import Verdict

SentenceVerdict = Literal[Verdict, "unchecked"]
"""What a verifier says, or that there is nothing to check in a sentence."""

VERDICTS: tuple[SentenceVerdict, ...] = (
    "supported", "partly", "contradicted", "not_found", "unchecked",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnPlaceRecord:
    """A citation that the draft has itself; `citation` is the number of its words, if found."""

    mark: str
    state: State
    citation: int | None
    note: str | None


@dataclass(frozen=True, slots=True)
class OwnCitations:
    """What the citations of a sentence in the draft say of it.

    `verdict` is by their words alone, None where there are none. `better` are the citations that
    support the sentence where its own do not.
    """

    places: tuple[OwnPlaceRecord, ...]
    verdict: Verdict | None
    better: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a draft with what the documents say of it.

    Always true: `draft.text[start:end] == text`. `unsupported` are parts of it, counted in the
    draft as well. `citations` are the numbers of the words that the verdict rests on; there are
    none, and `closest` says what came nearest, where it was not found.
    """

    start: int
    end: int
    text: str
    verdict: SentenceVerdict
    reason: str | None
    support: float
    unsupported: tuple[WordSpan, ...]
    citations: tuple[int, ...]
    cited: OwnCitations | None
    closest: tuple[ClosestPassage, ...]


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """The draft as it was checked; `sha256` is that of its text in UTF-8."""

    name: str
    media_type: str
    characters: int
    sha256: str
    text: str


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft with a verdict for each of its sentences, in order.

    Each sentence was checked at one moment of the collection; a later one may have seen a later
    moment, so each citation names the version that it is of. `within` says which documents were
    searched, where it was not all.
    """

    draft: DraftRecord
    sentences: tuple[CheckedSentence, ...]
    citations: tuple[Citation, ...]
    verifier: str
    within: FilterReport | None

    @property
    def counts(self) -> dict[str, int]:
        """Return how many sentences have each verdict; also those that none has."""
        found = Counter(sentence.verdict for sentence in self.sentences)
        return {verdict: found[verdict] for verdict in VERDICTS}

    def record(self) -> dict[str, Any]:
        """Return the checked draft as JSON takes it; the same everywhere it is shown."""
        return {**asdict(self), "counts": self.counts}
