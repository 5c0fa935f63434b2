"""The ledger is the truth: whole, checked at every reading, and gone when removed."""

import hashlib
import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toys import WordEmbedder

from corpus import Document, Heading, Page, Passage, bundled, read_file, split
from index.analysis import stem_all, tokenize
from index.embedding.embedder import PassageText
from index.errors import DiskFull, IndexFault, LedgerBusy, LedgerDamaged, LedgerUnusable
from index.ledger.integrity import check_integrity
from index.ledger.ledger import Ledger
from index.types import State

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


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger.db")
    yield ledger
    ledger.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path_factory.mktemp("shared") / "ledger.db")
    yield ledger
    ledger.close()


# What goes in comes out ----------------------------------------------------------


@settings(max_examples=50)
@given(
    text=st.text(max_size=200),
    title=st.text(max_size=20),
    told=st.lists(st.tuples(st.text(max_size=3), st.booleans()), max_size=3),
)
def test_a_document_comes_back_as_it_was_put(
    shared: Ledger, text: str, title: str, told: list[tuple[str, bool]]
) -> None:
    document = Document(
        id="any",
        title=title,
        source="s",
        text=text,
        headings=(Heading(2, title, 0, len(text)),),
        pages=tuple(Page(n, 0, n, label, seen) for n, (label, seen) in enumerate(told, 1)),
    )
    put(shared, document)

    with shared.reading() as snapshot:
        assert snapshot.document("any") == document
        assert snapshot.passages("any") == passages_of(document)
        found = snapshot.passages_by_id(snapshot.passage_ids().tolist())
        assert [passage for passage, _ in found.values()] == passages_of(document)


def test_pages_without_label_are_stored_as_before_there_were_any(ledger: Ledger) -> None:
    put(ledger, document_of())

    with ledger.reading() as snapshot:
        (pages,) = snapshot.connection.execute("SELECT pages FROM documents").fetchone()
    assert json.loads(pages) == [[1, 0, 20], [2, 20, len(TEXT), "iv", True]]


def test_what_is_listed_of_a_document_is_what_it_is(ledger: Ledger) -> None:
    put(ledger, document_of())

    with ledger.reading() as snapshot:
        (info,) = snapshot.infos()
        assert snapshot.info("a") == info
        assert snapshot.counts() == {"documents": 1, "passages": 4, "vectors": 4}
    assert (info.title, info.source, info.author) == ("Title a", "a.txt", "Ann")
    assert (info.characters, info.passages) == (len(TEXT), 4)
    assert info.added.endswith("+00:00")


def test_an_unknown_document_is_nothing(ledger: Ledger) -> None:
    with ledger.reading() as snapshot:
        assert snapshot.document("a") is None
        assert snapshot.info("a") is None
        assert snapshot.passages("a") == []
        assert snapshot.passage_vectors(snapshot.passage_ids()).shape == (0, 0)
    assert remove(ledger, "a") is False


def test_more_ids_than_sqlite_takes_at_once_are_looked_up(ledger: Ledger) -> None:
    text = "\n\n".join(f"Number {n} stands in this line." for n in range(1300))
    put(ledger, document_of(text))

    with ledger.reading() as snapshot:
        ids = snapshot.passage_ids()
        assert len(snapshot.passages_by_id(ids.tolist())) == len(ids) == 1300
        assert snapshot.passage_vectors(ids).shape == (1300, 64)


def test_however_many_ids_are_looked_up_few_statements_are_kept(ledger: Ledger) -> None:
    """Each number of ids was a statement; each thread of a service kept 128 of them, for ever."""
    put(ledger, document_of("\n\n".join(f"Number {n} stands in this line." for n in range(600))))
    prepared = []

    def heard(action: int, name: str | None, *_: object) -> int:
        if name in ("passages", "vectors", "documents", "vocabulary"):  # FTS5 has its own inside
            prepared.append(name)
        return sqlite3.SQLITE_OK

    with ledger.reading() as snapshot:
        ids = snapshot.passage_ids()
        words = [f"{n}" for n in range(600)]

        def look_up(count: int) -> None:
            hashes = [key for _, key in snapshot.passages_by_id(ids[:count].tolist()).values()]
            assert len(hashes) == len(snapshot.documents_of(ids[:count].tolist())) == count
            assert len(snapshot.spans(ids[:count].tolist())) == count
            assert snapshot.passage_vectors(ids[:count]).shape == (count, 64)
            assert snapshot.vectors(hashes).keys() == snapshot.known(hashes) == set(hashes)
            assert snapshot.has_vectors(hashes)
            assert len(snapshot.frequencies(words[:count])) == count

        snapshot.connection.set_authorizer(heard)  # it is asked when a statement is prepared
        for count in (1, 4, 16, 64, 200, 500):
            look_up(count)
        prepared.clear()
        for count in range(2, 600, 7):
            look_up(count)
        snapshot.connection.set_authorizer(None)
    assert prepared == []


