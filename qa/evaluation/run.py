"""Runs a set through the stages of an answer, and measures each on its own."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from index import Hit, Index, IndexReader
from index.analysis import stem_all, tokenize, without_stop_words
from qa.answering.choosing import Chooser
from qa.answering.features import AnalyzedQuestion, Evidence
from qa.answering.query_rewriting import standalone_question
from qa.answering.quoting import choose
from qa.answering.ranking import CANDIDATES, ScoredSentence, retrieve
from qa.evaluation import measures
from qa.evaluation.cases import Case, EvalSet

_RECALL_CANDIDATES = 200  # passages; a guess: twice what recall@100 needs
FOUND = ("hit@1", "hit@5", "hit@10", "MRR@10", "nDCG@10", "recall@100")
TURNED = ("nDCG@5", "recall@5")
CHOSEN = ("MAP", "P@1", "MRR@10")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run gave for one case: figures by stage and name.

    `sure` is the confidence; `shows` tells whether anything is quoted, None if that is undecided.
    `quoted` is the first quote, shown or not; empty if quotes are not measured. `answerable` is the
    probability that there is an answer at all, None if it is not measured.
    """

    case: Case
    figures: Mapping[str, float]
    sure: float
    right: bool
    shows: bool | None = None
    quoted: str = ""
    answerable: float | None = None

    def is_quoted(self, threshold: float) -> bool:
        """Tell whether anything is quoted; if that is undecided, the threshold decides."""
        return self.sure >= threshold if self.shows is None else self.shows


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over the cases that have it, with its 95 % interval."""

    value: float
    low: float
    high: float
    cases: int


@dataclass(slots=True)
class Run:
    """A whole run; `per_case` is what a later run is compared with."""

    name: str
    digest: str
    settings: Mapping[str, Any]
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def per_case(self) -> dict[str, dict[str, float]]:
        """Return for each figure its value in each case that has it."""
        table: dict[str, dict[str, float]] = {}
        for outcome in self.outcomes:
            for name, value in outcome.figures.items():
                table.setdefault(name, {})[outcome.case.id] = value
        return table

    def means(self) -> dict[str, Figure]:
        """Return every figure as a mean, with its interval."""
        found = {}
        for name, values in self.per_case.items():
            low, high = measures.interval(list(values.values()))
            mean = sum(values.values()) / len(values)
            found[name] = Figure(mean, low, high, len(values))
        return found

    def confidences(self, *regimes: str) -> list[float]:
        """Return the confidences of the cases of some regimes."""
        return [o.sure for o in self.outcomes if o.case.regime in regimes]

    def likely(self, *regimes: str) -> list[float]:
        """Return how likely there is an answer at all, of the cases of some regimes that say it."""
        of_regimes = (o.answerable for o in self.outcomes if o.case.regime in regimes)
        return [likely for likely in of_regimes if likely is not None]

    def _refused(self, regime: str, threshold: float) -> float:
        of_regime = [o for o in self.outcomes if o.case.regime == regime]
        return _share(not o.is_quoted(threshold) for o in of_regime)

    def single(self, threshold: float) -> dict[str, float]:
        """Return the figures that are of the whole run: AUROC, refusals, calibration.

        Those that no case gives are left out.
        """
        found: dict[str, float] = {}
        answerable = self.confidences("answerable")
        for regime in ("off-topic", "removed", "near-miss", "adversarial"):
            sure = self.confidences(regime)
            if not sure:
                continue
            found[f"confidence: AUROC, {regime}"] = measures.auroc(answerable, sure)
            likely = [self.likely("answerable"), self.likely(regime)]
            if all(likely):
                found[f"any answer: AUROC, {regime}"] = measures.auroc(*likely)
            found[f"confidence: refused, {regime}"] = self._refused(regime, threshold)
        if found:
            found["confidence: refused, answerable"] = self._refused("answerable", threshold)
            judged = [
                o
                for o in self.outcomes
                if o.case.regime in ("removed", "near-miss")
                or (o.case.regime == "answerable" and o.case.answers)
            ]
            sure, right = [o.sure for o in judged], [o.right for o in judged]
            found["confidence: calibration error"] = measures.calibration_error(sure, right)
            best = sorted(judged, key=lambda o: -o.sure)[: max(1, len(judged) * 4 // 5)]
            found["confidence: accuracy of the surest 80 %"] = _share(o.right for o in best)
        return {name: value for name, value in found.items() if not math.isnan(value)}


def evaluate(
    cases: EvalSet, index: Index, chooser: Chooser, least: float | None = None
) -> Iterator[Outcome]:
    """Run every case, yielding its outcome; the documents must be in the index.

    Nothing is quoted below a confidence of `least`; None leaves that to the chooser.
    """
    for case in cases.cases:
        with index.reader() as reader:
            outcome = _outcome(case, reader, chooser, least)
        yield outcome


def _outcome(case: Case, reader: IndexReader, chooser: Chooser, least: float | None) -> Outcome:
    if case.rewrite:
        return _rewritten(case)
    if case.candidates:
        return _ordered(case, reader, chooser)
    if case.history and case.relevant:
        return _turned(case, reader, chooser)
    return _answered(case, reader, chooser, least)


def _answered(case: Case, reader: IndexReader, chooser: Chooser, least: float | None) -> Outcome:
    asked, evidence = _recalled(case, reader)
    ranked = chooser.rank(evidence)
    sentences = chooser.sentences(asked, ranked)
    quotes = choose(sentences)
    sure = chooser.sureness(asked, sentences)
    figures: dict[str, float] = {}
    if case.regime == "answerable" and case.relevant:
        figures |= _found(case, evidence, ranked)
    answered = [holds(case, quote) for quote in quotes]
    if quotes:
        figures["quote: verbatim"] = _share(_verbatim(reader, quote) for quote in quotes)
    if case.regime == "answerable" and case.answers:
        figures["quote: answer in first"] = float(bool(answered) and answered[0])
        figures["quote: answer in any"] = float(any(answered))
        figures["quote: number"] = float(len(quotes))
    if case.spans and case.regime == "answerable":
        chunks = [(p.document_id, p.start, p.end) for p in (i.hit.passage for i in ranked[:5])]
        found = measures.covered(case.spans, chunks)
        figures |= {f"chunking: {name}": value for name, value in found.items()}
    right = case.regime == "answerable" and any(answered)
    shows = chooser.quotes(sure, least)
    first = quotes[0].text if quotes else ""
    likely = sure.answerable if sentences and sentences[0].read is not None else None
    return Outcome(case, figures, sure.confidence, right, shows, first, likely)


def _found(
    case: Case, evidence: Sequence[Evidence], ranked: Sequence[Evidence]
) -> dict[str, float]:
    hits = [item.hit for item in evidence]
    rankings = {
        "lexical": _by(hits, lambda hit: hit.lexical_rank),
        "dense": _by(hits, lambda hit: hit.dense_rank),
        "hybrid": [item.hit.document.id for item in ranked],
    }
    figures: dict[str, float] = {}
    for stage, ranking in rankings.items():
        found = measures.retrieval(ranking, case.relevant, FOUND)
        figures |= {f"{stage}: {name}": value for name, value in found.items()}
    if len(case.relevant) > 1:
        top = set(list(dict.fromkeys(rankings["hybrid"]))[:10])
        figures["hybrid: all in top 10"] = float(case.relevant <= top)
    return figures


def _ordered(case: Case, reader: IndexReader, chooser: Chooser) -> Outcome:
    """Put the candidate sentences of a case in order."""
    asked, evidence = _recalled(case, reader)
    sentences = chooser.sentences(asked, chooser.rank(evidence), most=len(evidence))
    scores: dict[int, float] = {}
    for sentence in sentences:
        for number, (start, end) in enumerate(case.candidates):
            if sentence.span.start < end and sentence.span.end > start:
                scores.setdefault(number, sentence.score)
    order = sorted(range(len(case.candidates)), key=lambda n: -scores.get(n, float("-inf")))
    gold = {
        str(number)
        for number, span in enumerate(case.candidates)
        if any(span == (start, end) for _, start, end in case.spans)
    }
    found = measures.retrieval([str(number) for number in order], gold, CHOSEN)
    sure = chooser.sureness(asked, sentences).confidence
    figures = {f"sentence: {name}": value for name, value in found.items()}
    return Outcome(case, figures, sure, str(order[0]) in gold)


def _turned(case: Case, reader: IndexReader, chooser: Chooser) -> Outcome:
    """Retrieve for the last turn alone, and made to stand alone."""
    expanded = standalone_question(case.question, case.history)
    figures: dict[str, float] = {}
    depends_on_context = expanded != case.question
    sure = 0.0
    for stage, question in (("last turn", case.question), ("ours", expanded)):
        also = None
        if question != case.question:
            also = (case.question, reader.embed_question(case.question))
        vector = reader.embed_question(question)
        asked, evidence = retrieve(reader, question, vector, _RECALL_CANDIDATES, also)
        ranked = chooser.rank(evidence)
        ids = [item.hit.document.id for item in ranked]
        for name, value in measures.retrieval(ids, case.relevant, TURNED).items():
            figures[f"follow-up, {stage}: {name}"] = value
            kind = "leaning" if depends_on_context else "standing alone"
            figures[f"follow-up, {stage}, {kind}: {name}"] = value
        sentences = chooser.sentences(asked, ranked)
        sure = chooser.sureness(asked, sentences).confidence
    return Outcome(case, figures, sure, False)


def _rewritten(case: Case) -> Outcome:
    """Compare the words of our expansion with those that a person put in."""
    ours = set(_words(standalone_question(case.question, case.history)))
    person, raw = set(_words(case.rewrite)), set(_words(case.question))
    needed, added = person - raw, ours - raw
    figures: dict[str, float] = {}
    if needed:
        figures["rewrite: words of the person's that we add"] = len(added & needed) / len(needed)
    elif case.history:
        figures["rewrite: left as it is where a person leaves it"] = float(not added)
    if added:
        figures["rewrite: words of ours that the person adds"] = len(added & needed) / len(added)
    return Outcome(case, figures, 0.0, False)


def gathered(
    case: Case, reader: IndexReader, candidates: int = CANDIDATES
) -> tuple[AnalyzedQuestion, list[Evidence]]:
    """Return the question of a case analysed, and the figures of what is found for it."""
    question = standalone_question(case.question, case.history)
    vector = reader.embed_question(question)
    return retrieve(reader, question, vector, candidates, wanted=case.wanted)


def _recalled(case: Case, reader: IndexReader) -> tuple[AnalyzedQuestion, list[Evidence]]:
    """Gather for a case; more where it is known what should be found."""
    known = case.relevant and case.regime == "answerable"
    return gathered(case, reader, _RECALL_CANDIDATES if known else CANDIDATES)


def _by(hits: Sequence[Hit], rank: Callable[[Hit], int | None]) -> list[str]:
    """Return the documents in the order of one search alone."""
    found = sorted((place, hit.document.id) for hit in hits if (place := rank(hit)) is not None)
    return [key for _, key in found]


def holds(case: Case, quote: ScoredSentence) -> bool:
    """Tell whether a quote holds an answer to a case, and stands where one should."""
    right_place = not case.relevant or quote.hit.document.id in case.relevant
    return right_place and measures.holds_answer(quote.text, case.answers)


def _verbatim(reader: IndexReader, quote: ScoredSentence) -> bool:
    document = reader.document(quote.hit.document.id)
    return document is not None and document.text[quote.span.start : quote.span.end] == quote.text


def _words(text: str) -> list[str]:
    return stem_all(without_stop_words(tokenize(text)))


def _share(flags: Any) -> float:
    values = list(flags)
    return sum(map(float, values)) / len(values) if values else float("nan")
