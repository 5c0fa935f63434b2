"""Finds documents by what they are called on the command line: id, file, path or title."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from index import DocumentInfo, IndexReader

_SHORTEST = 4  # characters of an id; a guess: fewer are more likely a slip than a name
_OF_FILES = ("file", "file name")
_LISTED = 5  # documents named in an error; a guess: more do not fit into a few lines


@dataclass(frozen=True, slots=True)
class _Listed:
    """A document with the names it goes by; `file` is unique to its file."""

    info: "DocumentInfo"
    place: str
    file: str


def documents_named(reader: "IndexReader", names: Sequence[str]) -> list[str]:
    """Return the ids of the documents with these names, each once.

    A name is an id, a file as `pincite list` shows it, the path of a file, a title, the
    beginning of one id and no other, or the end of a listed path (`owls.txt` of
    `letters/owls.txt`), tried in this order. A file may hold several documents.

    Raises:
        click.ClickException: If nothing has a name, or more than one file or document.
    """
    known = known_ids(reader, names)
    listed = [] if known.issuperset(names) else _listed(reader)
    ids: list[str] = []
    for name in names:
        ids += [name] if name in known else (one.info.id for one in _named(listed, name))
    return list(dict.fromkeys(ids))


def document_named(reader: "IndexReader", name: str) -> str:
    """Return the id of the one document with this name; see `documents_named`.

    Of a file with others in it, it is the document of the file itself.

    Raises:
        click.ClickException: If nothing has this name, or more than one document.
    """
    if known_ids(reader, [name]):
        return name
    found = _named(_listed(reader), name)
    own = [one for one in found if one.info.source == name] or found
    if len(own) > 1:
        raise _ambiguous(f"{name!r} holds {len(own):,} documents", own)
    return own[0].info.id


def known_ids(reader: "IndexReader", names: Iterable[str]) -> set[str]:
    """Return those of the names that are ids of documents."""
    # An argument may hold bytes that are not text; an id is always ASCII.
    return reader.existing(filter(str.isascii, names))


def unknown(name: str) -> click.ClickException:
    """Return the error that no document has this name."""
    return click.ClickException(f"no document {name!r}: `pincite list` shows ids, titles and files")


def _named(listed: Sequence[_Listed], name: str) -> list[_Listed]:
    for what, is_named in _ways(name):
        found = [one for one in listed if is_named(one)]
        if len({one.file if what in _OF_FILES else one.info.id for one in found}) > 1:
            raise _ambiguous(f"{name!r} is the {what} of {len(found):,} documents", found)
        if found:
            return found
    raise unknown(name)


def _ways(name: str) -> list[tuple[str, Callable[[_Listed], bool]]]:
    """Return what a name may be, each with a test of whether a document has it."""
    key, folded = _key_at(name), name.casefold().strip()
    # Where a file lies here that was not added, it is that one which is meant.
    tail = "" if os.path.lexists(os.path.expanduser(name)) else f"/{name}"
    return [
        ("file", lambda one: name in (one.info.source, one.place)),
        ("file", lambda one: one.file == key),
        ("title", lambda one: one.info.title.casefold() == folded),
        (
            "beginning of the id",
            lambda one: len(folded) >= _SHORTEST and one.info.id.startswith(folded),
        ),
        ("file name", lambda one: bool(tail) and one.place.endswith(tail)),
    ]


def _key_at(path: str) -> str:
    try:
        return f"file:{os.path.realpath(os.path.expanduser(path))}"
    except ValueError:  # no path has a null character in it
        return ""


def _listed(reader: "IndexReader") -> list[_Listed]:
    from corpus import Source
    from corpus.document import file_key, file_label
    from index import every_document, every_file

    infos = list(every_document(reader))
    places = reader.file_paths({info.id for info in infos})
    # Of a file that only holds others, the key of its first document comes after its own.
    keys = {row.document_id: row.key for row in every_file(reader)}
    listed = []
    for info in infos:
        key = keys.get(info.id, "")
        place = places.get(info.id, file_label(Source(key, info.source)))
        listed.append(_Listed(info, place, file_key(key) or info.id))
    return listed


def _ambiguous(what: str, found: Sequence[_Listed]) -> click.ClickException:
    from qa.commands.output import shown

    named = ", ".join(f"{one.info.id} ({one.info.source})" for one in found[:_LISTED])
    more = f" and {len(found) - _LISTED:,} more" if len(found) > _LISTED else ""
    return click.ClickException(shown(f"{what}: name one by its id: {named}{more}"))
