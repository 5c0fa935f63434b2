"""The sets that were written to train on: some 300 invented documents and 5,900 questions.

They lie in `written.tar.xz`, in folders with `docs` and `questions.jsonl`, in the format of the
set that `pincite eval everyday` asks; Apache-2.0, as the rest of Pincite.
"""

import tarfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from index import Index, NewDocument
from qa.config import Config
from qa.evaluation.cases import EvalSet
from qa.evaluation.everyday import Folder, files_below, read_folder
from qa.wiring import open_index


def opened_sets(config: Config) -> Iterator[tuple[EvalSet, Index]]:
    """Yield each set with a collection that holds its documents, made in the data directory."""
    for folder in unpacked(config.data / "written"):
        name = f"written-{folder.name}"
        cases = read_folder(name, Folder(folder / "questions.jsonl", files_below(folder, "docs")))
        index = open_index(config, name)
        documents = cases.documents or ()
        for _ in index.add(NewDocument(d, cases.keys.get(d.id, "")) for d in documents):
            pass
        index.checkpoint(always=True)
        yield cases, index


def unpacked(folder: Path) -> list[Path]:
    """Unpack the archive into a folder, and return the folders of the sets."""
    archive = Path(str(resources.files("qa.reader.training").joinpath("written.tar.xz")))
    with tarfile.open(archive) as file:
        file.extractall(folder, filter="data")
    return sorted(path for path in folder.iterdir() if path.is_dir())
