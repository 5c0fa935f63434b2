"""A collection, and a backup of it."""

from pathlib import Path

import pytest
from toys import numbered

from index import LocalIndex, back_up


@pytest.fixture
def filled(index: LocalIndex) -> LocalIndex:
    for name in ("a", "b", "c"):
        list(index.add([numbered(name)]))
    (index.directory / "calibration.json").write_text("{}")
    return index


@pytest.fixture
def backup(filled: LocalIndex, tmp_path: Path) -> Path:
    path = tmp_path / "birds.pincite"
    back_up(filled.directory, path)
    return path
