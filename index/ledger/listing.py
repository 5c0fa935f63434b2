"""What a document that was just read will be listed as, with what somebody said of it before."""

from contextlib import suppress

from corpus import Document
from corpus.hidden import hidden_in
from corpus.language.detection import likeliest
from corpus.reading import READERS
from index.errors import LedgerDamaged
from index.ledger.corrections import Correction, carried_over
from index.ledger.document_rows import DocumentRows
from index.ledger.rows import now
from index.types import DocumentInfo


def listed_as(
    rows: DocumentRows,
    document: Document,
    passages: int,
    hidden: int | None = None,
    reader: int = READERS,
    said: str = "",
) -> DocumentInfo:
    """Return a document as it is to be listed, in the language that its words are stemmed by.

    Args:
        rows: The collection, with the former version of the document if there is one.
        document: The document, as it was read.
        passages: How many passages it is cut into.
        hidden: How many hidden characters it has; counted now if None.
        reader: The version of the readers that read it.
        said: The code of the language that somebody says it is in.
    """
    before = listed_before(rows, document.id)
    language = own_language(rows, document)
    info = carried_over(before, _info_of(document, passages, hidden, reader, language))
    return Correction(language=said).applied(info) if said else info


def listed_before(rows: DocumentRows, document_id: str) -> DocumentInfo | None:
    """Return a document that is about to be replaced, if what is listed of it is whole."""
    with suppress(LedgerDamaged):
        return rows.info(document_id)
    return None


def own_language(rows: DocumentRows, document: Document) -> str:
    """Return the code of the language that a document is in, whatever somebody says of it.

    Where it does not say it, it is the one that it was in before, or others are in; of several of
    these, the one that most of its few words speak for.
    """
    if document.language:
        return document.language
    before = listed_before(rows, document.id)
    if before is not None:
        return str(before.own("language"))
    languages = rows.languages()
    hinted = likeliest(document.text, languages) if len(languages) > 1 else None
    return (hinted or rows.main_language()).code


def _info_of(
    document: Document, passages: int, hidden: int | None, reader: int, language: str
) -> DocumentInfo:
    """Return what is listed of a document that was just read."""
    return DocumentInfo(
        document.id,
        document.version,
        document.title,
        document.source,
        document.author,
        document.published,
        document.publisher,
        document.origin_sha256,
        len(document.text),
        passages,
        now(),
        hidden_in(document) if hidden is None else hidden,
        document.file_author,
        document.file_created,
        document.notes,
        reader,
        language=language,
    )
