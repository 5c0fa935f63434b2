"""What tests write to a ledger and read of it."""

import hashlib
import sqlite3
from contextlib import closing

from toys import WordEmbedder

from corpus import Document, Heading, Page, Passage, split
from index.embedding.embedder import PassageText
from index.ledger.integrity import check_integrity
from index.ledger.ledger import Ledger

EMBEDDER = WordEmbedder()
TEXT = (
    "Wrens sing at dawn. They are small.\n\nGulls cry all day.\n\n\n"
    "Owls\n\nOwls hunt at night. They ask: “Who?”\n\nNobody knows.\n"
)


def document_of(text: str = TEXT, name: str = "a") -> Document:
    headings = [Heading(1, "Owls", at, at + 4) for at in [text.find("Owls\n")] if at >= 0]
    return Document(
        id=name,
        title=f"Title {name}",
        source=f"{name}.txt",
        text=text,
        headings=tuple(headings),
        pages=(Page(1, 0, 20), Page(2, 20, len(text), "iv", recognized=True)),
        author="Ann",
        published="2020",
        origin_sha256="ab" * 32,
    )


def passages_of(document: Document) -> list[Passage]:
    return split(document, EMBEDDER.count_tokens, limit=8)


def put(ledger: Ledger, document: Document) -> None:
    """Write a document as `LocalIndex` does, less the embedding of its headings."""
    passages = passages_of(document)
    hashes = [hashlib.sha256(passage.text.encode()).digest() for passage in passages]
    texts = [PassageText(passage.text, ()) for passage in passages]
    with ledger.writing() as change:
        change.put_vectors(dict(zip(hashes, EMBEDDER.embed_passages(texts), strict=True)))
        change.put(document, passages, hashes, [document.title] * len(passages))


def remove(ledger: Ledger, document_id: str) -> bool:
    with ledger.writing() as change:
        return change.remove(document_id)


def findings(ledger: Ledger) -> list[str]:
    with ledger.reading() as snapshot:
        return list(check_integrity(snapshot))


def execute(ledger: Ledger, sql: str) -> None:
    """Write behind the ledger's back, as damage does."""
    with closing(sqlite3.connect(ledger.path)) as connection, connection:
        connection.execute(sql)
