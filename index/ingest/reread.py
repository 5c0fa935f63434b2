"""Finds what documents can be read from again that an older version of the readers read."""

from functools import partial
from pathlib import Path

from corpus import Found, Source, bundled
from corpus.document import file_label
from corpus.errors import Unreadable
from corpus.reading import READERS
from index import Index, every_document, every_file
from index.errors import LedgerDamaged

_GONE = "where it came from is not known: remove it, and add its file again"


def outdated_files(index: Index) -> list[Found]:
    """Return the files, and the kept bytes of uploads, to read again; by title.

    Whether a file is still there shows when it is read.
    """
    with index.reader() as reader:
        infos = [info for info in every_document(reader) if info.reader < READERS]
        places = reader.file_paths([info.id for info in infos])
        rows = list(every_file(reader))
    keys = {row.document_id: row.key for row in rows}
    holders = {row.key: row.document_id for row in rows}
    found: dict[str, Found] = {}
    for info in infos:
        part = Source(keys.get(info.id, ""), info.source)
        key, label = part.file_key, places.get(info.id) or file_label(part)
        one = _found(index, Source(key, label), holders.get(key, ""))
        found.setdefault(key or info.id, one)
    return list(found.values())


def _found(index: Index, source: Source, holder: str) -> Found:
    """Return the file of a source; what is kept of an upload is kept with the `holder`."""
    kind, _, path = source.key.partition(":")
    if kind == "file":
        return Found(Path(path), source)
    if kind == "upload":
        load = partial(_kept, index, holder, source.document_id == holder)
        return Found(Path(path.rpartition("/")[2]), source, load=load)
    unknown = Found(Path(), Source("", source.label), closed=_GONE)
    return next((one for one in bundled() if one.source.key == source.key), unknown)


def _kept(index: Index, document_id: str, is_whole: bool) -> bytes:
    """Return the bytes of an upload, which a document is the whole of, or was the first in.

    Raises:
        Unreadable: If they were not kept, or are damaged.
    """
    try:
        with index.reader() as reader:
            original = reader.original(document_id)
    except LedgerDamaged as exc:
        raise Unreadable(str(exc)) from exc
    if original is None or (original.has_pages and not is_whole):  # those of a PDF in it
        raise Unreadable("the uploaded file was not kept: upload it again")
    return original.data
