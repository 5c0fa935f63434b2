"""How a citation names its source, in one line; and the documents that answers cite."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qa.doors.exports.saved import SavedAnswer, SavedCitation, SavedSentence

NO_ANSWER = "No clear answer in your documents."

# What XML cannot hold, and what makes the words around it appear in another order.
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def writable(text: str) -> str:
    """Return text with a replacement character for each control or direction character."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def line(text: str) -> str:
    """Return text on one line: each run of white space is one space."""
    return " ".join(writable(text).split())


def reference(citation: SavedCitation) -> str:
    """Return author, title, date, page and place: `Ada Lund, Herons (1871), p. 4, notes.pdf`.

    Where the record names a collection, that comes last.
    """
    dated = f"{citation.title} ({citation.published})" if citation.published else citation.title
    where = f"collection {citation.collection}" if citation.collection else ""
    parts = [citation.author, dated, page(citation), citation.source, citation.place, where]
    return ", ".join(dict.fromkeys(filter(None, map(line, parts))))


def page(citation: SavedCitation) -> str:
    """Return the page as people name it, "" if there is none; words read by OCR may be wrong."""
    if not citation.locator:
        return ""
    return f"p. {line(citation.locator)}" + (" (read by OCR)" if citation.recognized else "")


def note(citation: SavedCitation) -> str:
    """Return what a footnote says: the reference, the pin and, if need be, a warning.

    For a row of a table it also has the names of the columns.
    """
    row = f"({line(citation.row)})" if citation.row else ""
    pin = f"{line(citation.pin)}, version {line(citation.short_version)}"
    return " ".join(filter(None, (f"{reference(citation)}.", row, f"[{pin}]", citation.warning)))


def said(answer: SavedAnswer) -> str:
    """Return what an answer says beside its quotes: why there are none, or what is missing."""
    parts = ("" if answer.sentences else NO_ANSWER, answer.reason)
    return " ".join(line(part) for part in parts if part)


def written_by(answer: SavedAnswer) -> str:
    """Return which model wrote the sentences of an answer; "" where they are quotes."""
    if all(sentence.is_quote for sentence in answer.sentences):
        return ""
    return f"Written by {line(answer.model) or 'a language model'}; checked by Pincite."


def stated(sentence: SavedSentence) -> str:
    """Return a sentence on one line, in quotation marks only if they are words of a document."""
    warnings = [citation.short_warning for citation in sentence.citations]
    if sentence.is_quote:
        return quoted(sentence.text, warnings)
    partly = "supported in part" if sentence.verdict == "partly" else ""
    return f"{line(sentence.text)}{_bracketed([partly, *warnings])}"


def quoted(quote: str, warnings: Iterable[str]) -> str:
    """Return a quote in quotation marks on one line, with what is wrong with it now."""
    return f"“{line(quote)}”{_bracketed(warnings)}"


def remarks(sentence: SavedSentence) -> list[str]:
    """Return the notes on the quotes of a sentence, a line each, then a line of their tags."""
    notes = [f"Note: {line(c.note)}" for c in sentence.citations if c.note.strip()]
    tags = tags_of(sentence.citations)
    return [*notes, *([f"Tags: {', '.join(tags)}"] if tags else [])]


def tags_of(citations: Iterable[SavedCitation]) -> list[str]:
    """Return the tags of citations, each once."""
    return list(dict.fromkeys(filter(None, (line(t) for c in citations for t in c.tags))))


def _bracketed(warnings: Iterable[str]) -> str:
    return "".join(f" [{warning}]" for warning in dict.fromkeys(warnings) if warning)


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document and version with the citations of it, and a key of letters, digits and `-_:`."""

    key: str
    citations: tuple[SavedCitation, ...]

    @property
    def first(self) -> SavedCitation:
        """Return the citation that says who wrote the document, and when."""
        return self.citations[0]

    @property
    def pages(self) -> str:
        """Return the labels of the cited pages; "" if it has none."""
        return ", ".join(dict.fromkeys(filter(None, (c.locator for c in self.citations))))


def by_document(answers: Iterable[SavedAnswer]) -> list[CitedDocument]:
    """Return the documents that answers rest on, in the order they come.

    Words of another author in the same document, as in a quoted mail, are a source of their own.
    """
    groups: dict[str, dict[str, list[SavedCitation]]] = {}
    for citation in _used(answers):
        authors = groups.setdefault(citation.identifier, {})
        authors.setdefault(citation.author, []).append(citation)
    return [
        CitedDocument(_key(citations[0], place), tuple(citations))
        for authors in groups.values()
        for place, citations in enumerate(authors.values())
    ]


def _key(citation: SavedCitation, place: int) -> str:
    """Return a key of a document and version; `place` counts the authors in it, from 0."""
    more = f":{place + 1}" if place else ""
    named = f"{citation.collection}:" if citation.collection else ""
    key = f"pincite:{named}{citation.document_id}:{citation.short_version}{more}"
    return re.sub(r"[^A-Za-z0-9_:-]", "-", key)


def _used(answers: Iterable[SavedAnswer]) -> Iterator[SavedCitation]:
    for answer in answers:
        numbers = {c.number for sentence in answer.sentences for c in sentence.citations}
        yield from (c for c in answer.citations if c.number in numbers)