def test_threads_that_take_turns_share_a_connection(ledger: Ledger) -> None:
    """Forty threads had forty, each with pages and statements of its own."""
    put(ledger, document_of())
    used = set()

    def read() -> None:
        with ledger.reading() as snapshot:
            assert snapshot.infos()
            used.add(id(snapshot.connection))

    for _ in range(20):
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
    assert len(used) == 1


def test_threads_that_read_at_once_have_a_connection_each(ledger: Ledger) -> None:
    together, used = threading.Barrier(6), set()

    def read() -> None:
        with ledger.reading() as snapshot:
            used.add(id(snapshot.connection))
            together.wait(60)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(used) == 6


# One change at a time ------------------------------------------------------------


def test_a_change_that_fails_changes_nothing(ledger: Ledger) -> None:
    put(ledger, document_of())

    def fail() -> None:
        with ledger.writing() as change:
            change.remove("a")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    with ledger.reading() as snapshot:
        assert snapshot.document("a") == document_of()
    assert findings(ledger) == []


def test_a_snapshot_does_not_move_while_others_write(ledger: Ledger) -> None:
    put(ledger, document_of())

    with ledger.reading() as snapshot:
        before = snapshot.state()
        writer = threading.Thread(target=put, args=(ledger, document_of("New words.")))
        writer.start()
        writer.join()
        assert snapshot.document("a") == document_of()
        assert snapshot.state() == before
    with ledger.reading() as snapshot:
        assert snapshot.document("a") == document_of("New words.")


def test_each_change_gives_a_state_that_was_never_there(ledger: Ledger) -> None:
    states = [State(0, "")]
    for step in (put, lambda ledger, _: remove(ledger, "a"), put):
        step(ledger, document_of())
        with ledger.reading() as snapshot:
            states.append(snapshot.state())
            assert snapshot.knows(states[-1])
            assert not snapshot.knows(State(states[-1].number, "0123"))

    assert [state.number for state in states] == [0, 1, 2, 3]
    assert len({state.token for state in states}) == 4


def test_removing_nothing_is_no_change(ledger: Ledger) -> None:
    remove(ledger, "a")

    with ledger.reading() as snapshot:
        assert snapshot.state() == State(0, "")


def test_the_id_of_a_passage_is_never_given_again(ledger: Ledger) -> None:
    """Saved vectors lie under these ids: one that came back would mean another text."""
    seen: set[int] = set()
    for n in range(3):
        put(ledger, document_of(f"Text number {n}."))
        with ledger.reading() as snapshot:
            (key,) = snapshot.passage_ids().tolist()
        assert key not in seen
        seen.add(key)
        remove(ledger, "a")


def test_a_vector_stays_as_long_as_a_passage_uses_it(ledger: Ledger) -> None:
    put(ledger, document_of("Same words.", "a"))
    put(ledger, document_of("Same words.", "b"))
    counts = []
    for name in ("a", "b"):
        remove(ledger, name)
        with ledger.reading() as snapshot:
            counts.append(snapshot.counts()["vectors"])

    assert counts == [1, 0]


def test_many_may_make_the_same_ledger_at_once(tmp_path: Path) -> None:
    """SQLite itself does not wait where two switch a new file to a write-ahead log."""
    faults: list[IndexFault] = []

    def make(path: Path, start: threading.Barrier) -> None:
        start.wait()
        try:
            Ledger(path)
        except IndexFault as fault:
            faults.append(fault)

    for attempt in range(20):
        start = threading.Barrier(6)
        path = tmp_path / str(attempt) / "ledger.db"
        makers = [threading.Thread(target=make, args=(path, start)) for _ in range(6)]
        for maker in makers:
            maker.start()
        for maker in makers:
            maker.join()

    assert faults == []


def test_nothing_of_a_removed_document_lingers_on_the_disk(ledger: Ledger) -> None:
    """Neither in free pages nor in the log."""
    put(ledger, document_of("A xylographer lives in Berlin."))
    put(ledger, document_of("Owls hunt at night.", "b"))
    remove(ledger, "a")
    ledger.shrink_log()

    files = {path.name: path.read_bytes() for path in ledger.path.parent.iterdir()}
    assert b"Owls hunt at night." in files["ledger.db"]
    assert [name for name, data in files.items() if b"xylographer lives" in data] == []


# Words ---------------------------------------------------------------------------


def found(ledger: Ledger, *terms: str) -> list[str]:
    with ledger.reading() as snapshot:
        keys = [key for key, _ in snapshot.search_words(terms, 100)]
        rows = snapshot.passages_by_id(keys)
    return [rows[key][0].document_id for key in keys]


