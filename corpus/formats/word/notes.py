"""Footnotes, endnotes and comments of a Word file, by their keys."""

from dataclasses import dataclass

from lxml import etree

from corpus.archive import Archive
from corpus.formats.counting import counted
from corpus.formats.office import WORD as W
from corpus.formats.office import person, value_of

_FORMS = {"footnote": "decimal", "endnote": "lowerRoman"}  # Word's own, where nothing is said
_UNKNOWN = "[note]"
"""The mark of a note whose number depends on the page that it is printed on."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, by whom and when."""

    element: etree._Element
    author: str
    published: str


class Notes:
    """Gives each note once, so that a small file cannot repeat one for ever."""

    def __init__(self, archive: Archive) -> None:
        self._notes = {
            (kind, note.get(f"{W}id", "")): note
            for kind in _FORMS
            for note in archive.xml(f"word/{kind}s.xml").iter(f"{W}{kind}")
            if note.get(f"{W}type") in (None, "normal")
        }
        self._remarks = {
            remark.get(f"{W}id", ""): Remark(
                remark, person(remark.get(f"{W}author", "")), remark.get(f"{W}date", "")
            )
            for remark in archive.xml("word/comments.xml").iter(f"{W}comment")
        }
        settings = archive.xml("word/settings.xml") if self._notes else None
        self._facts = {
            kind: settings.find(f"{W}{kind}Pr") if settings is not None else None for kind in _FORMS
        }
        self._counts = {kind: self._start(kind) for kind in _FORMS}
        self._marks: dict[tuple[str, str], str] = {}

    def mark(self, kind: str, key: str) -> str:
        """Return the mark of a note, counting those of its kind."""
        if (kind, key) not in self._marks:
            number = self._counts[kind]
            self._counts[kind] += 1
            facts = self._facts[kind]
            form = value_of(facts, "numFmt") if facts is not None else ""
            restart = value_of(facts, "numRestart") if facts is not None else ""
            shown = (
                None
                if restart in ("eachPage", "eachSect")
                else counted(number, form or _FORMS[kind])
            )
            self._marks[kind, key] = f"[{shown}]" if shown else _UNKNOWN
        return self._marks[kind, key]

    def take(self, kind: str, key: str) -> etree._Element | None:
        """Return a note, once."""
        return self._notes.pop((kind, key), None)

    def take_remark(self, key: str) -> Remark | None:
        """Return a comment, once."""
        return self._remarks.pop(key, None)

    def _start(self, kind: str) -> int:
        facts = self._facts[kind]
        start = value_of(facts, "numStart") if facts is not None else ""
        return int(start) if start.isdecimal() and len(start) < 7 else 1
