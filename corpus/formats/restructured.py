"""reStructuredText, also that of Sphinx: read by docutils, written block by block."""

import re
from collections.abc import Iterable, Sequence
from textwrap import dedent
from typing import Any

from docutils import frontend, nodes, utils
from docutils.parsers.rst import Directive, Parser, directives, roles
from docutils.parsers.rst.directives import body, misc, tables  # noqa: F401  (no file opens later)
from docutils.statemachine import StringList
from docutils.transforms.references import Footnotes, Substitutions

from corpus.document import Document, Source
from corpus.errors import Damaged
from corpus.formats.html.lists import Numbering
from corpus.superscripts import lowered, raised
from corpus.text import decode
from corpus.text_builder import TextBuilder

_SUBSTITUTION = 10_000  # characters; the limit of docutils itself for what one expands to
_DIRECTIVE = re.compile(r"\.\. {1,20}(?:\|[^|\n]{1,200}\| {1,20})?([\w.+:-]{1,60}?) ?::(?!\S)")
_ROLE = re.compile(r":([\w.+:-]{1,60}):(?=`)|(?<=`):([\w.+:-]{1,60}):")
_OPTION = re.compile(r"\s*:[\w -]{1,60}:(?:\s|$)")
_LOST = 3  # the level of errors from which on docutils leaves out the words
_LINK = re.compile(r"\s{0,60}<[^<>]*>$")
_NO_WORDS = re.compile(r"[\W_]*$|\s*\.\. |\s*:[\w -]{1,60}:(?:\s|$)")

_ADMONITIONS = frozenset(
    "attention caution danger error hint important note seealso tip todo warning".split()
)
_SINCE = {
    "versionadded": "Added in version",
    "versionchanged": "Changed in version",
    "deprecated": "Deprecated since version",
    "versionremoved": "Removed in version",
}
_CODE = frozenset(
    "code code-block console doctest highlight-code productionlist prompt sourcecode"
    " testcode".split()
)
_UNTITLED = frozenset("class container figure grid ifconfig only rst-class tabs".split())
_UNSEEN = frozenset(
    "autosummary bibliography codeauthor contents currentmodule date default-role footer graphviz"
    " header highlight image include index literalinclude mermaid meta module plot program raw role"
    " section-numbering sectionauthor sectnum tabularcolumns target-notes testcleanup testsetup"
    " title toctree uml".split()
)
_OWN = frozenset(
    "csv-table line-block list-table math parsed-literal replace table unicode".split()
)
"""Directives that docutils itself reads best; what is in no set here is a title and a text."""
_OWN_ROLES = frozenset(("", *"code literal math sub subscript sup superscript".split()))

_VERBATIM = frozenset(
    "command dfn envvar file guilabel kbd mailheader makevar menuselection option program regexp"
    " samp".split()
)
"""Roles whose words are no reference with a target: `git checkout <branch>`."""

_SETTINGS = frontend.get_default_settings(Parser)
vars(_SETTINGS).update(
    file_insertion_enabled=False,
    raw_enabled=False,
    report_level=5,  # none is told,
    halt_level=5,  # and none ends the reading
    smart_quotes=False,
)


def read_restructured(data: bytes, source: Source) -> Document:
    """Read reStructuredText: headings, paragraphs, lists, definitions, tables, code and notes.

    Comments, labels, pictures, options and marks are left out; no other file is opened.

    Raises:
        Damaged: If it is nested too deeply.
    """
    builder = TextBuilder()
    try:
        _Blocks(builder).write(_tree(decode(data)).children)
    except RecursionError:
        raise Damaged("it is nested too deeply to be read") from None
    return builder.document(source)


def _tree(text: str) -> nodes.document:
    for name in {name.lower() for name in _DIRECTIVE.findall(text)} - _OWN:
        directives.register_directive(name, _kind(name))
    for name in {name.lower() for pair in _ROLE.findall(text) for name in pair} - _OWN_ROLES:
        roles.register_local_role(name, _role)
    settings = _SETTINGS.copy()
    settings.line_length_limit = len(text)
    document = utils.new_document("", settings)
    Parser().parse(text, document)
    settings.line_length_limit = _SUBSTITUTION
    for reference in document.findall(nodes.substitution_reference):
        name = reference["refname"]
        if name.lower() not in document.substitution_names:
            as_it_stands = nodes.substitution_definition("", nodes.Text(reference.rawsource))
            document.note_substitution_def(as_it_stands, name)
    document.transformer.add_transforms((Substitutions, Footnotes))
    document.transformer.apply_transforms()
    for element in list(document.findall(nodes.Element)):
        _settle(element)
    return document


