"""RTF: its paragraphs and table rows."""

import re
from collections.abc import Callable

from striprtf.striprtf import rtf_to_text

from corpus.document import Document, Source
from corpus.text_builder import TextBuilder

_HIDDEN = re.compile(r"\{[^{}\\]{0,20}(?:\\(?!v\b)[a-z]+-?\d* ?){0,20}\\v\b(?!0)[^{}]*\}")
_TITLE = re.compile(r"\{\\info\b.{0,2000}?\{\\title ([^{}\\]{1,500})\}", re.DOTALL)
_AUTHOR = re.compile(r"\{\\info\b.{0,2000}?\{\\author ([^{}\\]{1,500})\}", re.DOTALL)
_YEAR = re.compile(r"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")

_HEAD = 200_000  # bytes; a guess: what it tells of itself stands after fonts and styles


def read_rtf(data: bytes, source: Source) -> Document:
    """Read RTF; it names no headings that could be relied on."""
    code = data.decode("latin-1")
    layout = TextBuilder()
    convert: Callable[..., str] = rtf_to_text
    for line in convert(_HIDDEN.sub("", code), errors="replace").splitlines():
        cells = line.split("|")
        if len(cells) > 2 and line.rstrip().endswith("|"):
            layout.row(cells)
        else:
            layout.part()
            layout.paragraph(line)
    head = code[:_HEAD]
    title, author, day = _TITLE.search(head), _AUTHOR.search(head), _YEAR.search(head)
    return layout.document(
        source,
        title=title[1] if title else "",
        author=author[1] if author else "",
        published=f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}" if day else "",
    )
