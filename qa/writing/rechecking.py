"""Whether saved answers still hold: their citations, and the sentences that a model wrote."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from typing import Any

from index import Index
from qa.answering.verification import Check, all_verbatim, verify_all
from qa.checking.verdict import Evidence, Judgement, Verdict, Verifier
from qa.errors import RecordRejected

MAX_SENTENCE = 2_000
"""Characters of a written sentence; a guess: a model writes about as many in a whole answer."""

MAX_CITED = 50
"""Citations of a sentence; a guess: far more than a model is shown."""


@dataclass(frozen=True, slots=True)
class SentenceCheck:
    """What became of a written sentence.

    `verdict` is what the record says, `now` what its citations say today. It `holds` if they say
    as much as the record claims.
    """

    text: str
    verdict: Verdict
    now: Verdict
    holds: bool
    reason: str | None

    def record(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Recheck:
    """What became of saved records; `holds` if every citation and every written sentence does."""

    holds: bool
    citations: list[Check]
    sentences: list[SentenceCheck]

    def record(self) -> dict[str, Any]:
        return {
            "all_verbatim": self.holds,
            "citations": [check.record() for check in self.citations],
            "sentences": [one.record() for one in self.sentences],
        }


def recheck(
    records: Sequence[Mapping[str, Any]],
    index: Index,
    verifier: Callable[[], Verifier],
    place: Callable[[], AbstractContextManager[object]] = nullcontext,
    others: Callable[[str], Index | None] | None = None,
) -> Recheck:
    """Check saved records against the documents as they are now.

    `verifier` and `place` are called only if a language model wrote one of the records: judging
    its sentences takes as long as checking a draft. `place` is held while they are judged.
    `others` gives the collections that citations name, as `verify_all` takes it.

    Raises:
        RecordRejected: If a sentence rests on no citation of its record, or no Pincite can have
            saved it.
    """
    checks = verify_all(records, index, others)
    sentences: list[SentenceCheck] = []
    if written := [record for record in records if is_written(record)]:
        with place():
            sentences = list(recheck_sentences(written, verifier()))
    holds = all_verbatim(records, checks) and all(one.holds for one in sentences)
    return Recheck(holds, checks, sentences)


def is_written(record: Mapping[str, Any]) -> bool:
    """Tell whether a model wrote a record's sentences."""
    return any(sentence["verdict"] != "verbatim" for sentence in record["sentences"])


def recheck_sentences(
    records: Iterable[Mapping[str, Any]], verifier: Verifier
) -> Iterator[SentenceCheck]:
    """Check each written sentence of some records against the words that it cites.

    Whether the documents have these words is for `qa.answering.verification` to say.

    Raises:
        RecordRejected: If a sentence cites what is not in its record, or is too long to be judged,
            or cites too much.
    """
    for record in records:
        cited = {citation["number"]: citation for citation in record["citations"]}
        for sentence in record["sentences"]:
            if sentence["verdict"] == "verbatim":
                continue
            if not sentence["citations"] or not cited.keys() >= set(sentence["citations"]):
                raise RecordRejected("a sentence has no citation in the record: was it edited?")
            _require_size(sentence)
            evidence = [_evidence(cited[number]) for number in dict.fromkeys(sentence["citations"])]
            now = _judged(verifier, sentence["text"], evidence)
            holds = now.verdict == "supported" or _only(now, sentence)
            yield SentenceCheck(
                sentence["text"], sentence["verdict"], now.verdict, holds, now.reason
            )


def _require_size(sentence: Mapping[str, Any]) -> None:
    """Refuse what would take minutes to judge and cannot have been saved by Pincite."""
    if len(sentence["text"]) > MAX_SENTENCE:
        raise RecordRejected(
            f"a written sentence has {len(sentence['text'])} characters, at most {MAX_SENTENCE} "
            "are checked: was the record edited?"
        )
    if len(sentence["citations"]) > MAX_CITED:
        raise RecordRejected(
            f"a written sentence has {len(sentence['citations'])} citations, at most {MAX_CITED} "
            "are checked: was the record edited?"
        )


def _judged(verifier: Verifier, text: str, evidence: list[Evidence]) -> Judgement:
    alone = verifier.judge(text, evidence)
    best = max(alone, key=lambda one: (one.verdict == "supported", one.support))
    if best.verdict == "supported" or len(evidence) == 1:
        return best
    return verifier.judge_together(text, evidence)


def _only(now: Judgement, sentence: Mapping[str, Any]) -> bool:
    """Tell whether nothing is unsupported but what the record marks."""
    marked = [(part["start"], part["end"]) for part in sentence.get("unsupported", [])]
    return (
        sentence["verdict"] == "partly"
        and now.verdict == "partly"
        and all(any(a <= start and end <= b for a, b in marked) for start, end in now.unsupported)
    )


def _evidence(citation: Mapping[str, Any]) -> Evidence:
    """Return a citation as evidence, with what the record says of where it stands."""
    lead = citation.get("lead") or {}
    parts = [
        citation["title"],
        *(citation.get("heading") or ()),
        *(head["text"] for head in citation.get("heads", [])),
        lead.get("text", ""),
    ]
    return Evidence(citation["quote"], " – ".join(filter(None, parts)))
