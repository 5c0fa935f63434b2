"""What people marked, as questions that answers are measured by and the confidence is fitted to.

The rule: marks of the same question, as it was searched, are one case. If any of them says that
words answer, the case is answerable and these words are its gold; otherwise it is not answerable.
So a question whose quote was marked as no answer asks for a refusal, until somebody marks words
that do answer. Marks whose words are not in their document any more are left out.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpus import Passage
from index import DocumentDetails, IndexReader, Mark, every_mark
from index.analysis import tokenize
from qa.errors import AnswerError
from qa.evaluation.cases import Case, EvalSet

MARKS = "marks"
"""The name of the set, in place of that of a file."""

_FEWEST_WORDS = 3
"""Of a sentence that is gold because its passage was marked; a guess: "2." is in many others."""


class NoMarks(AnswerError):
    """There is no mark whose words are in the documents as they are now."""

    code = "rejected"


@dataclass(frozen=True, slots=True)
class GoldWords:
    """Words that answer, and where they stand."""

    document_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class MarkedQuestion:
    """A question and the words that were marked as its answer; none if only wrong ones were."""

    id: str
    question: str
    gold: tuple[GoldWords, ...]

    def case(self) -> Case:
        """Return it as a case of an evaluation set."""
        return Case(
            self.id,
            self.question,
            "answerable" if self.gold else "near-miss",
            frozenset(words.document_id for words in self.gold),
            tuple(words.text for words in self.gold),
            tuple((words.document_id, words.start, words.end) for words in self.gold),
        )

    def row(self) -> dict[str, Any]:
        """Return it as a line of a file that `pincite eval` reads."""
        gold = [
            {"document_id": w.document_id, "start": w.start, "end": w.end, "text": w.text}
            for w in self.gold
        ]
        answerable = bool(gold)
        return {"id": self.id, "question": self.question, "answerable": answerable, "gold": gold}


@dataclass(frozen=True, slots=True)
class Marked:
    """The questions that marks make; `used` and `lost` count marks whose words are (not) there."""

    questions: tuple[MarkedQuestion, ...]
    used: int
    lost: int

    def cases(self) -> EvalSet:
        """Return the questions as a set over the user's own collection.

        Raises:
            NoMarks: If there is none.
        """
        if not self.questions:
            raise NoMarks(
                "there are no marks yet: click “Answers” or “Does not answer” under answers on "
                "the page, or give a file of questions"
            )
        rows = "\n".join(json.dumps(question.row()) for question in self.questions)
        digest = hashlib.sha256(rows.encode()).hexdigest()[:16]
        return EvalSet(MARKS, tuple(q.case() for q in self.questions), None, digest)


def marked(reader: IndexReader) -> Marked:
    """Return the questions that were marked, those marked first coming first.

    Raises:
        LedgerDamaged: If a mark, or a document that was marked, is not what was written.
    """
    details: dict[str, DocumentDetails | None] = {}
    groups: dict[str, list[Mark]] = {}
    lost = 0
    for mark in every_mark(reader):
        document_id = mark.document_id
        if document_id not in details:
            details[document_id] = reader.details(document_id)
        found = details[document_id]
        if found is None or found.info.version != mark.version:
            lost += 1
        else:
            groups.setdefault(mark.searched, []).append(mark)
    questions = tuple(_question(some, details) for some in groups.values())
    return Marked(questions, sum(map(len, groups.values())), lost)


def _question(some: Sequence[Mark], details: dict[str, DocumentDetails | None]) -> MarkedQuestion:
    gold: dict[GoldWords, None] = {}
    for mark in some:
        found = details[mark.document_id]
        if mark.verdict == "answers" and found is not None:
            gold.update(dict.fromkeys(_gold(mark, found)))
    return MarkedQuestion(some[0].id, some[0].searched, tuple(gold))


def _gold(mark: Mark, found: DocumentDetails) -> Iterator[GoldWords]:
    """Yield the sentences of marked words: a passage has several, and an answer quotes one."""
    text, whole = found.document.text, (mark.start, mark.end)
    inside = list(_sentences(mark, found.passages))
    telling = [span for span in inside if len(tokenize(text[slice(*span)])) >= _FEWEST_WORDS]
    for start, end in telling or [whole]:
        yield GoldWords(mark.document_id, start, end, text[start:end])


def _sentences(mark: Mark, passages: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    for passage in passages:
        for start, end in passage.sentences:
            if mark.start <= start and end <= mark.end:
                yield start, end
