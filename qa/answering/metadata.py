"""Questions about a document itself: who wrote it, when. Answered from its record and its head."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus import Attribution, Passage, Span
from corpus.language import Language, language_of_code
from index import Filter, Hit, IndexReader
from index.analysis import stem_all, tokenize
from qa.answering.answer import DocumentFact
from qa.answering.dates import dates, is_calendar, parts
from qa.answering.languages import Phrases, asked_in, phrases_of
from qa.answering.languages.about_documents import AboutDocuments
from qa.answering.meant import bare_question, meant, topic_of
from qa.answering.particles import PARTICLE

Field = Literal["author", "published"]

SURE_BY_RECORD = 0.95
SURE_BY_TEXT = 0.85
"""How surely words answer where the record of the document agrees, and where only their form
says so ("By …", "Minutes: …"); guesses, too few such questions were there to measure."""

_HEAD = 2  # passages; a guess: a byline is no further down
_FIRST_LINES = 8  # a guess, the same for a date that stands alone
_LINE = 200  # characters; a guess: what is longer is prose
_DATELINE = 60  # characters of a line that gives little but a date; a guess

_WORD = r"(?-i:[A-ZÀ-ÖØ-ÞĀ-Ž])[^\s,;:|]*"
_PERSON = rf"{_WORD}(?:\s+(?:{PARTICLE}\s+){{0,2}}{_WORD})*"
_PIECES = re.compile(r"\s*[|·•–—;:,.]\s*|\s+-\s+")
_YEAR = re.compile(r"\b(?:1\d{3}|20\d{2})\b")
_MOST_SMALL = 3  # words in small letters behind a name ("staff reporter"); a guess


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a document.

    Attributes:
        field: Who, or when.
        byline: The kind of line that says who (a key of `AboutDocuments.bylines`).
        topic: The words that name the document; "" for "this" one.
        mail: Whether it is a mail.
        who: Whose it is, where the question says that; "" where not.
    """

    field: Field
    byline: str
    topic: str
    mail: bool
    who: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What a record or a line says of a document.

    Attributes:
        field: Who wrote it, or when.
        value: The answer, as the record or the line has it.
        hit: A passage of the document: the one with the words, where there are any.
        span: Where the words stand; None where only the record has them.
        by_record: Whether the record of the document says so.
    """

    field: Field
    value: str
    hit: Hit
    span: Span | None
    by_record: bool

    @property
    def confidence(self) -> float:
        """Return how surely this answers."""
        return SURE_BY_RECORD if self.by_record else SURE_BY_TEXT

    def record(self) -> DocumentFact:
        """Return the fact as an answer has it."""
        document = self.hit.document
        return DocumentFact(document.id, document.title, self.field, self.value)

    def unquotable(self, said_in: Language) -> str:
        """Say what the record knows where no words can be quoted."""
        says = phrases_of(said_in).replies
        said = says.by_record if self.field == "author" else says.dated_by_record
        return said.format(title=self.hit.document.title, value=self.value)


def asked_of_document(question: str) -> Asked | None:
    """Return what a question asks of a document itself; None where it asks of what it says."""
    about = asked_in(question).about
    text = bare_question(question)
    for pattern in about.asked:
        match = pattern.match(text)
        if match is None:
            continue
        found = match.groupdict()
        what, who = found["what"].strip(), found.get("who") or ""
        topic = topic_of(what, about)
        if topic is None:
            return None
        did = (found.get("did") or "").strip().lower()
        if did in about.took and not about.minutes.search(what):
            return None
        byline = "minutes" if did in about.took else about.like.get(did, "wrote")
        field: Field = "author" if found.get("on") is None else "published"
        mail = about.mail.search(what) is not None or byline == "sent"
        return Asked(field, byline, topic, mail, who)
    return None


def look_up(
    reader: IndexReader, question: str, wanted: Filter, last: Sequence[str] = ()
) -> Fact | None:
    """Return what the document that a question means says of itself.

    Args:
        reader: Where the documents are.
        question: As it was put.
        wanted: Which documents are searched.
        last: The ids of the documents of the last answer, which "it" may mean.

    Returns:
        None where the question asks something else, no document is surely meant, or
        nothing is known of it.
    """
    asked = asked_of_document(question)
    if asked is None:
        return None
    for hit in meant(reader, asked.topic, wanted, last):
        fact = _fact(reader, asked, hit)
        if fact is not None:
            return fact
    return None


def _fact(reader: IndexReader, asked: Asked, hit: Hit) -> Fact | None:
    document, voice = hit.document, hit.passage.voice
    own = Attribution(document.author, document.published)
    known = voice or own
    if asked.who and not _is_among(asked.who, known.author):
        return None
    near = _near(reader, hit)
    sent = _phrases(hit).about.bylines["sent"]
    if asked.mail and not (voice or (near and re.match(sent, near[0].text, re.IGNORECASE))):
        return None
    if asked.field == "author":
        return _author(asked, known.author, near, hit)
    return _date(known.published, near, hit)


def _author(asked: Asked, author: str, near: Sequence[Passage], hit: Hit) -> Fact | None:
    name = re.sub(r"\s*<[^>]*>|[\"“”]", "", author).strip()
    by_record = bool(name) and asked.byline in {"wrote", "sent"}
    whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    mentions: list[tuple[Passage, Span]] = []
    for passage, line in _lines(near):
        text = passage.quote(line)
        if len(text) > _LINE or (by_record and not whole.search(text)):
            continue
        named = _named_in(text, asked.byline, _phrases(hit))
        if named and not by_record:
            return Fact("author", named, _at(hit, passage), line, False)
        if named:
            return Fact("author", name, _at(hit, passage), line, True)
        mentions.append((passage, line))
    if not by_record:
        return None
    for passage, line in mentions:
        return Fact("author", name, _at(hit, passage), line, True)
    return Fact("author", name, hit, None, True)


def _named_in(line: str, kind: str, phrases: Phrases) -> str:
    """Return the name in a line that is a byline of this kind, and only that.

    The line may also say what the document is, and give offices, places and dates. Returns ""
    for a sentence, and for a day: "By Monday the ferry was back".
    """
    about = phrases.about
    byline = about.bylines.get(kind)
    if byline is None:
        return ""
    for match in re.finditer(rf"{byline}\s*[:|]?\s*(?P<name>{_PERSON})", line, re.I):
        name, rest = match["name"].rstrip("."), line[match.end() :]
        before = _PIECES.split(line[: match.start()])[-1]
        titled = about.titled.fullmatch(before) is not None
        if (before and not titled and kind != "wrote") or _names_day(name, phrases):
            continue
        if match["name"] != name and not rest:
            return name
        if about.behind.match(rest) and (titled or not _is_prose(rest, about)):
            return name
    return ""


def _names_day(name: str, phrases: Phrases) -> bool:
    """Tell whether words name a day, or nothing but a month or a season: April Lund is a person."""
    words = [word.casefold() for word in name.split()]
    language, about = phrases.language, phrases.about
    if any(word in language.weekdays or word in about.no_names for word in words):
        return True
    return all(
        is_calendar(word) or word in language.months or word in about.seasons for word in words
    )


def _is_prose(rest: str, about: AboutDocuments) -> bool:
    """Tell whether what stands behind a name goes on as a sentence does."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"\S+@\S+", "", rest))
    small = [word for word in words if word[0].islower() and word not in about.joins]
    return len(small) > _MOST_SMALL or not about.tells.isdisjoint(small)


