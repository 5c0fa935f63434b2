"""Finds what documents can be read from again that an older version of the readers read."""

from collections import defaultdict
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
        keys: dict[str, str] = defaultdict(str)
        for row in every_file(reader):
            keys[row.document_id] = file_key(row.key)
    found = [
        _found(index, info, keys[info.id], places.get(info.id) or info.source) for info in infos
    ]
    return list({one.source.key or one.source.label: one for one in found}.values())


def _found(index: Index, info: DocumentInfo, key: str, label: str) -> Found:
    kind, _, path = key.partition(":")
    if kind == "file":
        return Found(Path(path), Source(key, label))
    if kind == "bundled":
        return next((one for one in bundled() if one.source.key == key), _without(info))
    if kind == "upload":
        load = partial(_kept, index, info.id)
        return Found(Path(path.rpartition("/")[2]), Source(key, label), load=load)
    return _without(info)


def _without(info: DocumentInfo) -> Found:
    return Found(Path(), Source("", info.source), closed=_GONE)


def _kept(index: Index, document_id: str) -> bytes:
    """Return the bytes of an upload.

    Raises:
        Unreadable: If they were not kept, or are damaged.
    """
    try:
        with index.reader() as reader:
            original = reader.original(document_id)
    except LedgerDamaged as exc:
        raise Unreadable(str(exc)) from exc
    if original is None:
        raise Unreadable("its bytes were not kept: upload the file again")
    return original.data
