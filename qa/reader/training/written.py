"""The sets that were written to train on: 576 invented documents and 12,541 questions.

They lie in `written.tar.xz`, in folders with `docs` and `questions.jsonl`, in the format of the
set that `pincite eval everyday` asks; Apache-2.0, as the rest of Pincite. Those of the part
`written` are everyday documents and questions; of the part `lay`, most questions are in a layman's
words, not in those of what answers them, and a sentence that does not answer has the question's.
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

PARTS = {"written": "w", "lay": "x"}
"""What the names of a part's folders begin with."""


def opened_sets(config: Config, part: str = "") -> Iterator[tuple[EvalSet, Index]]:
    """Yield each set with a collection that holds its documents, made in the data directory.

    `part` is one of `PARTS`; without it, all sets are opened.
    """
    for folder in unpacked(config.data / "written", part):
        name = f"written-{folder.name}"
        cases = read_folder(name, Folder(folder / "questions.jsonl", files_below(folder, "docs")))
        index = open_index(config, name)
        documents = cases.documents or ()
        for _ in index.add(NewDocument(d, cases.keys.get(d.id, "")) for d in documents):
            pass
        index.checkpoint(always=True)
        yield cases, index


def unpacked(folder: Path, part: str = "") -> list[Path]:
    """Unpack the archive into a folder, and return the folders of the sets, or of a part's."""
    archive = Path(str(resources.files("qa.reader.training").joinpath("written.tar.xz")))
    with tarfile.open(archive) as file:
        file.extractall(folder, filter="data")
    begin = PARTS[part] if part else ""
    return sorted(
        path for path in folder.iterdir() if path.is_dir() and path.name.startswith(begin)
    )
