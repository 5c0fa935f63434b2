"""Where the files of documents lie whose source tells something else: a saved page's address."""

import json
from collections.abc import Mapping, Sequence, Set
from typing import Any

from corpus.document import file_key
from index.ledger.database import Database
from index.ledger.rows import to_file
from index.ledger.schema import FILE

# What a label is, is not stored; that of most documents is their source, and ends their key.
# A key that is shorter than this ends in none of them, whatever `substr` makes of it.
_ENDS = "substr(f.key, length(f.key) - length(d.source))"
_BOTH = "FROM files f JOIN documents d ON d.id = f.document_id"
_FILE = ", ".join(f"f.{name}" for name in FILE.split(", "))
_STRAY = f"SELECT d.source, {_FILE} {_BOTH} WHERE {_ENDS} NOT IN ('/' || d.source, ':' || d.source)"
_ABOVE_FILE = "substr(f.key, 1, length(f.key) - length(d.source))"
_ABOVE = (  # each with one of the files that show it
    f"SELECT {_ABOVE_FILE}, {_FILE} {_BOTH} WHERE f.key IN "
    f"(SELECT min(f.key) {_BOTH} WHERE {_ENDS} = '/' || d.source GROUP BY {_ABOVE_FILE})"
)


def file_paths(db: Database, among: Set[str] | None) -> dict[str, str]:
    """Return by document id where a file lies, as sources tell it of other files.

    Only of documents whose source is not that; of all of them, or of those `among` some. A path
    begins at the folder that was named when another file of that folder was added; where there
    is none, it is the file and the folder it is in.

    Raises:
        LedgerDamaged: If what is known of a file that tells this is not what was written.
    """
    only = "" if among is None else " AND d.id IN (SELECT value FROM json_each(:among))"
    values = {"among": json.dumps(sorted(among or ()))}
    stray = [
        to_file(row)
        for source, *row in db.execute(_STRAY + only, values)
        if not _shows_its_file(source, row[0])
    ]
    if not stray:
        return {}
    above = {row[0]: row[1:] for row in db.execute(_ABOVE)}
    return {file.document_id: _place(file_key(file.key), above) for file in stray}


def _shows_its_file(source: str, key: str) -> bool:
    """Tell of a file inside another (`a.zip#2`) whether its source shows where that lies."""
    shown = source.rpartition("#")[0]
    return shown != "" and file_key(key).endswith((f"/{shown}", f":{shown}"))


def _place(key: str, above: Mapping[str, Sequence[Any]]) -> str:
    kind, _, path = key.partition(":")
    if kind == "upload":
        return path.rpartition("/")[2]  # what is before it is a digest, and no folder
    if kind != "file":
        return path
    cut = key.find("/")
    while cut >= 0:
        if (shown_by := above.get(key[: cut + 1])) is not None:
            to_file(shown_by)
            return key[cut + 1 :]
        cut = key.find("/", cut + 1)
    return "/".join(path.split("/")[-2:])
