"""What may be wrong with a ledger, each told in a sentence with its remedy."""

from collections.abc import Iterator, Sequence

from corpus import Passage
from index.errors import IndexFault, LedgerDamaged
from index.hits import DocumentInfo
from index.rows import unpacked
from index.snapshot import Snapshot


def breaches(snapshot: Snapshot) -> Iterator[str]:
    """Check everything that the ledger promises; yield a sentence for each breach."""
    ask = snapshot.connection.execute
    for (line,) in ask("PRAGMA integrity_check(10)"):
        if line != "ok":
            yield f"SQLite reports: {line}"
    for table, row, parent, _ in ask("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} points at {parent} that are not there"
    for info in snapshot.infos():
        try:
            document = snapshot.document(info.id)
            passages = snapshot.passages(info.id)
            snapshot.original(info.id)
        except IndexFault as fault:
            yield str(fault)
            continue
        assert document is not None, "it was listed at this moment"
        yield from _passage_findings(info, document.text, passages)
    for row in ask("SELECT hash, passage, sentences, checksum FROM vectors"):
        try:
            unpacked(*row)
        except LedgerDamaged as fault:
            yield str(fault)
    for what, one, other in (
        ("are missing in the full text", "passages", "words_docsize"),
        ("are only in the full text", "words_docsize", "passages"),
    ):
        sql = f"SELECT count(*) FROM {one} WHERE id NOT IN (SELECT id FROM {other})"
        (wrong,) = ask(sql).fetchone()
        if wrong:
            yield f"{wrong} passages {what}: run `pincite rebuild`"
    orphans = "SELECT 1 FROM originals WHERE document_id NOT IN (SELECT id FROM documents)"
    if ask(orphans).fetchone():
        yield "there are originals of documents that are gone: run `pincite rebuild`"


def _passage_findings(info: DocumentInfo, text: str, passages: Sequence[Passage]) -> Iterator[str]:
    position = 0
    for passage in passages:
        if passage.start != position or text[passage.start : passage.end] != passage.text:
            yield f"passage {passage.ordinal} of {info.id} does not lie where it says"
        if any(not passage.start <= s.start < s.end <= passage.end for s in passage.sentences):
            yield f"a sentence of passage {passage.ordinal} of {info.id} lies outside of it"
        position = passage.end
    if position != info.characters or len(passages) != info.passages:
        yield f"the passages of {info.id} do not cover its text"
