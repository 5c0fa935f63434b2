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
