"""Reads and writes gzipped lines of JSON: examples, and the texts they are made of."""

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


def write_lines(path: Path, rows: Iterable[Any]) -> int:
    """Write each row as a line, to a file that is whole or not there; return the number of rows."""
    count = 0
    part = path.with_name(path.name + ".part")
    with gzip.open(part, "wt", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    part.replace(path)
    return count


def read_lines(path: Path) -> Iterator[Any]:
    """Yield the rows of a file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def read_contexts(folder: Path) -> dict[int, str]:
    """Return the texts that `sources` wrote to a folder, by their ids."""
    return {row["id"]: row["text"] for row in read_lines(folder / "contexts.jsonl.gz")}