def _date(published: str, near: Sequence[Passage], hit: Hit) -> Fact | None:
    known = parts(published) if published else frozenset()
    for number, (passage, line) in enumerate(_lines(near)):
        text = passage.quote(line)
        for date in _dates(text, _phrases(hit)):
            if known and known <= parts(date):
                return Fact("published", date, _at(hit, passage), line, True)
            if not known and number < _FIRST_LINES and len(text) <= _DATELINE:
                return Fact("published", date, _at(hit, passage), line, False)
    return Fact("published", published, hit, None, True) if published else None


def _dates(line: str, phrases: Phrases) -> list[str]:
    """Return the dates in a line, as they are written there, also behind a label (`Date:`)."""
    found = dates(line) or dates(re.sub(r"^\w+\s*:\s*", "", line))
    days = [match[0] for match in phrases.dates.finditer(line)]
    return [date for date in days if _YEAR.search(date)] or found


def _phrases(hit: Hit) -> Phrases:
    """Return how the document of a hit says who wrote it."""
    return phrases_of(language_of_code(hit.document.language))


def _near(reader: IndexReader, hit: Hit) -> list[Passage]:
    """Return the passages that may say who wrote the words of a hit, and when."""
    place = hit.passage
    if place.voice is not None:  # "On Monday, Ada Lund wrote:" stands before it
        return reader.passages(place.document_id, max(0, place.ordinal - 2), 3)
    head = reader.passages(place.document_id, 0, _HEAD)
    last = hit.document.passages - 1
    return [*head, *(reader.passages(place.document_id, last, 1) if last >= _HEAD else [])]


def _lines(passages: Sequence[Passage]) -> Iterator[tuple[Passage, Span]]:
    """Yield the lines of passages, without white space at either end."""
    for passage in passages:
        for match in re.finditer(r"\S(?:[^\n]*\S)?", passage.text):
            yield passage, Span(passage.start + match.start(), passage.start + match.end())


def _at(hit: Hit, passage: Passage) -> Hit:
    """Return a hit of another passage of the same document, which no search found."""
    if passage.ordinal == hit.passage.ordinal:
        return hit
    return Hit(
        passage, hit.document, hit.score, None, 0.0, None, 0.0, (0.0,) * len(passage.sentences)
    )


def _is_among(name: str, author: str) -> bool:
    words = set(stem_all(tokenize(author)))
    return bool(words) and set(stem_all(tokenize(name))) <= words
