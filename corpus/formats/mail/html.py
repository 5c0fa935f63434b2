"""The HTML of a mail, and how deep its parts are quoted."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.formats.html.reader import write_html
from corpus.formats.mail.thread import Depth
from corpus.text_builder import TextBuilder

_INDENTED = "border:none"  # Gmail's indentation is a blockquote too


def write_mail_html(builder: TextBuilder, html: str, depths: list[Depth]) -> None:
    """Write the HTML of a mail, noting where quotations begin and end."""
    body = LexborHTMLParser(html).body
    if body is None:
        return
    depth = 0

    def around(node: LexborNode, opens: bool) -> None:
        nonlocal depth
        if _is_quotation(node):
            builder.part()
            depth += 1 if opens else -1
            depths.append(Depth(builder.length, depth))

    write_html(builder, body, around=around)


def words_of_html(html: str) -> str:
    """Return the words that can be seen of HTML."""
    body = LexborHTMLParser(html).body
    builder = TextBuilder()
    if body is not None:
        write_html(builder, body)
    return builder.text


def _is_quotation(node: LexborNode) -> bool:
    if node.tag != "blockquote":
        return False
    attributes = node.attributes
    style = "".join((attributes.get("style") or "").lower().split())
    quoted = (attributes.get("type") or "").lower() == "cite" or "class" in attributes
    return quoted or _INDENTED not in style
