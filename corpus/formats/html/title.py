"""The title of a page: without the name of its site, and never a name that a program gave."""

import re
from collections.abc import Sequence

from corpus.document import Heading
from corpus.text_builder import one_line

_UNTITLED = re.compile(
    r"(?i)untitled.*|new page(?: \d+)?|(?:no )?title|home(?: ?page)?|index|document\d*|page"
    r"|microsoft word - .*|[\w-]+\.(?:html?|php|aspx?|docx?|pdf|mht|mhtml)|(?:https?|file)://\S+"
)
_BETWEEN = re.compile(r"\s+(?:[|｜·•»«–—-]|::)\s+")
_SURE = "|｜·•»«"  # part a title from a site; dashes stand in titles too
_SITE_WORDS = 5  # a guess: names of sites are short
_LOOKED_AT = 20  # headings; a guess: the title stands above


def title_of(
    work: str, tab: str, publisher: str, headings: Sequence[Heading], site: str = ""
) -> str:
    """Return the title of a page, "" where it says none.

    Args:
        work: What the page calls its title, for those who share it.
        tab: What the browser's tab shows.
        publisher: The name of the site.
        headings: Those of the text.
        site: The site's address: its name ends the title of many pages.
    """
    said = {_spelled(heading.title) for heading in headings[:_LOOKED_AT]}
    first = next((h.title for h in headings if h.level == 1), "")
    sites = {_spelled(publisher), *map(_spelled, site.split("."))} - {""}
    for title in (work, tab):
        parts = _BETWEEN.split(one_line(title))
        if len(parts) > 1 and _spelled(parts[-1]) == _spelled(first) and len(said) > 1:
            sites.add(_spelled(first))
    if _spelled(first) in sites:
        first = ""
    return _without_site(work, said, sites) or first or _without_site(tab, said, sites)


def _without_site(title: str, headings: set[str], sites: set[str]) -> str:
    title = one_line(title)
    if not title or _UNTITLED.fullmatch(title):
        return ""
    parts, marks = _BETWEEN.split(title), _BETWEEN.findall(title)
    if len(parts) == 1 or _spelled(title) in headings:
        return title
    for part in parts:
        if _spelled(part) in headings and _spelled(part) not in sites:
            return part
    rest = title[: title.rindex(marks[-1])]
    if _spelled(parts[-1]) in sites:
        return rest
    if _spelled(parts[0]) in sites:
        return title[title.index(marks[0]) + len(marks[0]) :]
    site = marks[-1].strip() in _SURE and len(parts[-1].split()) <= _SITE_WORDS
    return rest if site and len(rest.split()) > 1 else title


def _spelled(words: str) -> str:
    return "".join(filter(str.isalnum, words)).casefold()
