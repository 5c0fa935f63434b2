"""Words that are nearly the same: one letter apart, or a name in another transliteration."""

import re
from collections.abc import Iterator
from functools import lru_cache

from index.analysis.terms import fold

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"

_SOUNDS = (  # the first that matches is taken
    (re.compile(r"tsch|tch|sch|sh|zh|ch"), "x"),
    (re.compile(r"dsch|dzh|dj"), "y"),
    (re.compile(r"[cs](?=[eiy])|ts|tz|z|s"), "s"),
    (re.compile(r"gh|kh|ck|[kgqc]"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"dh|th|[dt]"), "t"),
    (re.compile(r"ph|[fvw]"), "f"),
    (re.compile(r"[jy](?=[aeiou])"), "y"),
    (re.compile(r"[blmnpr]"), ""),  # as it is
)
_VOWELS = re.compile(r"(?:[aeiouy]|j(?![aeiou]))+")
_FIRST = {  # which letters a word may begin with, by its first sound
    "x": "sctz",
    "y": "jyd",
    "s": "sczt",
    "k": "kgqch",
    "t": "dt",
    "f": "fvwp",
    "a": "aeiouy",
    "h": "hgk",
}
_ANYWHERE = {**_FIRST, "y": "jydgi", "s": "sczxt", "k": "kgqcx", "h": "h"}
_ALIKE = frozenset(map(frozenset, ("ae", "ei", "iy", "ey", "ou", "ij")))
_LEAST = 3  # sounds beside vowels; a guess: with fewer, most names are like some other


def one_letter_off(word: str) -> set[str]:
    """Return what a word is if one letter is missing, too much, another, or swapped with the next.

    Only in letters of English; the first letter stays what it is, unless it was swapped.
    """
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {head + tail[1:] for head, tail in cuts[1:] if tail}
    found |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    found |= {head + new + tail[1:] for head, tail in cuts[1:] if tail for new in _ALPHABET}
    found |= {head + new + tail for head, tail in cuts[1:] for new in _ALPHABET}
    return found - {word}


def written_out(word: str) -> Iterator[str]:
    """Yield a word with its umlauts as one letter (`boell`: boll), or written out (`böll`)."""
    folded = fold(word.lower())
    shorter = re.sub(r"(?<=[aou])e|a(?=a)", "", folded)
    if shorter != folded:
        yield shorter
        yield from (folded[: m.start()] + folded[m.end() :] for m in _DIGRAPH.finditer(folded))
    longer = word.lower().translate(_WRITTEN_OUT)
    if longer != word.lower():
        yield fold(longer)


_DIGRAPH = re.compile(r"(?<=[aou])e|a(?=a)")
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


@lru_cache(maxsize=20_000)
def sound_of(word: str) -> tuple[str, str]:
    """Return how a name sounds: its consonants by classes, and the first letter of its vowels."""
    text, consonants, vowels = fold(word).lower(), "", ""
    place, last = 0, ""
    while place < len(text):
        vowel = _VOWELS.match(text, place)
        if vowel and not (text[place] in "jy" and _before_vowel(text, place)):
            consonants += "a" if place == 0 else ""
            vowels += vowel[0][0]
            place, last = vowel.end(), ""
            continue
        sound, place = _consonant(text, place)
        consonants += "" if sound == last else sound
        last = sound
    return consonants, vowels


def sound_alike(one: str, other: str) -> bool:
    """Tell whether two names may be one in two transliterations: Qadhafi, Gaddafi."""
    (first, first_vowels), (second, second_vowels) = sound_of(one), sound_of(other)
    if {first[:1], second[:1]} == {"h", "k"} and len(first) > _LEAST:  # Hrytsenko, Gritsenko
        first = second[:1] + first[1:]
    return (
        first == second
        and len(first) >= _LEAST
        and len(first_vowels) == len(second_vowels)
        and all(map(_vowels_alike, first_vowels, second_vowels))
        and any(map(str.__eq__, first_vowels, second_vowels))
    )


def may_begin(stem: str, word: str) -> bool:
    """Tell whether a stem may be of a name that sounds like a word: "moham", of Mohammed."""
    cut, whole = sound_of(stem)[0], sound_of(word)[0]
    return cut[1:] == whole[1 : len(cut)] and len(whole) - len(cut) in (0, 1)


def sound_pattern(word: str) -> tuple[str, str] | None:
    """Return the letters that names like a word begin with, and a GLOB that their stems match.

    It is wider than `sound_alike`. None where a word has too few sounds.
    """
    consonants, vowels = sound_of(word)
    if len(consonants) < _LEAST:
        return None
    classes = [_ANYWHERE.get(sound, sound) for sound in consonants[1:-1]]  # a stem may be cut
    first = _FIRST.get(consonants[0], consonants[0])
    if consonants[0] == "a":
        first = "".join(letter for letter in first if _vowels_alike(letter, vowels[0]))
    return first, "*".join([f"[{first}]", *(f"[{letters}]" for letters in classes), ""])


def _before_vowel(text: str, place: int) -> bool:
    return place + 1 < len(text) and text[place + 1] in "aeiou"


def _consonant(text: str, place: int) -> tuple[str, int]:
    for pattern, sound in _SOUNDS:
        match = pattern.match(text, place)
        if match:
            return sound or match[0], match.end()
    return ("h" if place == 0 else "") if text[place] == "h" else text[place], place + 1


def _vowels_alike(one: str, other: str) -> bool:
    return one == other or frozenset((one, other)) in _ALIKE
