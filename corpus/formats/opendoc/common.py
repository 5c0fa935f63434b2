"""What OpenDocument texts and sheets share: styles, the words of a paragraph, properties."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.archive import Archive
from corpus.formats.office import Properties, person, title
from corpus.formats.runs import LEVEL, LOWERED, RAISED, Run, join_runs
from corpus.formats.symbols import from_symbol_font, is_symbol_font
from corpus.superscripts import note_mark
from corpus.text_builder import metadata_date

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"

_MOST_SPACES = 100  # a guess: as wide as a page; the file may claim a billion
_DEEPEST = 20  # styles that are based on each other; a guess: ends circles
_SPACES = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_GONE = frozenset(
    [
        f"{TEXT}tracked-changes",
        f"{TEXT}hidden-text",
        f"{TEXT}hidden-paragraph",
        f"{TEXT}ruby-text",
        f"{TEXT}bibliography-source",
        "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}title",
        "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc",
        f"{OFFICE}binary-data",
    ]
)


@dataclass(slots=True)
class _Style:
    parent: str = ""
    hidden: bool | None = None
    place: int | None = None
    font: str = ""


class Styles:
    """What the styles of a file say of text that matters to a reader of words."""

    def __init__(self, *roots: etree._Element) -> None:
        self.hidden_tables: set[str] = set()
        self.list_of: dict[str, str] = {}
        self._styles: dict[str, _Style] = {}
        for root in roots:
            self.add(root)

    def add(self, root: etree._Element) -> None:
        """Take in the styles below an element."""
        for style in root.iter(f"{STYLE}style"):
            name = style.get(f"{STYLE}name", "")
            found = _Style(style.get(f"{STYLE}parent-style-name", ""))
            for facts in style.iterchildren():
                if facts.tag == f"{STYLE}text-properties":
                    _read_text(found, facts)
                elif facts.get(f"{TABLE}display") == "false":
                    self.hidden_tables.add(name)
            if (listed := style.get(f"{STYLE}list-style-name")) is not None:
                self.list_of[name] = listed
            self._styles[name] = found

    def is_hidden(self, name: str) -> bool:
        """Tell whether text of a style is not shown."""
        return next((s.hidden for s in self._chain(name) if s.hidden is not None), False)

    def place(self, name: str) -> int | None:
        """Return where text of a style stands; None where the style does not say."""
        return next((s.place for s in self._chain(name) if s.place is not None), None)

    def font(self, name: str) -> str:
        """Return the font of a style, empty where it names none."""
        return next((s.font for s in self._chain(name) if s.font), "")

    def list_style(self, name: str) -> str | None:
        """Return the list style that a paragraph's style brings with it."""
        return next((self.list_of[n] for n in self.names(name) if n in self.list_of), None)

    def names(self, name: str) -> Iterator[str]:
        """Yield the name of a style and of those that it is based on."""
        for _ in range(_DEEPEST):
            if not name:
                return
            yield name
            name = self._styles[name].parent if name in self._styles else ""

    def _chain(self, name: str) -> Iterator[_Style]:
        for _ in range(_DEEPEST):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = style.parent


def _read_text(style: _Style, facts: etree._Element) -> None:
    if (display := facts.get(f"{TEXT}display")) is not None:
        style.hidden = display == "none"
    position = facts.get(f"{STYLE}text-position", "").split()
    if position:
        style.place = _position(position[0])
    style.font = facts.get(f"{STYLE}font-name", "") or facts.get(f"{_FO}font-family", "").strip("'")


def _position(words: str) -> int:
    """Return where `super`, `sub`, or a percentage of the height puts text."""
    if words in ("super", "sub"):
        return RAISED if words == "super" else LOWERED
    try:
        percent = float(words.rstrip("%"))
    except ValueError:
        return LEVEL
    # A guess: less is a correction of how letters sit.
    return RAISED if percent >= 15 else LOWERED if percent <= -8 else LEVEL


@dataclass(slots=True)
class Inline:
    """Collects the words of a paragraph, and what is attached to it."""

    styles: Styles
    notes: list[etree._Element] = field(default_factory=list)
    remarks: list[etree._Element] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    hid: bool = False

    def words(self, paragraph: etree._Element) -> str:
        """Return what can be seen of a paragraph, without what is beside it."""
        return join_runs(self._runs(paragraph, LEVEL, ""))

    def _runs(self, element: etree._Element, place: int, font: str) -> Iterator[Run]:
        style = element.get(f"{TEXT}style-name", "")
        if style:
            if self.styles.is_hidden(style):
                self.hid = True
                return
            own = self.styles.place(style)
            place = place if own is None else own
            font = self.styles.font(style) or font
        yield self._set_in(element.text, font), place
        for child in element:
            tag = child.tag
            if tag == f"{TEXT}note":
                yield note_mark(child.findtext(f"{TEXT}note-citation") or ""), LEVEL
                self.notes.append(child)
            elif tag == f"{OFFICE}annotation":
                self.remarks.append(child)
            elif str(tag).startswith(DRAW) and tag != f"{DRAW}a":
                self.boxes.append(child)
            elif tag == f"{TEXT}s":
                yield " " * repeats(child, "c", _MOST_SPACES, TEXT), place
            elif tag in _SPACES:
                yield _SPACES[tag], place
            elif tag in _GONE:
                self.hid = self.hid or "hidden" in str(tag)
            else:
                yield from self._runs(child, place, font)
            yield self._set_in(child.tail, font), place

    @staticmethod
    def _set_in(words: str | None, font: str) -> str:
        if words and font and is_symbol_font(font):
            return from_symbol_font(words, font)
        return words or ""


def paragraph_words(paragraph: etree._Element, styles: Styles) -> str:
    """Return what can be seen of a paragraph."""
    return Inline(styles).words(paragraph)


def repeats(element: etree._Element, name: str, most: int, space: str = TABLE) -> int:
    """Return how often something stands there, by an attribute; 1 without one."""
    count = element.get(f"{space}{name}", "1")
    return min(int(count), most) if count.isdecimal() and len(count) < 12 else 1


def odf_properties(archive: Archive) -> Properties:
    """Return title, author and the day of making of an OpenDocument file."""
    meta = archive.xml("meta.xml")

    def element_text(name: str) -> str:
        found = meta.find(f".//{{*}}{name}")
        return (found.text or "").strip() if found is not None else ""

    return Properties(
        title(element_text("title")),
        person(element_text("initial-creator") or element_text("creator")),
        metadata_date(element_text("creation-date") or element_text("date")),
    )