def test_words_are_found_in_any_form_without_accents_and_case(ledger: Ledger) -> None:
    put(ledger, document_of("The fighters were FIGHTING in a café.", "a"))
    put(ledger, document_of("Nothing of it.", "b"))

    assert (
        found(ledger, "fight") == found(ledger, "cafe") == found(ledger, *tokenize("Café")) == ["a"]
    )
    assert found(ledger, "title") == ["b", "a"], "titles count, in short passages the more"
    assert found(ledger, "absent") == found(ledger) == []


def test_the_passage_with_more_of_the_words_is_first(ledger: Ledger) -> None:
    put(ledger, document_of("Owls and wrens.", "a"))
    put(ledger, document_of("Owls and crows.", "b"))
    put(ledger, document_of("Gulls and crows.", "c"))

    assert found(ledger, "owls", "crows")[0] == "b"
    assert set(found(ledger, "owls", "crows")) == {"a", "b", "c"}


@pytest.mark.parametrize(
    "term",
    ['"', '""', "(", "*", "a AND b", "NEAR(", "text:owls", "-owls", "^owls", "'", "+"],
)
def test_a_term_is_never_taken_for_syntax(ledger: Ledger, term: str) -> None:
    put(ledger, document_of("Crows sing."))

    assert found(ledger, term) == []


TRICKY = (
    "\n\nPossibly incredibly doubly ably nobly assembly. Ideology biology logy analogies trilogies "
    "archaeologists. As is us S u i Café naïve ÆSIR Łódź 2011 10th don't e.g. ties skies."
)


def test_every_word_is_stemmed_alike_here_and_in_sqlite(ledger: Ledger) -> None:
    """Two stemmers that disagree would take common words for the rarest."""
    (file,) = bundled()
    document = document_of(read_file(file).text + TRICKY)
    put(ledger, document)
    passages = passages_of(document)

    terms = set(stem_all(tokenize(document.text)))
    with ledger.reading() as snapshot:
        counted = snapshot.frequencies(terms)
    inside = [set(stem_all(tokenize(f"{document.title} {p.text}"))) for p in passages]
    assert counted == {term: sum(term in some for some in inside) for term in terms}


# Damage --------------------------------------------------------------------------

DAMAGES = {
    "a letter changed": "UPDATE passages SET text = replace(text, 'night', 'nacht')",
    "a bit of a letter flipped": "UPDATE passages SET text = CAST(x'ff4f' AS TEXT) WHERE id = 1",
    "text swapped between passages": "UPDATE passages SET ordinal = 9 - ordinal",
    "a passage lost": "DELETE FROM passages WHERE ordinal = 1",
    "the last passage lost": "DELETE FROM passages WHERE ordinal = 3",
    "all passages lost": "DELETE FROM passages",
    "a sentence moved": "UPDATE passages SET sentences = '[[1, 5]]' WHERE ordinal = 2",
    "an offset moved": "UPDATE passages SET start = start + 1, stop = stop + 1",
    "another heading": "UPDATE passages SET heading = '[\"Wrens\"]'",
    "another version": "UPDATE documents SET version = '00'",
    "a count changed": "UPDATE documents SET passages = 7",
    "a vector changed": "UPDATE vectors SET passage = zeroblob(256)",
    "a sentence vector changed": "UPDATE vectors SET sentences = zeroblob(128)",
    "a vector cut": "UPDATE vectors SET passage = substr(passage, 1, 100)",
    "vectors lost": "DELETE FROM vectors",
    "a vector that nothing uses": "INSERT INTO vectors VALUES (x'00', x'', x'', x'')",
    "words lost": "INSERT INTO words (words) VALUES ('delete-all')",
}


@pytest.mark.parametrize("sql", DAMAGES.values(), ids=DAMAGES.keys())
def test_every_damage_is_among_the_findings(ledger: Ledger, sql: str) -> None:
    put(ledger, document_of())
    assert findings(ledger) == []

    execute(ledger, sql)

    assert findings(ledger)


READINGS: dict[str, Callable[[Ledger], object]] = {
    "document": lambda ledger: _read(ledger, "document", "a"),
    "passages": lambda ledger: _read(ledger, "passages", "a"),
    "passages_by_id": lambda ledger: _read(ledger, "passages_by_id", [1, 2, 3, 4]),
    "passage_vectors": lambda ledger: _read(ledger, "passage_vectors", np.arange(1, 5)),
}


def _read(ledger: Ledger, name: str, *values: object) -> Any:
    with ledger.reading() as snapshot:
        return getattr(snapshot, name)(*values)


