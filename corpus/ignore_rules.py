"""Which files a folder's own ignore files leave out; patterns are those of git."""

import os
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore import GitIgnorePatternError

from corpus.errors import Unreadable

NAMES = (".gitignore", ".pinciteignore")
"""The files that hold patterns; in one folder the later has the last word."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The patterns of one ignore file, which count from its folder."""

    folder: str
    spec: GitIgnoreSpec

    def verdict(self, path: str, is_folder: bool) -> bool | None:
        """Tell whether a path below is left out, or named as one to take; None for neither."""
        below = os.path.relpath(path, self.folder) + ("/" if is_folder else "")
        return self.spec.check_file(below).include


def rules_in(folder: str, names: Set[str]) -> Iterator[Rules]:
    """Yield the rules that lie in a folder, which holds files of these names.

    Raises:
        Unreadable: If an ignore file cannot be read, since what it leaves out is not known.
    """
    for name in NAMES:
        if name not in names:
            continue
        path = Path(folder, name)
        try:
            lines = path.read_text("utf-8", errors="surrogateescape").splitlines()
            yield Rules(folder, GitIgnoreSpec.from_lines(lines))
        except OSError as exc:
            raise Unreadable(f"{path} cannot be read ({exc.strerror})") from exc
        except GitIgnorePatternError as exc:
            raise Unreadable(f"{path} holds a pattern that git would not take: {exc}") from exc
