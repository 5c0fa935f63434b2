"""Which term a question wants defined, whether a sentence does, and short and long forms of terms.

Documents introduce abbreviations beside their long forms: "six-minute walk distance (6MWD)",
"TEU – twenty-foot equivalent unit".
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from index.analysis import STOP_WORDS
from index.analysis.numbers import read, term_of
from index.analysis.terms import fold
from qa.answering.languages import Phrases, asked_in
from qa.answering.languages.english.phrases import ENGLISH

_SHORT = r"(?=[\w-]*[A-Z0-9][\w-]*[A-Z])[A-Z0-9][\w&-]{1,9}"
_IN_BRACKETS = re.compile(rf"\(\s*[“\"']?(?P<short>{_SHORT})s?[”\"']?\s*[),;]")
_BEFORE_BRACKET = re.compile(r"[^()\n.;:]*$")
_LONGEST = 120  # characters of a long form; a guess
_SHORT_LONG = re.compile(
    rf"(?<![\w(])(?P<short>{_SHORT})\s*(?:\(\s*|\s[–—-]\s|:\s+|\s\|\s|\s+(?:is\s+short\s+for|stands?\s+for"
    rf"|means|=|is\s+the\s+abbreviation\s+(?:of|for))\s+|,\s+(?:or|short\s+for)\s+)(?:the\s+|an?\s+)?[“\"']?"
    rf"(?P<long>[^()\n.;|]{{4,80}})"
)


@dataclass(frozen=True, slots=True)
class AskedTerm:
    """The term that a question wants defined; `long_form` where it wants what it stands for."""

    term: str
    long_form: bool


@lru_cache(maxsize=2_000)
def asked_term(question: str) -> AskedTerm | None:
    """Return the term that a question wants defined; None where it asks something else.

    "What is the fee?" asks for the fee, not for what a fee is; "What is the TEU?" may.
    """
    phrases = asked_in(question)
    small = STOP_WORDS if phrases is ENGLISH else phrases.language.stop_words
    for pattern in phrases.terms:
        match = pattern.match(question)
        if match is None:
            continue
        term = match["term"].strip("\"'“”‘’ ?.!")
        words = term.split()
        if re.search(r"['’]s ", term) or _has_small(words, small | phrases.no_terms):
            continue
        value = phrases.definite.match(question) and not phrases.meaning.search(question)
        if value and not is_short(term):
            continue
        return AskedTerm(term, bool(phrases.stands_for.search(question)) and is_short(term))
    return None


def _has_small(words: Iterable[str], small: Set[str]) -> bool:
    """Tell whether words that are to be a term are not: "and" may be part of one."""
    return bool({*map(str.lower, words)} & small - {"and"})


def is_short(term: str) -> bool:
    """Tell whether a term is an abbreviation: written large, or with figures among letters."""
    return re.fullmatch(_SHORT, term) is not None


def defines(term: str, text: str, phrases: Phrases = ENGLISH) -> bool:
    """Tell whether a text says what a term means, as far as its form shows that."""
    name = _as_pattern(term)
    if re.search(rf"(?<![\w-]){name}(?![\w-]){phrases.defines_after}", text, re.IGNORECASE):
        return True
    if re.search(rf"{phrases.defines_before}{name}(?![\w-])", text, re.IGNORECASE):
        return True
    return any(short == term for short, _ in forms_in(text))


def in_other_forms(question: str, texts: Iterable[str]) -> str:
    """Return a question with its terms in their other forms, as texts introduce them.

    "How did the 6MWD change?" becomes "How did the six-minute walk distance change?", or the
    other way round; as it was where no text introduces a form that it has.
    """
    changed = question
    for short, long in dict.fromkeys(pair for text in texts for pair in forms_in(text)):
        written = rf"(?<![\w-]){re.escape(short)}(?![\w-])"
        if re.search(written, question):
            changed = long.join(re.split(written, changed))
        else:
            spelled = rf"(?<![\w-]){_as_pattern(long)}(?![\w-])"
            changed = short.join(re.split(spelled, changed, flags=re.IGNORECASE))
    return changed


@lru_cache(maxsize=20_000)
def forms_in(text: str) -> tuple[tuple[str, str], ...]:
    """Return the abbreviations that a text introduces, each with its long form."""
    return tuple(dict.fromkeys(_forms(text)))


def _forms(text: str) -> Iterator[tuple[str, str]]:
    for match in _IN_BRACKETS.finditer(text):
        before = _BEFORE_BRACKET.search(text[max(0, match.start() - _LONGEST) : match.start()])
        words = before[0].split() if before else []
        yield from _spelled(
            match["short"], [" ".join(words[at:]) for at in range(len(words))][::-1]
        )
    for match in _SHORT_LONG.finditer(text):
        words = match["long"].split()
        longs = [" ".join(words[: at + 1]).rstrip(",”\"'") for at in range(len(words))]
        yield from _spelled(match["short"], longs)


def _spelled(short: str, longs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield an abbreviation with its long form: the shortest, of which its letters are initials."""
    for inside in (False, True):
        for long in longs:
            if stands_for(short, long, inside=inside):
                yield short, long
                return


def stands_for(short: str, long: str, *, inside: bool = True) -> bool:
    """Tell whether the letters of an abbreviation are the first ones of the words of a long form.

    Small words, and later parts of words with hyphens, may be left out. Letters other than the
    first may also stand `inside` of words.
    """
    words = [fold(word).lower() for word in re.findall(r"[^\W_]+", long)]
    later = {fold(word).lower() for word in re.findall(r"(?<=-)[^\W_]+", long)}
    letters = re.sub(r"[^a-z0-9]", "", fold(short).lower())
    if not words or len(words) > len(letters) + 3 or fold(short).lower() in words:
        return False
    skipped = later | STOP_WORDS
    return any(_spell(letters, way, skipped, inside) for way in _ways(words) if way[0] not in later)


def _spell(letters: str, words: list[str], skipped: Set[str], inside: bool) -> bool:
    """Tell whether letters can be spelled by beginnings of words, or by letters inside of them."""
    if not letters or not words:
        return not letters and skipped >= {*words}
    word, rest = words[0], words[1:]
    if word[0] == letters[0]:
        left, at = letters[1:], 0
        if _spell(left, rest, skipped, inside):
            return True
        while inside and left and (at := word.find(left[0], at + 1)) > 0:
            left = left[1:]
            if _spell(left, rest, skipped, inside):
                return True
    return word in skipped and _spell(letters, rest, skipped, inside)


def _ways(words: Sequence[str]) -> Iterator[list[str]]:
    """Yield words as an abbreviation may take them: `six` for s or 6, `extensible` for e or x."""
    yield [*words]
    yield [_figure(word) for word in words]
    yield [word[1:] if word.startswith("ex") and len(word) > 3 else word for word in words]


def _figure(word: str) -> str:
    number = read([word], 0)
    return word if number is None else term_of(number[0])


def _as_pattern(term: str) -> str:
    words = [re.escape(word) for word in term.split()]
    return r"[\s-]+".join(words) + "(?:s|es)?"
