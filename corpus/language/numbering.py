"""What stands numbered or marked at the beginning of a line: items of a list, and headings."""

import re
from itertools import islice

LIST_ITEM = r"(?:[-*+•‣–]|\(?[0-9]{1,3}[.)]|\([a-z]\)|\[[0-9]{1,3}\])[ \t]+\S"
_LIST_ITEM = re.compile(LIST_ITEM)
_MARKED = re.compile(rf"(?m)^[ \t]*+(?={LIST_ITEM})")
_SMALL_BEHIND = re.compile(r"[ \t]*[(\[]?[0-9]{1,3}[.)\]][ \t]+[a-zß-öø-ÿ]")
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


def wrapped_numbers(text: str, start: int, end: int) -> set[int]:
    """Return where a line of a paragraph begins with a number that belongs to the line before.

    `(page / 12) for`, `Lund et al. / [10] showed`: small words follow. In a list other lines are
    marked as well, or a colon stands before it.
    """
    marked = [*islice(_MARKED.finditer(text, start, end), 2)]
    if len(marked) != 1 or not _SMALL_BEHIND.match(text, marked[0].start(), end):
        return set()
    place = marked[0].start()
    return set() if text[start:place].rstrip().endswith(":") else {place}


def heads_its_line(words: str, after: str) -> bool:
    """Tell whether `words` are a numbered run-in heading, such as `3. Fee.` in `3. Fee. The …`.

    Such a heading has up to three words, and more than one word follows.
    """
    return _HEADING.fullmatch(words) is not None and "." not in after.split()[0]
