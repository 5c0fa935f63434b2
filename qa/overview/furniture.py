"""Dates that tell of no event: in heads of mails, page numbers and names of laws."""

import re

from corpus.formats.mail.attribution import attribution
from corpus.formats.mail.heads import head
from corpus.formats.mail.phrases import FIELD_KINDS
from index import DocumentInfo
from qa.answering.date_reading import ReadDate

_MAIL = re.compile(r"\.(?:eml|emlx|msg|mbox)(?:#|$)", re.IGNORECASE)
_FIELD = re.compile(
    r"^[>*\s]*+(?P<label>[^:：][^:：]{0,29}?)\s*\**[:：]", re.MULTILINE
)  # it gives no space back: a long run of them would be tried at every place
_PAGE = re.compile(
    r"^(?:page|p\.)\s*\d+(?:\s*(?:of|/)\s*\d+)?\b|\b(?:page|p\.)\s*\d+(?:\s*(?:of|/)\s*\d+)?\W*$",
    re.IGNORECASE,
)
_LINE = 120  # characters; a guess: what stands at the head or foot of a page fits on one line
_NUMBERS = re.compile(r"\b(?:page|p\.)?\s*\d+\s*(?:(?:of|/)\s*\d+)?\s*$", re.IGNORECASE)

_ROW = re.compile(r"(?:[^:;]{1,80}:[^;]*;\s*){2}[^:;]{1,80}:")
_OF_TIME = re.compile(
    r"\b(?:year|date|time|since|until|till|from|to|built|born|died|founded|opened|closed|began|begin|start"
    r"|started|end|ended|published|jahr|seit|année|depuis)\b",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"\b(?:Act|Bill|Code|Decree|Directive|Law|Measure|Order|Ordinance|Regulations?|Rules|Scheme"
    r"|Statute|ACT|ORDER|REGULATIONS|RULES)(?:\s\([^()]{1,60}\)){0,2},?\s$"
)


def is_mail(info: DocumentInfo) -> bool:
    """Tell whether a document is a mail, by the name of the file that it was read from."""
    return _MAIL.search(info.source) is not None


def is_furniture(sentence: str, *, in_mail: bool) -> bool:
    """Tell whether a sentence is the head of a mail, or of a quotation in it, or a page's foot.

    Args:
        sentence: Its words.
        in_mail: Whether it stands in a mail, where fewer signs of a head are enough.
    """
    if len(sentence) <= _LINE and _PAGE.search(sentence):
        return True
    opening = attribution(sentence)
    if opening is not None and (in_mail or opening.certain):
        return True
    if not in_mail:
        lines = sentence.split("\n")
        return any(head(lines, n) for n, line in enumerate(lines) if _FIELD.match(line))
    labels = (field["label"].casefold() for field in _FIELD.finditer(sentence))
    kinds = [FIELD_KINDS[label] for label in labels if label in FIELD_KINDS]
    return "date" in kinds and (len(kinds) > 1 or len(sentence) <= _LINE)


def is_figure(sentence: str, date: ReadDate) -> bool:
    """Tell whether what looks like a year is a figure of a row of data, or in a column's name.

    Of `Rain 2023 (mm): 1610; In service since: 1951` only the last is a year.
    """
    if not _is_bare_year(date) or not _ROW.match(sentence):
        return False
    before, after = sentence[: date.start], sentence[date.end :]
    label = before.rpartition(";")[2]
    if ":" not in label:
        return ":" in after.partition(";")[0]
    return not _OF_TIME.search(label)


def names_law(sentence: str, date: ReadDate) -> bool:
    """Tell whether a year is the end of a law's name: `Planning Act 1990`, `the Act (Wales) 2011`.

    The year is when it was passed; the sentence tells of another time.
    """
    return _is_bare_year(date) and _LAW.search(sentence[: date.start]) is not None


def _is_bare_year(date: ReadDate) -> bool:
    return date.first.isdigit() and date.written == date.first


def without_page_number(sentence: str) -> str:
    """Return a sentence as it is on every page where it is repeated, such as a running head."""
    return " ".join(_NUMBERS.sub("", sentence).casefold().split())
