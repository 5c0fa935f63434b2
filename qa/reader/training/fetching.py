"""Gets the files of public repositories that models are trained on: of GitHub, or of clones.

`sources.json` names each repository with a commit, its licence, and its files with their sha256.
"""

import hashlib
import json
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http.client import HTTPException
from importlib import resources
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

from tqdm import tqdm

GITHUB = "https://raw.githubusercontent.com"
_AT_ONCE = 8  # files; a guess: most are small, and what takes long is to ask
_TRIES = 3
_WAIT = 2.0  # seconds before the second try, twice that before the third; a guess
_TIMEOUT = 60  # seconds without any data
_GONE = (403, 404, 410)  # what a server says to each try


class SourceMissing(Exception):
    """A file cannot be had, or is not what it was; the message says from where, and what to do."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository at a commit: its `files` are the sha256 by path."""

    set: str
    name: str
    commit: str
    files: Mapping[str, str]


def listed_repositories(package: str = "qa.reader.training") -> list[Repository]:
    """Return the repositories that `sources.json` of a package lists."""
    text = resources.files(package).joinpath("sources.json").read_text("utf-8")
    return [
        Repository(row["set"], row["repository"], row["commit"], row["files"])
        for row in json.loads(text)
    ]


def fetch(
    repositories: Sequence[Repository],
    folder: Path,
    *,
    clones: Path | None = None,
    address: str = GITHUB,
) -> dict[str, dict[str, Path]]:
    """Return where the files lie below a folder, by set and path, and get those that do not yet.

    Args:
        repositories: What is wanted.
        folder: Where the files are kept; one with the right digest is not fetched again.
        clones: A folder of git clones by the names of their repositories, to take files from.
        address: Of the server that has the files; for tests.

    Raises:
        SourceMissing: If a file cannot be had; what was fetched stays.
    """
    places = {
        repository.set: {path: folder / repository.name / path for path in repository.files}
        for repository in repositories
    }
    missing = [
        (repository, path)
        for repository in repositories
        for path, digest in repository.files.items()
        if not _is_there(places[repository.set][path], digest)
    ]
    get = partial(_get, folder, clones, address)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            _finish(tqdm(pool.map(get, missing), "files", len(missing), disable=None))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return places


def _finish(results: Iterable[None]) -> None:
    for _ in results:
        pass


def _is_there(place: Path, digest: str) -> bool:
    return place.is_file() and hashlib.sha256(place.read_bytes()).hexdigest() == digest


def _get(folder: Path, clones: Path | None, address: str, wanted: tuple[Repository, str]) -> None:
    """Put a file into the folder, under its own name only when it is whole."""
    repository, path = wanted
    if clones is None:
        source = f"{address}/{repository.name}/{repository.commit}/{quote(path)}"
        data = _downloaded(source, repository)
    else:
        clone = clones / repository.name.split("/")[1]
        source = f"{clone} ({repository.commit}:{path})"
        data = _of_clone(clone, repository, path)
    digest = hashlib.sha256(data).hexdigest()
    if digest != repository.files[path]:
        raise SourceMissing(
            f"{source}: has the sha256 {digest}, not {repository.files[path]}. It was damaged on "
            "the way, or is another file by now: try again, or take a clone (--clones)."
        )
    place = folder / repository.name / path
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(place.name + ".part")
    part.write_bytes(data)
    part.replace(place)


def _downloaded(source: str, repository: Repository) -> bytes:
    for attempt in range(1, _TRIES + 1):
        try:
            with urlopen(source, timeout=_TIMEOUT) as answer:
                return bytes(answer.read())
        except (OSError, HTTPException) as exc:
            if isinstance(exc, HTTPError):
                exc.close()
            gone = isinstance(exc, HTTPError) and exc.code in _GONE
            if gone or attempt == _TRIES:
                raise SourceMissing(
                    f"{source}: cannot be fetched ({exc}). Files that were fetched are kept: run "
                    "the same command again. Or clone every repository that "
                    "sources.json lists into one folder (git clone "
                    f"https://github.com/{repository.name}), and add --clones FOLDER."
                ) from exc
            time.sleep(_WAIT * attempt)
    raise AssertionError("every try returns or raises")


def _of_clone(clone: Path, repository: Repository, path: str) -> bytes:
    command = ["git", "-C", str(clone), "show", f"{repository.commit}:{path}"]
    try:
        return subprocess.run(command, capture_output=True, check=True).stdout
    except FileNotFoundError as exc:
        raise SourceMissing("git is not installed: --clones needs it.") from exc
    except subprocess.CalledProcessError as exc:
        said = exc.stderr.decode("utf-8", "replace").strip()
        raise SourceMissing(
            f"{clone}: does not have {path} at {repository.commit} ({said}). "
            f"Clone it whole: git clone https://github.com/{repository.name} {clone}"
        ) from exc
