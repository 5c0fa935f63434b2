"""Asks the questions of an everyday set as people do, and judges what they are shown."""

from collections.abc import Iterator, Sequence

from index import Index
from qa.answering.answer import Answer, Citation
from qa.answering.answerer import Answerer
from qa.answering.certainty import VERY_LIKELY
from qa.answering.query_rewriting import Turn
from qa.answering.question import Request
from qa.evaluation.cases import Case, EvalSet
from qa.evaluation.run import Outcome

FIRST = "quote: answer in first"
SOME = "quote: answer in any"
WRONG = "answer: wrong"
REFUSED = "answer: refused, answerable"
REFUSED_RIGHTLY = "answer: refused, unanswerable"
LOUD = "answer: loud"

LOUD_FROM = VERY_LIKELY
"""A confidence at which people believe what is quoted."""


def ask_all(cases: EvalSet, answerer: Answerer, index: Index) -> Iterator[Outcome]:
    """Ask every question, yielding its outcome; `answerer` answers from `index`."""
    for case in cases.cases:
        yield judged(case, ask(case, answerer), index)


def ask(case: Case, answerer: Answerer) -> Answer:
    """Return the answer to a question, after the earlier ones and with the answers they got."""
    turns: list[Turn] = []
    for turn in case.history:
        answer = answerer.answer(Request(turn.question, tuple(turns)))
        said = " ".join(sentence.text for sentence in answer.sentences)
        turns.append(Turn(turn.question, said))
    return answerer.answer(Request(case.question, tuple(turns)))


def judged(case: Case, answer: Answer, index: Index) -> Outcome:
    """Return the figures of one answer.

    Of a list the first quote is right only where it holds all of it. Wrong is what is shown
    without a right quote; loud is the same, and what is shown to unanswerable questions, at a
    confidence of `LOUD_FROM` or more.
    """
    citations = answer.citations
    first = is_right(case, citations[:1])
    some = is_right(case, citations)
    loud = bool(citations) and not some and answer.confidence >= LOUD_FROM
    figures = {LOUD: float(loud)}
    if case.gold:
        figures[FIRST] = float(first)
        figures[SOME] = float(some)
        figures[WRONG] = float(bool(citations) and not some)
        figures[REFUSED] = float(not citations)
    else:
        figures[REFUSED_RIGHTLY] = float(not citations)
    if citations:
        figures["quote: verbatim"] = _verbatim(citations, index)
        figures["quote: number"] = float(len(citations))
        figures["quote: words"] = float(sum(len(c.quote.split()) for c in citations))
    return Outcome(case, figures, answer.confidence, first, bool(citations))


def is_right(case: Case, citations: Sequence[Citation]) -> bool:
    """Tell whether citations hold an answer to a question, or all of it where all is needed."""
    if not case.gold:
        return False
    held = (
        any(
            gold.is_quoted(
                (citation.source, citation.place),
                citation.quote,
                (citation.lead.text if citation.lead else "", *citation.heading),
            )
            for citation in citations
        )
        for gold in case.gold
    )
    return all(held) if case.needs_all else any(held)


def _verbatim(citations: Sequence[Citation], index: Index) -> float:
    """Return the share of quotes that are verbatim."""
    exact = 0
    with index.reader() as reader:
        for citation in citations:
            document = reader.document(citation.document_id)
            text = "" if document is None else document.text[citation.start : citation.end]
            exact += text == citation.quote
    return exact / len(citations)
