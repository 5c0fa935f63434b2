"""The words of an Excel file: shared strings, and comments on cells."""

from collections.abc import Collection, Iterator, Sequence

from lxml import etree

from corpus.archive import Archive
from corpus.formats.drawing_text import paragraphs
from corpus.formats.office import person
from corpus.formats.runs import LEVEL, LOWERED, RAISED, Run, join_runs
from corpus.formats.sheets.sheet import Remark, cell_place
from corpus.formats.sheets.stream import elements
from corpus.formats.symbols import from_symbol_font
from corpus.text_builder import one_line

_PEOPLE = "xl/persons/person.xml"


class SharedStrings:
    """The words of all cells; a cell names theirs by number."""

    def __init__(self, archive: Archive, part: str) -> None:
        self._strings: list[str] = []
        if part in archive.names:
            for _, element in elements(archive.read(part), "si"):
                self._strings.append(rich_words(element))

    def __getitem__(self, number: str) -> str:
        place = int(number) if number.isdecimal() else -1
        return self._strings[place] if 0 <= place < len(self._strings) else ""


def rich_words(element: etree._Element) -> str:
    """Return the words of a string, without how they are pronounced; raised ones apart."""
    text = element
    while len(text) == 1:  # `<c><is><t>…`, `<si><t>…`: most are that plain
        text = text[0]
        if text.tag.endswith("}t"):
            return one_line(text.text or "")
        if not text.tag.endswith("}is"):
            break
    return one_line(join_runs(_runs(element)))


def _runs(element: etree._Element) -> Iterator[Run]:
    for text in element.iter("{*}t"):
        run = text.getparent()
        words = text.text or ""
        if run is None or str(run.tag).endswith("}rPh"):
            continue
        facts = run.find("{*}rPr")
        align = facts.find("{*}vertAlign") if facts is not None else None
        font = facts.find("{*}rFont") if facts is not None else None
        if font is not None:
            words = from_symbol_font(words, font.get("val", ""))
        place = align.get("val", "") if align is not None else ""
        yield words, {"superscript": RAISED, "subscript": LOWERED}.get(place, LEVEL)


def read_boxes(archive: Archive, parts: Collection[str]) -> Iterator[str]:
    """Yield the paragraphs of text boxes and shapes that lie on a sheet with these parts."""
    for name in parts:
        if "/drawings/" in name and name.endswith(".xml"):
            for shape in archive.xml(name).iter("{*}sp"):
                facts = shape.find("{*}nvSpPr/{*}cNvPr")
                if facts is None or facts.get("hidden") not in ("1", "true"):
                    yield from (f"{p.number} {p.words}".strip() for p in paragraphs(shape))


def read_remarks(archive: Archive, parts: Collection[str]) -> Iterator[Remark]:
    """Yield the comments on the cells of a sheet with these parts, with the answers to them."""
    threaded: set[str] = set()
    for name in parts:
        if "threadedcomment" in name.lower():
            people = {
                person.get("id", ""): person.get("displayName", "")
                for person in archive.xml(_PEOPLE).iterfind("{*}person")
            }
            for found in archive.xml(name).iterfind("{*}threadedComment"):
                threaded.add(found.get("ref", ""))
                place = cell_place(found.get("ref", ""))
                words = one_line(found.findtext("{*}text") or "")
                author = people.get(found.get("personId", ""), "")
                if place and words:
                    yield Remark(*place, author, words, found.get("dT", ""))
    for name in parts:
        if "comments" in name.lower() and "threaded" not in name.lower():
            root = archive.xml(name)
            authors = [author.text or "" for author in root.iterfind("{*}authors/{*}author")]
            for found in root.iter("{*}comment"):
                place, text = cell_place(found.get("ref", "")), found.find("{*}text")
                if place and text is not None and found.get("ref") not in threaded:
                    yield from _comment(found, place, authors, rich_words(text))


def _comment(
    found: etree._Element, place: tuple[int, int], authors: Sequence[str], words: str
) -> Iterator[Remark]:
    key = found.get("authorId", "")
    author = authors[int(key)] if key.isdecimal() and int(key) < len(authors) else ""
    author = "" if author.startswith("tc=") else person(author)  # of a thread that is missing
    words = words.removeprefix(f"{author}:").strip() if author else words
    if words:
        yield Remark(*place, author, words)
