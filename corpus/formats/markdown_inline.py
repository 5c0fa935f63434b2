"""The words of a line of Markdown: without its marks, with those of notes told from numbers."""

import html
import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from corpus.superscripts import lowered, note_mark, raised

_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_RAISING = re.compile(r"<(/?)(sup|sub|del|s|strike)\b", re.IGNORECASE)

# Stand-ins while marks are looked for: the place of code, and the end of a line that goes on.
_CODE = "\x01"
_LINE = "\x02"
_GONE = "\x03"
_MARKED = re.compile(rf"\[\[|%%|\[\^|\^|==|~|:::|!!!|\?\?\?|\{{:|{_LINE}:|^:")

_WIKI_LINK = re.compile(r"!?\[\[(?![\s\d])([^\[\]|\n]{1,200}?)(?:\\?\|([^\[\]\n]{1,200}))?\]\]")
_PICTURE = re.compile(r"(?i)\.(?:png|jpe?g|gif|svg|webp|bmp|avif|mp[34]|mov|webm|pdf)$")
_COMMENT = re.compile(r"(?<![\w%])%%(?!%)[^%]{0,1000}(?:%[^%]{1,1000}){0,3}%%(?![\w%])")
_NOTE_TEXT = re.compile(rf"(^|{_LINE})\[\^([^\[\]\s]{{1,60}})\]:[ \t]*")
_NOTE = re.compile(r"\[\^([^\[\]\s]{1,60})\]")
_INLINE_NOTE = re.compile(r"\^\[([^\[\]]{1,500})\]")
_RAISED = re.compile(r"\^(\d{1,4}(?:[,–-]\d{1,4})*|[a-z]{1,3}|[*†‡]{1,3})\^")
_LOWERED = re.compile(r"(?<=\w)~([^\s~]{1,10})~")
_HIGHLIGHT = re.compile(r"==(?=[^\s=])([^=\n]{1,300}?)(?<=\S)==")
_FENCED_DIV = re.compile(
    rf"(?:^|{_LINE})(?::{{3,}}|!!!|\?\?\?\+?|===[+!]?(?=[ \t]*\"))[ \t]*\{{?\.?([\w-]*)\}}?[ \t]*"
    rf"([^{_LINE}\n]*)(?={_LINE}|\n|$)"
)
_DEFINITION = re.compile(rf"{_LINE}:[ \t]+")
_BLOCK_ID = re.compile(r"\s\^[a-zA-Z0-9][a-zA-Z0-9-]{3,40}$")
_CALLOUT = re.compile(r"\[!([\w-]{1,40})\][+-]?[ \t]*")
_ATTRIBUTES = re.compile(r"\s*\{[#.:][^{}]*\}\s*$")
_ATTRIBUTE = r"(?:[#.][\w-]+|[\w:-]+=(?:\"[^\"{}]*\"|'[^'{}]*'|[^\s{}\"']+))"
_BEHIND = re.compile(rf"\{{:?[ \t]*{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*[ \t]*\}}")
_OF_BLOCK = re.compile(rf"(?:^|{_LINE})\{{:[^{{}}]*\}}[ \t]*(?={_LINE}|\n|$)")
_TAKE_ATTRIBUTES = frozenset("image link_close strong_close em_close code_inline".split())

_HIDDEN_HTML = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_STRUCK_HTML = re.compile(r"<(del|s|strike)\b[^<>]*>.{0,2000}?</\1\s*>", re.DOTALL | re.IGNORECASE)
_CELL_END = re.compile(r"</t[dh]\s*>\s*(?=<t[dh]\b)", re.IGNORECASE)
_BLOCK_END = re.compile(
    r"<br\b[^<>]*>|</(?:p|div|li|tr|h[1-6]|summary|d[td])\s*>\n?", re.IGNORECASE
)
_RAISED_HTML = re.compile(r"<su([pb])\b[^<>]*>([^<>]{0,200})</su[pb]\s*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")

_LONGEST_BLOCK = 1_000_000  # characters; a guess: more is no page, and is not searched in vain

STRUCK = "Struck-out words were left out."
COMMENTS = "Comments were left out."


