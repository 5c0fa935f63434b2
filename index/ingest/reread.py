"""Finds what documents can be read from again that an older version of the readers read."""

from functools import partial
from pathlib import Path

from corpus import Found, Source, bundled
from corpus.document import file_key
from corpus.errors import Unreadable
from corpus.reading import READERS
from index import DocumentInfo, Index, every_document, every_file
from index.errors import LedgerDamaged

_GONE = "where it came from is not known: remove it, and add its file again"


def outdated_files(index: Index) -> list[Found]:
    """Return the files, and the kept bytes of uploads, to read again; by title.

    Whether a file is still there shows when it is read.
    """
    with index.reader() as reader:
        infos = [info for info in every_document(reader) if info.reader < READERS]
        places = reader.file_paths([info.id for info in infos])
        keys = {row.document_id: row.key for row in every_file(reader)}
    found = [
        _found(index, info, keys.get(info.id, ""), places.get(info.id) or info.source)
        for info in infos
    ]
    return list({one.source.key or one.source.label: one for one in found}.values())


def _found(index: Index, info: DocumentInfo, key: str, label: str) -> Found:
    """Return the file that a document was read from, or was in."""
    if file_key(key) != key:
        key, label = file_key(key), label.rpartition("#")[0] or label
    kind, _, path = key.partition(":")
    if kind == "file":
        return Found(Path(path), Source(key, label))
    if kind == "bundled":
        return next((one for one in bundled() if one.source.key == key), _without(info))
    if kind == "upload":
        source = Source(key, label)
        load = partial(_kept, index, info.id, source.document_id == info.id)
        return Found(Path(path.rpartition("/")[2]), source, load=load)
    return _without(info)


def _without(info: DocumentInfo) -> Found:
    return Found(Path(), Source("", info.source), closed=_GONE)


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
        raise Unreadable("its bytes were not kept: upload the file again")
    return original.data
