"""The words of a paragraph of Word, and what is attached to them: notes, remarks, boxes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.formats.diagrams import RELATIONS
from corpus.formats.equation import MATH, equation_words
from corpus.formats.office import RELATED, choices, is_on, value_of
from corpus.formats.office import WORD as W
from corpus.formats.runs import LEVEL, Run, join_runs
from corpus.formats.symbols import from_symbol_font, is_symbol_font, without_private
from corpus.formats.word.styles import Look, Styles, is_unseen, look_of
from corpus.superscripts import note_mark

BOX = f"{W}txbxContent"
GONE = frozenset(
    f"{W}{name}"
    for name in (
        "del moveFrom instrText delText delInstrText pPr rPr sectPr tblPr tblGrid sdtPr rt"
    ).split()
)
_SPACES = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_CODE, _RESULT = "code", "result"


def is_placeholder(control: etree._Element) -> bool:
    """Tell whether a content control (`w:sdt`) is empty and only asks for content."""
    return is_on(control.find(f"{W}sdtPr/{W}showingPlcHdr"))


@dataclass(slots=True)
class Inline:
    """Reads paragraphs; what they point to is collected until it is taken.

    `mark` returns the mark of a note by its kind and key, and counts it.
    """

    styles: Styles
    mark: Callable[[str, str], str]
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)
    diagrams: list[str] = field(default_factory=list)
    hid: bool = False
    struck: bool = False
    _fields: list[str] = field(default_factory=list)

    def words(self, paragraph: etree._Element, look: Look) -> str:
        """Return what can be seen of a paragraph whose style looks so."""
        words = join_runs(self._runs(paragraph, look))
        # A field's code ends in its paragraph; a damaged file must not swallow the rest.
        self._fields = [state for state in self._fields if state != _CODE]
        return words

    def _runs(self, element: etree._Element, look: Look) -> Iterator[Run]:
        for child in choices(element):
            tag = child.tag
            if tag in GONE:
                continue
            if tag == f"{W}r":
                yield from self._run(child, look)
            elif tag in MATH:
                yield equation_words(child), LEVEL
            elif tag in (BOX, RELATIONS) or str(tag).endswith("/chart}chart"):
                yield from self._other(child, look)
            elif tag == f"{W}sdt" and is_placeholder(child):
                continue
            else:
                yield from self._runs(child, look)

    def _run(self, run: etree._Element, below: Look) -> Iterator[Run]:
        facts = run.find(f"{W}rPr")
        look = below
        if facts is not None:
            style = self.styles[value_of(facts, "rStyle")].look
            look = look_of(facts).over(style.over(below))
            if look.hidden or look.struck or (is_unseen(facts) and not _is_shaded(run)):
                shown = any((text.text or "").strip() for text in run.iter(f"{W}t"))
                self.struck = self.struck or (shown and bool(look.struck) and not look.hidden)
                self.hid = self.hid or (shown and not look.struck)
                return
        elif look.hidden:
            self.hid = True
            return
        custom = False
        for child in choices(run):
            tag = child.tag
            if tag == f"{W}fldChar":
                yield from self._field(child)
            elif _CODE in self._fields:
                continue
            elif tag == f"{W}t":
                words = self._set_in(child.text or "", look.font)
                yield (note_mark(words), LEVEL) if custom else (words, look.place or LEVEL)
            elif tag in _NOTES:
                custom = is_on_attribute(child, "customMarkFollows")
                key = child.get(f"{W}id", "")
                mark = self.mark(_NOTES[tag], key) if not custom else _custom_mark(run)
                self.notes.append((_NOTES[tag], key, mark))
                if not custom:
                    yield mark, LEVEL
            else:
                yield from self._other(child, look)

    def _other(self, child: etree._Element, look: Look) -> Iterator[Run]:
        tag = child.tag
        if tag in _SPACES:
            yield _SPACES[tag], look.place or LEVEL
        elif tag == f"{W}noBreakHyphen":
            yield "-", look.place or LEVEL
        elif tag == f"{W}sym":
            yield _symbol(child), look.place or LEVEL
        elif tag == f"{W}commentReference":
            self.remarks.append(child.get(f"{W}id", ""))
        elif tag == BOX:
            self.boxes.append(child)
        elif str(tag).endswith("/chart}chart"):
            self.charts += [str(v) for k, v in child.attrib.items() if str(k).endswith("}id")]
        elif tag == RELATIONS:
            self.diagrams.append(child.get(f"{RELATED}dm", ""))
        elif tag not in GONE:
            yield from self._runs(child, look)

    def _field(self, mark: etree._Element) -> Iterator[Run]:
        """Follow where a field's code and its result begin; show what stands for a form's."""
        match mark.get(f"{W}fldCharType"):
            case "begin":
                if _CODE not in self._fields:
                    yield _form_field(mark), LEVEL
                self._fields.append(_CODE)
            case "separate" if self._fields:
                self._fields[-1] = _RESULT
            case "end" if self._fields:
                self._fields.pop()

    @staticmethod
    def _set_in(words: str, font: str) -> str:
        if font and is_symbol_font(font):
            return from_symbol_font(words, font)
        return words if words.isascii() else without_private(words)


def is_on_attribute(element: etree._Element, name: str) -> bool:
    """Tell whether an attribute is a switch that is on."""
    return element.get(f"{W}{name}") in ("1", "true", "on")


def _custom_mark(run: etree._Element) -> str:
    return note_mark("".join(text.text or "" for text in run.iter(f"{W}t")))


def _symbol(element: etree._Element) -> str:
    try:
        character = chr(int(element.get(f"{W}char", ""), 16))
    except (ValueError, OverflowError):
        return ""
    font = element.get(f"{W}font", "")
    return from_symbol_font(character, font) if is_symbol_font(font) else without_private(character)


def _form_field(mark: etree._Element) -> str:
    """Return what a checkbox or a list of an old form shows; other fields show their result."""
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        checked = box.find(f"{W}checked")
        return "☒" if is_on(box.find(f"{W}default") if checked is None else checked) else "☐"
    choice = mark.find(f"{W}ffData/{W}ddList")
    if choice is not None:
        entries = [entry.get(f"{W}val", "") for entry in choice.findall(f"{W}listEntry")]
        chosen = value_of(choice, "result") or value_of(choice, "default") or "0"
        at = int(chosen) if chosen.isdecimal() else 0
        return entries[at] if at < len(entries) else ""
    return ""


def _is_shaded(run: etree._Element) -> bool:
    """Tell whether a run stands in a cell that has a colour, so that white shows."""
    facts = run.find(f"{W}rPr")
    size = value_of(facts, "sz") if facts is not None else ""
    if size.isdecimal() and int(size) <= 4:
        return False
    cells = run.iterancestors(f"{W}tc")
    return any(cell.find(f"{W}tcPr/{W}shd") is not None for cell in cells)
