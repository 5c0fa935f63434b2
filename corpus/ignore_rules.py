"""Which files are left out of a folder: junk, and what the folder's own ignore files name."""

import os
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore import GitIgnorePatternError

from corpus.errors import Unreadable

NAMES = (".gitignore", ".pinciteignore")
"""The files that hold patterns; in one folder the later has the last word."""

_JUNK = re.compile(
    r"""
    \..*                                      # hidden files: .DS_Store, ._notes, .~lock.notes.odt#
    | ~\$.* | ~wrl.*                          # Office, while a document is open
    | .*~ | \#.*\# | .*\.sw[opx]              # editors: former versions, unsaved ones
    | (eh)?thumbs(_vista)?\.db | desktop\.ini | icon\r | .*\.(lnk|url|webloc)  # file managers
    | .*\.(tmp|temp|crdownload|part|partial|filepart|download|opdownload|aria2|!ut|bc!)  # arriving
    | __macosx | \$recycle\.bin | system\ volume\ information | lost\+found | @eadir | \#recycle
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What systems and programs leave beside documents: no person wrote it to be read."""


def is_junk(name: str) -> bool:
    """Tell whether a file or folder of this name is hidden, or left behind by a program."""
    return _JUNK.fullmatch(name) is not None


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