# What Sphinx and others add --------------------------------------------------------------


def _role(name: str, raw: str, text: str, *_: Any) -> tuple[list[Any], list[Any]]:
    """Return what a role is said of: its words, without the target behind them."""
    words = utils.unescape(text)
    if name.lower() not in _VERBATIM:
        words = _LINK.sub("", words) or words.strip("<>")
    return [nodes.inline(raw, "" if name.lower().startswith("raw") else words.lstrip("~!"))], []


class _Unseen(Directive):
    """A directive that says nothing in words."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        return [nodes.inline()]


class _Titled(Directive):
    """A directive with a title in its first line, options and a text."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        first, below = self._parts()
        title = [] if self.name.lower() in _UNTITLED or not first else self._said("", first)
        return [*title, *self._parsed(below)]

    def _parts(self) -> tuple[str, StringList]:
        """Return the words behind the name, and the lines below them and the options."""
        first = self.block_text.partition("\n")[0].partition("::")[2].strip()
        below = self.content[1:] if first else self.content
        if below and _OPTION.match(below[0]):
            while below and below[0].strip():
                below = below[1:]
        return first, below

    def _said(self, label: str, words: str) -> list[nodes.Node]:
        found, messages = self.state.inline_text(words, self.lineno)
        return [nodes.paragraph("", label, *found), *messages]

    def _parsed(self, lines: StringList) -> list[nodes.Node]:
        parent = nodes.Element()
        self.state.nested_parse(lines, self.content_offset, parent)
        return list(parent.children)


class _Admonition(_Titled):
    """A directive whose name is its title, and whose text may begin in its first line."""

    def run(self) -> list[nodes.Node]:
        first, below = self._parts()
        label = "See also" if self.name.lower() == "seealso" else self.name.capitalize()
        lines = self.content[:1] + below if first else below
        return [nodes.paragraph("", label), *self._parsed(lines)]


class _Since(_Titled):
    """A directive with a version and what came with it."""

    def run(self) -> list[nodes.Node]:
        first, below = self._parts()
        return [*self._said(f"{_SINCE[self.name.lower()]} ", first), *self._parsed(below)]


class _Code(_Titled):
    """Code, whatever its language is."""

    def run(self) -> list[nodes.Node]:
        _, below = self._parts()
        return [nodes.literal_block("", "\n".join(below))]


def _kind(name: str) -> type[Directive]:
    if name in _UNSEEN:
        return _Unseen
    if name in _ADMONITIONS:
        return _Admonition
    if name in _SINCE:
        return _Since
    return _Code if name in _CODE else _Titled


# From the tree to blocks -----------------------------------------------------------------

_NOWHERE = (nodes.comment, nodes.substitution_definition)


def _settle(element: nodes.Element) -> None:
    """Keep of an element's children what is seen; write marks of notes and powers as text."""
    if all(isinstance(child, nodes.Text) for child in element.children):
        return
    kept: list[nodes.Node] = []
    for child in element.children:
        match child:
            case nodes.footnote_reference() | nodes.citation_reference():
                kept.append(nodes.Text(f"[{child.astext()}]"))
            case nodes.superscript() | nodes.subscript():
                write = raised if isinstance(child, nodes.superscript) else lowered
                before = "".join(node.astext() for node in kept[-3:])
                kept.append(nodes.Text(write(child.astext(), before)))
            case nodes.system_message():
                kept += _rescued(child) if child["level"] >= _LOST else []
            case _ if not isinstance(child, _NOWHERE):
                kept.append(child)
    element.children = kept


def _rescued(message: nodes.system_message) -> list[nodes.Node]:
    """Return the words of a block that docutils cannot read: a table drawn badly, a title."""
    blocks = [block.astext().split("\n") for block in message.findall(nodes.literal_block)]
    words = [[line for line in lines if not _NO_WORDS.match(line)] for lines in blocks]
    return [nodes.literal_block("", dedent("\n".join(lines))) for lines in words]


