"""ZIP archives: files that could be added alone."""

import zipfile

from corpus.archive import Archive
from corpus.document import Contents, Part, Source
from corpus.errors import CorpusError, EmptyDocument
from corpus.formats.left_out import left_out
from corpus.media_type import unreadable
from corpus.naming import is_junk
from corpus.reading import MAX_BYTES

_UTF8 = 1 << 11  # flag of an entry whose name is UTF-8
_ENCRYPTED = 1  # flag of an entry


def read_zip(data: bytes, source: Source) -> Contents:
    """Read the files in an archive, with their folders in their names.

    Hidden files and those that systems leave behind are skipped; what cannot be read is named.
    """
    archive = Archive(data)
    parts: list[Part] = []
    locked: list[str] = []
    unread: list[str] = []
    for entry in archive.files():
        name = _name(entry)
        if _is_junk(name):
            continue
        if entry.flag_bits & _ENCRYPTED:
            locked.append(name)
        elif (found := _read(archive, entry)) is None:
            unread.append(name)
        else:
            parts.append(Part(name, found))
    notes = (*left_out(unread, "file"), *left_out(locked, "file", "opens with a password only"))
    if not parts and not notes:
        raise EmptyDocument("the archive holds no files to read")
    return Contents(None, tuple(parts), notes)


def _read(archive: Archive, entry: zipfile.ZipInfo) -> bytes | None:
    """Return a file; None if it is damaged, too large, or of a kind that nothing reads."""
    if entry.file_size > MAX_BYTES:
        return None
    try:
        found = archive.read(entry)
    except CorpusError:
        return None
    return None if unreadable(found) else found


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name of a file, which many programs write in UTF-8 without saying so."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode()
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename


def _is_junk(path: str) -> bool:
    """Tell whether a file, or a folder that it is in, is hidden or left behind by a program."""
    names = path.replace("\\", "/").split("/")
    return any(is_junk(name) for name in names if name not in (".", ".."))
