"""Pages that only say that something else should be shown."""

import re
from collections.abc import Iterator, Sequence

from corpus.document import Part
from corpus.formats.pdf.rows import Row

_FEW_WORDS = 150  # a guess: Adobe's longest placeholder, in two languages
_COVER = re.compile(
    r"(?i)pdf[-\s]?(?:portfolio|package|paket|portef\w+)|(?:portfolio|porfolio|cartera|portf[oó]lio"
    r"|porte-?documents|carpeta|lot|pacchetto|pacote|paquete)(?:\sde)?\spdf"
)
_WAIT = re.compile(
    r"(?i)please wait|bitte warten|veuillez patienter|espere por favor|por favor,? espere|attendere"
    r"|een ogenblik|aguarde|vänta|proszę czekać|お待ちください|请稍候|подождите"
)
_VIEWER = re.compile(r"(?i)adobe|acrobat|pdf viewer|pdf-viewer|visionneuse|visor de pdf|reader")
PORTFOLIO = "it is the cover sheet of a PDF portfolio whose files cannot be read"
FORM = (
    "it is a form (XFA) that only Adobe's programs show, and its page says no more than to wait: "
    "print it to a PDF there, and add that"
)


def is_placeholder(pages: Sequence[Sequence[Row]], parts: Sequence[Part]) -> str:
    """Return why a document is none: a portfolio's cover sheet, or a form that does not show."""
    words: list[str] = []
    for word in _words(pages):
        words.append(word)
        if len(words) > _FEW_WORDS:
            return ""
    text = " ".join(words)
    if not _VIEWER.search(text):
        return ""
    if _COVER.search(text):
        return PORTFOLIO
    return FORM if _WAIT.search(text) and not parts else ""


def _words(pages: Sequence[Sequence[Row]]) -> Iterator[str]:
    for page in pages:
        for row in page:
            yield from row.words.split()
