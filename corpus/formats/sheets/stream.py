"""Large XML, element by element."""

import io
from collections.abc import Iterator, Sequence
from functools import lru_cache

from lxml import etree

from corpus.archive import parse_xml
from corpus.errors import Damaged

_SMALL = 500_000
"""Bytes; below, the whole is parsed at once: half the time where many rows are empty."""


def elements(
    data: bytes, *names: str, starts: bool = False
) -> Iterator[tuple[str, etree._Element]]:
    """Yield ("end", element) for elements of these local names as they are read, then drop them.

    With `starts`, also ("start", element) where they begin: only attributes can be relied on there.

    Raises:
        Damaged: If it is not XML, or declares entities.
    """
    if len(data) <= _SMALL and not starts:
        found = _path(*names)(parse_xml(data))
        for element in found if isinstance(found, list) else ():
            if isinstance(element, etree._Element):
                yield "end", element
        return
    if b"<!DOCTYPE" in data[:2_000]:
        raise Damaged("it declares entities, which no program that saves workbooks does")
    tags: Sequence[str] = [f"{{*}}{name}" for name in names]
    try:
        for event, element in etree.iterparse(
            io.BytesIO(data), events=("start", "end") if starts else ("end",), tag=tags,
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        ):  # fmt: skip
            yield event, element
            if event == "end":
                _drop(element)
    except etree.XMLSyntaxError as exc:
        raise Damaged("a part of it is not valid XML: open the file and save it again") from exc


@lru_cache(maxsize=16)
def _path(*names: str) -> etree.XPath:
    """Return what finds elements; rows that say nothing are passed over in the C library."""
    empty = "[* or not(@r) or @hidden or @ht='0']"
    steps = (f"//*[local-name()='{name}']{empty if name == 'row' else ''}" for name in names)
    return etree.XPath("|".join(steps))


def _drop(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
