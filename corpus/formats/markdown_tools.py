"""What programs that make manuals of Markdown add to it: MkDocs, MyST, GitBook, Jekyll, Hugo."""

import re
from typing import NamedTuple

_INSET = 4  # spaces before what belongs to an admonition
_ADMONITION = re.compile(r'(?:!!!|\?\?\?\+?)[ \t]+[\w"\'{]|===[+!]?[ \t]+"[^"\n]+"[ \t]*$')
_FENCE = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})")
_TEMPLATE_TAGS = re.compile(
    r"[ \t]*(?:(?:\{%(?:(?!%\}).){0,500}%\}|\{\{[<%](?:(?!\}\}).){0,500}[>%]\}\})[ \t]*)+$"
)
_DIRECTIVE = re.compile(r"\{([\w:.-]{1,40})\}[ \t]*(.*)")
_OPTION = re.compile(r"[ \t]*:[\w-]{1,40}:(?:[ \t].*)?$")
_ADMONITIONS = frozenset(
    "note warning tip hint important caution danger attention error seealso"
    " admonition dropdown".split()
)
_WITH_WORDS = _ADMONITIONS | frozenset("figure card margin sidebar topic tab-item".split())
_WITHOUT_WORDS = frozenset("image toctree contents tableofcontents bibliography index".split())


class Directive(NamedTuple):
    """A directive in a fence: its title, its body, and whether that is Markdown, not code."""

    title: str
    body: str
    is_markdown: bool


def without_tool_marks(text: str) -> str:
    """Return Markdown with what is inset in admonitions and tabs set out, without template tags.

    CommonMark takes what is inset by four spaces for code. Only tags with a line of their own
    (`{% hint %}`, `{{< note >}}`) are left out, and none in code.
    """
    lines: list[str] = []
    insets: list[int] = []
    fence, depth = "", 0
    for line in text.split("\n"):
        words = line.lstrip(" \t")
        indent = len(line[: len(line) - len(words)].expandtabs(_INSET))
        while words and insets and indent < insets[-1] + _INSET:
            insets.pop()
        if len(insets) < depth:
            fence = ""
        if insets:
            line = " " * (indent - _INSET * len(insets)) + words
        if fence:
            ended = words.startswith(fence) and not words.rstrip().strip(fence[0])
            fence = "" if ended else fence
        elif opened := _FENCE.match(words):
            fence, depth = opened[1], len(insets)
        elif _ADMONITION.match(words):
            insets.append(indent)
        elif _TEMPLATE_TAGS.match(line):
            line = ""
        lines.append(line)
    return "\n".join(lines)


def directive(info: str, content: str) -> Directive | None:
    """Return the directive that a fence is (` ```{note} Title `), without its options."""
    match = _DIRECTIVE.fullmatch(info.strip())
    if match is None:
        return None
    name = match[1].lower()
    if name in _WITHOUT_WORDS:
        return Directive("", "", is_markdown=False)
    lines = content.split("\n")
    while lines and _OPTION.match(lines[0]):
        del lines[0]
    title = match[2] or name.capitalize() if name in _ADMONITIONS else ""
    return Directive(title, "\n".join(lines), is_markdown=name in _WITH_WORDS)
