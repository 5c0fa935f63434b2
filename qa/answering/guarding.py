"""Puts sentences that fail a guard behind those that pass, and those first that answer by form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from index.analysis.terms import terms_of
from qa.answering.carrying import carrying
from qa.answering.cells import is_line_asked, is_row_asked
from qa.answering.clauses import states
from qa.answering.definitions import asked_term, forms_in, is_short
from qa.answering.features import AnalyzedQuestion
from qa.answering.guards import Looked, look_at, objection_to
from qa.answering.named_things import things_named
from qa.answering.negation import denied
from qa.answering.objection import Guard, Objection
from qa.answering.ranking import ScoredSentence, sorted_sentences
from qa.answering.reading import sentence_words
from qa.answering.repeating import asks_remedy, may_help
from qa.answering.speech import is_said_by
from qa.answering.surroundings import DocumentWords

_COST = 3.0
"""What a failed guard takes from the score of a sentence, which is like log odds. Measured on 699
questions of everyday kinds: 2 to 8 find as many right sentences first."""

SURE_BY_FORM = 0.9
"""How sure an answer is at least that gives the long form of the abbreviation asked for, or the
text of what is asked for by its number. A guess: letters and numbers agree."""

_CONTRASTED = frozenset[Guard](
    ("other name", "other thing", "time", "number", "negation", "repeats")
)
"""Guards on what the next sentence may say of the asked one."""

_SHORT = 16  # words of such a sentence; a guess: it leaves out what was said before
_WHAT_IT_SAYS = re.compile(
    r"^\W*what (?:does|do|did|is|says)\b.*\b(?:say|says|state|provide|require|regulate|prescribe"
    r"|mean|contain|about|in)\b",
    re.IGNORECASE,
)
_LABEL = 2  # words: Article 12


def guarded(
    asked: AnalyzedQuestion,
    sentences: Sequence[ScoredSentence],
    documents: Mapping[str, DocumentWords],
) -> list[ScoredSentence]:
    """Return the sentences in order, those that fail a guard behind fair ones that pass.

    Where one fails and the next sentence says of the asked one what it says of another ("In Selby
    it is 140"), that has its score.

    Args:
        asked: The question.
        sentences: Those that may answer, best first, with the scores that they got.
        documents: What was found of each document: a name may stand elsewhere in it.
    """
    if not sentences:
        return []
    sentences = _first_by_form(asked, sentences, documents)
    least = sentences[0].score - _COST
    judged = {_place(one): one for one in sentences}
    for one in sentences:
        if one.score < least:
            break
        looked = look_at(asked, one, documents)
        objection = objection_to(looked)
        if objection is None:
            continue
        judged[_place(one)] = replace(one, score=one.score - _COST, objection=objection)
        after = judged.get((id(one.hit), one.row + 1))
        if after is None or after.objection or objection.guard not in _CONTRASTED:
            continue
        if says_instead(look_at(asked, after, documents), objection):
            judged[_place(after)] = _in_place_of(one, after)
    return sorted_sentences(judged.values())


def introduces(asked: AnalyzedQuestion, sentence: ScoredSentence) -> bool:
    """Tell whether a sentence gives the long form of the abbreviation whose meaning is asked."""
    wanted = asked_term(asked.text)
    if wanted is None or not is_short(wanted.term):
        return False
    words = sentence_words(sentence.hit.passage, sentence.row)
    return any(short == wanted.term for short, _ in forms_in(words))


def is_text_of(asked: AnalyzedQuestion, sentence: ScoredSentence) -> bool:
    """Tell whether the form of a sentence shows that it is the text asked for.

    So it is if it is the first after a number (`Article 12.`), gives the words of the person whose
    words are asked for, is the row that the question names together with its column, or is the
    question turned into a statement.
    """
    if _gives_form(asked, sentence):
        return True
    if not _WHAT_IT_SAYS.search(asked.text):
        return False
    passage, row = sentence.hit.passage, sentence.row
    label = passage.quote(passage.sentences[row - 1]) if row else " ".join(passage.heading[-1:])
    numbered = [
        one
        for one in things_named(asked.text, asked.language)
        if one.kind == "number" and one.before
    ]
    return any(terms_of(label)[:_LABEL] == terms_of(one.written) for one in numbered)


def _first_by_form(
    asked: AnalyzedQuestion,
    sentences: Sequence[ScoredSentence],
    documents: Mapping[str, DocumentWords],
) -> list[ScoredSentence]:
    """Return the sentences, the first being one whose form shows that it answers, if there is one.

    That is the one that introduces the term asked for; else, among those with fair scores, the
    first that gives the speaker's words, the row and column, the statement or the label asked for;
    else the first whose words carry the answer.
    """
    best = sentences[0]
    fair = [one for one in sentences if one.score >= best.score - _COST]
    first = (
        next((one for one in sentences if introduces(asked, one)), None)
        or _asked_for(asked, fair, sentences, documents)
        or carrying(asked, fair)
        or best
    )
    if first is best:
        return [*sentences]
    others = [one for one in sentences if one is not first]
    return [replace(first, score=best.score + 1e-6), *others]


def _asked_for(
    asked: AnalyzedQuestion,
    fair: Sequence[ScoredSentence],
    sentences: Sequence[ScoredSentence],
    documents: Mapping[str, DocumentWords],
) -> ScoredSentence | None:
    """Return the first fair sentence whose form answers.

    Where guards object to all of those, it is the row named together with its column, fair or not:
    the row of 2017, not the line with the income of 2023.
    """

    def passes(one: ScoredSentence) -> bool:
        return objection_to(look_at(asked, one, documents)) is None

    found = [one for one in fair if _is_asked(asked, one, documents)]
    rows = (one for one in sentences if found and is_row_asked(asked, one) and passes(one))
    return next(filter(passes, found), None) or next(rows, next(iter(found), None))


def _is_asked(
    asked: AnalyzedQuestion, sentence: ScoredSentence, documents: Mapping[str, DocumentWords]
) -> bool:
    known = documents[sentence.hit.document.id].terms
    return is_text_of(asked, sentence) or is_line_asked(asked, sentence, known)


def _gives_form(asked: AnalyzedQuestion, sentence: ScoredSentence) -> bool:
    return (
        is_said_by(asked, sentence.hit.passage, sentence.row)
        or is_row_asked(asked, sentence)
        or states(asked, sentence)
    )


def _place(sentence: ScoredSentence) -> tuple[int, int]:
    return id(sentence.hit), sentence.row


def says_instead(looked: Looked, objection: Objection) -> bool:
    """Tell whether a short sentence says of what is asked what the one before says of another."""
    own, asked = looked.words.own, looked.asked
    if objection.guard == "repeats":
        helps = may_help(own) or not asks_remedy(asked.text)
        return helps and objection_to(looked) is None
    if len(own.split()) > _SHORT or not asked.holds_kind(own):
        return False
    if objection.guard == "negation":
        return bool(denied(own) & asked.weights.keys())
    return {*terms_of(objection.asked)} <= {*terms_of(own)} and objection_to(looked) is None


def _in_place_of(before: ScoredSentence, after: ScoredSentence) -> ScoredSentence:
    """Return a sentence with the figures of the one before too, without which it says little."""
    figures = after.evidence.sentences.copy()
    figures[after.row] = np.maximum(figures[before.row], figures[after.row])
    read = None
    if before.read is not None and after.read is not None:
        read = np.maximum(before.read, after.read)
    evidence = replace(after.evidence, sentences=figures)
    return replace(after, evidence=evidence, read=read, score=max(before.score, after.score))
