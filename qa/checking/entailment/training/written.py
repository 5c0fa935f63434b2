"""The pairs that were written for this, by hand, over the invented documents of the reader's sets.

They lie in `written.tar.xz` as lines of JSON: `document` (its path in the reader's archive),
`claim`, `evidence`, `label`, `kind`; Apache-2.0, as the rest of Pincite. They were written in seven
parts, one after the other. Of the documents of the last four there is nothing but the evidence,
and in the last three what stands `around` it.
"""

import json
import tarfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from corpus import Document
from qa.checking.entailment.training.pairs import Pair
from qa.checking.entailment.training.pairs import is_held_out as is_held_out_of_ten
from qa.checking.entailment.training.ruled import Text
from qa.evaluation.everyday import Folder, files_below, read_folder
from qa.reader.training.collected import is_held_out
from qa.reader.training.written import unpacked

SET = "written"
PARTS = ("1", "2", "3", "4", "5", "6", "7")
"""The folders of the archive."""
WITHOUT_TEXT = ("p4", "p5", "p6", "p7")
"""The folders in the names of the documents of which there is only the evidence."""
RULED_SET = "ruled-written"


def archive() -> Path:
    """Return the archive that is shipped with the training code."""
    return Path(str(resources.files(__package__ or "").joinpath("written.tar.xz")))


def written_pairs(place: Path, part: str) -> Iterator[Pair]:
    """Yield the pairs of a part of an archive."""
    with tarfile.open(place) as file:
        members = [one for one in file.getmembers() if one.name.startswith(f"{part}/")]
        for member in sorted(members, key=lambda one: one.name):
            lines = file.extractfile(member)
            for line in lines.read().decode("utf-8").split("\n") if lines else ():
                if line.strip():
                    row = json.loads(line)
                    yield Pair(
                        SET,
                        row["kind"],
                        row["label"],
                        row["claim"],
                        row["evidence"],
                        row["document"],
                        around=row.get("around", ""),
                    )


def written_documents(folder: Path) -> dict[str, Document]:
    """Return the invented documents of the first part by their names, unpacked into a folder."""
    found: dict[str, Document] = {}
    for below in unpacked(folder, "written"):
        files = Folder(below / "questions.jsonl", files_below(below, "docs"))
        for document in read_folder(below.name, files).documents or ():
            found[f"{below.name}/{document.source.split(' ')[0]}"] = document
    return found


def written_texts(folder: Path) -> Iterator[Text]:
    """Yield the words of the documents of the first part, unpacked into a folder."""
    for name, document in written_documents(folder).items():
        yield Text(RULED_SET, name, document.text)


def is_trained_on(document: str) -> bool:
    """Tell whether a document is trained on: not if the reader's training left it out.

    Of the documents that the reader does not have, one in ten is not.
    """
    folder, name = document.split("/", 1)
    return not (is_held_out_of_ten(name, 1) if folder in WITHOUT_TEXT else is_held_out(name))
