"""One answer from several collections: each is asked by itself, and each quote names its own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain, zip_longest
from typing import Any, TypeVar

from corpus.language import LANGUAGES
from corpus.language.detection import likeliest
from index import FilterReport, Hit
from index.errors import CollectionGone, IndexFault
from qa.answering.answer import Answer, Status
from qa.answering.citing import hit_record
from qa.answering.question import Request
from qa.answering.topic_search import Findings
from qa.errors import CollectionEmpty, NothingWithin

T = TypeVar("T")

MOST = 10
"""Collections that one question is put to; a guess: it takes as long as so many questions."""

_CLOSEST = 5  # passages shown of an unanswered question; a guess: as many as of one collection
_SILENT = (CollectionEmpty, NothingWithin, IndexFault)
"""What one collection may be asked in vain for, while others answer."""
Silent = dict[str, CollectionEmpty | NothingWithin | IndexFault]
"""Why collections were asked in vain, by their names."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of a question in one collection; `reason` says why it does not answer."""

    name: str
    status: Status
    confidence: float
    reason: str | None


@dataclass(frozen=True, slots=True)
class AnswerAcross:
    """An answer, the collection of each of its citations and passages, and what each one said."""

    answer: Answer
    citations: tuple[str, ...]
    closest: tuple[str, ...]
    asked: tuple[Asked, ...]

    def record(self) -> dict[str, Any]:
        """Return the answer as JSON takes it: as of one collection, with their names besides."""
        record = self.answer.record()
        return {
            **record,
            "citations": _named(record["citations"], self.citations),
            "closest": _named(record["closest"], self.closest),
            "collections": [asdict(one) for one in self.asked],
        }


def answer_across(
    names: Sequence[str], request: Request, ask: Callable[[str, Request], Answer]
) -> AnswerAcross:
    """Put a question to several collections, one after the other.

    Those that answer are quoted in the order of their confidence, the surest first; the confidence
    is that of the surest. Only if none answers is the question unanswered, and the reason says of
    each why, in the language of the question if its words tell that. One that is empty, has no
    document that matches the filter, or cannot be read, does not keep the others from answering.

    Raises:
        AnswerError: If the question is rejected, or none of them could be asked.
        IndexFault: If none of them could be read.
    """
    answers: list[tuple[str, Answer]] = []
    silent: Silent = {}
    request = replace(request, said_in=likeliest(request.question, LANGUAGES))
    for name in names:
        try:
            answers.append((name, ask(name, request)))
        except CollectionGone:
            raise
        except _SILENT as exc:
            silent[name] = exc
    if not answers:
        raise next(iter(silent.values()))
    return _joined(names, answers, silent, request.max_quotes)


def _joined(
    names: Sequence[str],
    answers: Sequence[tuple[str, Answer]],
    silent: Silent,
    most: int | None,
) -> AnswerAcross:
    answers = sorted(answers, key=lambda pair: -pair[1].confidence)
    of_each = {name: Asked(name, a.status, a.confidence, a.reason) for name, a in answers}
    of_each |= {n: Asked(n, "unanswered", 0.0, exc.message) for n, exc in silent.items()}
    asked = tuple(of_each[name] for name in names)
    answered = [(name, answer) for name, answer in answers if answer.status == "answered"]
    first = (answered or answers)[0][1]
    quoted = [
        (name, answer, sentence) for name, answer in answered for sentence in answer.sentences
    ][:most]
    numbers: dict[tuple[str, int], int] = {}
    for name, _, sentence in quoted:
        for number in sentence.citations:
            numbers.setdefault((name, number), len(numbers) + 1)
    citations = [
        (name, replace(citation, number=numbers[name, citation.number]))
        for name, answer in answered
        for citation in answer.citations
        if (name, citation.number) in numbers
    ]
    closest = [] if answered else _in_turn(
        [[(name, passage) for passage in answer.closest] for name, answer in answers]
    )[:_CLOSEST]  # fmt: skip
    answer = replace(
        first,
        reason=_reason(asked),
        sentences=tuple(
            replace(s, citations=tuple(numbers[name, n] for n in s.citations))
            for name, _, s in quoted
        ),
        citations=tuple(citation for _, citation in citations),
        differences=tuple(
            replace(d, citations=(numbers[name, d.citations[0]], numbers[name, d.citations[1]]))
            for name, one in answered
            for d in one.differences
            if all((name, number) in numbers for number in d.citations)
        ),
        closest=tuple(passage for _, passage in closest),
        timings=replace(
            first.timings,
            embed_ms=sum(one.timings.embed_ms for _, one in answers),
            search_ms=sum(one.timings.search_ms for _, one in answers),
            total_ms=sum(one.timings.total_ms for _, one in answers),
        ),
        within=_within([one.within for _, one in answers], silent),
    )
    return AnswerAcross(
        answer,
        tuple(name for name, _ in citations),
        tuple(name for name, _ in closest),
        asked,
    )


