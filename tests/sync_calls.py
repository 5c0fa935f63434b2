"""Folders that are synced, and what became of their files."""

from collections.abc import Callable, Iterator
from pathlib import Path

from corpus import find_files
from index import LocalIndex
from index.ingest.files import Outcome
from index.ingest.sync import compare, sync

Tree = Callable[..., None]


def run(folder: Path, index: LocalIndex, *, may_be_empty: bool = False) -> dict[str, str]:
    difference = compare(folder, index, may_be_empty=may_be_empty)
    return told(sync(difference, index))


def told(outcomes: Iterator[Outcome]) -> dict[str, str]:
    return {outcome.label: outcome.status for outcome in outcomes}


def labels(folder: Path) -> list[str]:
    return [found.source.label for found in find_files([folder])]
