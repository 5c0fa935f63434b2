"""Whether what a sentence quotes stands in the source, word for word."""

import re
from collections.abc import Iterator

from index.analysis.terms import fold
from qa.checking.finding import Finding
from qa.checking.verdict import Evidence

_QUOTED = re.compile(
    r"“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|\"([^\"]+)\"|(?<!\w)‘([^’]+(?:’\w+[^’]*)*)’(?!\w)"
)
_GAP = re.compile(r"\s*(?:\[?(?:…|\.\.\.)\]?|\[[^\]]*\])\s*")
_REASON = "These words are quoted but do not stand in the source."


def quotation_findings(sentence: str, source: Evidence) -> Iterator[Finding]:
    """Object to quoted words that the quote itself does not have.

    Case, accents and marks between words do not count; `…` and `[words]` stand for others.
    """
    plain = f" {_plain(source.quote)} "
    for match in _QUOTED.finditer(sentence):
        pieces = [_plain(piece) for piece in _GAP.split(match[match.lastindex or 0])]
        if not _stand_in_order([piece for piece in pieces if piece], plain):
            yield Finding("quotation", "missing", match.span(), _REASON)


def _stand_in_order(pieces: list[str], text: str) -> bool:
    place = 0
    for piece in pieces:
        found = text.find(f" {piece} ", place)
        if found < 0:
            return False
        place = found + len(piece)
    return True


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text).casefold().replace("’", "").replace("'", "")))
