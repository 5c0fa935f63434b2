"""A folder to work in that is gone afterwards, also where its process was killed."""

import fcntl
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = ".pincite-work-"
_OURS = re.compile(re.escape(_PREFIX) + r"[a-z0-9_]{8}")
_IN_USE = "in-use"


@contextmanager
def work_folder(parent: Path) -> Iterator[Path]:
    """Make a folder to work in, and remove those that somebody left who ended meanwhile."""
    for left in parent.glob(f"{_PREFIX}*"):
        if _OURS.fullmatch(left.name) and not left.is_symlink():
            _remove_left(left)
    folder = Path(tempfile.mkdtemp(dir=parent, prefix=_PREFIX))
    beginning = folder / "beginning"
    try:
        with beginning.open("xb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            beginning.rename(folder / _IN_USE)  # whoever sees the mark finds it locked
            yield folder
    finally:
        _remove(folder)


def _remove_left(folder: Path) -> None:
    """Remove a folder that bears our mark, which nobody holds; any other is left alone."""
    with suppress(OSError), (folder / _IN_USE).open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _remove(folder)


def _remove(folder: Path) -> None:
    """Remove a folder, its mark last: killed before that, it is found again.

    What cannot be removed stays for the next one: the work that was done in it is done.
    """
    with suppress(OSError):
        for path in list(folder.iterdir()):
            if path.name != _IN_USE:
                with suppress(OSError):
                    path.unlink()
    shutil.rmtree(folder, ignore_errors=True)
