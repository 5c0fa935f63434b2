"""From a document to what is embedded and stored of it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus import Document, Passage, Span, split
from corpus.hidden import hidden_in
from corpus.language import LANGUAGES
from corpus.language.detection import detect
from corpus.reading import READERS
from index.embedding.embedder import Embedder, PassageText
from index.ledger.corrections import as_read
from index.types import DocumentInfo
from index.writing.new_document import NewDocument

_LISTED = (
    *("version", "title", "source", "author", "published", "publisher", "origin_sha256"),
    *("file_author", "file_created", "notes"),
)
_CONTEXT_TOKENS = 32  # a guess: a long title and two headings, a quarter of a passage


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document cut into passages, with what is to be embedded of each."""

    arrival: NewDocument
    document: Document
    passages: Sequence[Passage]
    texts: Mapping[bytes, PassageText]
    hashes: Sequence[bytes]
    context: Sequence[str]
    hidden: int


def prepare(embedder: Embedder, arrival: NewDocument) -> Prepared:
    """Cut a document into passages that fit the embedder, each under its title and headings."""
    document = in_language(arrival.document)
    reserved = min(_CONTEXT_TOKENS, embedder.window // 4)  # a guess, for a model of few tokens
    cut = replace(document, language=arrival.language or document.language)
    passages = split(cut, embedder.count_tokens, embedder.window - reserved)
    context = context_of(document, passages)
    short = {words: _shortened(embedder, words, reserved) for words in dict.fromkeys(context)}
    texts = [
        _embedded_text(short[words], passage)
        for words, passage in zip(context, passages, strict=True)
    ]
    hashes = [embedded_under(embedder.id, text) for text in texts]
    return Prepared(
        arrival,
        document,
        passages,
        dict(zip(hashes, texts, strict=True)),
        hashes,
        context,
        hidden_in(document),
    )


def in_language(document: Document) -> Document:
    """Return a document with the language that its words are in.

    What a file says of its language is often what the program that made it assumed, so it counts
    only where the words do not say.
    """
    found = detect(document.text, LANGUAGES)
    return document if found is None else replace(document, language=found.code)


def context_of(document: Document, passages: Sequence[Passage]) -> list[str]:
    """Return what stands over each passage.

    That is the title, the headings, and caption and heads of a table that began before it.
    """
    return [
        " › ".join((document.title, *passage.heading, *_over_rows(passage))) for passage in passages
    ]


def _over_rows(passage: Passage) -> list[str]:
    """Return captions and heads of the rows of a passage that stand before it."""
    words: dict[str, None] = {}
    for row in passage.rows:
        heads = [row.caption] if row.caption is not None else []
        for head in (*heads, *(head for cell in row.cells for head in cell.heads)):
            if head.start < passage.start:
                words[head.text] = None
    return list(words)


def is_same(info: DocumentInfo, arrival: NewDocument) -> bool:
    """Tell whether nothing that is listed of the document would change.

    Nor would its outline and its tables, where the same readers read the same bytes.
    """
    return (
        arrival.carried is None
        and info.reader == READERS
        and arrival.language in ("", info.language)
        and all(info.own(name) == getattr(arrival.document, name) for name in _LISTED)
    )


def again(info: DocumentInfo, document: Document) -> NewDocument:
    """Return a document as it was read, to be cut again in the language that it is said to be."""
    said = info.language if "language" in info.corrected else ""
    return NewDocument(as_read(info, document), language=said)


def status_of(
    known: DocumentInfo | None, info: DocumentInfo
) -> Literal["added", "updated", "unchanged"]:
    """Return what became of a document; it is unchanged where newer readers read the same."""
    if known is None:
        return "added"
    same = replace(info, added=known.added, reader=known.reader) == known
    return "unchanged" if same and known.reader < info.reader else "updated"


def _shortened(embedder: Embedder, context: str, most: int) -> str:
    """Return title and headings, less words at the end so that they take few tokens."""
    words = context.split()
    while words and embedder.count_tokens([" ".join(words) + "\n"])[0] > most:
        words = words[: len(words) * 3 // 4]  # a guess: few rounds
    return " ".join(words) + "\n" if words else ""


def _embedded_text(context: str, passage: Passage) -> PassageText:
    """Return a passage under its title and headings, which tell what it is about."""
    before = len(passage.text) - len(passage.text.lstrip())
    shift = passage.start + before - len(context)
    return PassageText(
        context + passage.text.strip(),
        tuple(Span(span.start - shift, span.end - shift) for span in passage.sentences),
    )


def embedded_under(embedder_id: str, text: PassageText) -> bytes:
    """Return the hash that the vectors of a text are known by."""
    parts = json.dumps([embedder_id, text.text, text.sentences])
    return hashlib.sha256(parts.encode()).digest()
