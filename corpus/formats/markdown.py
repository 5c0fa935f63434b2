"""Markdown: its words without its marks, in the layout of plain text."""

import re
from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.token import Token

from corpus.document import Document, Heading, Source
from corpus.formats.markdown_inline import (
    COMMENTS,
    InlineWords,
    without_attributes,
    without_stand_ins,
)
from corpus.formats.markdown_tools import directive, without_tool_marks
from corpus.language import code_of
from corpus.passage import Span
from corpus.structured.frontmatter import split_front_matter
from corpus.table import MAX_CELLS, MAX_COLUMNS, MAX_TABLES, Table
from corpus.text import decode, require_words, title_from
from corpus.text_builder import cells_at

_MAX_NESTING = 100  # a guess: the parser leaves out what lies deeper; by itself it takes 20
_MAX_DIRECTIVES = 3  # one inside another; a guess: a deeper one is shown as code
_AMOUNT = re.compile(  # beside a sign, apart from its words, or after what sums are called
    r"(?i)[$€£¥]\s*\d|\d\s*[$€£¥]|(?:[ \t]{2}|\t|:)[ \t]*\d[\d.,]*$"
    r"|\b(?:total|subtotal|sum|balance|amount|due|paid|tax|vat|change)\b.*\d[.,]\d\d$"
)
_NO_WORD = re.compile(  # what is left of a date or a number when this is gone is a word
    r"(?i)\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|(?:mon|tues|wednes|thurs|fri|satur"
    r"|sun)day|mon|tue|wed|thu|fri|sat|sun|date|no|nr|am|pm|utc)\b"
    r"|\d+(?:st|nd|rd|th)?|[\W_]"
)


def read_markdown(data: bytes, source: Source) -> Document:
    """Read Markdown (CommonMark with tables).

    Headings, paragraphs, list items, table rows and code keep their words and order;
    link targets, emphasis marks, HTML tags, comments and struck-out words are left out. A table
    row is a line, its cells parted by ` | `. Obsidian's links, comments and callouts, Pandoc's
    notes, raised and lowered letters, definitions and attributes are known, and what
    programs that make manuals add (`markdown_tools`).
    """
    told, text = split_front_matter(decode(data))
    layout = _Layout()
    found: dict[str, bool] = {}
    layout.render(_parser().parse(without_tool_marks(without_stand_ins(text)), found))
    if found.get("commented"):
        layout.inline.notes[COMMENTS] = None
    canonical = layout.text()
    require_words(canonical)
    return Document(
        id=source.document_id,
        title=told.title or layout.title or title_from(source),
        source=told.source or source.label,
        text=canonical,
        headings=tuple(layout.headings),
        author=told.author,
        published=told.published,
        publisher=told.publisher,
        tables=tuple(layout.tables),
        notes=tuple(layout.inline.notes),
        language=code_of(told.language),
    )


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING})
    parser.enable(["table", "strikethrough"])
    parser.block.ruler.at("reference", _reference)
    parser.block.ruler.before("fence", "comment", _comment)
    return parser


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read `[name]: target`; `[^1]: words` is the text of a note."""
    if state.src.startswith("[^", state.bMarks[start] + state.tShift[start]):
        return False
    return reference(state, start, end, silent)


def _comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Pass over the lines from `%%` to `%%`, which Obsidian shows to nobody."""
    env = state.env
    if not state.src.startswith("%%", state.bMarks[start] + state.tShift[start]):
        return False
    if env.get("unclosed") or silent:
        return False
    for line in range(start, end):
        words = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()
        if words.endswith("%%") and (line > start or len(words) > 4):
            state.line = line + 1
            env["commented"] = True
            return True
    env["unclosed"] = True
    return False


