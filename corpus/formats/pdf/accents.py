"""Letters and the accents that old fonts draw over them, as one character.

TeX's first fonts have no "é": a page shows an "e" and an acute at the same place, and the file
has two characters, the accent before its letter or behind it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from corpus.formats.pdf.characters import Box, Character

_COMBINING = {
    "`": "\u0300", "´": "\u0301", "ˊ": "\u0301", "ˋ": "\u0300", "ˆ": "\u0302", "^": "\u0302",
    "˜": "\u0303", "~": "\u0303", "¯": "\u0304", "ˉ": "\u0304", "˘": "\u0306", "˙": "\u0307",
    "¨": "\u0308", "˚": "\u030a", "°": "\u030a", "˝": "\u030b", "ˇ": "\u030c", "¸": "\u0327",
    "˛": "\u0328",
}  # fmt: skip
_ANY = re.compile(f"[{re.escape(''.join(_COMBINING))}\u0300-\u036f]")
_DOTLESS = {"ı": "i", "ȷ": "j"}
_WITHIN = 0.6  # of the width of the narrower one; a guess: kerned letters overlap by a tenth
_NO_SPACE = 0.08  # of the size; a guess: the narrowest space is twice as wide


def with_accents(characters: Sequence[Character]) -> list[Character]:
    """Return the characters of a page, each accent joined with the letter that it stands over.

    Only places tell: a prime or a quotation mark has a place of its own beside its letter.
    """
    if not _ANY.search("".join(character.text for character in characters)):
        return list(characters)
    joined = list(characters)
    gone: set[int] = set()
    for place, character in enumerate(joined):
        if place in gone or not _accent(character):
            continue
        candidates = [
            (_overlap(character.box, joined[other].box), other)
            for other in _beside(joined, place)
            if other not in gone and _composed(joined[other], character)
        ]
        share, other = max(candidates, default=(0.0, place))
        if share >= _WITHIN or (candidates and unicodedata.combining(character.text)):
            joined[other] = joined[other]._replace(text=_composed(joined[other], character))
            gone |= set(range(min(place, other) + 1, max(place, other))) | {place}
            gone |= set(_no_spaces(joined, other, max(place, other) + 1))
    return [character for place, character in enumerate(joined) if place not in gone]


def _accent(character: Character) -> str:
    """Return the combining form of an accent; nothing for any other character."""
    if "a" <= character.text <= "z" or character.style is None or len(character.text) != 1:
        return ""
    if unicodedata.combining(character.text):
        return character.text
    return _COMBINING.get(character.text, "")


def _composed(letter: Character, accent: Character) -> str:
    """Return both as one character; nothing where there is no such character."""
    base = _DOTLESS.get(letter.text, letter.text)
    if letter.style is None or not base[-1:].isalpha():
        return ""
    found = unicodedata.normalize("NFC", base + _accent(accent))
    return found if len(found) == len(base) else ""


def _beside(characters: Sequence[Character], place: int) -> Iterator[int]:
    """Yield the places of the letters around an accent; PDFium may put spaces between."""
    for step in (-1, 1):
        other = place + step
        # A guess: a line end and a space.
        while 0 <= other < len(characters) and abs(other - place) < 4:
            if characters[other].style is not None:
                yield other
                break
            other += step


def _no_spaces(characters: Sequence[Character], letter: int, place: int) -> Iterator[int]:
    """Yield the places of spaces that PDFium saw behind an accent narrower than its letter."""
    spaces: list[int] = []
    while place < len(characters) and characters[place].text == " ":
        spaces.append(place)
        place += 1
    if place < len(characters) and characters[place].style is not None:
        box, following = characters[letter].box, characters[place].box
        if -_NO_SPACE < (following.left - box.right) / (box.top - box.bottom) < _NO_SPACE:
            yield from spaces


def _overlap(accent: Box, letter: Box) -> float:
    """Return how much of the narrower box lies over the other; none of boxes on two lines."""
    if min(accent.top, letter.top) <= max(accent.bottom, letter.bottom):
        return 0.0
    shared = min(accent.right, letter.right) - max(accent.left, letter.left)
    return shared / max(min(accent.right - accent.left, letter.right - letter.left), 0.1)
