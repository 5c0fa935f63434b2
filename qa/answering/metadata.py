"""Questions about a document itself: who wrote it, when. Answered from its record and its head."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus import Attribution, Passage, Span
from corpus.language import Language
from index import Filter, Hit, IndexReader
from index.analysis import stem_all, tokenize
from qa.answering.answer import DocumentFact
from qa.answering.answer_types import DAYS
from qa.answering.dates import dates, is_calendar, parts
from qa.answering.languages import phrases_of
from qa.answering.meant import NOUN as _NOUN
from qa.answering.meant import meant, topic_of

Field = Literal["author", "published"]

SURE_BY_RECORD = 0.95
SURE_BY_TEXT = 0.85
"""How surely words answer where the record of the document agrees, and where only their form
says so ("By …", "Minutes: …"); guesses, too few such questions were there to measure."""

_HEAD = 2  # passages; a guess: a byline is no further down
_FIRST_LINES = 8  # a guess, the same for a date that stands alone
_LINE = 200  # characters; a guess: what is longer is prose
_DATELINE = 60  # characters of a line that gives little but a date; a guess

_MAIL = re.compile(r"\b(?:e-?mails?|mails?|messages?)\b", re.IGNORECASE)
_ASKED = (
    re.compile(
        r"^who (?P<did>wrote|authored|compiled|edited|prepared|drafted|sent|e-?mailed|posted|took"
        r"|kept)\s+(?P<what>.+)$"
    ),
    re.compile(
        r"^who (?:is|was|are|were) the (?P<did>author|writer|sender|editor)s? of (?P<what>.+)$"
    ),
    re.compile(
        r"^(?:by whom|who) (?:is|was|were) (?P<what>.+?) (?P<did>written|sent|compiled)(?: by)?$"
    ),
    re.compile(r"^who (?:is|was) (?P<what>.+?) (?P<did>from|by)$"),
    re.compile(
        r"^when (?:was|were) (?P<what>.+?) (?P<on>published|written|sent|posted|released|issued"
        r"|dated)$"
    ),
    re.compile(
        r"^when did (?P<who>.+?) (?P<on>send|write|publish|post|e-?mail|release|issue)"
        r" (?P<what>.+)$"
    ),
    re.compile(r"^(?:what (?:is|was) )?the (?P<on>(?:publication )?date) of (?P<what>.+)$"),
)  # fmt: skip

_WORD = r"(?-i:[A-ZÀ-ÖØ-ÞĀ-Ž])[^\s,;:|]*"
_PERSON = rf"{_WORD}(?:\s+(?:(?:de|del|van|von|der|al|la)\s+)?{_WORD})*"
_BYLINES = {
    "minutes": r"\bminutes(?: taken)?(?: by\b|\s*:)",
    "compiled": r"\bcompiled by\b",
    "edited": r"\bedit(?:ed by\b|ors?\s*:)",
    "prepared": r"\bprepared by\b",
    "sent": r"^from\s*:",
    "wrote": r"(?:^|[|·•–—]\s*|\s-\s+)(?:(?:written |posted |words |story |text )?by\b:?"
    r"|authors?\s*:|from\s*:)",
}
_TITLE = re.compile(rf"(?:^|.*\s){_NOUN}(?:\s+(?:is|was|were|are))?\s*", re.IGNORECASE)
_PIECES = re.compile(r"\s*[|·•–—;:,.]\s*|\s+-\s+")
_BEHIND = re.compile(r"\s*(?:$|[|·•–—;,.(<&/]|-\s|(?:and|on|for|at|in|from|with)\b)", re.IGNORECASE)
_TELLS = frozenset(
    "the a an this that these those he she it they we you there who which is are was were be been"
    " has have had do does did will would shall should can could may might must not".split()
)
"""Words of sentences, which no list of names, dates and offices has."""

_JOINS = frozenset("and on for at in from with of by de del van von der al la".split())
_DAYS = frozenset((*DAYS, "today", "yesterday", "tomorrow", "noon", "midnight", "now", "then"))
_SEASONS = frozenset("spring summer autumn fall winter christmas easter".split())
_MOST_SMALL = 3  # words in small letters behind a name ("staff reporter"); a guess
_LIKE = {
    "editor": "edited", "sender": "sent", "emailed": "sent", "e-mailed": "sent", "from": "sent",
    "compiled": "compiled", "edited": "edited", "prepared": "prepared", "sent": "sent",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a document.

    Attributes:
        field: Who, or when.
        byline: The kind of line that says who (a key of `_BYLINES`).
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
    text = re.sub(r"[\s?.!]+$", "", question.strip())
    for pattern in _ASKED:
        match = pattern.match(text[:1].lower() + text[1:])
        if match is None:
            continue
        found = match.groupdict()
        what, who = found["what"].strip(), found.get("who") or ""
        topic = topic_of(what)
        if topic is None:
            return None
        did = (found.get("did") or "").lower()
        minutes = re.search(r"\bminutes\b|\bnotes\b", what, re.I)
        if did in {"took", "kept"} and not minutes:
            return None
        byline = "minutes" if did in {"took", "kept"} else _LIKE.get(did, "wrote")
        field: Field = "published" if found.get("on") else "author"
        mail = _MAIL.search(what) is not None or byline == "sent"
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
    if asked.mail and not (voice or (near and re.match(r"From\s*:", near[0].text))):
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
        named = _named_in(text, asked.byline)
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


def _named_in(line: str, kind: str) -> str:
    """Return the name in a line that is a byline of this kind (a key of `_BYLINES`), and only that.

    The line may also say what the document is, and give offices, places and dates. Returns ""
    for a sentence, and for a day: "By Monday the ferry was back".
    """
    for match in re.finditer(rf"{_BYLINES[kind]}\s*[:|]?\s*(?P<name>{_PERSON})", line, re.I):
        name, rest = match["name"].rstrip("."), line[match.end() :]
        before = _PIECES.split(line[: match.start()])[-1]
        titled = _TITLE.fullmatch(before) is not None
        if (before and not titled and kind != "wrote") or _names_day(name):
            continue
        if match["name"] != name and not rest:
            return name
        if _BEHIND.match(rest) and (titled or not _is_prose(rest)):
            return name
    return ""


def _names_day(name: str) -> bool:
    """Tell whether words name a day, or nothing but a month or a season: April Lund is a person."""
    words = name.split()
    if any(word.casefold() in _DAYS for word in words):
        return True
    return all(is_calendar(word) or word.casefold() in _SEASONS for word in words)


def _is_prose(rest: str) -> bool:
    """Tell whether what stands behind a name goes on as a sentence does."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"\S+@\S+", "", rest))
    small = [word for word in words if word[0].islower() and word not in _JOINS]
    return len(small) > _MOST_SMALL or not _TELLS.isdisjoint(small)


def _date(published: str, near: Sequence[Passage], hit: Hit) -> Fact | None:
    known = parts(published) if published else frozenset()
    for number, (passage, line) in enumerate(_lines(near)):
        text = passage.quote(line)
        for date in dates(text) or dates(re.sub(r"^\w+\s*:\s*", "", text)):
            if known and known <= parts(date):
                return Fact("published", date, _at(hit, passage), line, True)
            if not known and number < _FIRST_LINES and len(text) <= _DATELINE:
                return Fact("published", date, _at(hit, passage), line, False)
    return Fact("published", published, hit, None, True) if published else None


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