class _Blocks:
    """Writes the blocks of a tree."""

    def __init__(self, builder: TextBuilder) -> None:
        self._builder = builder
        self._level = 0
        self._depth = -1  # of lists

    def write(self, blocks: Iterable[nodes.Node]) -> None:
        """Write blocks one after another."""
        for node in blocks:
            self._write(node)

    def _write(self, node: nodes.Node) -> None:
        builder = self._builder
        match node:
            case nodes.section():
                self._level += 1
                self.write(node.children)
                self._level -= 1
            case nodes.title():
                builder.heading(max(1, self._level), node.astext())
            case nodes.literal_block() | nodes.doctest_block() | nodes.math_block():
                builder.lines(node.astext())
            case nodes.line_block():
                builder.lines("\n".join(line.astext() for line in node.findall(nodes.line)))
            case nodes.bullet_list() | nodes.enumerated_list():
                self._list(node)
            case nodes.definition_list() | nodes.field_list() | nodes.option_list():
                builder.part()
                self.write(node.children)
                builder.part()
            case nodes.definition_list_item() | nodes.footnote() | nodes.citation():
                builder.part()
                self._labelled(node)
            case nodes.field() | nodes.option_list_item():
                self._labelled(node)
            case nodes.table():
                self._table(node)
            case nodes.transition():
                builder.part()
            case nodes.TextElement() | nodes.Text():
                builder.paragraph(node.astext())
            case _:
                self.write(node.children)

    def _labelled(self, node: nodes.Element) -> None:
        """Write a term, a field, an option or the mark of a note, and behind it what it says."""
        if isinstance(node, nodes.footnote | nodes.citation):
            label, *blocks = node.children
            words = f"[{label.astext()}]"
        else:
            *labels, said = node.children
            blocks = [*said.children]
            if isinstance(node, nodes.option_list_item):
                words = ", ".join(option.astext() for option in labels[0].children)
            else:
                words = f"{' : '.join(label.astext() for label in labels)}:"
        if blocks:
            first, rest = _first_words(blocks)
            self._builder.row([f"{words} {first}"])
            self.write(rest)

    def _list(self, node: nodes.bullet_list | nodes.enumerated_list) -> None:
        kind = node.get("enumtype", "bullet").replace("arabic", "decimal")
        numbers = Numbering(re.sub("(?<=er)(?=alpha|roman)", "-", kind), node.get("start", 1))
        self._depth += 1
        if not self._depth:
            self._builder.part()
        for item in node.children:
            first, rest = _first_words(item.children)
            marker = numbers.next()
            if marker[0].isalpha():
                self._builder.part()  # "a." begins no item to what finds sentences
            self._builder.item(first, self._depth, marker)
            self.write(rest)
        self._depth -= 1
        if self._depth < 0:
            self._builder.part()

    def _table(self, node: nodes.table) -> None:
        titles = [part for part in node.children if isinstance(part, nodes.title)]
        caption = " ".join(title.astext() for title in titles)
        labels = sum("stub" in column for column in node.findall(nodes.colspec))
        parts = [part for group in node.children for part in group.children]
        heads = sum(len(part.children) for part in parts if isinstance(part, nodes.thead))
        rows = [
            [cell for cell in row.children if isinstance(cell, nodes.entry)]
            for part in parts
            for row in part.children
            if isinstance(row, nodes.row)
        ]
        self._builder.table(_grid(rows), heads=heads, labels=labels, caption=caption)


def _first_words(blocks: Sequence[nodes.Node]) -> tuple[str, Sequence[nodes.Node]]:
    """Return the words of the first paragraph, if it comes first, and the blocks behind it."""
    if blocks and isinstance(blocks[0], nodes.paragraph):
        return blocks[0].astext(), blocks[1:]
    return "", blocks


def _grid(rows: Sequence[Sequence[nodes.entry]]) -> list[list[str]]:
    """Return the words of cells; one that spans several rows or columns stands in each."""
    filled: list[dict[int, str]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in filled[number]:
                column += 1
            words = cell.astext()
            for below in filled[number : number + 1 + cell.get("morerows", 0)]:
                for place in range(column, column + 1 + cell.get("morecols", 0)):
                    below[place] = words
    return [[row.get(column, "") for column in range(max(row, default=-1) + 1)] for row in filled]
