"""Whether numbers, dates and names of a sentence belong to the same things in the source."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from qa.checking.amounts import RANK, Amount, amounts_in, same_amount
from qa.checking.finding import Finding
from qa.checking.guards.actors import actors_in, passives
from qa.checking.guards.names import names_in
from qa.checking.moments import Moment, moments_in
from qa.checking.verdict import Evidence
from qa.checking.words import clauses, segments, words_of

_ELSEWHERE = 2
"""Words of a clause that another sentence or row shares more, before a value is that one's; a
guess."""


_WHOM = re.compile(
    r"\s+(?P<link>for|in|at|on|to|from)\s+(?:(?:the|an?|all|each|every)\s+)?(?P<whom>[^\W\d_]+(?:\s[^\W\d_]+)?)"
    r"(?=[,.;:]|\s+(?:and|but|or)\b|$)",
    re.IGNORECASE,
)
"""Whom or where an amount is for, in one word or two, before the next one."""


@dataclass(frozen=True, slots=True)
class _Thing:
    """A number, date or name of a text."""

    start: int
    end: int
    is_in: Callable[["_Thing"], bool]
    """Whether another thing of its kind is the same."""
    kind: str
    value: Amount | Moment | frozenset[str]


def binding_findings(sentence: str, source: Evidence) -> Iterator[Finding]:
    """Object where values have changed places, or stand with other things than here."""
    own, given = _things(sentence), _things(source.quote)
    yield from _exchanged(sentence, source.quote, own, given)
    yield from _of_another_in_a_row(sentence, source.quote)
    for thing in own:
        if thing.kind not in ("name", "noun") and _is_of_another(
            thing, sentence, source.quote, given
        ):
            written = sentence[thing.start : thing.end].strip()
            reason = f"The source says {written} of something else."
            yield Finding("binding", "doubt", (thing.start, thing.end), reason)


def _exchanged(
    sentence: str, quote: str, own: Sequence[_Thing], given: Sequence[_Thing]
) -> Iterator[Finding]:
    """Object where each of two values stands with the words of the other."""
    if bool(passives(sentence)) != bool(passives(quote)):
        return  # "broken by a gannet" for "a gannet broke" turns everything round but the sense
    for first, last in combinations(own, 2):
        if first.kind != last.kind or first.is_in(last):
            continue
        ones = [one for one in given if one.kind == first.kind and first.is_in(one)]
        others = [one for one in given if one.kind == last.kind and last.is_in(one)]
        if len(ones) == len(others) == 1 and _crossed(
            sentence, quote, (first, last), (ones[0], others[0])
        ):
            span = (first.start, first.end)
            yield Finding("binding", "conflict", span, "The source says it the other way round.")
            return


def _of_another_in_a_row(sentence: str, quote: str) -> Iterator[Finding]:
    """Object to "£3 for children" where the source has "£2 for children and £3 for adults"."""
    said, rows = {word.term for word in words_of(sentence)}, [*_rows(quote)]
    for amount in amounts_in(sentence):
        for row in rows:
            own = [
                whom for one, whom in row if same_amount(one, amount) and one.scale == amount.scale
            ]
            others = [(one, whom) for one, whom in row if whom not in own]
            if len(own) != 1 or own[0] & said:
                continue
            named = [one for one, whom in others if whom <= said and not _has(sentence, one)]
            if named:
                reason = f"The source says {named[0].written} of this, not {amount.written}."
                yield Finding("binding", "conflict", (amount.start, amount.end), reason)


def _rows(text: str) -> Iterator[list[tuple[Amount, frozenset[str]]]]:
    """Yield amounts of one kind that a sentence gives one after the other, and whom each is for."""
    for start, end in segments(text):
        row: dict[tuple[str, str], list[tuple[Amount, frozenset[str]]]] = {}
        for one in amounts_in(text):
            found = _WHOM.match(text, one.end) if start <= one.start < end else None
            if found and one.scale and one.scale != RANK:
                whom = frozenset(w.term for w in words_of(found["whom"]) if w.is_content)
                row.setdefault((one.scale, found["link"].lower()), []).append((one, whom))
        for entries in row.values():
            if len(entries) > 1 and all(whom for _, whom in entries):
                yield entries


def _has(sentence: str, amount: Amount) -> bool:
    return any(same_amount(one, amount) for one in amounts_in(sentence))


def _crossed(
    sentence: str, text: str, own: tuple[_Thing, _Thing], given: tuple[_Thing, _Thing]
) -> bool:
    crossed = straight = 0
    for around in (_behind, _before):
        mine, other = (around(sentence, one, own) for one in own)
        his, theirs = (around(text, one, given) for one in given)
        across = mine & (theirs - his), other & (his - theirs)
        crossed += sum(map(len, across)) if all(across) else 0
        straight += len(mine & (his - theirs)) + len(other & (theirs - his))
    return crossed > straight


def _behind(text: str, thing: _Thing, pair: tuple[_Thing, _Thing]) -> set[str]:
    """Return the terms behind a thing, up to the other of the pair or the end of its sentence."""
    end = next((b for a, b in segments(text) if a <= thing.start < b), len(text))
    end = min([end, *(one.start for one in pair if one.start > thing.start)])
    return _terms(text, thing.end, end)


def _before(text: str, thing: _Thing, pair: tuple[_Thing, _Thing]) -> set[str]:
    start = next((a for a, b in segments(text) if a <= thing.start < b), 0)
    start = max([start, *(one.end for one in pair if one.start < thing.start)])
    return _terms(text, start, thing.start)


def _terms(text: str, start: int, end: int) -> set[str]:
    return {w.term for w in words_of(text) if start <= w.start < end and w.is_content}


def _is_of_another(thing: _Thing, sentence: str, quote: str, given: Sequence[_Thing]) -> bool:
    """Tell whether another value of its kind has what is said of this one, and this one nothing."""
    same = [one for one in given if one.kind == thing.kind]
    alike = [one for one in same if thing.is_in(one)]
    others = [one for one in same if not thing.is_in(one)]
    if not alike or not others:
        return False
    own = _around(sentence, thing, clauses)
    for parts, least in ((clauses, 1), (segments, _ELSEWHERE)):
        here = set().union(*(_around(quote, one, parts) for one in alike))
        there = [_around(quote, one, parts) for one in others]
        if any(own & (here - one) for one in there) and parts is clauses:
            return False
        if max(len(own & (one - here)) for one in there) - len(own & here) >= least:
            return True
    return False


def _around(
    text: str, thing: _Thing, parts: Callable[[str], Sequence[tuple[int, int]]]
) -> set[str]:
    start, end = next(((a, b) for a, b in parts(text) if a <= thing.start < b), (0, 0))
    return _terms(text, start, thing.start) | _terms(text, thing.end, end)


def _things(text: str) -> list[_Thing]:
    found = [
        _Thing(one.start, one.end, partial(_same_amount, one), f"number {one.scale}", one)
        for one in amounts_in(text)
    ]
    found += [
        _Thing(one.start, one.end, partial(_same_moment, one), "date", one)
        for one in moments_in(text)
    ]
    for actor in actors_in(text):
        is_name = any(start <= actor.start < end for start, end in names_in(text))
        kind = "name" if is_name else "noun"
        found.append(
            _Thing(actor.start, actor.end, partial(_same_name, actor.terms), kind, actor.terms)
        )
    return sorted(found, key=lambda one: one.start)


def _same_amount(amount: Amount, other: _Thing) -> bool:
    return isinstance(other.value, Amount) and same_amount(amount, other.value)


def _same_moment(moment: Moment, other: _Thing) -> bool:
    return isinstance(other.value, Moment) and moment.parts <= other.value.parts


def _same_name(terms: frozenset[str], other: _Thing) -> bool:
    return isinstance(other.value, frozenset) and bool(terms & other.value)
