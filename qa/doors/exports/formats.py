"""The formats that answers can be written in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.doors.exports.bibtex import bibtex
from qa.doors.exports.csl import csl
from qa.doors.exports.ris import ris
from qa.doors.exports.saved import SavedAnswer
from qa.doors.exports.text import markdown, plain
from qa.doors.exports.word import docx

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how it is written, its media type, and how the names of its files end."""

    write: Callable[[Sequence[SavedAnswer]], bytes]
    media_type: str
    suffix: str


def _text(
    write: Callable[[Sequence[SavedAnswer]], str],
) -> Callable[[Sequence[SavedAnswer]], bytes]:
    return lambda answers: write(answers).encode()


FORMATS = {
    "docx": Format(docx, _DOCX, ".docx"),
    "md": Format(_text(markdown), "text/markdown; charset=utf-8", ".md"),
    "txt": Format(_text(plain), "text/plain; charset=utf-8", ".txt"),
    "csl": Format(_text(csl), "application/vnd.citationstyles.csl+json", ".json"),
    "ris": Format(_text(ris), "application/x-research-info-systems", ".ris"),
    "bibtex": Format(_text(bibtex), "application/x-bibtex; charset=utf-8", ".bib"),
}
