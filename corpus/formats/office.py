"""What Word and PowerPoint files share: properties, and parts that point to others."""

import posixpath
from typing import NamedTuple

from lxml import etree

from corpus.archive import Archive
from corpus.text_builder import metadata_date

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_TEMPLATES = ("python-docx", "python-pptx", "openpyxl")
"""Libraries that leave the author and the date of their own template in a file."""

_NOBODY = ("Microsoft Office User", "Unknown", "user", "User", "Administrator")


class Properties(NamedTuple):
    """What a file tells of itself; empty where it does not."""

    title: str = ""
    author: str = ""
    published: str = ""


def properties(archive: Archive) -> Properties:
    """Return title, author and the day of making."""
    core = archive.xml("docProps/core.xml")

    def element_text(name: str) -> str:
        found = core.find(f"{{*}}{name}")
        return (found.text or "").strip() if found is not None else ""

    if element_text("creator") in _TEMPLATES:
        return Properties(element_text("title"))
    author = element_text("creator")
    return Properties(
        element_text("title"),
        "" if author in _NOBODY else author,
        metadata_date(element_text("created")),
    )


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
