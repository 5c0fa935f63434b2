"""JSON, JSON Lines and notebooks: what they say, laid out for people."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from corpus.document import Document, Source
from corpus.errors import Damaged
from corpus.formats.cells import padded
from corpus.formats.heads import names_over, parted
from corpus.formats.markdown import read_markdown
from corpus.structured.json_text import Pairs, parse
from corpus.text import decode, title_from
from corpus.text_builder import TextBuilder

_SHORT = 200  # characters; a guess: longer words are a paragraph, not the field of a record
_DEEPEST = 60  # a guess: nobody reads what lies deeper, it is written as it stands
_FENCE = re.compile(r"`{3,}")


def read_json(data: bytes, source: Source) -> Document:
    """Read JSON: records as `name: value; …`, objects in objects under their names.

    Escapes are resolved, numbers stay as they are written, empty values are left out. Of a
    notebook the text, the code and the words of its outputs are read.
    """
    value = parse(decode(data))
    if value is None:
        raise Damaged("this JSON is damaged or incomplete: save it again")
    if isinstance(value, Pairs) and {"cells", "nbformat"} <= value.names():
        return _read_notebook(value, source)
    builder = TextBuilder()
    _write(builder, value, 1)
    return builder.document(source, title=title_from(source))


def _write(builder: TextBuilder, value: Any, level: int) -> None:
    if isinstance(value, Pairs):
        _write_object(builder, value, level)
    elif isinstance(value, list):
        _write_list(builder, value, level)
    else:
        builder.lines(_scalar(value))


def _write_object(builder: TextBuilder, pairs: Pairs, level: int) -> None:
    """Write an object: its short fields together, what is nested in it under its name."""
    fields: list[tuple[str, Any]] = []
    for name, value in pairs:
        if level <= 6 and _is_nested(value):
            _write_record(builder, Pairs(fields))
            fields = []
            builder.heading(level, name)
            _write(builder, value, level + 1)
        else:
            fields.append((name, value))
    _write_record(builder, Pairs(fields))


def _is_nested(value: Any) -> bool:
    if isinstance(value, Pairs):
        return bool(value)
    return isinstance(value, list) and any(isinstance(item, list | Pairs) for item in value)


def _write_list(builder: TextBuilder, values: Sequence[Any], level: int) -> None:
    rows = [value for value in values if isinstance(value, list)]
    if len(rows) == len(values) and not any(
        isinstance(v, list | Pairs) for row in rows for v in row
    ):
        _write_rows(builder, [[_scalar(cell) for cell in row] for row in rows])
        return
    for value in values:
        if isinstance(value, Pairs):
            _write_record(builder, value)
        elif isinstance(value, list):
            _write_list(builder, value, level) if level < _DEEPEST else builder.lines(_raw(value))
        else:
            builder.lines(_scalar(value))


def _write_rows(builder: TextBuilder, rows: Sequence[list[str]]) -> None:
    for part in parted([row for row in padded(rows) if any(row)]):
        if part.heads:
            names = names_over(part.rows[: part.heads])
            builder.records([*names, *part.rows[part.heads :]], part.heads)
        else:
            builder.table(part.rows)


def _write_record(builder: TextBuilder, pairs: Pairs) -> None:
    """Write a record as a paragraph; long words in it are paragraphs of their own."""
    line: list[str] = []
    for name, words in _flat(pairs, "", 0):
        if len(words) > _SHORT or "\n" in words:
            builder.paragraph("; ".join(line))
            line = []
            builder.lines(f"{name}: {words}")
        else:
            line.append(f"{name}: {words}")
    builder.paragraph("; ".join(line))


def _flat(pairs: Pairs, before: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the fields of a record with their words, those of nested objects as `outer.inner`."""
    for name, value in pairs:
        name = f"{before}.{name}" if before else name
        if isinstance(value, Pairs) and depth < _DEEPEST:
            yield from _flat(value, name, depth + 1)
        elif (
            isinstance(value, list)
            and any(isinstance(v, Pairs) for v in value)
            and depth < _DEEPEST
        ):
            for number, item in enumerate(value, 1):
                yield from _flat(Pairs([(str(number), item)]), name, depth + 1)
        elif words := _words(value):
            yield name, words


def _words(value: Any) -> str:
    if isinstance(value, list) and not any(isinstance(item, list | Pairs) for item in value):
        return ", ".join(filter(None, map(_scalar, value)))
    return _raw(value) if isinstance(value, list | Pairs) else _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value).strip()


def _raw(value: Any) -> str:
    """Return a value as JSON on one line."""
    return json.dumps(_plain(value, 0), ensure_ascii=False) if value else ""


def _plain(value: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        return "…"
    if isinstance(value, Pairs):
        return {name: _plain(item, depth + 1) for name, item in value}
    return [_plain(item, depth + 1) for item in value] if isinstance(value, list) else value


def _read_notebook(notebook: Pairs, source: Source) -> Document:
    """Read a Jupyter notebook as the Markdown that it shows."""
    parts: list[str] = []
    for cell in notebook.first("cells") or ():
        if isinstance(cell, Pairs):
            parts += _cell(cell)
    document = read_markdown("\n\n".join(parts).encode("utf-8", "replace"), source)
    return replace(document, published="", author="")


def _cell(cell: Pairs) -> Iterator[str]:
    words = _joined(cell.first("source"))
    if cell.first("cell_type") == "markdown":
        yield words
        return
    yield _fenced(words)
    for output in cell.first("outputs") or ():
        if isinstance(output, Pairs):
            yield _fenced(_output(output))


def _output(output: Pairs) -> str:
    if output.first("output_type") == "error":
        return f"{_scalar(output.first('ename'))}: {_scalar(output.first('evalue'))}"
    shown = output.first("data")
    if isinstance(shown, Pairs):
        return _joined(shown.first("text/plain") or shown.first("text/markdown"))
    return _joined(output.first("text"))


def _joined(lines: Any) -> str:
    """Return the words of a cell, which are one string or a list of lines."""
    if isinstance(lines, list):
        return "".join(line for line in lines if isinstance(line, str))
    return lines if isinstance(lines, str) else ""


def _fenced(words: str) -> str:
    if not words.strip():
        return ""
    fence = "`" * max(3, 1 + max(map(len, _FENCE.findall(words)), default=0))
    return f"{fence}\n{words}\n{fence}"