@pytest.mark.parametrize(
    ("damage", "reading"),
    [
        ("a letter changed", "document"),
        ("a letter changed", "passages"),
        ("a letter changed", "passages_by_id"),
        ("a bit of a letter flipped", "document"),
        ("a bit of a letter flipped", "passages_by_id"),
        ("a passage lost", "document"),
        ("all passages lost", "document"),
        ("a sentence moved", "passages_by_id"),
        ("an offset moved", "passages"),
        ("another version", "document"),
        ("a vector changed", "passage_vectors"),
        ("a sentence vector changed", "passage_vectors"),
        ("a vector cut", "passage_vectors"),
        ("vectors lost", "passage_vectors"),
    ],
)
def test_nothing_damaged_is_ever_read(ledger: Ledger, damage: str, reading: str) -> None:
    put(ledger, document_of())
    execute(ledger, DAMAGES[damage])

    with pytest.raises(LedgerDamaged, match=r"pincite (remove|rebuild)"):
        READINGS[reading](ledger)


def test_a_damaged_document_can_be_removed_and_put_again(ledger: Ledger) -> None:
    """It is what the error says to do."""
    put(ledger, document_of())
    execute(ledger, DAMAGES["a letter changed"])

    assert remove(ledger, "a")
    put(ledger, document_of())

    assert findings(ledger) == []


def test_every_cut_or_overwritten_page_is_found_or_refused(ledger: Ledger) -> None:
    """What a broken disk does; the header and the log are spared no more than the rest."""
    put(ledger, document_of())
    ledger.shrink_log()
    ledger.close()
    whole = ledger.path.read_bytes()

    for at in range(0, len(whole), 4096):
        ledger.path.write_bytes(whole[:at] + b"\xa5" * 4096 + whole[at + 4096 :])
        try:
            broken = Ledger(ledger.path)
        except IndexFault:
            continue
        try:
            assert findings(broken), f"page {at // 4096} was overwritten"
        except IndexFault:
            pass
        finally:
            broken.close()


# The file ------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"no database " * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_ledger_is_refused_and_kept(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "ledger.db").write_bytes(data)

    with pytest.raises(LedgerDamaged, match="pincite restore FILE --replace"):
        Ledger(tmp_path / "ledger.db")
    assert (tmp_path / "ledger.db").read_bytes() == data


def test_a_ledger_of_another_format_is_refused_with_both(ledger: Ledger) -> None:
    execute(ledger, "UPDATE meta SET value = '99' WHERE key = 'format'")

    with pytest.raises(LedgerUnusable, match=r"format 99, and this Pincite reads \d+"):
        Ledger(ledger.path)


def test_a_data_directory_that_cannot_be_made_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(LedgerUnusable, match="set PINCITE_DATA"):
        Ledger(tmp_path / "file" / "data" / "ledger.db")


def test_only_its_owner_may_look_into_the_data_directory(tmp_path: Path) -> None:
    Ledger(tmp_path / "data" / "ledger.db").close()

    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_many_openers_of_a_new_ledger_all_get_the_same(tmp_path: Path) -> None:
    faults: list[IndexFault] = []

    def open_and_put(name: str) -> None:
        try:
            ledger = Ledger(tmp_path / "ledger.db")
            put(ledger, document_of(name=name))
            ledger.close()
        except IndexFault as fault:
            faults.append(fault)

    threads = [threading.Thread(target=open_and_put, args=(name,)) for name in "abcdef"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert len(_read(Ledger(tmp_path / "ledger.db"), "infos")) == 6


def test_a_writer_that_waits_too_long_is_told_why(ledger: Ledger) -> None:
    ledger._connection().execute("PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(ledger.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(LedgerBusy, match="another process"):
            put(ledger, document_of())


def test_a_full_disk_is_told_and_loses_nothing(ledger: Ledger) -> None:
    put(ledger, document_of())
    connection = ledger._connection()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(DiskFull, match="free some space"):
        put(ledger, document_of("Many words. " * 5000, "b"))

    connection.execute("PRAGMA max_page_count = 1000000")
    assert [info.id for info in _read(ledger, "infos")] == ["a"]
    assert findings(ledger) == []
    put(ledger, document_of("Many words. " * 5000, "b"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_directory_can_be_read_and_says_why_it_is_not_written(ledger: Ledger) -> None:
    put(ledger, document_of())
    ledger.shrink_log()
    ledger.close()
    folder = ledger.path.parent
    folder.chmod(0o555)
    try:
        reader = Ledger(ledger.path)
        assert _read(reader, "document", "a") == document_of()
        with pytest.raises(LedgerUnusable, match="read-only"):
            put(reader, document_of("New."))
        reader.close()
    finally:
        folder.chmod(0o755)
