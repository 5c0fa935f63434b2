"""Whether a quote is a right one, where a set names the file and the words of each answer."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index import Hit


@dataclass(frozen=True, slots=True)
class Gold:
    """Words that answer: `text` stands in `file`, and all of `beside` with it or over it."""

    file: str
    text: str
    beside: tuple[str, ...] = ()

    def is_held(self, hit: Hit, quote: str, around: str = "", place: str = "") -> bool:
        """Tell whether a quote of a hit holds the words.

        `around` is what is shown with the quote, `place` where the file of the document lies.
        """
        files = (hit.document.source, place)
        return self.is_quoted(files, quote, (around, *hit.passage.heading))

    def is_quoted(self, files: Iterable[str], quote: str, around: Iterable[str] = ()) -> bool:
        """Tell whether a quote from a file holds the words.

        `files` are what the file is called, `around` what is shown with the quote: its lead and
        its headings.
        """
        if not any(is_file(self.file, name) for name in files):
            return False
        if folded(self.text) not in folded(quote):
            return False
        seen = folded(" ".join((quote, *around)))
        return all(folded(more) in seen for more in self.beside)


def folded(text: str) -> str:
    """Return the words of a text in lower case between single spaces, also at both ends."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).lower())
    return f" {' '.join(words)} "


def is_file(named: str, source: str) -> bool:
    """Tell whether a document comes from a file that is named by the last parts of its path."""
    parts = [part for part in source.split("#")[0].replace("\\", "/").split("/") if part]
    wanted: Sequence[str] = named.split("/")
    common = min(len(parts), len(wanted))
    return bool(common) and parts[-common:] == [*wanted[-common:]]
