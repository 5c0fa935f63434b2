"""What is said of an answer in words, the same wherever it is written out."""

from typing import Protocol

from qa.answering.answer import Difference

NO_CLEAR_ANSWER = "No clear answer in your documents"


class OnPage(Protocol):
    """What stands on a page, or in a document without any."""

    @property
    def page(self) -> int | None: ...
    @property
    def page_label(self) -> str: ...
    @property
    def recognized(self) -> bool: ...


def page_of(place: OnPage) -> list[str]:
    """Return the page of something as people name it, and whether its words were recognized."""
    return page_words(place.page, place.page_label, place.recognized)


def page_words(page: int | None, label: str, recognized: bool) -> list[str]:
    """Return what `page_of` says, of a place in a record."""
    if page is None:
        return []
    named = f"p. {label} (PDF page {page})" if label else f"p. {page}"
    return [named, "read by OCR"] if recognized else [named]


def conflict(difference: Difference) -> str:
    """Say side by side what two sources give, and that none of them is called right."""
    sides = zip(difference.citations, difference.values, strict=True)
    listed = ", ".join(f"{' and '.join(values)} [{number}]" for number, values in sides)
    return f"These sources differ: {listed}. Pincite does not choose between them."
