"""Brings a ledger of an older format to this one, in place and in one transaction.

Killed at any moment, it is the old ledger still. What was already damaged stays damaged: a
checksum is given only to what its old checksum, or what else is known of it, says is whole.
From format 6 on only documents have new checksums: what is new of a passage is empty, and an
empty one adds nothing to its checksum. Format 11 has the languages of documents, and a full text
of stems in place of words. Format 12 has tables for passages that another engine has.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from corpus import Document
from corpus.hidden import hidden_in
from corpus.language import ENGLISH, LANGUAGES
from corpus.language.detection import detect
from index.analysis.stemming import ANALYSIS
from index.errors import LedgerUnusable
from index.ledger.checksums import checksum_of, row_checksum
from index.ledger.database import Database
from index.ledger.foreign_schema import foreign
from index.ledger.ledger import Ledger
from index.ledger.local_change import LocalChange
from index.ledger.rows import original_checksum, passage_checksum
from index.ledger.schema import (
    FORMAT,
    LAYOUT,
    LISTED,
    MIGRATED,
    PASSAGE,
    hide_removed,
    show_all,
)
from index.ledger.schema_6 import INFO_6
from index.ledger.schema_10 import INFO_10
from index.ledger.schema_steps import steps_from
from index.types import LoggedChange

_OF_5 = 8  # the columns of `PASSAGE` that the checksums of format 5 are of: all but the last four
_SAMPLE = 30  # passages of a document that its language is found by; a guess: three pages
_AT_ONCE = 500  # rows held in memory; a guess: some megabytes of passages


def format_of(path: Path) -> str | None:
    """Return the format of a ledger, changing nothing; None where there is none, or an empty one.

    What cannot be read is left to whoever opens it.
    """
    if not path.exists():
        return None
    try:
        uri = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as db:
            db.execute("PRAGMA trusted_schema = OFF")
            return LocalChange(db).value("format")
    except sqlite3.Error:
        return None


def migrate(path: Path) -> None:
    """Bring a ledger to this format, and its full text to what the stemmers make of it today.

    Raises:
        LedgerUnusable: If it is of a format that is not known, or its tables are not ours.
    """
    ledger = Ledger(path, formats=(*MIGRATED, FORMAT))
    try:
        with ledger.writing() as change:
            before, token = change.value("format"), change.value("traces")
            if before == FORMAT:
                if change.is_of_other_stemmers():
                    change.remake_words()
                return
            _migrate(change, str(before))
            change.remake_words()
        if ledger.shrink_log() and token is not None:
            with ledger.writing() as change:
                change.forget_traces(token)  # the full text was made anew
    finally:
        ledger.close()


def analyse_again(ledger: Ledger) -> None:
    """Make the full text anew if other stemmers made it, as what is removed must match it."""
    with ledger.reading() as snapshot:
        if snapshot.value("analysis") == ANALYSIS:
            return
    with ledger.writing() as change:
        change.remake_words()
        change.require_room()


def _migrate(change: LocalChange, before: str) -> None:
    db = change.connection
    if strange := foreign(db, before):
        raise LedgerUnusable(
            f"the collection cannot be upgraded from format {before} to {FORMAT}: {strange[0]}; "
            "use the version of Pincite that made it, or add the documents again"
        )
    show_all(db)
    for statement in steps_from(before):
        db.execute(statement)
    if before != "11":
        _give_new_columns(db, before)
    change.set_value("format", FORMAT)
    change.log_change(
        LoggedChange("collection_upgraded", details=(("from", before), ("to", FORMAT)))
    )
    hide_removed(db)


def _give_new_columns(db: Database, before: str) -> None:
    """Fill in what documents of a format before 11 lack, and give what is whole its checksums."""
    _find_languages(db)
    if before == "5":
        _check_documents(db)
        _check_passages(db)
        _check_files(db)
        _check_originals(db)
    elif before == "6":
        _check_documents_of_6(db)
    else:
        _check_documents_of_10(db)


def _find_languages(db: Database) -> None:
    """Give each document the language that it is in; where that is not sure, that of most.

    Those of which it is not sure count as English: before, all were taken for that.
    """
    found: dict[str, str] = {}
    for (document_id,) in db.execute("SELECT id FROM main.documents").fetchall():
        texts = db.execute(
            "SELECT text FROM main.passages WHERE document_id = ? ORDER BY ordinal LIMIT ?",
            (document_id, _SAMPLE),
        )
        language = detect("".join(text for (text,) in texts), LANGUAGES)
        found[document_id] = "" if language is None else language.code
    counts = Counter(sorted(code or ENGLISH.code for code in found.values()))
    usual = counts.most_common(1)[0][0] if counts else ENGLISH.code
    db.executemany(
        "UPDATE main.documents SET language = ? WHERE id = ?",
        ((code or usual, document_id) for document_id, code in found.items()),
    )


def _check_documents_of_10(db: Database) -> None:
    """Give documents that are whole the checksums that hold for their language too."""
    for (document_id,) in db.execute("SELECT id FROM main.documents").fetchall():
        *old, checksum = db.execute(
            f"SELECT {INFO_10}, whole_history, checksum FROM main.documents WHERE id = ?",
            (document_id,),
        ).fetchone()
        if row_checksum(old) == checksum:
            _give_checksum(db, document_id, LISTED, "checksum")


def _check_documents_of_6(db: Database) -> None:
    """Give documents that are whole the checksums that hold for what is new too."""
    for (document_id,) in db.execute("SELECT id FROM main.documents").fetchall():
        *old, checksum = db.execute(
            f"SELECT {INFO_6}, whole_history, checksum FROM main.documents WHERE id = ?",
            (document_id,),
        ).fetchone()
        if row_checksum(old) == checksum:
            _give_checksums(db, document_id)


def _give_checksums(db: Database, document_id: str) -> None:
    """Give a document the checksums of what is listed of it, and of its layout, which is new."""
    for columns, name in ((LISTED, "checksum"), (LAYOUT, "layout_checksum")):
        _give_checksum(db, document_id, columns, name)


def _give_checksum(db: Database, document_id: str, columns: str, name: str) -> None:
    *values, _ = db.execute(
        f"SELECT {columns} FROM main.documents WHERE id = ?", (document_id,)
    ).fetchone()
    db.execute(
        f"UPDATE main.documents SET {name} = ? WHERE id = ?", (row_checksum(values), document_id)
    )


def _check_documents(db: Database) -> None:
    """Give documents their checksums, unless their title is not what stands over a passage."""
    columns = f"{INFO_6}, whole_history, headings, pages"
    for (document_id,) in db.execute("SELECT id FROM main.documents").fetchall():
        row = db.execute(
            f"SELECT {columns} FROM main.documents WHERE id = ?", (document_id,)
        ).fetchone()
        *listed, _, headings, pages = row
        first = db.execute(
            "SELECT context, heading FROM main.passages WHERE document_id = ? "
            "ORDER BY ordinal LIMIT 1",
            (document_id,),
        ).fetchone()
        if first is not None and first[0] != " › ".join((listed[2], *json.loads(first[1]))):
            continue
        db.execute(
            "UPDATE main.documents SET hidden_characters = ?, outline_checksum = ? WHERE id = ?",
            (_hidden(db, listed), row_checksum((document_id, headings, pages)), document_id),
        )
        _give_checksums(db, document_id)


def _hidden(db: Database, listed: Sequence[Any]) -> int:
    """Return how many hidden characters a document has."""
    document_id, _, title, source, author, published, publisher, *_ = listed
    texts = db.execute(
        "SELECT text FROM main.passages WHERE document_id = ? ORDER BY ordinal", (document_id,)
    )
    text = "".join(text for (text,) in texts)
    return hidden_in(
        Document(
            id=document_id,
            title=title,
            source=source,
            text=text,
            author=author,
            published=published,
            publisher=publisher,
        )
    )


def _check_passages(db: Database) -> None:
    """Give passages checksums that hold for their vector and context too."""
    for rows in _in_parts(db, f"SELECT id, {PASSAGE} FROM main.passages WHERE id > ? ORDER BY id"):
        good = (
            (passage_checksum(values), key)
            for key, *values, checksum in rows
            if checksum_of(json.dumps(values[:_OF_5]).encode()) == checksum
        )
        db.executemany("UPDATE main.passages SET checksum = ? WHERE id = ?", good)


def _check_files(db: Database) -> None:
    columns = "key, document_id, size, modified, changed"
    rows = db.execute(f"SELECT {columns} FROM main.files").fetchall()
    db.executemany(
        "UPDATE main.files SET checksum = ? WHERE key = ?",
        ((row_checksum(row), row[0]) for row in rows),
    )


def _check_originals(db: Database) -> None:
    """Give originals checksums that hold for the document that they are of."""
    columns = "document_id, origin_sha256, media_type, data, checksum"
    for (document_id,) in db.execute("SELECT document_id FROM main.originals").fetchall():
        row = db.execute(
            f"SELECT {columns} FROM main.originals WHERE document_id = ?", (document_id,)
        ).fetchone()
        _, origin, media_type, data, checksum = row
        if checksum_of(media_type.encode(), data) == checksum:
            db.execute(
                "UPDATE main.originals SET checksum = ? WHERE document_id = ?",
                (original_checksum(document_id, origin, media_type, data), document_id),
            )


def _in_parts(db: Database, sql: str) -> Iterator[list[Any]]:
    """Yield the rows of a table by their ids, some at a time, so that they may be changed."""
    last = 0
    while rows := db.execute(f"{sql} LIMIT {_AT_ONCE}", (last,)).fetchall():
        yield rows
        last = rows[-1][0]
