"""The collections that a PostgreSQL database has."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from index.errors import CollectionGone, IndexMismatch
from index.ledger.postgres.connection import PostgresConnection
from index.ledger.postgres.registry import Registry


@pytest.fixture
def registry(url: str) -> Registry:
    return Registry(url)


def test_an_empty_database_has_no_collections_and_stays_empty(
    registry: Registry, db: PostgresConnection
) -> None:
    assert registry.entries() == []
    assert registry.find("main") is None
    assert db.execute("SELECT to_regclass('pincite.facts')").fetchone() == (None,)


def test_a_collection_is_made_renamed_removed_and_brought_back(registry: Registry) -> None:
    made = registry.create("notes")
    assert made is not None
    assert registry.find("notes") == made

    assert registry.rename(made, "papers")
    papers = registry.find("papers")
    assert papers is not None
    assert papers.id == made.id
    assert registry.find("notes") is None

    removed = registry.remove(papers, "2026-11-26")
    assert registry.find("papers") is None
    assert registry.entries() == [removed]
    assert registry.rename(removed, "notes")
    assert registry.find("notes") == made


def test_names_that_differ_in_case_alone_are_the_same(registry: Registry) -> None:
    made = registry.create("Notes")
    assert made is not None
    assert registry.create("notes") is None
    assert registry.rename(made, "notes")

    other = registry.create("other")
    assert other is not None
    assert not registry.rename(other, "NOTES")


def test_what_is_erased_leaves_nothing(registry: Registry, db: PostgresConnection) -> None:
    made = registry.create("notes")
    assert made is not None
    registry.erase(made)

    assert registry.entries() == []
    sql = "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'pincite_%'"
    assert db.execute(sql).fetchone() == (0,)


def test_who_comes_second_is_told_that_it_is_gone(registry: Registry) -> None:
    made = registry.create("notes")
    assert made is not None
    registry.rename(made, "papers")

    with pytest.raises(CollectionGone, match="'notes' was renamed or removed"):
        registry.remove(made, "2026-11-26")


def test_one_of_many_makes_a_collection(url: str) -> None:
    registries = [Registry(url) for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda registry: registry.create("notes"), registries))

    assert sum(one is not None for one in made) == 1
    assert len(registries[0].entries()) == 1


def test_a_registry_of_another_format_is_refused(
    registry: Registry, db: PostgresConnection
) -> None:
    registry.create("notes")
    db.execute("UPDATE pincite.facts SET value = '99' WHERE key = 'format'")

    with pytest.raises(IndexMismatch, match="has format 99"):
        registry.entries()
