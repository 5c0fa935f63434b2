"""What a text tells of itself in the block between two `---` lines at its top."""

import re
from datetime import date
from typing import NamedTuple

import yaml

_BLOCK = re.compile(r"\A---[ \t]*\n(.{0,65536}?\n)(?:---|\.\.\.)[ \t]*(?:\n+|\Z)", re.DOTALL)
_USED = frozenset("title author authors date published publisher source url".split())
# What publishing programs (Jekyll, Hugo, Docusaurus, Obsidian, Pandoc, Jupyter) want to know.
_TECHNICAL = frozenset(
    "layout tag tags category categories slug draft id uid uuid lang language locale permalink"
    " weight order position nav sidebar toc keywords image images cover thumbnail template type"
    " class cssclass cssclasses alias aliases comments featured math mathjax katex mermaid lastmod"
    " modified updated created time timezone collection robots canonical output bibliography csl"
    " geometry fontsize documentclass engine jupyter kernelspec format execute hide search icon"
    " parent grand_parent has_children hero banner head theme version_added redirect_from"
    " redirect_to sitemap pagination excerpt_separator summary_image css js scripts script styles"
    " style header-includes numbersections editor publish public private pinned sticky"
    " aside outline prev next home features actions creator generator encoding charset".split()
)
_PREFIXES = frozenset("ms nav sidebar og twitter seo mkdocs docusaurus jekyll hugo".split())
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


class FrontMatter(NamedTuple):
    """The fields that Pincite uses; empty where the text does not tell."""

    title: str = ""
    author: str = ""
    published: str = ""
    publisher: str = ""
    source: str = ""
    language: str = ""


def split_front_matter(text: str, *, whole: bool = False) -> tuple[FrontMatter, str]:
    """Return what the block tells, and the text with all that is not about the file itself.

    Where there is no such block, or it is not a YAML mapping, the text stays as it is. Fields
    that are not of a publishing program (`Decision: …`) are content: they stay at the top of the
    text, or, if `whole`, the block is none.
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
    content = [field for field in _fields(match[1]) if not _is_technical(field)]
    if content and whole:
        return FrontMatter(), text
    fields = {str(key).lower(): value for key, value in block.items() if isinstance(key, str)}
    told = FrontMatter(
        title=_words(fields.get("title")),
        author=_words(fields.get("author", fields.get("authors"))),
        published=_words(fields.get("date", fields.get("published"))),
        publisher=_words(fields.get("publisher")),
        source=_words(fields.get("source", fields.get("url"))),
        language=_words(fields.get("lang", fields.get("language", fields.get("locale")))),
    )
    return told, "".join(f"{field}\n\n" for field in content) + text[match.end() :]


def _fields(block: str) -> list[str]:
    """Return the fields of a block as they are written, each with the lines that belong to it."""
    fields: list[list[str]] = []
    for line in block.split("\n"):
        if line[:1] in ("#", "") or (line[0] in " \t-]}" and fields):
            if fields and line.strip() and not line.startswith("#"):
                fields[-1].append(line)
        else:
            fields.append([line])
    return ["\n".join(lines) for lines in fields]


def _is_technical(field: str) -> bool:
    name, _, value = field.partition(":")
    key = name.strip().strip("\"'").lower()
    prefix = re.split(r"[._-]", key)[0]
    return key in _USED or key in _TECHNICAL or prefix in _PREFIXES or not value.strip(" \n\"'")


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
