"""What stands numbered or marked at the beginning of a line: items of a list, and headings."""

import re

LIST_ITEM = r"(?:[-*+•‣–]|\(?[0-9]{1,3}[.)]|\([a-z]\)|\[[0-9]{1,3}\])[ \t]+\S"
_LIST_ITEM = re.compile(LIST_ITEM)
_SMALL_BEHIND = re.compile(r"[ \t]*[(\[]?(?P<number>[0-9]{1,3})[.)\]][ \t]+[a-zß-öø-ÿ]")
_HEADING = re.compile(
    r"(?:§+\s*\d{1,4}[a-z]?|(?:\d{1,3}|[IVX]{1,5}|[a-z])[.)]|\d{1,2}(?:\.\d{1,2})+[.)]?"
    r"|\([a-z\d]{1,3}\))\s+"
    r"(?:(?i:the)\s+)?[^\W\d_][^\s\d]*(?:\s(?!(?:the|an?|at|in|it)\s)[^\s\d]+){0,2}\."
)


def opens_item(text: str, start: int) -> bool:
    """Tell whether a list item or a numbered paragraph begins at this position."""
    line = start
    while line and text[line - 1] in " \t":
        line -= 1
    return (not line or text[line - 1] == "\n") and _LIST_ITEM.match(text, start) is not None


def is_wrapped(text: str, line: int, start: int, end: int) -> bool:
    """Tell whether the number that begins a line goes on with the one before: `(page / 12) for`.

    In a list that begins small the line before or the numbers beside it are marked too.
    `text[start:end]` is the paragraph.
    """
    match = _SMALL_BEHIND.match(text, line, end)
    if match is None:
        return False
    before = text[text.rfind("\n", start, line - 1) + 1 or start : line].strip()
    if before.endswith(":") or _LIST_ITEM.match(before):
        return False
    beside = "|".join(str(int(match["number"]) + step) for step in (-1, 1))
    return re.search(rf"(?m)^[ \t]*[(\[]?(?:{beside})[.)\]][ \t]", text[start:end]) is None


def heads_its_line(words: str, after: str) -> bool:
    """Tell whether words are a numbered heading in the line that it heads: `3. Fee. The …`.

    Such a heading has up to three words, and more than one word follows.
    """
    return _HEADING.fullmatch(words) is not None and "." not in after.split()[0]
