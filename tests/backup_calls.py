"""How tests look at collections that are backed up."""

from collections.abc import Callable

from toys import reading

from corpus import Document
from index import LocalIndex

MakeDocument = Callable[..., Document]


def names(index: LocalIndex) -> list[str]:
    return [info.title for info in reading(index).documents()]
