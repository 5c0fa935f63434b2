"""Whether a source names whom and what a sentence names."""

import re
from collections.abc import Iterator
from functools import lru_cache

from index.analysis import STOP_WORDS, numbers
from index.analysis.similar import sound_alike
from index.analysis.terms import fold
from qa.answering.particles import PARTICLES
from qa.answering.slots import is_time, name_runs
from qa.checking.amounts import amounts_in
from qa.checking.finding import Finding
from qa.checking.guards.nations import are_of_one_nation
from qa.checking.verdict import Evidence
from qa.checking.words import LITTLE, terms_in, words_of

_NAME_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’][^\W\d_]{2,})*(?:[\u0300-\u036f]+[^\W_]*)*")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}|\b[A-Z]{2,6}s?\b")
_SMALL = frozenset((*PARTICLES, *"of the and für les e y & i".split()))
_CALLED = frozenset(
    "mr mrs ms miss dr prof professor sir dame lord lady president minister mayor cllr councillor"
    " judge justice captain chief director manager secretary chair chairman chairwoman treasurer"
    " clerk"
    " company ltd limited inc plc co llp university city river council town committee society"
    " the a an"
    " his her their its this that engineer".split()
)
"""Words of a name that a source may leave out or say otherwise."""
_OPENERS = frozenset(
    "aboard according across already along alongside amid among amongst apart aside atop barring"
    " behind beneath beside besides beyond concerning considering contrary despite earlier except"
    " excepting fewer first following furthermore hence including inside instead last later less"
    " maybe meanwhile minus moreover near next onto opposite others otherwise outside past pending"
    " perhaps plus regarding soon throughout till today tomorrow toward towards underneath unless"
    " unlike unto versus whenever whereas wherever worth yesterday".split()
)
"""Words that open a sentence and are no name, beside those of `LITTLE`."""
_COUNTED = numbers.WORDS | {"half", "third", "quarter", "once", "twice", "both"}
"""Words that count, with which a sentence may begin."""
_TITLES = {
    "colonel": "Col", "major": "Maj", "general": "Gen", "lieutenant": "Lt", "sergeant": "Sgt",
    "captain": "Capt", "commander": "Cdr", "reverend": "Rev", "senator": "Sen", "governor": "Gov",
    "inspector": "Insp", "superintendent": "Supt",
}  # fmt: skip
"""Titles, and how they are shortened before a name."""
_IN_FULL = {short.lower(): title for title, short in _TITLES.items()}
_NATION = re.compile(r"(?:ian|ean|an|n|i|ish|ese|s|er|ic|ch)?$")
_COMMON_END = re.compile(
    r"(?:tion|sion|ment|ness|ity|ing|age|ance|ence|ship|hood|ism|ure|ery|ly|s|ed|al|ful|ous|ive|able|ers?)$"
)
_VERB_NEXT = re.compile(
    r"^\W?(?:['’]s)?\s*(?:is|was|has|had|will|would|became|[a-z]{3,}ed|said|says|wrote|held|led|made|took"
    r"|went|gave|got|left|won|lost|began|sold|bought|built|ran|met|paid|told|and [A-Z])\b"
)
_OPENING = re.compile(r"^[\W_]*([^\W\d_][\w'’-]*)")
_PLACE = re.compile(r"\b[^\W\d_]{3,}\s+(?:of|in|at|to|from|for|near|with|by)\s+$")
_OF = re.compile(r"(?P<head>[A-Z]\w+(?:\s+\w+)*?\s+(?:of|for|in|at))\s+(?P<name>[A-Z].*)")
_LONGEST = 6  # letters of an abbreviation; a guess
_LEAST = 4  # letters of a name that may be written otherwise, or stand for a country; a guess


def name_findings(sentence: str, source: Evidence) -> Iterator[Finding]:
    """Object to names that the source does not have, each in the part that is missing."""
    seen: set[str] = set()
    for start, end in names_in(sentence):
        missing = [
            (at, stop)
            for at, stop in _words(sentence, start, end)
            if not is_named(sentence[at:stop], source.text)
        ]
        if missing and not stands_for(sentence[start:end], source.text):
            span = (missing[0][0], missing[-1][1])
            name = sentence[span[0] : span[1]]
            if name not in seen:
                yield Finding("name", "missing", span, f"The source does not mention {name}.")
            seen.add(name)
        elif other := _in_its_place(sentence, (start, end), source.quote):
            reason = f"The source says {other} here, not {sentence[start:end]}."
            yield Finding("name", "conflict", (start, end), reason)


def _in_its_place(sentence: str, span: tuple[int, int], quote: str) -> str:
    """Return the name of the quote in the place of one that only stands around it; "" for none.

    Its place are the words before it: "factory in", or "University of" in the name itself.
    """
    inside = _OF.match(sentence[slice(*span)])
    name = inside["name"] if inside else sentence[slice(*span)]
    before = inside["head"] if inside else _last(_PLACE.search(sentence[: span[0]]))
    if not before or any(is_named(word[0], quote) for word in _NAME_WORD.finditer(name)):
        return ""
    found = re.search(rf"\b{re.escape(before.strip())}\s+(?P<name>[A-Z][\w'’-]+)", quote)
    if found is None or is_named(found["name"], sentence):
        return ""
    return found["name"]


def _last(match: re.Match[str] | None) -> str:
    return match[0] if match else ""


