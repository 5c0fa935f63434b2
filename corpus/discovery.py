"""Finds the files under folders, less what their ignore files leave out."""

import glob
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.errors import Unreadable
from corpus.files import Found, source_at, stamp_of
from corpus.ignore_rules import Rules, rules_in
from corpus.naming import is_junk


def find_files(paths: Iterable[Path]) -> Iterator[Found]:
    """Yield every file under the paths, sorted within a folder, each once.

    A path may be a file, a folder or a pattern (`notes/**/*.md`). Inside a folder, hidden
    files and folders are skipped, what systems and programs leave behind (`Thumbs.db`,
    `~$notes.docx`, downloads that are not complete), what a `.gitignore` or `.pinciteignore`
    names, and links that lead out of it; a file that is named itself is always taken. A folder
    comes as one that is `closed` if it cannot be listed, or an ignore file in it cannot be read.

    Raises:
        Unreadable: If a path does not exist.
    """
    seen: set[str] = set()
    for path in paths:
        for root in _matches(path):
            for found in _under(root):
                if found.source.key not in seen:
                    seen.add(found.source.key)
                    yield found


def _matches(path: Path) -> list[Path]:
    """Return the path, or where there is none of the name, what it matches as a pattern."""
    if os.path.exists(path):
        return [path]
    try:
        matched = map(Path, glob.glob(str(path), recursive=True))
        found = sorted(match for match in matched if not is_junk(match.name))
    except (OSError, ValueError):
        found = []
    if not found:
        raise Unreadable(f"{path}: no such file or folder: check the spelling")
    return found


def _under(root: Path) -> Iterator[Found]:
    real = os.path.realpath(root)
    if os.path.isdir(real):
        yield from _walk(real, real, ())
        return
    try:
        stamp = stamp_of(os.stat(real), time.time_ns())
    except OSError:  # reading it tells why
        stamp = None
    yield Found(root, source_at(real, real), stamp)


def _walk(folder: str, root: str, above: tuple[Rules, ...]) -> Iterator[Found]:
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError as exc:
        reason = f"the folder cannot be listed ({exc.strerror}): check its permissions"
        yield Found(Path(folder), source_at(folder, root), closed=reason)
        return
    try:
        rules = (*above, *rules_in(folder, {entry.name for entry in listed}))
    except Unreadable as exc:  # what is to be left out is not known
        yield Found(Path(folder), source_at(folder, root), closed=str(exc))
        return
    folders: list[str] = []
    for entry in listed:
        within = entry.is_dir(follow_symlinks=False)
        if is_left_out(rules, entry.name, entry.path, within):
            continue
        if within:
            folders.append(entry.path)
        elif (found := _found(entry, root)) is not None:
            yield found
    for path in folders:
        yield from _walk(path, root, rules)


def is_left_out(rules: tuple[Rules, ...], name: str, path: str, is_folder: bool) -> bool:
    """Return whether the rules exclude a path; rules of the nearest folder take precedence.

    Junk is left out unless a rule names it as one to take; hidden files always are.
    """
    if name.startswith("."):
        return True
    for rule in reversed(rules):
        verdict = rule.verdict(path, is_folder)
        if verdict is not None:
            return verdict
    return is_junk(name)


def _found(entry: os.DirEntry[str], root: str) -> Found | None:
    """Return what an entry of a folder leads to; None where that lies outside of `root`."""
    path, real = Path(entry.path), entry.path
    if entry.is_symlink():
        real = os.path.realpath(path)
        if not Path(real).is_relative_to(root) or os.path.isdir(real):
            return None
    try:
        stamp = stamp_of(entry.stat(), time.time_ns())
    except OSError:  # it vanished, or is a link in a circle: reading it tells
        stamp = None
    return Found(path, source_at(real, root), stamp)
