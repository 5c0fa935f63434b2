"""Tables of a page: which are tables of data, and what their rows and columns are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from selectolax.lexbor import LexborNode

from corpus.formats.column_names import is_name, is_number
from corpus.formats.heads import head_rows, may_name, parted
from corpus.formats.html.inline import ITEM, flat
from corpus.formats.html.names import traits
from corpus.formats.html.page import Page
from corpus.table import MAX_CELLS
from corpus.text_builder import TextBuilder, one_line

_LAYING_OUT = "h1, h2, h3, ul, ol, p + p, div > div, section"
_DATA = "th, caption, thead"
_LONG = 2_000  # characters; a guess: a cell with more is a part of the page
_REPEATED = 300  # characters; a guess: a cell with more that spans others is a text, not a name
_WIDEST = 1_000  # columns; as in browsers
_LISTED = 60  # characters of a line in a cell; a guess: a longer one is a sentence that was broken
_SECTIONS = ("thead", "tbody", "tfoot")


@dataclass(slots=True)
class _Cell:
    words: str
    head: bool
    bold: bool = False
    across: int = 1
    down: int = 1


Row = Sequence["_Cell | None"]


@dataclass(slots=True)
class _Grid:
    """The cells by row and column; `heads` are the rows that the page calls so."""

    rows: list[Row] = field(default_factory=list)
    heads: int = 0

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)


def is_data(table: LexborNode) -> bool:
    """Tell a table of data from one that only lays out what is in it."""
    attributes = table.attributes
    if (attributes.get("role") or "").lower() in ("presentation", "none"):
        return False
    if len(table.css("table")) > 1 or max(_widths(table), default=0) < 2:
        return False
    long = any(len(cell.text(deep=True)) > _LONG for cell in table.css("td"))
    if traits(attributes).data or (
        table.css_first(_DATA) is not None and table.css_first("h1, h2") is None
    ):
        return not long
    return not long and table.css_first(_LAYING_OUT) is None


def write_table(layout: TextBuilder, page: Page, table: LexborNode) -> None:
    """Write a table of data, row by row."""
    grid = _grid(page, table)
    caption = _caption(page, table)
    while (title := _title(grid, table)) is not None:
        words = one_line(title.words)
        caption = words if caption in words else ": ".join(filter(None, (caption, words)))
        grid.rows.pop(0)
        grid.heads = max(0, grid.heads - 1)
    if not grid.rows:
        layout.paragraph(caption)
        return
    for part, heads in _stacked(grid):
        while heads and _is_group(part.rows[0]):  # over heads in the middle of a table
            words = _padded([part.rows.pop(0)])[0][0]
            caption = ": ".join(filter(None, (caption, one_line(words))))
        _write_part(layout, part, heads, caption, traits(table.attributes).infobox)
        caption = ""


def _write_part(layout: TextBuilder, grid: _Grid, heads: int, caption: str, infobox: bool) -> None:
    labels = _labels(grid.rows[heads:])
    if heads:
        rows, grouped = _with_groups(grid, heads)
        layout.table(rows, heads=heads, labels=grouped + labels, caption=caption)
        return
    for group, part in _by_groups(grid.rows):
        over = ": ".join(filter(None, (caption, group)))
        layout.table(_all_words(part), labels=labels, caption=over)
        caption = "" if infobox else caption


def _widths(table: LexborNode) -> Iterator[int]:
    for row in table.css("tr"):
        yield sum(cell.tag in ("td", "th") for cell in row.iter(include_text=False))


def _caption(page: Page, table: LexborNode) -> str:
    caption = table.css_first("caption")
    if caption is None or page.leaves_out(caption, "caption"):
        return ""
    return one_line(flat(page, caption))


def _grid(page: Page, table: LexborNode) -> _Grid:
    grid = _Grid()
    room = MAX_CELLS  # for cells that others span
    for section, rows in _sections(page, table):
        first = len(grid.rows)
        spanning: dict[int, tuple[int, _Cell]] = {}
        for number, row in enumerate(rows):
            cells = [_cell(page, cell) for cell in _seen(page, row, ("td", "th"))]
            for cell in cells:
                left = len(rows) - number
                cell.down = min(cell.down or left, left)
                room -= cell.down * cell.across
                if room < 0:
                    cell.down = cell.across = 1
            grid.rows.append(_placed(cells, spanning))
        if section == "thead" and first == grid.heads:
            grid.heads = len(grid.rows)
    grid.rows = [row for row in grid.rows if row]
    return grid


def _sections(page: Page, table: LexborNode) -> list[tuple[str, list[LexborNode]]]:
    """Return the rows of each part of a table, in the order in which they are shown."""
    found = [
        (part.tag or "", list(_seen(page, part, ("tr",)))) for part in _seen(page, table, _SECTIONS)
    ]
    if loose := list(_seen(page, table, ("tr",))):
        found.append(("tbody", loose))
    return sorted(found, key=lambda part: _SECTIONS.index(part[0]))


def _seen(page: Page, node: LexborNode, tags: Sequence[str]) -> Iterator[LexborNode]:
    for child in node.iter(include_text=False):
        if child.tag in tags and not page.leaves_out(child, child.tag or ""):
            yield child


def _cell(page: Page, node: LexborNode) -> _Cell:
    attributes = node.attributes
    head = node.tag == "th" or attributes.get("role") in ("columnheader", "rowheader")
    return _Cell(
        _joined(flat(page, node), head),
        head,
        _is_bold(node),
        max(1, min(_number(attributes.get("colspan"), 1), _WIDEST)),
        _number(attributes.get("rowspan"), 1),
    )


def _number(words: str | None, otherwise: int) -> int:
    stripped = (words or "").strip()[:5]
    return int(stripped) if stripped.isascii() and stripped.isdigit() else otherwise


def _joined(words: str, head: bool) -> str:
    """Return the lines of a cell as one: items, names, numbers below each other stay apart."""
    items = [_one_line(item, head) for item in words.split(ITEM)]
    return "; ".join(filter(None, items))


def _one_line(words: str, head: bool) -> str:
    lines = [line for line in map(one_line, words.split("\n")) if line]
    joined = lines[0] if lines else ""
    for before, line in pairwise(lines):
        begins = line[0].isupper() or line[0].isdigit()
        listed = begins and before[-1].isalnum() and len(before) <= _LISTED
        joined += ("; " if listed and not head else " ") + line
    return joined


def _placed(cells: Sequence[_Cell], spanning: dict[int, tuple[int, _Cell]]) -> list[_Cell | None]:
    """Return a row with each cell in its columns, and those that reach down into it."""
    row: list[_Cell | None] = []
    waiting = list(reversed(cells))
    last = max(spanning, default=-1)
    while waiting or len(row) <= last:
        column = len(row)
        if column >= _WIDEST:
            break
        if column in spanning:
            left, cell = spanning.pop(column)
            if left > 1:
                spanning[column] = (left - 1, cell)
            row.append(cell)
        elif waiting:
            cell = waiting.pop()
            for place in range(column, column + cell.across):
                if cell.down > 1:
                    spanning[place] = (cell.down - 1, cell)
                row.append(cell)
        else:
            row.append(None)
    return row


def _title(grid: _Grid, table: LexborNode) -> _Cell | None:
    """Return the first row, where that is one cell over the whole table, not over some rows."""
    if not grid.rows:
        return None
    title = _whole_row(grid.rows[0], grid.width)
    if title is None or not title.head or traits(table.attributes).infobox:
        return title
    others = [_whole_row(row, grid.width) for row in grid.rows[1:]]
    groups = any(cell is not None and cell.head for cell in others)
    return None if groups and grid.heads == 0 and not _heads(grid.rows[1:]) else title


def _whole_row(row: Row, width: int) -> _Cell | None:
    """Return the one cell that a row is, where that is as wide as the table."""
    first = row[0]
    alone = first is not None and len(row) == width > 1 and all(cell is first for cell in row)
    return first if alone else None


def _stacked(grid: _Grid) -> Iterator[tuple[_Grid, int]]:
    """Yield the tables that stand over each other in one, each with the number of its heads."""
    rows = grid.rows
    heads = grid.heads or _marked_heads(rows)
    if not heads and _has_heads(rows):
        yield grid, 0
    elif grid.heads or _has_heads(rows):
        cuts = [*_further_heads(rows, heads), len(rows)]
        yield _Grid(rows[: cuts[0]]), heads
        for start, end in pairwise(cuts):
            part = rows[start:end]
            while part and _is_group(part[0]):
                part = part[1:]
            yield _Grid(rows[start:end]), _marked_heads(part)
    else:
        start = 0
        words = _padded(rows)
        for found in parted(words, marked=bool(heads)):
            end = start + len(found.rows)
            # Of a bold row that has one name only, over numbers beside labels.
            alone = heads if start == 0 and not words[0][0] else 0
            yield _Grid(rows[start:end]), found.heads or alone
            start = end


def _has_heads(rows: Sequence[Row]) -> bool:
    return any(cell is not None and cell.head for row in rows for cell in row)


def _further_heads(rows: Sequence[Row], heads: int) -> Iterator[int]:
    """Yield where rows below the first heads, and below other rows, name the columns anew."""
    has_body = False
    first = heads  # of the heads across the table right above
    for n, row in enumerate(rows[heads:], heads):
        if _is_group(row):
            continue
        if not _all_heads(row):
            has_body = True
        elif has_body and may_name([cell.words if cell is not None else "" for cell in row]):
            yield first
            has_body = False
        first = n + 1


def _is_group(row: Row) -> bool:
    whole = _whole_row(row, len(row))
    return whole is not None and whole.head


def _padded(rows: Sequence[Row]) -> list[list[str]]:
    width = max(map(len, rows), default=0)
    return [
        [cell.words if cell is not None else "" for cell in row] + [""] * (width - len(row))
        for row in rows
    ]


def _heads(rows: Sequence[Row]) -> int:
    """Return how many rows name the columns: marked ones, else those that differ from the rest."""
    if count := _marked_heads(rows):
        return count
    if _has_heads(rows):
        return 0
    return head_rows(_padded(rows))


def _marked_heads(rows: Sequence[Row]) -> int:
    """Return how many rows are heads by their marks: those of `th` only, else a bold one."""
    count = 0
    for row in rows:
        if not _all_heads(row) or _whole_row(row, len(row)) is not None:
            break
        count += 1
    if count == len(rows):
        return 1 if len(rows) > 1 else 0
    if count or _has_heads(rows):
        return count
    return int(len(rows) > 1 and _all_bold(rows[0]) and not _all_bold(rows[1]))


def _all_heads(row: Row) -> bool:
    return all(cell is None or cell.head or not cell.words for cell in row)


def _all_bold(row: Row) -> bool:
    return all(cell is not None and (cell.bold or not cell.words) for cell in row)


def _is_bold(node: LexborNode) -> bool:
    """Tell whether all the words of a cell are set in bold, as heads are without being marked."""
    only = next(node.iter(include_text=False), None)
    if only is None or only.tag not in ("b", "strong", "p", "font"):
        return False
    bold = only if only.tag in ("b", "strong") else only.css_first("b, strong")
    return bold is not None and bold.text(deep=True).strip() == node.text(deep=True).strip()


def _labels(rows: Sequence[Row]) -> int:
    """Return how many columns name the rows: those of heads only, else one of names by numbers."""
    body = [row for row in rows if _whole_row(row, len(row)) is None]
    count = 0
    for column in zip(*body, strict=False):
        if not all(cell is not None and cell.head for cell in column):
            break
        count += 1
    if count or not body:
        return min(count, max(1, len(body[0]) - 1)) if body else 0
    names_rows = all(row[0] is not None and _names_row(row[0].words) for row in body)
    return 1 if names_rows and len(body) > 1 and _numeric(body, 1) else 0


def _names_row(words: str) -> bool:
    return is_name(words) and not is_number(words)  # years are values


def _numeric(rows: Sequence[Row], start: int) -> bool:
    """Tell whether most cells from a column on are numbers."""
    words = [cell.words for row in rows for cell in row[start:] if cell is not None and cell.words]
    return sum(map(is_number, words)) > 0.5 * len(words)


def _with_groups(grid: _Grid, heads: int) -> tuple[list[list[str]], int]:
    """Return the words of the cells; a head across the table stands before each row below it.

    Says too how many columns that takes.
    """
    width = grid.width
    groups = [_whole_row(row, width) if n >= heads else None for n, row in enumerate(grid.rows)]
    grouped = any(cell is not None and cell.head for cell in groups)
    rows: list[list[str]] = []
    over = ""
    for row, whole in zip(grid.rows, groups, strict=True):
        if whole is not None and whole.head:
            over = one_line(whole.words)
            continue
        words = [whole.words] if whole is not None else _words(row, rows, grouped)
        rows.append([over, *words] if grouped else words)
    return (rows, 1) if grouped else (rows, 0)


def _by_groups(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Yield the rows of a table without names of columns, with the head that stands over them."""
    title, part = "", list[Row]()
    for row in rows:
        whole = _whole_row(row, len(row))
        if whole is None or not whole.head:
            part.append(row if whole is None else [whole])
            continue
        if part:
            yield title, part
        title, part = one_line(whole.words), []
    if part:
        yield title, part


def _all_words(rows: Sequence[Row]) -> list[list[str]]:
    found: list[list[str]] = []
    for row in rows:
        found.append(_words(row, found, grouped=False))
    return found


def _words(row: Row, above: Sequence[Sequence[str]], grouped: bool) -> list[str]:
    """Return the words of a row; a long text that spans cells stands in the first only."""
    words: list[str] = []
    seen: set[int] = set()
    last = above[-1][grouped:] if above else ()
    for column, cell in enumerate(row):
        text = cell.words if cell is not None else ""
        if cell is not None and len(text) > _REPEATED:
            repeats = id(cell) in seen or text in last[column : column + 1]
            seen.add(id(cell))
            text = "" if repeats else text
        words.append(text)
    return words
