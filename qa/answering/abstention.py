"""Why a question is not answered, in words that are true of the collection."""

import re
from collections.abc import Mapping, Sequence

from corpus.language import ENGLISH, Language
from index import Hit, IndexReader
from index.analysis.terms import terms_of, written_terms
from qa.answering.features import MARKS, AnalyzedQuestion, question_terms
from qa.answering.languages import phrases_of
from qa.answering.languages.replies import Replies
from qa.answering.objection import Objection
from qa.answering.particles import PARTICLE
from qa.answering.question import Request

_MOST = 3  # words of each kind that are named; a guess: fits a line
_MOST_NOTES = 2  # a guess: they fit two lines
_ABOUT = 0.5  # of the weight of the question; a guess: half of its words
_UNREAD = re.compile(
    r"\bleft out\b|\bnot (?:be )?read\b|\bno (?:saved value|words)\b|\bpictures?\b"
)
"""How readers say in their notes that words are missing."""
_PARTICLE = re.compile(rf"\b{PARTICLE}\b(?=(?:\s+\w+)?\s+[A-ZÀ-ÖØ-Þ])")
"""Parts of names (`de Graaf`), of which it tells nothing in how many passages they stand."""


def unanswered(
    reader: IndexReader,
    asked: AnalyzedQuestion,
    closest: Sequence[Hit],
    objection: Objection | None,
    request: Request,
) -> str:
    """Say why a question has no answer, in the language of the collection if no other is wanted.

    Args:
        reader: Where was searched.
        asked: The question.
        closest: The closest passages.
        objection: What is wrong with the best sentence.
        request: Which documents were searched, and the language to say it in.
    """
    said_in, wanted = request.said_in or reader.main_language(), request.filter
    counts = reader.frequencies(question_terms(asked.text, asked.language), wanted)
    said = (
        reason(asked, counts, filtered=bool(wanted), said_in=said_in),
        objected(objection, closest, counts, asked.language, said_in=said_in),
        unread(asked, closest, said_in),
    )
    return " ".join(filter(None, said))


def reason(
    asked: AnalyzedQuestion,
    frequencies: Mapping[str, int],
    *,
    filtered: bool = False,
    said_in: Language = ENGLISH,
) -> str:
    """Say which of the question's words the collection knows, and what no sentence gives.

    Args:
        asked: The question.
        frequencies: In how many passages each of its stemmed words stands.
        filtered: Whether only some documents were searched.
        said_in: The language to say it in.
    """
    says = phrases_of(said_in).replies
    documents = says.searched if filtered else says.documents
    gives = _gives(asked, says)
    rare_first = sorted(_topics(asked, frequencies), key=lambda term: -asked.weights[term])
    if not rare_first:
        return says.no_word
    written = _written(asked)
    absent = [
        says.quoted.format(word=written[term])
        for term in rare_first
        if not frequencies.get(term, 0)
    ]
    present = [
        says.counted(written[term], frequencies[term])
        for term in rare_first
        if frequencies.get(term, 0)
    ]
    missing = says.listed(absent[:_MOST], says.either) if absent else ""
    if not present:
        return says.nothing.format(documents=documents, words=missing)
    words = says.listed(present[:_MOST], says.both)
    said = says.partly if absent else says.mentioned
    return said.format(documents=documents, words=words, missing=missing, gives=gives)


def objected(
    objection: Objection | None,
    hits: Sequence[Hit],
    frequencies: Mapping[str, int],
    language: Language = ENGLISH,
    *,
    said_in: Language = ENGLISH,
) -> str:
    """Say which guard the best sentence fails, as far as that is true of the closest passages.

    "" where none fails, and where `reason` says already that the documents do not mention it.
    """
    if objection is None:
        return ""
    says = phrases_of(said_in).replies
    asked, given = objection.asked, objection.given
    if asked and not any(frequencies.get(term, 0) for term in terms_of(asked, language)):
        return ""
    texts = [" ".join((h.document.title, *h.passage.heading, h.passage.text)) for h in hits]
    own = {*terms_of(asked, language)}
    missing = bool(own) and not any({*terms_of(text, language)} & own for text in texts)
    if objection.guard in ("name", "number", "time") and missing:
        said = says.not_named_but if given else says.not_named
        return said.format(asked=asked, given=given)
    if (
        objection.guard in ("other name", "other thing", "number", "time", "opposite")
        and asked
        and given
    ):
        return says.instead.format(asked=asked, given=given)
    return says.objected.get(objection.guard, "").format(asked=asked)


def unread(asked: AnalyzedQuestion, hits: Sequence[Hit], said_in: Language = ENGLISH) -> str:
    """Say what was not read of the documents whose passages come closest; "" if nothing is known.

    The answer may be there, as far as the document is about what is asked.
    """
    says = phrases_of(said_in).replies
    said: dict[str, None] = {}
    for hit in hits:
        words = (hit.document.title, hit.document.source, *hit.passage.heading, hit.passage.text)
        if asked.cover({*terms_of(" ".join(words))}) < _ABOUT:
            continue
        for note in hit.document.notes:
            if _UNREAD.search(note):
                said[says.note.format(title=hit.document.title, note=note)] = None
    return " ".join(list(said)[:_MOST_NOTES])


def _gives(asked: AnalyzedQuestion, says: Replies) -> str:
    """Return what the answer would have to do, in the question's own words where it has any."""
    how = asked.phrases.how.search(asked.text)
    same = asked.phrases.replies is says
    return says.how.format(how=how[0].lower()) if how and same else says.gives[asked.kind]


def _topics(asked: AnalyzedQuestion, frequencies: Mapping[str, int]) -> list[str]:
    """Return the terms of the question, less those that only ask ("how much").

    Common verbs are told of only where they are all that there is.
    """
    left = set(asked.terms_in(_PARTICLE.sub(" ", asked.phrases.asking.sub(" ", asked.text))))
    telling = [term for term in asked.weights if term in left]
    if telling:
        return telling
    return [term for term in asked.weights if frequencies.get(term, 0)]


def _written(asked: AnalyzedQuestion) -> dict[str, str]:
    """Return for each term of the question the word as it was written there."""
    written: dict[str, str] = {}
    for term, words, _ in written_terms(asked.text, asked.language):
        written.setdefault(term, words.strip(MARKS))
    return {term: written.get(term, term) for term in asked.weights}