class _Layout:
    """Collects the canonical text block by block, and where its headings stand."""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self._title = ""
        self._parts: list[str] = []
        self._length = 0
        self._lists: list[int | None] = []
        self._marker = ""
        self._apart = True
        self._cells: list[str] | None = None
        self._rows: list[tuple[Span, ...]] = []
        self._headed = False
        self._cell_count = 0
        self._quoted = False
        self._directives = _MAX_DIRECTIVES
        self.tables: list[Table] = []
        self.inline = InlineWords()
        self._level = 0
        self._underlined = False

    @property
    def title(self) -> str:
        """Return the first heading of level 1; an underlined one only if nothing is before it."""
        return self._title

    def text(self) -> str:
        return "".join(self._parts)

    def render(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type.endswith(("_open", "_close")):
                self._structure(token)
            else:
                self._content(token)

    def _structure(self, token: Token) -> None:
        """Follow what a token opens or closes."""
        match token.type:
            case "heading_open":
                self._level = int(token.tag[1])
                self._underlined = not token.markup.startswith("#")
            case "heading_close":
                self._level = 0
            case "bullet_list_open" | "ordered_list_open":
                self._apart = not self._lists
                ordered = token.type == "ordered_list_open"
                self._lists.append(int(token.attrs.get("start", 1)) if ordered else None)
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._open_item()
            case "list_item_close":
                self._apart = False
            case "blockquote_open":
                self._quoted = True
            case _:
                self._structure_of_table(token)

    def _structure_of_table(self, token: Token) -> None:
        match token.type:
            case "table_open":
                self._apart = True
                self._rows = []
            case "table_close":
                self._add_table()
            case "tr_open":
                self._cells = []
            case "thead_close":
                self._headed = bool(self._rows)
            case "tr_close":
                self._add_row(self._cells or [])
                self._cells = None

    def _content(self, token: Token) -> None:
        """Write what a token says."""
        match token.type:
            case "inline" if self._cells is not None:
                self._cells.append(" ".join(self.inline.of(token.children or ()).split()))
            case "inline" if self._level and not (self._underlined and _is_figure(token.content)):
                title = " ".join(self.inline.of(token.children or ()).split())
                self._heading(self._level, without_attributes(title))
            case "inline":
                self._paragraph(token.children or ())
            case "fence" | "code_block":
                self._code(token)
            case "html_block":
                self._block(self.inline.html(token.content))

    def _code(self, token: Token) -> None:
        """Write code; or what a directive says, which is Markdown in a fence."""
        found = directive(token.info, token.content) if self._directives else None
        if found is None:
            self._block(token.content.rstrip("\n"))
            return
        self._block(found.title)
        if found.is_markdown:
            self._directives -= 1
            self.render(_parser().parse(found.body, {}))
            self._directives += 1
        else:
            self._block(found.body.rstrip("\n"))

    def _paragraph(self, children: Sequence[Token]) -> None:
        if self._quoted and (callout := self.inline.callout(children)) is not None:
            title, children = callout
            self._block(title)
        self._quoted = False
        self._block(self.inline.of(children).lstrip(" "))

    def _add_row(self, cells: list[str]) -> None:
        if any(cells):
            start = self._line(" | ".join(cells).strip())
            self._rows.append(cells_at(start, cells))

    def _add_table(self) -> None:
        """Remember a table; one without any name over its columns has no head."""
        self._cell_count += sum(map(len, self._rows))
        narrow = all(len(row) <= MAX_COLUMNS for row in self._rows)
        room = self._cell_count <= MAX_CELLS and len(self.tables) < MAX_TABLES
        if self._rows and narrow and room:
            self.tables.append(Table(tuple(self._rows), heads=int(self._headed)))

    def _open_item(self) -> None:
        number = self._lists[-1]
        indent = "  " * (len(self._lists) - 1)
        if number is None:
            self._marker = f"{indent}- "
        else:
            self._marker = f"{indent}{number}. "
            self._lists[-1] = number + 1

    def _heading(self, level: int, title: str) -> None:
        if title:
            start = self._block(title)
            self.headings.append(Heading(level, title, start, start + len(title)))
            if level == 1 and not self._title and not (self._underlined and start):
                self._title = title

    def _block(self, words: str) -> int:
        """Append a block after an empty line; return where it starts.

        The first block of a list item follows the item before it on the next line.
        """
        self._apart = self._apart or not self._marker
        start = self._line(words)
        self._apart = True
        return start

    def _line(self, words: str) -> int:
        """Append a line, after an empty one where the layout asks for it."""
        words = words.strip("\n").rstrip()
        if not words.strip():
            return self._length
        if self._parts:
            self._append("\n\n" if self._apart else "\n")
        self._append(self._marker)
        self._marker = ""
        self._apart = False
        start = self._length
        self._append(words)
        return start

    def _append(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)


def _is_figure(words: str) -> bool:
    """Tell whether underlined words are a sum, a date or several lines: a receipt's, no heading."""
    return "\n" in words or _AMOUNT.search(words) is not None or not _NO_WORD.sub("", words)
