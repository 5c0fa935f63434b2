"""Which documents a question is put to, where it is not all of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from index import DocumentInfo
from qa.errors import NothingWithin, ScopeRejected

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a document must be to be searched; an empty field asks for nothing.

    `documents` are ids. `folders` are beginnings of the source, as it is shown, or of the
    place of the file where that is shown beside it. Of `authors`, every word must be among
    those of a document's author. `since` and `until` are days, months or years (`2019-05-01`,
    `2019-05`, `2019`), both included; a document without a date is outside of any.
    """

    documents: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no date.

        Raises:
            ScopeRejected: If it is none, or the range is empty.
        """
        for date in filter(None, (self.since, self.until)):
            if not _is_date(date):
                raise ScopeRejected(f"{date!r} is no date: write 2019, 2019-05 or 2019-05-01")
        if self.since and self.until and self.since > _last(self.until):
            raise ScopeRejected(f"there is no day from {self.since} until {self.until}")

    def __bool__(self) -> bool:
        """Tell whether it leaves anything out."""
        return any((self.documents, self.folders, self.authors, self.since, self.until))


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched: how many documents of how many, and by which filter.

    `undated` counts those that were left out for want of a date alone.
    """

    documents: int
    of: int
    undated: int
    filter: Scope

    def record(self) -> dict[str, Any]:
        return asdict(self)


def resolve(
    scope: Scope, infos: Sequence[DocumentInfo], places: Mapping[str, str]
) -> tuple[frozenset[str], Searched]:
    """Return the ids of the documents that a scope holds, and what is told of them.

    `places` tells by id where files lie whose source is something else.

    Raises:
        NothingWithin: If it holds none.
    """
    meant = [info for info in infos if _is_meant(scope, info, places.get(info.id, ""))]
    within = [info for info in meant if _is_in_range(scope, info)]
    undated = sum(1 for info in meant if (scope.since or scope.until) and not _dates(info))
    if not within:
        dates = f"; left out without a date: {undated:,}" if undated else ""
        raise NothingWithin(
            f"no document matches the filter ({told(scope)}{dates}): `pincite list` shows the "
            "sources, authors and dates"
        )
    ids = frozenset(info.id for info in within)
    return ids, Searched(len(ids), len(infos), undated, scope)


def told(scope: Scope) -> str:
    """Return a scope in words."""
    parts = [
        *(f"document {name}" for name in scope.documents),
        *(f"folder {name}" for name in scope.folders),
        *(f"author {name}" for name in scope.authors),
        *([f"since {scope.since}"] if scope.since else []),
        *([f"until {scope.until}"] if scope.until else []),
    ]
    return ", ".join(parts)


def _is_meant(scope: Scope, info: DocumentInfo, place: str) -> bool:
    return (
        (not scope.documents or info.id in scope.documents)
        and (
            not scope.folders
            or any(_lies_in(w, f) for f in scope.folders for w in (info.source, place))
        )
        and (not scope.authors or any(_is_by(info.author, name) for name in scope.authors))
    )


def _lies_in(source: str, folder: str) -> bool:
    folder = folder.removeprefix("./").strip("/")
    return source == folder or source.startswith(f"{folder}/")


def _is_by(author: str, name: str) -> bool:
    return _words(name) <= _words(author)


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.casefold()))


def _is_in_range(scope: Scope, info: DocumentInfo) -> bool:
    """Tell whether some day that a document may be of lies in the range."""
    if not (scope.since or scope.until):
        return True
    dates = _dates(info)
    if dates is None:
        return False
    first, last = dates
    return (not scope.since or last >= scope.since) and (
        not scope.until or first <= _last(scope.until)
    )


def _dates(info: DocumentInfo) -> tuple[str, str] | None:
    """Return the first and the last day that a document may be of; None if it tells none."""
    match = _DATE.match(info.published)
    if match is not None and _is_date(match[0]):
        return match[0], _last(match[0])
    years: Iterable[str] = _YEAR.findall(info.published)
    return next(((year, _last(year)) for year in years), None)


def _last(date: str) -> str:
    """Return something that no later day of the same day, month or year comes after."""
    return date + "~"


def _is_date(text: str) -> bool:
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    month, day = int(match[2] or 1), int(match[3] or 1)
    return 1 <= month <= 12 and 1 <= day <= 31
