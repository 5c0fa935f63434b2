"""The HTML of a mail, and how deep its parts are quoted."""

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.document import Source
from corpus.formats.html.reader import head_style, write_html
from corpus.formats.mail.thread import Depth
from corpus.table import Table
from corpus.text_builder import TextBuilder

_LONGEST_CELL = 80  # characters; a guess: what is longer is text that was set side by side
_CONTAINERS = frozenset(
    ("gmail_quote", "gmail_quote_container", "yahoo_quoted", "moz-forward-container",
     "protonmail_quote")
)  # fmt: skip
_QUOTED = re.compile("quote|cite")
_INDENTED = "border:none"  # Gmail's indentation is a blockquote too


def write_mail_html(builder: TextBuilder, html: str, depths: list[Depth]) -> None:
    """Write the HTML of a mail, noting where quotations begin and end."""
    tree = LexborHTMLParser(html)
    if tree.body is None:
        return
    cited: list[bool] = []
    containers = 0

    def around(node: LexborNode, opens: bool) -> None:
        nonlocal containers
        quotation, container = _is_quotation(node), _is_container(node)
        if not quotation and not container:
            return
        builder.part()
        if container:
            containers += 1 if opens else -1
        elif opens:
            cited.append(_is_cited(node, containers > 0))
        else:
            cited.pop()
        ends = container and not opens and not cited
        depths.append(Depth(builder.length, len(cited), all(cited[-1:]), fresh=ends))

    write_html(builder, tree.body, css=head_style(tree), around=around)


class Seen(NamedTuple):
    """The words that can be seen of HTML, and whether it lays figures or names out in a table."""

    words: str
    has_table: bool


def seen_of_html(html: str) -> Seen:
    """Return what can be seen of HTML."""
    tree = LexborHTMLParser(html)
    builder = TextBuilder()
    if tree.body is not None:
        write_html(builder, tree.body, css=head_style(tree))
    if not any(map(str.isalnum, builder.text)):
        return Seen("", False)
    document = builder.document(Source("", ""))
    return Seen(document.text, any(map(_is_data, document.tables)))


def _is_data(table: Table) -> bool:
    """Tell a table of data from one that only sets things side by side."""
    rows = table.rows
    short = all(cell.end - cell.start <= _LONGEST_CELL for row in rows for cell in row)
    return short and len(rows[0]) > 1 and len(rows) >= (2 if table.heads else 3)


def _is_quotation(node: LexborNode) -> bool:
    if node.tag != "blockquote":
        return False
    attributes = node.attributes
    style = "".join((attributes.get("style") or "").lower().split())
    quoted = (attributes.get("type") or "").lower() == "cite" or "class" in attributes
    return quoted or _INDENTED not in style


def _is_cited(node: LexborNode, in_container: bool) -> bool:
    """Tell a quotation that a mail program made from one that somebody may have written.

    Gmail gives the same class to both, but puts its own into a container.
    """
    if (node.attributes.get("type") or "").lower() == "cite":
        return True
    return in_container and bool(_QUOTED.search(node.attributes.get("class") or ""))


def _is_container(node: LexborNode) -> bool:
    """Tell an element that holds all that a mail program quotes, and nothing else."""
    return node.tag == "div" and not _CONTAINERS.isdisjoint(
        (node.attributes.get("class") or "").split()
    )
