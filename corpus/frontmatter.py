"""What a text tells of itself in the block between two `---` lines at its top."""

import re
from datetime import date
from typing import NamedTuple

import yaml

_BLOCK = re.compile(r"\A---[ \t]*\n(.{0,65536}?\n)(?:---|\.\.\.)[ \t]*(?:\n+|\Z)", re.DOTALL)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


class FrontMatter(NamedTuple):
    """The fields that Pincite uses; empty where the text does not tell."""

    title: str = ""
    author: str = ""
    published: str = ""
    publisher: str = ""
    source: str = ""


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """Return what the block tells, and the text after it.

    Where there is no such block, or it is not a YAML mapping, the text is whole.
    """
    match = _BLOCK.match(text)
    if match is None:
        return FrontMatter(), text
    try:
        block = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        return FrontMatter(), text
    if not isinstance(block, dict):
        return FrontMatter(), text
    told = FrontMatter(
        title=_words(block.get("title")),
        author=_words(block.get("author", block.get("authors"))),
        published=_words(block.get("date", block.get("published"))),
        publisher=_words(block.get("publisher")),
        source=_words(block.get("source", block.get("url"))),
    )
    return told, text[match.end() :]


def _words(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(
            # A guess: authors that fit a line or two.
            filter(None, (_words(item) for item in value[:20] if not isinstance(item, list)))
        )
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        return ""
    try:
        words = str(value)
    except ValueError:  # YAML can write integers that Python refuses to print
        return ""
    return " ".join(_UNPRINTABLE.sub(" ", words).split())[:500]  # a guess, as of other formats
