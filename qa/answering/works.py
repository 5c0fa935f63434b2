"""Lists of works, as they stand at the end of papers; their entries answer only what asks for them.

Titles have the words of what people ask about ("Rift Valley fever in …"), so that without this the
list fills the places of what the paper itself says.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus import Passage
from index.analysis.terms import terms_of
from qa.answering.features import AnalyzedQuestion, Evidence
from qa.answering.particles import PARTICLE

_HEADING = re.compile(
    r"(?i)\W*(?:\d{1,2}(?:\.\d{1,2})*\.?\s+)?(?:references|bibliography|literature(?: cited)?"
    r"|works cited|further reading|literatur(?:verzeichnis)?|bibliographie|références|bibliografía"
    r"|referencias)\W*"
)
"""A heading over a list of works."""

_ASKS_FOR_WORK = re.compile(
    r"(?i)\b(?:cite[sd]?|citations?|references?|sources?|papers?|articles?|books?|journals?|doi|isbn"
    r"|published?|publication|authors?|wrote|written)\b"
    r"|^\W*who (?:else )?(?:(?:has|have|had) )?(?:first )?(?:studied|investigated|examined"
    r"|described|reported|reviewed|show(?:ed|n)|found|proposed)\b"
)
_LARGE = "[A-ZÀ-ÖØ-ÞĀ-Ž]"
_SURNAME = rf"(?:{PARTICLE}\s+){{0,3}}{_LARGE}[\w’']{{1,30}}(?:[ -]{_LARGE}[\w’']{{1,30}})?"
_INITIALS = rf"(?:{_LARGE}\.?[ -]?){{1,4}}(?<![ -])(?![\w’'])"
_AUTHOR = re.compile(
    rf"\b(?P<behind>{_SURNAME}),?\s+{_INITIALS}"
    rf"|\b(?:{_LARGE}\.[ -]?){{1,3}}\s*(?P<before>{_SURNAME})"
)
"""A name with initials: `Lund A`, `van den Berg, J.-P.`, `A. Lund`."""

_BETWEEN = re.compile(r"(?:\s*[,;&]|\s+and\b|\s)\s*")

_NUMBERED = re.compile(r"\W*(?:\[?\d{1,3}[.)\]]\s*|\^\s)")
_PUBLISHED_IN = re.compile(
    r"\bdoi:|\bdoi\.org/|\bISBN\b|\bISSN\b|\bRetrieved\b.{0,80}\d{4}|\bArchived from\b"
    r"|\b\d{1,3} ?\(\d{1,3}\)[:,] ?\d+[–-]\d+"
)
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d{2}[a-z]?\b")
_FIGURE = re.compile(r"\d+")

_PLACE = re.compile(
    r"\b\d{1,4}\s?(?:\(\d{1,3}\))?\s?[:;,]\s?(?:pp?\.\s?)?[A-Za-z]?\d{1,5}\s?[–-]\s?\d+|\bpp?\.\s?\d"
    r"|\b(?:Journal|J|Press|Proc|Proceedings|Univ\w*|eds?)\b|\bIn:"
)
"""Where it was printed: volume and pages, a journal, a publisher."""
_HEAD = re.compile(r"[^:(]{0,120}[:(]")
_FEWEST = 3  # figures: year, volume, page; a guess
_SHARE = 3  # one in so many sentences begins an entry: titles end in full stops too; a guess


def asks_for_work(question: str) -> bool:
    """Tell whether a question may ask for a work, or for something about one."""
    return _ASKS_FOR_WORK.search(question) is not None


def is_reference(sentence: str) -> bool:
    """Tell whether a sentence is an entry of a list of references, which says where it stood."""
    marked = re.match(r"(?:\[\d{1,3}\]|\^|\d{1,3}\.)\s", sentence)
    return marked is not None and _PUBLISHED_IN.search(sentence) is not None


def is_of_other_work(asked: AnalyzedQuestion, passage: Passage, row: int) -> bool:
    """Tell whether a sentence of a passage stands in a list of works that is not asked about.

    A question is about an entry if it asks for works, or has the name of one of its authors.
    """
    if asks_for_work(asked.text):
        return False
    first = _first_entry(passage)
    return first is not None and row >= first and not _has_author(asked, passage, row)


def without_other_works(
    asked: AnalyzedQuestion, evidence: Sequence[Evidence]
) -> Sequence[Evidence]:
    """Return what was found without the passages that only list works that are not asked about.

    All of it where nothing else was found.
    """
    left = [item for item in evidence if not _lists_other_works(asked, item.hit.passage)]
    return left or evidence


def _lists_other_works(asked: AnalyzedQuestion, passage: Passage) -> bool:
    if asks_for_work(asked.text) or _first_entry(passage) != 0:
        return False
    return not any(_has_author(asked, passage, row) for row in range(len(passage.sentences)))


@lru_cache(maxsize=200)  # of a question's passages, each sentence asks for it
def _first_entry(passage: Passage) -> int | None:
    """Return which sentence of a passage is the first one of a list of works; None without one.

    All are, under a heading that says so. Without one, the entries show it: they begin with a
    number and an author, or two authors, and most say when and where they were printed.
    """
    if any(map(_HEADING.fullmatch, passage.heading[-1:])):
        return 0
    texts = list(map(passage.quote, passage.sentences))
    begins = [row for row, text in enumerate(texts) if _begins_entry(text)]
    if not begins or _SHARE * len(begins) < len(texts) - begins[0]:
        return None
    ends = [*begins[1:], len(texts)]
    entries = [" ".join(texts[at:end]) for at, end in zip(begins, ends, strict=True)]
    return begins[0] if 2 * sum(map(_is_printed, entries)) > len(entries) else None


def _begins_entry(sentence: str) -> bool:
    number = _NUMBERED.match(sentence)
    return _authors(sentence) > (number is None)


def _authors(entry: str) -> int:
    """Return how many authors an entry begins with, behind its number: none, one, or two of more.

    `Lund A, Okoro C: 9 to 17` is a roster.
    """
    number = _NUMBERED.match(entry)
    first = _AUTHOR.match(entry, number.end() if number else 0)
    if first is None:
        return 0
    between = _BETWEEN.match(entry, first.end())
    second = _AUTHOR.match(entry, between.end()) if between else None
    if second is None:
        return 1
    return 0 if re.match(r":\s*\d", entry[second.end() :]) else 2


def _is_printed(entry: str) -> bool:
    """Tell whether an entry has a year and further figures: of a volume, a page, an address.

    With one author it must say more plainly where it was printed: numbered lines of other kinds
    begin so (`1. Schedule A was signed on 3 May 2004`).
    """
    number = _NUMBERED.match(entry)
    text = entry[number.end() :] if number else entry
    if _YEAR.search(text) is None or len(_FIGURE.findall(text)) < _FEWEST:
        return False
    plainly = _PLACE.search(text) or _PUBLISHED_IN.search(text)
    return plainly is not None or _authors(entry) > 1


def _has_author(asked: AnalyzedQuestion, passage: Passage, row: int) -> bool:
    """Tell whether a sentence is of an entry by an author whom the question names."""
    if not asked.names:
        return False
    texts = list(map(passage.quote, passage.sentences))
    begin = next((at for at in range(row, -1, -1) if _begins_entry(texts[at])), row)
    end = next((at for at in range(row + 1, len(texts)) if _begins_entry(texts[at])), len(texts))
    entry = " ".join(texts[begin:end])
    authors = [match["behind"] or match["before"] for match in _AUTHOR.finditer(entry)]
    if not authors and (head := _HEAD.match(entry)):
        authors = [head[0]]  # `Ada Lund: Mills and what they grind.`
    return any(not asked.names.isdisjoint(terms_of(name, asked.language)) for name in authors)
