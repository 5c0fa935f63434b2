"""Which sentences are quoted with the best one: not other rows, nor what others say."""

from made_hits import evidence_of, make_hit

from index import LocalIndex
from qa.answering.features import analyse
from qa.answering.ranking import ScoredSentence
from qa.answering.selection import selected

ROWS = (
    "Boat: Heron; Single: 4; Return: 7",
    "Boat: Plover; Single: 6; Return: 11",
    "Children sail free.",
)
SPEECH = (
    "“The mast is rotten,” said Ada Lund.",
    "“It is a fine mast,” said Omar Nasri.",
    "Ada Lund warned that the mast may break.",
)


def texts(index: LocalIndex, question: str, *sentences: str, best: int) -> list[str]:
    """Return what is quoted where one sentence is the best and the others are as good."""
    evidence = evidence_of(make_hit(*sentences))
    rows = sorted(range(len(sentences)), key=lambda row: row != best)
    ranked = [ScoredSentence(evidence, row, 0.0) for row in rows]
    with index.reader() as reader:
        return [quote.text for quote in selected(reader, analyse(question, {}, 1), ranked, 3)]


def test_the_other_rows_of_a_table_are_not_quoted(index: LocalIndex) -> None:
    question = "How much is a single on the Plover?"

    assert texts(index, question, *ROWS, best=1) == [ROWS[1], ROWS[2]]
    assert len(texts(index, "Which boat is dear?", *ROWS, best=1)) == len(ROWS)


def test_what_others_say_is_not_quoted(index: LocalIndex) -> None:
    question = "What did Ada Lund say about the mast?"

    assert texts(index, question, *SPEECH, best=0) == [SPEECH[0], SPEECH[2]]
    assert len(texts(index, "Is the mast rotten?", *SPEECH, best=0)) == len(SPEECH)


def test_the_reason_that_stands_before_the_best_sentence_comes_first(index: LocalIndex) -> None:
    why = "Omar stayed out of it, as his aunt owns the mill."
    best = "He left the room and did not vote."

    assert texts(index, "Why did Omar not vote?", why, best, best=1) == [why, best]
    assert texts(index, "What did Omar not do?", why, best, best=1)[0] == best
    other = "Omar sat at the window."
    assert texts(index, "Why did Omar not vote?", other, best, best=1)[0] == best
    given = "He did not vote because he was late."
    assert texts(index, "Why did Omar not vote?", why, given, best=1)[0] == given


def test_a_quote_at_the_same_place_of_another_document_stays(index: LocalIndex) -> None:
    why, best = "Omar stayed out of it, as his aunt owns the mill.", "He did not vote."
    other = "x" * len(why)
    of_both = [
        ScoredSentence(evidence_of(make_hit(why, best)), 1, 0.0),
        ScoredSentence(evidence_of(make_hit(other, document="d2")), 0, 0.0),
    ]
    asked = analyse("Why did Omar not vote?", {}, 1)
    with index.reader() as reader:
        found = [quote.text for quote in selected(reader, asked, of_both, 3)]

    assert found == [why, best, other]


def test_what_is_only_named_is_described_before(index: LocalIndex) -> None:
    described, named = "Blend the oils until they are thick.", "This point is called trace."

    assert texts(index, "What is trace?", described, named, best=1) == [described, named]
    assert texts(index, "What is lye?", described, named, best=1)[0] == named
    whole = "Trace is the point at which the oils are thick."
    assert texts(index, "What is trace?", described, whole, best=1)[0] == whole
