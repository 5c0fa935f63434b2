"""Everyday questions over files of many formats, which Pincite's own readers read.

A set is a folder with `questions.jsonl`, one JSON object a line, as the README in `everyday/`
describes it.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

from corpus import CorpusError, Document, NeedsOcr, Source
from corpus.sandbox import ocr
from corpus.sandbox.pool import ReaderPool
from index.counted import counted
from qa.answering.query_rewriting import Turn
from qa.evaluation.cases import Case, EvalSet
from qa.evaluation.gold import Gold, is_file

_NO_DOCUMENTS = {"LICENSE", "README.md", "files.json"}
"""What lies beside the documents of a folder and is none of them."""
_NO_FOLDERS = {"expected_outputs"}
_QUICK = 3  # every third question; a guess, as for the other sets
_SMALL = 50  # questions; a set of fewer, which takes seconds, is asked whole also when it is quick


@dataclass(frozen=True, slots=True)
class Folder:
    """Where an everyday set lies: its questions, and its files by the names that gold uses."""

    questions: Path
    files: dict[str, Path]


def everyday_folder() -> Path:
    """Return the folder of the set that comes with Pincite."""
    return Path(str(resources.files("qa.evaluation").joinpath("everyday")))


def _everyday(_: Path | None) -> Folder:
    """61 documents of everyday kinds and 758 questions; written for this project."""
    root = everyday_folder()
    return Folder(root / "questions.jsonl", files_below(root, "documents"))


def _real(data: Path | None) -> Folder:
    """160 questions over files that others made and 17 texts of kinds that were missing there."""
    assert data is not None
    files = files_below(data, "files") | files_below(data, "real/documents")
    return Folder(data / "real" / "questions.jsonl", files)


def _in_language(name: str, _: Path | None) -> Folder:
    """20 questions in one language, English ones over the documents of `everyday`; 10 of a talk."""
    root = Path(str(resources.files("qa.evaluation").joinpath("languages", name)))
    documents = everyday_folder() if name == "english" else root
    return Folder(root / "questions.jsonl", files_below(documents, "documents"))


LANGUAGE_SETS = ("english", "german", "french", "spanish")
TALK_SETS = ("german-talk", "french-talk", "spanish-talk")

FILE_SETS: dict[str, Callable[[Path | None], Folder]] = {
    "everyday": _everyday,
    "real": _real,
    **{name: partial(_in_language, name) for name in (*LANGUAGE_SETS, *TALK_SETS)},
}
"""The sets that are files and questions; all but `real` come with Pincite."""


def load_files(name: str, data: Path | None, *, quick: bool = False) -> EvalSet:
    """Return one of `FILE_SETS`, its files read.

    Questions that rest on a scan are left out where no tesseract is installed; `notes` say so.

    Args:
        name: A key of `FILE_SETS`.
        data: The folder of the evaluation data; only `real` needs one.
        quick: Take every third question of more than 50. All documents are read, also then.

    Raises:
        FileNotFoundError: If the questions are not there.
        ValueError: If one of them is malformed.
    """
    return read_folder(name, FILE_SETS[name](data), quick=quick)


def read_folder(name: str, folder: Folder, *, quick: bool = False) -> EvalSet:
    """Return the set that lies in a folder, its files read; see `load_files`."""
    rows = folder.questions.read_text("utf-8").split("\n")
    cases = [_case(json.loads(row)) for row in rows if row.strip()]
    if quick and len(cases) > _SMALL:
        cases = cases[::_QUICK]
    documents, refused = _read(name, folder.files)
    scans = {file for file, exc in refused.items() if _needs_tesseract(exc)}
    kept = [case for case in cases if not _rests_on(case, scans)]
    return EvalSet(
        name,
        tuple(kept),
        tuple(documents.values()),
        _digest(folder.files, kept),
        keys={document.id: key for key, document in documents.items()},
        notes=tuple(_notes(cases, refused, scans)),
    )


def _notes(
    cases: Iterable[Case], refused: Mapping[str, CorpusError], scans: Set[str]
) -> Iterator[str]:
    """Say which questions are left out, and which cannot be answered for another reason."""
    left_out = [case.id for case in cases if _rests_on(case, scans)]
    if left_out:
        yield (
            f"{counted(len(left_out), 'question')} left out, because the answers are in scans and "
            f"tesseract is not installed: {', '.join(left_out)}"
        )
    for file in sorted(refused.keys() - scans):
        missed = [case.id for case in cases if _rests_on(case, {file})]
        if missed:
            yield f"{', '.join(missed)} cannot be answered: {file} was not read: {refused[file]}"


def files_below(root: Path, folder: str) -> dict[str, Path]:
    """Return the documents of a folder, by their paths below `root`.

    Raises:
        FileNotFoundError: If there is none.
    """
    found = {
        path.relative_to(root).as_posix(): path
        for path in sorted((root / folder).rglob("*"))
        if path.is_file()
        and path.name not in _NO_DOCUMENTS
        and not _NO_FOLDERS.intersection(path.parts)
    }
    if not found:
        raise FileNotFoundError(2, "no documents", str(root / folder))
    return found


def _read(
    name: str, files: Mapping[str, Path]
) -> tuple[dict[str, Document], dict[str, CorpusError]]:
    """Read files and what is in them; return documents by their keys, and what was refused."""
    documents: dict[str, Document] = {}
    refused: dict[str, CorpusError] = {}
    with ReaderPool(1) as pool:
        for relative, path in files.items():
            # Neither ids nor labels tell where the folder lies on this machine.
            source = Source(f"eval:{name}/{relative}", relative)
            try:
                for part in pool.read_all(path.read_bytes(), source, path.name):
                    if isinstance(part.result, Document):
                        documents[part.source.key] = part.result
            except CorpusError as exc:
                refused[relative] = exc
    return documents, refused


def _needs_tesseract(exc: CorpusError) -> bool:
    return isinstance(exc, NeedsOcr) and ocr.installed() is None


def _rests_on(case: Case, files: Iterable[str]) -> bool:
    """Tell whether a question can be answered only with some of these files."""
    missing = [any(is_file(gold.file, name) for name in files) for gold in case.gold]
    return any(missing) if case.needs_all else bool(missing) and all(missing)


def _case(row: Any) -> Case:
    gold = tuple(
        Gold(item["file"], item["text"], tuple(item.get("with", ()))) for item in row["gold"]
    )
    if bool(gold) != row["answerable"]:
        raise ValueError(f"{row['id']}: answerable, but without gold, or the other way round")
    return Case(
        row["id"],
        row["question"],
        "answerable" if gold else "near-miss",
        answers=tuple(item.text for item in gold),
        history=tuple(Turn(question) for question in row["history"]),
        gold=gold,
        needs_all=row.get("all", False),
        kind=row["kind"],
        trap=row.get("trap", ""),
    )


def _digest(files: Mapping[str, Path], cases: Iterable[Case]) -> str:
    """Return a digest of the bytes, so that a better reader leaves the set what it is."""
    return hashlib.sha256(b"\n".join(_digested(files, cases))).hexdigest()[:16]


def _digested(files: Mapping[str, Path], cases: Iterable[Case]) -> Iterator[bytes]:
    for relative, path in files.items():
        yield f"{relative} {hashlib.sha256(path.read_bytes()).hexdigest()}".encode()
    for case in cases:
        known = (case.id, case.question, case.gold, case.needs_all, case.kind, case.trap)
        yield repr((known, [turn.question for turn in case.history])).encode()
