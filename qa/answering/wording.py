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
    if place.page is None:
        return []
    label = place.page_label
    page = f"p. {label} (PDF page {place.page})" if label else f"p. {place.page}"
    return [page, "read by OCR"] if place.recognized else [page]


def conflict(difference: Difference) -> str:
    """Say side by side what two sources give, and that none of them is called right."""
    sides = zip(difference.citations, difference.values, strict=True)
    listed = ", ".join(f"{' and '.join(values)} [{number}]" for number, values in sides)
    return f"These sources differ: {listed}. Pincite does not choose between them."