@lru_cache(maxsize=4_000)
def names_in(sentence: str) -> tuple[tuple[int, int], ...]:
    """Return where a sentence names somebody or something.

    Its first word is a name only where it goes on as one, or where a verb follows and no other
    word of English ends like it.
    """
    found = [
        (run.start, run.end)
        for run in name_runs(sentence)
        if not is_time(sentence[run.start : run.end]) and _is_name(sentence, run.start, run.end)
    ]
    first = _OPENING.match(sentence)
    if first and not any(start <= first.start(1) < end for start, end in found):
        word = first[1]
        if _may_be_name(word) and _VERB_NEXT.match(sentence[first.end() :]):
            found.insert(0, first.span(1))
    return tuple(found)


def is_named(word: str, text: str) -> bool:
    """Tell whether a text has a word of a name: also in another transliteration, or as initial."""
    if word.lower() in _CALLED or word.lower() in STOP_WORDS:
        return True
    folded, terms = fold(word).lower(), terms_in(text)
    own = _folded_words(text)
    if folded in own or terms_in(word) <= terms or folded.removesuffix("s") in own:
        return True
    if _is_titled(folded, text):
        return True
    bare = word.replace(".", "").removesuffix("s")
    if bare.isupper() and 2 <= len(bare) <= _LONGEST:
        return bare.lower() in own or bare.lower() in _initials(text)
    if len(folded) == 1:
        return any(one[0] == folded for one in _capitals(text))
    return any(_same_name(folded, other) for other in _capitals(text))


def _is_titled(word: str, text: str) -> bool:
    """Tell whether a text has a title in short or in full, where a sentence has the other."""
    other = _TITLES.get(word) or _IN_FULL.get(word, "").capitalize()
    return bool(other) and re.search(rf"\b{other}\b\.?\s+[A-Z][a-z]", text) is not None


def _is_name(sentence: str, start: int, end: int) -> bool:
    words = sentence[start:end]
    if not any(map(str.isalpha, words)) or words[0].isdigit():
        return False
    amounts = amounts_in(sentence)
    return not any(one.start <= start and end <= one.end for one in amounts)


def _words(sentence: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = _OPENING.match(sentence)
    begins = first.start(1) if first else -1
    for match in _NAME_WORD.finditer(sentence, start, end):
        word = match[0]
        if word.lower() in _SMALL or word[0].isdigit() or (len(word) == 1 and word.lower() == "s"):
            continue
        if is_time(word) or (match.start() == begins and not _may_be_name(word)):
            continue
        yield match.span()


def _may_be_name(word: str) -> bool:
    lower = word.lower()
    if lower in LITTLE or lower in _CALLED or lower in _OPENERS or lower in _COUNTED:
        return False
    if not word[0].isupper() or len(word) < 3:
        return False
    return not _COMMON_END.search(lower) and not is_time(word)


@lru_cache(maxsize=4_000)
def _folded_words(text: str) -> frozenset[str]:
    found = (fold(match[0]).lower() for match in _NAME_WORD.finditer(text))
    return frozenset(form for word in found for form in (word, word.replace(".", "")))


@lru_cache(maxsize=4_000)
def _capitals(text: str) -> frozenset[str]:
    """Return the words of a text that are written large, folded."""
    found = (match[0] for match in _NAME_WORD.finditer(text) if match[0][0].isupper())
    return frozenset(fold(word).lower() for word in found)


def _same_name(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _LEAST:
        return False
    if sound_alike(one, other) and _differ_in_more_than_a_vowel(one, other):
        return True
    short, long = sorted((one, other), key=len)
    return _is_of(short, long) or are_of_one_nation(one, other)


def _differ_in_more_than_a_vowel(one: str, other: str) -> bool:
    """Tell whether names are written by other rules: not Jansen and Jensen, which are two."""
    if len(one) != len(other):
        return True
    differing = [a + b for a, b in zip(one, other, strict=True) if a != b]
    return len(differing) != 1 or not set(differing[0]) <= set("aeiou")


def _is_of(short: str, long: str) -> bool:
    """Tell whether one word names the people of the other: Iraq, Iraqi; Libya, Libyan."""
    stem = short.removesuffix("a").removesuffix("y") if len(short) > _LEAST else short
    return long.startswith(stem) and _NATION.fullmatch(long[len(stem) :].lstrip("ay")) is not None


def stands_for(name: str, text: str) -> bool:
    """Tell whether a text has an abbreviation in full, or the abbreviation of a name."""
    bare = name.replace(".", "").removesuffix("s")
    if bare.isupper() and 2 <= len(bare) <= _LONGEST:
        return bare.lower() in _initials(text)
    own = "".join(word[0] for word in _heads(name)).upper()
    given = {match[0].replace(".", "").removesuffix("s") for match in _INITIALS.finditer(text)}
    return len(own) > 1 and own in given


@lru_cache(maxsize=2_000)
def _initials(text: str) -> frozenset[str]:
    """Return the initials of each row of two to six words of a text; of two, if written large."""
    words = _heads(text)
    heads = "".join(word[0] for word in words)
    rows = (heads[a:b] for a in range(len(heads)) for b in range(a + 2, min(a + 7, len(heads) + 1)))
    return frozenset(row.lower() for row in rows if len(row) > 2 or row.isupper())


def _heads(name: str) -> list[str]:
    return [word.written for word in words_of(name) if word.written.lower() not in _SMALL]
