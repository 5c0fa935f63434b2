"""Equations of Office files as text on one line: `x²`, `(a + b)/2`, `√(2)`."""

from collections.abc import Callable

from lxml import etree

from corpus.superscripts import superscript

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MATH = frozenset([f"{_M}oMath", f"{_M}oMathPara"])
_DEEPEST = 50  # parts within parts; a guess: no equation is built like that


def equation_words(element: etree._Element, depth: int = 0) -> str:
    """Return what an equation says."""
    if depth > _DEEPEST:
        return ""
    if element.tag == f"{_M}t":
        return element.text or ""
    shape = _SHAPES.get(element.tag)
    if shape is not None:
        return shape(element, depth + 1)
    if str(element.tag).endswith(("Pr", "}del", "}instrText")):  # properties
        return ""
    return "".join(equation_words(child, depth + 1) for child in element)


def _part(element: etree._Element, name: str, depth: int) -> str:
    found = element.find(f"{_M}{name}")
    return equation_words(found, depth).strip() if found is not None else ""


def _grouped(words: str) -> str:
    return words if len(words) < 2 or words.isalnum() else f"({words})"


def _low(words: str) -> str:
    return f"_{_grouped(words)}" if words else ""


def _high(words: str) -> str:
    return superscript(words if words.isalnum() or len(words) < 2 else f"({words})")


def _fraction(element: etree._Element, depth: int) -> str:
    top, bottom = _part(element, "num", depth), _part(element, "den", depth)
    return f"{_grouped(top)}/{_grouped(bottom)}"


def _scripts(element: etree._Element, depth: int) -> str:
    base, low, high = (_part(element, name, depth) for name in ("e", "sub", "sup"))
    return f"{base}{_low(low)}{_high(high) if high else ''}"


def _root(element: etree._Element, depth: int) -> str:
    degree = _part(element, "deg", depth)
    return f"{superscript(degree) if degree else ''}√{_grouped(_part(element, 'e', depth))}"


def _sum(element: etree._Element, depth: int) -> str:
    found = element.find(f"{_M}naryPr/{_M}chr")
    sign = found.get(f"{_M}val", "∫") if found is not None else "∫"
    low, high = _part(element, "sub", depth), _part(element, "sup", depth)
    return f"{sign}{_low(low)}{f'^{_grouped(high)}' if high else ''} {_part(element, 'e', depth)}"


def _brackets(element: etree._Element, depth: int) -> str:
    facts = element.find(f"{_M}dPr")

    def sign(name: str, default: str) -> str:
        found = facts.find(f"{_M}{name}") if facts is not None else None
        return default if found is None else found.get(f"{_M}val", default)

    inside = sign("sepChr", "|").join(
        equation_words(part, depth) for part in element.findall(f"{_M}e")
    )
    return f"{sign('begChr', '(')}{inside}{sign('endChr', ')')}"


def _matrix(element: etree._Element, depth: int) -> str:
    rows = [
        ", ".join(equation_words(cell, depth) for cell in row.findall(f"{_M}e"))
        for row in element.findall(f"{_M}mr")
    ]
    return f"[{'; '.join(rows)}]"


def _function(element: etree._Element, depth: int) -> str:
    return f"{_part(element, 'fName', depth)} {_part(element, 'e', depth)}"


def _lines(element: etree._Element, depth: int) -> str:
    return "; ".join(equation_words(part, depth) for part in element.findall(f"{_M}e"))


_SHAPES: dict[object, Callable[[etree._Element, int], str]] = {
    f"{_M}f": _fraction,
    f"{_M}sSup": _scripts,
    f"{_M}sSub": _scripts,
    f"{_M}sSubSup": _scripts,
    f"{_M}rad": _root,
    f"{_M}nary": _sum,
    f"{_M}d": _brackets,
    f"{_M}m": _matrix,
    f"{_M}func": _function,
    f"{_M}eqArr": _lines,
}
