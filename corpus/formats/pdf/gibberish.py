"""Whether a text layer says what its page shows: fonts may map their letters wrongly.

Such a page looks right and reads "Wkh guhgjhu". Only what speaks against a text counts, so that
none in a rare language, no table and no program is refused: every sign below is one that no
writing people use shows.
"""

import re
import unicodedata
from collections import Counter
from itertools import pairwise

_FEWEST = 10  # words; a guess: less shows nothing
_MOST = 400  # words that are looked at; a guess: a page

# Common words of two letters and more, in languages with Latin letters.
_COMMON = frozenset(
    "the of and to in is for that with on as by was at be this it are from or an have not had his "
    "der die und das den von zu mit ist im auf des dem nicht ein eine "
    "le la les de et du en un une que est dans pour qui par sur "
    "el los del las por con se su al no una para lo como "
    "il di che per non sono della dei gli da si "
    "os em do um uma dos na mais ao het een van op te dat zijn voor met "
    "og det er som til av har ikke att och som på för "
    "ja ei että oli ovat hän az és nem hogy egy van "
    "nie na się jest że je ve bir bu için ile da și cu din care".split()
)
_ENOUGH = 0.06  # of the words; languages above have 15 to 45 % of theirs among these, at a guess
_SURE = 0.3  # of the words; English has 40 %, and half of a page in it is not enough
_DECODED = 0.2  # of the words, after the letters were moved back; a guess, as above
_MOVED = 100  # words that are tried; a guess: half of them would be common ones
_DIFFERENT = 4  # common words; a guess: chance makes one or two
_FARTHEST = 40  # code points; fonts that count their glyphs are 29 or 31 off

_VOWELS = frozenset("aeiouywæøœıəɔɛ")
# Of pairs of letters in words of four letters and more: so many are a vowel and a consonant.
# Measured on the messages of programs in 154 languages, 300 words at a time: 0.46 at least in
# Vietnamese, 0.5 in all others.
_ALTERNATING = 0.42
_MANY = 25  # words; a guess: fewer may be abbreviations
_ONE_ALPHABET = 0.3  # of the words; a guess: mixed ones occur in formulas
_HIGH = 0.6  # of the letters; Vietnamese and Icelandic have 25 % at a guess
_SYMBOLS = 0.65  # of what is no space; a guess: programs have less than half
_KINDS = 12  # of signs; a guess: lines and boxes are drawn with fewer
_UNMAPPED = 0.4  # of the characters; a guess: formulas and bullets have less

_LATIN = 0x250  # the first code point behind Latin letters, but for Vietnamese ones
_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"[.,:%()+-]*\d[\d.,:%()+-]*")
_REPEATED = re.compile(r"(\S)\1+")


def is_gibberish(text: str) -> bool:
    """Tell whether words are surely not what a person sees on the page."""
    tokens = text.split()[:_MOST]
    if len(tokens) < _FEWEST:
        return False
    if _common(tokens)[0] >= _ENOUGH * len(tokens):
        return False
    sample = " ".join(tokens)
    return (
        _is_moved(sample)
        or _does_not_alternate(sample)
        or _mixes_alphabets(sample)
        or _is_of_symbols(sample)
    )


def is_language(text: str) -> bool:
    """Tell whether a text is surely in a known language, as a whole."""
    tokens = text.split()[:_MOST]
    return _common(tokens)[0] >= _SURE * len(tokens) > 0


def is_unmapped(unmapped: int, characters: int) -> bool:
    """Tell whether a page has too many characters without a meaning."""
    return unmapped >= _FEWEST and unmapped > _UNMAPPED * characters


def _common(tokens: list[str]) -> tuple[int, int]:
    """Return how many tokens are common words, and how many different ones."""
    found = Counter(
        word for token in tokens if (word := token.strip(".,;:()\"'").lower()) in _COMMON
    )
    return found.total(), len(found)


def _is_moved(sample: str) -> bool:
    """Tell whether words become common ones where each letter is moved by the same number.

    Numbers count for nothing: moved by 60, those of a calendar are "on", "in", "no" and "il".
    """
    tokens = [token for token in sample.split() if not _NUMBER.fullmatch(token)][:_MOVED]
    if len(tokens) < _FEWEST:
        return False
    sample, count = " ".join(tokens), len(tokens)
    used = {ord(character) for character in sample if not character.isspace()}
    for shift in range(-_FARTHEST, _FARTHEST + 1):
        moved = {code: code + shift for code in used if code + shift > 32}
        total, different = _common(sample.translate(moved).split())
        if shift and total >= _DECODED * count and different >= _DIFFERENT:
            return True
    return False


def _does_not_alternate(sample: str) -> bool:
    """Tell whether vowels and consonants follow each other as if by chance."""
    words = [
        [
            letter in _VOWELS
            for letter in unicodedata.normalize("NFD", word.lower())
            if letter.isalpha()
        ]
        for word in _WORD.findall(sample)
        if word[1:].islower() and ord(max(word)) < _LATIN
    ]
    pairs = [first != second for word in words for first, second in pairwise(word)]
    return len(words) >= _MANY and sum(pairs) < _ALTERNATING * len(pairs)


def _mixes_alphabets(sample: str) -> bool:
    """Tell of words with letters of several alphabets, or of none but accented letters."""
    words = _WORD.findall(sample)
    letters = "".join(words)
    if sum("À" <= letter <= "ÿ" for letter in letters) > _HIGH * len(letters) > _MANY:
        return True
    mixed = sum(1 for word in words if len({_alphabet(letter) for letter in word} - {0}) > 1)
    return len(words) >= 2 * _FEWEST and mixed > _ONE_ALPHABET * len(words)


def _alphabet(letter: str) -> int:
    """Tell Latin, Greek and Cyrillic apart, and from the others, which mix with any."""
    code = ord(letter)
    if code < 0x300 or 0x1E00 <= code < 0x1F00:
        return 1
    if 0x370 <= code < 0x400 or 0x1F00 <= code < 0x2000:
        return 2
    return 3 if 0x400 <= code < 0x530 else 0


def _is_of_symbols(sample: str) -> bool:
    """Tell of words that are made of signs: glyphs that were numbered as they came."""
    packed = _REPEATED.sub(r"\1", sample.replace(" ", ""))
    signs = Counter(c for c in packed if not c.isalnum() and ord(c) < 0x250)
    return signs.total() > _SYMBOLS * len(packed) and len(signs) > _KINDS and len(packed) > 100