class InlineWords:
    """Takes the words out of lines, and remembers what it left out."""

    def __init__(self) -> None:
        self.notes: dict[str, None] = {}

    def of(self, children: Sequence[Token]) -> str:
        """Return the words of a line, without struck ones and marks."""
        parts: list[str] = []
        codes: list[str] = []
        opened: list[tuple[str, int]] = []
        for child, content in _without_attributes(children):
            match child.type:
                case "text" | "image":
                    parts.append(content)
                case "code_inline":
                    parts.append(_CODE)
                    codes.append(child.content)
                case "softbreak":
                    parts.append(_LINE)
                case "hardbreak":
                    parts.append("\n")
                case "s_open":
                    opened.append(("s", len(parts)))
                case "s_close":
                    self._close(parts, opened, "s")
                case "html_inline":
                    self._tag(child.content, parts, opened)
        words = "".join(parts)
        if _MARKED.search(words):
            words = self._unmarked(words)
        words = words.replace(_LINE, " ")
        if opened or STRUCK in self.notes:
            words = words.replace(f" {_GONE} ", " ").replace(_GONE, "")
        if codes:
            words = re.sub(_CODE, lambda _: codes.pop(0), words, count=len(codes))
        return words

    def callout(self, children: Sequence[Token]) -> tuple[str, Sequence[Token]] | None:
        """Return the title of a callout (`[!warning] Title`) and what follows it on other lines."""
        first = children[0].content if children and children[0].type == "text" else ""
        match = _CALLOUT.match(first)
        if match is None:
            return None
        line = next(
            (at for at, c in enumerate(children) if c.type.endswith("break")), len(children)
        )
        title = self.of(children[:line])[match.end() :].strip()
        return title or match[1].replace("-", " ").capitalize(), children[line + 1 :]

    def html(self, block: str) -> str:
        """Return the words of a block of HTML: cells apart, each block on lines of its own."""
        block = _HIDDEN_HTML.sub("", block)
        if len(block) < _LONGEST_BLOCK:
            block, struck = _STRUCK_HTML.subn("", block)
            self.notes |= {STRUCK: None} if struck else {}
        block = _BLOCK_END.sub("\n", _CELL_END.sub(" | ", block))
        block = _RAISED_HTML.sub(_raised_html, block)
        return html.unescape(_TAG.sub("", block))

    def _tag(self, tag: str, parts: list[str], opened: list[tuple[str, int]]) -> None:
        if _BREAK.match(tag):
            parts.append("\n")
        elif match := _RAISING.match(tag):
            name = match[2].lower()
            name = "s" if name in ("del", "strike") else name
            if match[1]:
                self._close(parts, opened, name)
            else:
                opened.append((name, len(parts)))

    def _close(self, parts: list[str], opened: list[tuple[str, int]], name: str) -> None:
        """End raised, lowered or struck words that began with the last opening."""
        if not opened or opened[-1][0] != name:
            return
        _, start = opened.pop()
        words = "".join(parts[start:])
        if _CODE in words:
            return
        del parts[start:]
        before = "".join(parts[-20:])
        if name == "sup":
            parts.append(raised(words, before))
        elif name == "sub":
            parts.append(lowered(words, before))
        elif words.strip():
            self.notes[STRUCK] = None
            parts.append(_GONE)

    def _unmarked(self, words: str) -> str:
        words, comments = _COMMENT.subn("", words)
        if comments:
            self.notes[COMMENTS] = None
        words = _OF_BLOCK.sub("", words)
        words = _WIKI_LINK.sub(_link, words)
        words = _NOTE_TEXT.sub(lambda m: ("\n" if m[1] else "") + note_mark(m[2]) + " ", words)
        words = _NOTE.sub(lambda m: note_mark(m[1]), words)
        words = _INLINE_NOTE.sub(r" [\1]", words)
        words = _RAISED.sub(
            lambda m: raised(m[1], m.string[max(0, m.start() - 40) : m.start()]), words
        )
        words = _LOWERED.sub(lambda m: lowered(m[1], m.string[m.start() - 1]), words)
        words = _FENCED_DIV.sub(_division, _HIGHLIGHT.sub(r"\1", words))
        words = re.sub(rf"\n[{_LINE} ]+", "\n", words)
        words = _defined(words).removeprefix(": ")
        return _BLOCK_ID.sub("", words)


def without_stand_ins(text: str) -> str:
    """Return a text without the control characters that stand in for something here."""
    for stand_in in (_CODE, _LINE, _GONE):
        text = text.replace(stand_in, "")
    return text


def without_attributes(title: str) -> str:
    """Return a heading without the `{#name .class}` behind it."""
    return _ATTRIBUTES.sub("", title)


def _without_attributes(children: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """Yield tokens with what they hold, without the `{.class}` behind what takes attributes."""
    before = ""
    for child in children:
        content = child.content
        if (
            before in _TAKE_ATTRIBUTES
            and child.type == "text"
            and (found := _BEHIND.match(content))
        ):
            content = content[found.end() :]
        yield child, content
        before = child.type


def _link(match: re.Match[str]) -> str:
    """Return what a link between notes shows: its words, or the name of the note."""
    if match[2] and not match[2].isdigit():
        return match[2]
    return "" if _PICTURE.search(match[1]) else match[1].replace("#", " > ").removeprefix(" > ")


def _division(match: re.Match[str]) -> str:
    title = match[2].strip().strip('"{}')
    return f"\n{title or match[1].replace('-', ' ').capitalize()}\n"


def _defined(words: str) -> str:
    """Put a term and its definition on one line, further definitions on their own."""
    term, *definitions = _DEFINITION.split(words)
    if not definitions:
        return words
    first = "\n" if term.rstrip().endswith(":") else ": "
    return f"{term}{first}" + "\n".join(definitions)


def _raised_html(match: re.Match[str]) -> str:
    before = _TAG.sub("", match.string[max(0, match.start() - 80) : match.start()])
    write = raised if match[1].lower() == "p" else lowered
    return write(html.unescape(match[2]), html.unescape(before))