def search_across(
    names: Sequence[str], search: Callable[[str], list[Hit]], most: int
) -> list[dict[str, Any]]:
    """Return the passages for a question from several collections, as JSON takes them."""
    found = hits_across(names, search, most)
    return [{"collection": name, **hit_record(hit)} for name, hit in found]


def hits_across(
    names: Sequence[str], search: Callable[[str], list[Hit]], most: int
) -> list[tuple[str, Hit]]:
    """Return the passages for a question from several collections, each with the name of its own.

    Ranks of different collections say nothing about each other: the best of each come first, the
    nearer by meaning before the others.
    """
    found = [[(name, hit) for hit in hits] for name, hits in _each_that_can(names, search)]
    ranked = sorted(
        (
            (rank, -hit.dense_score, name, hit)
            for own in found
            for rank, (name, hit) in enumerate(own)
        ),
        key=lambda one: one[:2],
    )
    return [(name, hit) for _, _, name, hit in ranked[:most]]


def findings_across(
    names: Sequence[str], find: Callable[[str], Findings]
) -> tuple[list[tuple[str, Findings]], Silent]:
    """Return what each collection has about a topic, and of those that cannot say it, why.

    Raises:
        AnswerError: If nothing could be looked for in any of them.
        IndexFault: If none of them could be read.
    """
    silent: Silent = {}
    return [*_each_that_can(names, find, silent)], silent


def find_across(names: Sequence[str], find: Callable[[str], Findings]) -> dict[str, Any]:
    """Return all about a topic from several collections, as JSON takes it.

    `meaning_floor` is the lowest of them. `collections` says of each how much it has, or why it
    was not searched.
    """
    found, silent = findings_across(names, find)
    records = [(name, findings.record()) for name, findings in found]
    of_each = {name: (sum(group.matched for group in one.documents), None) for name, one in found}
    looked = {**{name: (0, exc.message) for name, exc in silent.items()}, **of_each}
    groups = [
        {
            **group,
            "collection": name,
            "passages": [{**one, "collection": name} for one in group["passages"]],
        }
        for name, record in records
        for group in record["documents"]
    ]
    within = _within([findings.within for _, findings in found], silent)
    return {
        "topic": records[0][1]["topic"],
        **{
            key: sum(record[key] for _, record in records)
            for key in ("passages_searched", "documents_searched")
        },
        "matched": {
            way: sum(record["matched"][way] for _, record in records)
            for way in ("words", "meaning", "both")
        },
        "meaning_floor": min(record["meaning_floor"] for _, record in records),
        "documents": sorted(groups, key=lambda group: -group["matched"]),
        "documents_without": [
            {**one, "collection": name} for name, r in records for one in r["documents_without"]
        ],
        "within": None if within is None else within.record(),
        "collections": [
            {"name": name, "passages": looked[name][0], "reason": looked[name][1]} for name in names
        ],
    }


def _each_that_can(
    names: Sequence[str], do: Callable[[str], T], silent: Silent | None = None
) -> Iterator[tuple[str, T]]:
    """Yield what is done with each collection, but for those that are empty or cannot be read.

    Why is noted in `silent`, by their names.

    Raises:
        AnswerError: If nothing could be done with any of them.
        IndexFault: If none of them could be read.
    """
    fault: Exception | None = None
    done = 0
    for name in names:
        try:
            found = do(name)
        except CollectionGone:
            raise
        except _SILENT as exc:
            fault = fault or exc
            if silent is not None:
                silent[name] = exc
        else:
            done += 1
            yield name, found
    if not done and fault is not None:
        raise fault


def _reason(asked: Sequence[Asked]) -> str | None:
    """Return why there is no answer, or none from some of the collections."""
    silent = [one for one in asked if one.status == "unanswered"]
    if len(silent) < len(asked):
        said = [f"{one.name}: {one.reason}" for one in asked if one.reason and one not in silent]
        names = ", ".join(one.name for one in silent)
        return " ".join([*said, *([f"No answer in {names}."] if silent else [])]) or None
    if len({one.reason for one in silent}) == 1:
        return silent[0].reason
    return " ".join(f"{one.name}: {one.reason}" for one in silent)


def _in_turn(lists: Sequence[list[Any]]) -> list[Any]:
    """Return the first of each list, then the second of each, and so on."""
    return [one for one in chain.from_iterable(zip_longest(*lists)) if one is not None]


def _within(reports: Sequence[FilterReport | None], silent: Silent) -> FilterReport | None:
    """Return what a filter leaves of all collections, also of those where nothing matches."""
    without = [exc.within for exc in silent.values() if isinstance(exc, NothingWithin)]
    found = [report for report in (*reports, *without) if report is not None]
    if not found:
        return None
    return replace(
        found[0],
        documents=sum(one.documents for one in found),
        of=sum(one.of for one in found),
        undated=sum(one.undated for one in found),
    )


def _named(records: Sequence[dict[str, Any]], names: Sequence[str]) -> list[dict[str, Any]]:
    return [{**record, "collection": name} for record, name in zip(records, names, strict=True)]
