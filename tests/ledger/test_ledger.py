"""What is written to the ledger is read again, found by its words, and whole."""

import json
import sqlite3
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_calls import TEXT, document_of, findings, passages_of, put, remove

from corpus import Document, Heading, Page, bundled, read_file
from index.analysis import stem_all, tokenize
from index.errors import IndexFault
from index.ledger.ledger import Ledger
from index.types import State

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

        assert isinstance(snapshot.connection, sqlite3.Connection)
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


def found(ledger: Ledger, *words: str) -> list[str]:
    with ledger.reading() as snapshot:
        keys = [key for key, _ in snapshot.search_words(stem_all(words), 100)]
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
