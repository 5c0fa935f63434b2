"""Which documents are searched, where it is not all of them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from index.errors import FilterRejected

if TYPE_CHECKING:  # numpy comes with it, which a command that searches nothing does without
    from index.types import DocumentInfo

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a document must be like to be searched; an empty field asks for nothing.

    `documents` are ids. `folders` are beginnings of the source, as it is shown, or of the
    path of the file where that is shown beside it. Of `authors`, every word must be among
    those of a document's author; `tags` are whole tags, of which one must be among those of the
    document, in capitals or not. `since` and `until` are days, months or years (`2019-05-01`,
    `2019-05`, `2019`), both included; a document without a date is outside of any.
    """

    documents: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    tags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the dates.

        Raises:
            FilterRejected: If one is not a date, or the range is empty.
        """
        for date in filter(None, (self.since, self.until)):
            if not _is_date(date):
                raise FilterRejected(f"{date!r} is not a date: write 2019, 2019-05 or 2019-05-01")
        if self.since and self.until and self.since > _last(self.until):
            raise FilterRejected(f"{self.since} is after {self.until}: swap the dates")

    def __bool__(self) -> bool:
        """Return whether it leaves anything out."""
        return any((self.documents, self.folders, self.authors, self.since, self.until, self.tags))

    def __str__(self) -> str:
        """Return the filter in words."""
        parts = [
            *(f"document {name}" for name in self.documents),
            *(f"folder {name}" for name in self.folders),
            *(f"author {name}" for name in self.authors),
            *(f"tag {name}" for name in self.tags),
            *([f"since {self.since}"] if self.since else []),
            *([f"until {self.until}"] if self.until else []),
        ]
        return ", ".join(parts)


ALL_DOCUMENTS = Filter()


@dataclass(frozen=True, slots=True)
class FilterReport:
    """What was searched: how many documents of how many, and by which filter.

    `undated` counts those that only lack a date to match.
    """

    documents: int
    of: int
    undated: int
    filter: Filter

    def record(self) -> dict[str, Any]:
        return asdict(self)


def matching(
    wanted: Filter, infos: "Iterable[DocumentInfo]", paths: Mapping[str, str]
) -> tuple[frozenset[str], FilterReport]:
    """Return the ids of the documents that match a filter, and how many of how many they are.

    `paths` has by id where files lie whose source is something else.
    """
    total, undated, ids = 0, 0, set()
    for info in infos:
        total += 1
        if not _matches_but_for_date(wanted, info, paths.get(info.id, "")):
            continue
        if _is_in_range(wanted, info):
            ids.add(info.id)
        elif _dates(info) is None:
            undated += 1
    return frozenset(ids), FilterReport(len(ids), total, undated, wanted)


def _matches_but_for_date(wanted: Filter, info: "DocumentInfo", path: str) -> bool:
    return (
        (not wanted.documents or info.id in wanted.documents)
        and (
            not wanted.folders
            or any(_lies_in(w, f) for f in wanted.folders for w in (info.source, path))
        )
        and (not wanted.authors or any(_is_by(info.author, name) for name in wanted.authors))
        and (not wanted.tags or not _folded(wanted.tags).isdisjoint(_folded(info.tags)))
    )


def _lies_in(source: str, folder: str) -> bool:
    folder = folder.removeprefix("./").strip("/")
    return source == folder or source.startswith(f"{folder}/")


def _is_by(author: str, name: str) -> bool:
    return _words(name) <= _words(author)


def _folded(tags: Iterable[str]) -> set[str]:
    return {tag.casefold() for tag in tags}


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.casefold()))


def _is_in_range(wanted: Filter, info: "DocumentInfo") -> bool:
    """Return whether some day that the document may be of lies in the range."""
    if not (wanted.since or wanted.until):
        return True
    dates = _dates(info)
    if dates is None:
        return False
    first, last = dates
    return (not wanted.since or last >= wanted.since) and (
        not wanted.until or first <= _last(wanted.until)
    )


def _dates(info: "DocumentInfo") -> tuple[str, str] | None:
    """Return the first and the last day that a document may be of; None if it gives none."""
    match = _DATE.match(info.published)
    if match is not None and _is_date(match[0]):
        return match[0], _last(match[0])
    years: Iterable[str] = _YEAR.findall(info.published)
    return next(((year, _last(year)) for year in years), None)


def _last(date: str) -> str:
    """Return a string that sorts after every later day of the same day, month or year."""
    return date + "~"


def _is_date(text: str) -> bool:
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    month, day = int(match[2] or 1), int(match[3] or 1)
    return 1 <= month <= 12 and 1 <= day <= 31
