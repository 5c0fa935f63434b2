"""Whether a sentence is the source's own with a word exchanged or turned, or a "not" put in."""

import re
from collections.abc import Iterator, Sequence, Set
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations

from qa.checking.amounts import amounts_in, same_amount
from qa.checking.coverage import uncovered
from qa.checking.finding import Finding, Weight
from qa.checking.guards.opposites import opposites_of
from qa.checking.reckoning import is_reckoned, leaves_unit_out
from qa.checking.verdict import Evidence
from qa.checking.words import Word, is_said, segments, terms_in, words_of

_SAME = 0.6
"""The share of a sentence's words that stand in the source in the same order, where the rest must
be the source's too; a guess."""
_NEARLY_ALL = 0.8
"""The same, where a "not" is the only thing that is put in or left out; a guess."""
_ALL = 0.9
"""The same, counting two words that have changed places; a guess."""
_MOST = 3  # words that may be exchanged for as many; a guess
_NOT = re.compile(r"not|never|no|cannot|\w+n['’]t|without|nobody|none|nothing", re.IGNORECASE)
_CONTRAST = re.compile(r"[,;(–—]\s*$")

_Pair = tuple[Sequence[Word], Sequence[Word]]
"""Words of a sentence, and those of the source that stand in their place."""


def exchange_findings(sentence: str, source: Evidence) -> Iterator[Finding]:
    """Object to what differs from a sentence of the source, all around it being the same."""
    gaps = {start for start, _ in uncovered(sentence, source)}
    said = {word.term for word in words_of(source.quote)}
    for start, end in segments(sentence):
        own = tuple(word for word in words_of(sentence) if start <= word.start < end)
        same, changes, likest = _changes(own, source.quote)
        if not own or same < _SAME * len(own):
            continue
        for new, old in changes:
            yield from _exchanged(new, old, gaps, terms_in(sentence), said)
            yield from _other_number(new, old, sentence, source.quote)
        if same >= _NEARLY_ALL * len(own):
            yield from _denied(own, changes, source.quote, likest)
        yield from _turned(changes, int(_ALL * len(own)) - same)


@lru_cache(maxsize=500)
def _changes(own: tuple[Word, ...], text: str) -> tuple[int, list[_Pair], Sequence[Word]]:
    """Return how many words of a sentence the likest one of a text has, what differs, and it."""
    best: tuple[int, list[_Pair], Sequence[Word]] = 0, [], ()
    for start, end in segments(text):
        given = [word for word in words_of(text) if start <= word.start < end]
        matcher = SequenceMatcher(None, [w.term for w in own], [w.term for w in given], False)
        codes = matcher.get_opcodes()
        same = sum(b - a for tag, a, b, _, _ in codes if tag == "equal")
        if same > best[0]:
            pairs: list[_Pair] = [
                (own[a:b], given[c:d]) for tag, a, b, c, d in codes if tag != "equal"
            ]
            best = same, pairs, given
    return best


def _exchanged(
    new: Sequence[Word], old: Sequence[Word], gaps: Set[int], known: Set[str], said: Set[str]
) -> Iterator[Finding]:
    if not new or not old or max(len(new), len(old)) > _MOST:
        return
    turned = _opposed(new, old)
    if turned and any(map(_is_not, (*new, *old))):
        return  # "not many" for "few"
    if turned:
        sure = turned[0][0].term not in said
        yield _finding([turned[0][0]], [turned[0][1]], sure=sure)
        return
    mine = [word for word in new if word.start in gaps]
    other = [word for word in old if word.is_content and not is_said(word.term, known)]
    if mine and other:
        yield _finding(mine, other, sure=False)


def _other_number(
    new: Sequence[Word], old: Sequence[Word], sentence: str, text: str
) -> Iterator[Finding]:
    """Object to a number in the place of another, wherever else the source may have it."""
    if len(new) != 1 or len(old) != 1:
        return
    mine = next((one for one in amounts_in(sentence) if one.start == new[0].start), None)
    other = next((one for one in amounts_in(text) if one.start == old[0].start), None)
    if mine and other and mine.scale == other.scale and not same_amount(mine, other):
        reason = f"The source says {other.written}, not {mine.written}."
        reckoned = mine.scale != "" and is_reckoned(mine, amounts_in(text), text)
        weight: Weight = "doubt" if reckoned or leaves_unit_out(mine, text) else "conflict"
        yield Finding("number", weight, (mine.start, mine.end), reason)


def _finding(new: Sequence[Word], old: Sequence[Word], *, sure: bool) -> Finding:
    mine, other = (" ".join(word.written for word in words) for words in (new, old))
    reason = f"The source says “{other}”, not “{mine}”."
    span = (new[0].start, new[-1].end)
    if sure:
        return Finding("opposite", "conflict", span, reason)
    return Finding("word", "doubt", span, reason)


def _denied(
    own: Sequence[Word], changes: Sequence[_Pair], text: str, likest: Sequence[Word]
) -> Iterator[Finding]:
    """Object if a "not" is all that one side has and the other lacks.

    A contrast after a comma may be left out: "for want of staff, not beds", and so may what was
    done without. A "not" may stand at another place: "not on the website" for "cannot".
    """
    if sum(map(_is_not, own)) == sum(map(_is_not, likest)):
        return
    for new, old in changes:
        more, less = ([w for w in words if _is_not(w)] for words in (new, old))
        if len(more) == len(less) or len(new) + len(old) > _MOST:
            continue
        if _opposed(new, old):
            continue
        if not new and less[0].written.lower() == "without":
            continue
        if more:
            span = (more[0].start, more[0].end)
            reason = f"The source does not say “{more[0].written.lower()}”."
        elif not new and len(old) > 1 and _CONTRAST.search(text[: old[0].start]):
            continue
        else:
            span = (new[0].start, new[-1].end) if new else (own[0].start, own[-1].end)
            reason = f"The source says “{less[0].written.lower()}” of this."
        yield Finding("negation", "conflict", span, reason)


def _opposed(new: Sequence[Word], old: Sequence[Word]) -> list[tuple[Word, Word]]:
    return [(w, o) for w in new for o in old if o.term in opposites_of(w.term)]


def _is_not(word: Word) -> bool:
    return _NOT.fullmatch(word.written) is not None


def _turned(changes: Sequence[_Pair], least: int) -> Iterator[Finding]:
    """Object where two words have changed places, and with them at least so many are the same."""
    for (new, old), (later, earlier) in combinations(changes, 2):
        one, other = _terms(new) & _terms(earlier), _terms(later) & _terms(old)
        short = max(map(len, (new, old, later, earlier))) <= _MOST
        if one and other and not one & other and short and len(new) + len(later) >= least:
            span = (new[0].start, new[-1].end)
            yield Finding("roles", "conflict", span, "The source says it the other way round.")


def _terms(words: Sequence[Word]) -> set[str]:
    return {word.term for word in words if word.is_content or word.written[0].isdigit()}
