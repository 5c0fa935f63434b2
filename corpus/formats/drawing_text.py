"""The paragraphs of shapes in Office files (DrawingML), with their numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from corpus.formats.counting import counted
from corpus.formats.equation import MATH, equation_words
from corpus.formats.office import choices
from corpus.formats.runs import LEVEL, LOWERED, RAISED, Run, join_runs
from corpus.formats.symbols import from_symbol_font, is_symbol_font, without_private
from corpus.text_builder import one_line

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_FORMS = {
    "arabic": "decimal", "alphaLc": "lowerLetter", "alphaUc": "upperLetter",
    "romanLc": "lowerRoman", "romanUc": "upperRoman", "circleNum": "decimalEnclosedCircle",
}  # fmt: skip
_AROUND = {"Period": ("", "."), "ParenR": ("", ")"), "ParenBoth": ("(", ")")}
STRUCK = ("sngStrike", "dblStrike")
"""How text is marked that does not hold any more; it is left out."""

_SELF_MADE = ("slidenum", "datetime")
"""Fields that every presentation fills in anew."""


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph, how deep it stands, and the number that it shows, if any."""

    words: str
    depth: int
    number: str


def paragraphs(element: etree._Element) -> Iterator[Said]:
    """Yield the paragraphs below an element, numbered as the slide shows them."""
    counts: dict[int, tuple[str, int]] = {}
    for paragraph in element.iter(f"{A}p"):
        words = one_line(join_runs(_runs(paragraph)))
        facts = paragraph.find(f"{A}pPr")
        level = facts.get("lvl", "0") if facts is not None else "0"
        depth = int(level) if level.isdecimal() and len(level) == 1 else 0
        if words:
            yield Said(words, depth, _number(facts, depth, counts))


def _number(facts: etree._Element | None, depth: int, counts: dict[int, tuple[str, int]]) -> str:
    """Count a paragraph and return its number; others end the lists at their depth."""
    for deeper in [level for level in counts if level > depth]:
        del counts[deeper]
    found = facts.find(f"{A}buAutoNum") if facts is not None else None
    if found is None:
        counts.pop(depth, None)
        return ""
    kind, start = found.get("type", "arabicPeriod"), found.get("startAt", "1")
    before, count = counts.get(depth, ("", 0))
    first = int(start) if start.isdecimal() and len(start) < 6 else 1
    count = count + 1 if before == kind else first
    counts[depth] = (kind, count)
    form = next((form for name, form in _FORMS.items() if kind.startswith(name)), "")
    opening, closing = next((a for name, a in _AROUND.items() if kind.endswith(name)), ("", ""))
    shown = counted(count, form)
    return f"{opening}{shown}{closing}" if shown else ""


def _runs(element: etree._Element) -> Iterator[Run]:
    for child in choices(element):
        tag = child.tag
        if tag == f"{A}r" or (
            tag == f"{A}fld" and not child.get("type", "").startswith(_SELF_MADE)
        ):
            yield from _run(child)
        elif tag == f"{A}br":
            yield "\n", LEVEL
        elif tag in MATH:
            yield equation_words(child), LEVEL
        elif tag not in (f"{A}pPr", f"{A}fld", f"{A}endParaRPr"):
            yield from _runs(child)


def _run(run: etree._Element) -> Iterator[Run]:
    facts = run.find(f"{A}rPr")
    words = run.findtext(f"{A}t") or ""
    if facts is None:
        yield words, LEVEL
        return
    if facts.get("strike") in STRUCK:
        return
    fonts = [font.get("typeface", "") for font in facts.iterchildren(f"{A}sym", f"{A}latin")]
    symbols = next(filter(is_symbol_font, fonts), "")
    if symbols and (f"{A}latin" in [f.tag for f in facts] or not words.isascii()):
        words = from_symbol_font(words, symbols)
    elif not words.isascii():
        words = without_private(words)
    yield words, _place(facts.get("baseline", "0"))


def _place(baseline: str) -> int:
    """Return where thousandths of a percent of the size put text."""
    try:
        far = int(baseline.rstrip("%"))
    except ValueError:
        return LEVEL
    return RAISED if far > 0 else LOWERED if far < 0 else LEVEL
