"""Which lines at the edge of a page of a PDF are its text, also where other pages say the same.

Letters, notices and certificates end with the same sentences on every page.
"""

import re
from collections.abc import Sequence

from corpus.formats.pdf.rows import Row

_LEADING = 1.5  # times the size; a guess: lines of a paragraph are set closer
_FULL = 0.85  # of the width of the lines below; a guess: the next word found no room
_SAME_SIZE = 0.05  # of the size; a guess: sizes are rounded
_INDENT = 3.0  # times the size; a guess: the first line of a paragraph
_SHORT = 3  # lines; a guess: what is printed on each page is no longer
_CAPITALS = 3  # words; a guess: two with a full stop may be a title
_IDEOGRAPHS = 4  # a guess: the shortest sentence without spaces
_END = re.compile(r"[.!?…。！？؟।።][\"'”’»›)\]]*(?:\[\w{1,3}\])?$")
_ABBREVIATED = re.compile(
    r"(?:\b(?:al|inc|ltd|corp|co|llc|plc|gmbh|bros|jr|sr|dr|prof|ph\.?d|esq|eds?|hrsg|vol|no|nr"
    r"|nos|pp?|ch|sec|art|fig|dept|div|univ|assn|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
    r"|etc|cf|bd|jg|s\.a|e\.v)|\b[^\W\d_])\.$",
    re.IGNORECASE,
)
_SMALL_WORDS = frozenset(
    "a an and at by for from in of on or the to und der die das des von zu im et de du la le"
    " les à au aux en y el los las del di da e il lo gli van het een og av af den det i o".split()
)
# What publishers and lawyers print on each page, as sentences too.
_BOILERPLATE = re.compile(
    r"(?i)©|\(c\) ?\d{4}|\bcopyright|\ball rights reserved|\bconfidential|\bproprietary"
    r"|\b(?:do|must|may) not (?:be )?(?:cite|cop(?:y|ied)|distribut|reproduc|circulat|quote)"
    r"|\bdownloaded (?:from|on|by)\b|\blicen[cs]ed (?:use|to|under)\b|\bcreative commons\b"
    r"|\bcc[ -]by|\bpreprint\b|\bunder review\b|\bpeer[- ]review|\bprinted (?:in|on|by|from)\b"
    r"|\bcontinued (?:on|from|over)\b|\bterms of use\b|\buncontrolled (?:copy|when)|\bthis draft\b"
    r"|\balle rechte vorbehalten|\bvertraulich|\btous droits réservés|\bconfidentiel"
    r"|\b(?:todos los derechos reservados|reservados todos)|\btutti i diritti|\briservato\b"
)
_PAGE = r"(?:page|pg|p|seite|s|pág|página|pagina|pag|strana|sida|side|blatt|folio)\.?\s*#?:?\s*\d+"
_PAGED = re.compile(
    rf"(?i)^\W*{_PAGE}(?!\w)(?=\W|$)(?!\s+[a-z]+(?<!\sof)(?<!\svon)(?<!\sde)\s)"
    rf"|\b{_PAGE}(?:\s*(?:of|/|von|de|di|sur|van|av|af)\s*\d+)?\W*$"
)
_OPENING = re.compile(
    r"(?:dear|sehr geehrte|liebe[rs]?|guten tag|madame|monsieur|cher|chère|chers|estimad[oa]s?"
    r"|querid[oa]|gentile|egregi[oa]|spettabile|geachte|beste|kære|kjære|prezad[oa]|car[oa])\b"
    r".{0,60}[,:!]$",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:(?:yours|sincerely|faithfully|respectfully|cordially|truly)\b.{0,30}"
    r"|(?:with )?(?:kind|best|warm)(?:est)? (?:regards|wishes)|regards|signed|for the board"
    r"|mit (?:freundlichen?|besten|vorzüglicher) .{2,20}|hochachtungsvoll|(?:viele|beste) grüße"
    r"|cordialement|(?:veuillez|nous vous prions d|je vous prie d).{0,20}agréer.{0,60}"
    r"|sincères salutations|(?:muy )?atentamente|(?:un )?cordial(?:es)? saludos?|cordiali saluti"
    r"|distinti saluti|met vriendelijke groet(?:en)?|hoogachtend|(?:med )?venlig hilsen"
    r"|med vennlig hilsen|atenciosamente)[,.:!]?$",
    re.IGNORECASE,
)


def opens_letter(words: str) -> bool:
    """Tell whether a line greets somebody, as letters begin."""
    return _OPENING.match(words) is not None


def closes_letter(words: str) -> bool:
    """Tell whether a line is what stands over a signature."""
    return _CLOSING.match(words) is not None


def is_sentence(words: str) -> bool:
    """Tell whether a line ends a sentence, and not one of those that are printed on each page."""
    if not _END.search(words) or _ABBREVIATED.search(words):
        return False
    if _BOILERPLATE.search(words) or _PAGED.search(words):
        return False
    found = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", words)
    if all(word.lower() == word.upper() for word in found):
        return sum(map(len, found)) >= _IDEOGRAPHS
    if any(word.islower() and word not in _SMALL_WORDS for word in found):
        return len(found) > 1
    capitals = [word for word in found if word.isupper()]
    return len(capitals) == len(found) >= _CAPITALS


def is_text(row: Row, down: Sequence[Row]) -> bool:
    """Tell whether a line is a sentence of its page, or the beginning of one.

    Args:
        row: The line.
        down: The lines of its page, the highest first.
    """
    place = next(n for n, other in enumerate(down) if other is row)
    if not is_sentence(row.words) and not _goes_on(place, down):
        return False
    block = _block(place, down)
    return len(block) > _SHORT or not any(_BOILERPLATE.search(line.words) for line in block)


def _block(place: int, down: Sequence[Row]) -> Sequence[Row]:
    """Return the lines that are set close to one, no more of them than needed."""
    first = end = place
    while first > max(0, place - _SHORT) and belongs_to_text(down[first - 1], down[first]):
        first -= 1
    while end < min(len(down) - 1, place + _SHORT) and belongs_to_text(down[end], down[end + 1]):
        end += 1
    return down[first : end + 1]


def _goes_on(place: int, down: Sequence[Row]) -> bool:
    """Tell whether a line is a full one of a paragraph that goes on below it."""
    if place + 1 == len(down):
        return False
    row, below = down[place], down[place + 1]
    if len(row.pieces) > 1 or len(below.pieces) > 1 or not belongs_to_text(row, below):
        return False
    if abs(row.box.left - below.box.left) > _INDENT * row.size:
        return False
    right = max(other.box.right for other in down)
    left = min(other.box.left for other in down)
    return row.box.right - left >= _FULL * (right - left)


def belongs_to_text(above: Row, row: Row) -> bool:
    """Tell whether a line is set as the next one of the text above it."""
    near = above.box.bottom - row.box.bottom <= _LEADING * above.size
    return near and abs(above.size - row.size) <= _SAME_SIZE * above.size
