"""What Word and PowerPoint files share: properties, and parts that point to others."""

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from corpus.archive import Archive
from corpus.text_builder import metadata_date

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_TEMPLATES = ("python-docx", "python-pptx", "openpyxl")
"""Libraries that name themselves as the author of a file."""
_TEMPLATE_DAYS = ("2013-01-27T09:14:16Z", "2013-12-23T23:15:00Z")
"""When the templates of python-pptx and python-docx were made; every file of theirs says so."""

_NOBODY = ("microsoft office user", "unknown", "unknown author", "user", "administrator", "author")


_NO_TITLE = re.compile(
    r"(?i)(?:power ?point[- ](?:presentation|präsentation|presentasjon|presentatie)"
    r"|présentation powerpoint|presentaci[óo]n de powerpoint|presentazione (?:standard di )?"
    r"powerpoint|apresentação do powerpoint|(?:slide|document|dokument|book|mappe|untitled) ?\d*"
    r"|microsoft (?:word|powerpoint|excel) - .*|\[.*\]|.*\.(?:docx?|pptx?|xlsx?|od[tsp]|rtf|dotx?))"
)
"""What programs write as a title of their own accord."""


class Properties(NamedTuple):
    """What the properties of a file say, as the program that made it wrote them."""

    title: str = ""
    author: str = ""
    created: str = ""
    language: str = ""


def properties(archive: Archive) -> Properties:
    """Return title, author, the day when the file was made, and its language."""
    core = archive.xml("docProps/core.xml")

    def element_text(name: str) -> str:
        found = core.find(f"{{*}}{name}")
        return (found.text or "").strip() if found is not None else ""

    author, created = element_text("creator"), element_text("created")
    day = "" if created in _TEMPLATE_DAYS else metadata_date(created)
    return Properties(title(element_text("title")), person(author), day, element_text("language"))


def title(words: str) -> str:
    """Return a title from a file's properties; empty where a program made it up."""
    return "" if _NO_TITLE.fullmatch(words.strip()) else words


def person(name: str) -> str:
    """Return the name of an author; empty where a program wrote it in place of one."""
    return "" if name.lower() in _NOBODY or name in _TEMPLATES else name


def targets(archive: Archive, part: str) -> dict[str, str]:
    """Return the parts inside the file that a part points to, by their keys."""
    folder, name = posixpath.split(part)
    found: dict[str, str] = {}
    for relation in archive.xml(f"{folder}/_rels/{name}.rels"):
        if relation.get("TargetMode") != "External":
            target = relation.get("Target", "")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[relation.get("Id", "")] = path
    return found


def is_on(element: etree._Element | None, space: str = WORD) -> bool:
    """Tell whether a switch such as `<w:vanish/>` is there and not set to off."""
    return element is not None and element.get(f"{space}val", "1") not in ("0", "false", "off")


def value_of(parent: etree._Element, name: str) -> str:
    """Return the value of a child such as `<w:numId w:val="3"/>`; empty without one."""
    found = parent.find(f"{WORD}{name}")
    return found.get(f"{WORD}val", "") if found is not None else ""


def choices(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the children of an element; of two forms of one thing the newer alone."""
    for child in element:
        if child.tag != f"{_MC}AlternateContent":
            yield child
            continue
        choice = child.find(f"{_MC}Choice")
        chosen = child.find(f"{_MC}Fallback") if choice is None or not len(choice) else choice
        if chosen is not None:
            yield from choices(chosen)
