"""Whether sentence and source say that something is so, or one of them that it is not."""

import re
from collections.abc import Iterator, Set
from dataclasses import replace

from qa.checking.coverage import SAME_THING, SAME_WORDS, coverage
from qa.checking.finding import Finding, Weight
from qa.checking.guards.opposites import alike, all_terms, opposed_words, opposites_of
from qa.checking.guards.scopes import Scope, denials, without_double_denials
from qa.checking.verdict import Evidence
from qa.checking.words import blanked, is_said, segments, terms_in, words_of

_BOUND = re.compile(
    r"\bat (?:the )?(?:least|most|first|last)\b|\b(?:more|less|fewer|larger|longer|shorter"
    r"|smaller|older"
    r"|younger|higher|lower|warmer|greater)\s+than\s+(?=[\d£$€]|an?\b|one\b|two\b|three\b|half\b|five\b"
    r"|six\b|seven\b|ten\b)|\b(?:over|under|above|below)\s+(?=[\d£$€])|\b(?:no|not)\s+(?:more|less)\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:forb[ia]d\w*|bann?(?:s|ed)|ban|prohibit\w*|reject\w*|refus\w+|declin\w+|fail\w*|lack\w*"
    r"|missing|exclu\w+|except|impossible|prevent\w*|avoid\w*|stop(?:s|ped)?|ceas\w+|oppos\w+|until|only"
    r"|instead|absen\w+|unable|against|disagree\w*|den(?:y|ies|ied)|out of|free of|un(?!der|til"
    r"|it|ion"
    r"|iq|ivers|cle|usual)[a-z]{4,}|in(?:activ|capab|complet|adequat|suffici|valid|eligib)\w+|non-?\w+"
    r"|illegal\w*|dis(?:allow|approv|continu|regard|miss)\w*|kept from|empty|nil|zero|other than"
    r"|exempt\w*"
    r"|earliest|latest|free|(?:long|larg|high|small|old|young|great|short|deep|tall|fast)est|spar(?:e|es|ed|ing)|unhurt|unharmed|escap\w+|abandon\w*|dropped|cancel\w*|away|no)\b",
    re.IGNORECASE,
)
"""Words that may say without "not" that something is not so; wider than words of denial."""
_NEGATING_PREFIX = re.compile(r"^(?:un|in|im|il|ir|dis|non)(?=[a-z]{3,})")
_ELLIPTIC = re.compile(
    r"not|never|cannot|\w+n['’]t|nicht|nie|niemals|pas|jamais|nunca", re.IGNORECASE
)
"""Behind which the verb may be left out: "JSON is supported, Excel is not"."""
_STILL = re.compile(r"\bstill\b", re.IGNORECASE)
_WHO = re.compile(r"(?P<whom>[^.;:!?,]{1,60}),\s+(?:who|which)\b(?P<what>[^.;:!?]{1,200})")
"""What a denial is of, and what is told of that besides."""
_NOT_WITHOUT = re.compile(
    r"\b(?:not|never|no|nobody|cannot|\w+n['’]t)\b[^.;:!?]{1,100}?\b(?:without|unless|until|before)\b",
    re.IGNORECASE,
)
"""What says when something is so: "not without asking" for "ask before"."""
_NOT_BEFORE = re.compile(
    r"\b(?:not|never|\w+n['’]t)\s+(?:(?:very|so|too|quite)\s+)?$", re.IGNORECASE
)
_FOR_NOTHING = re.compile(
    r"\b(?:cost|pay|charge)\w*\b[^.!?\n]{0,100}\bnothing\b|\bnothing\s+(?:is|was|to)\s+(?:charged|paid|pay)\b"
    r"|\b(?:no|without)\s+(?:(?:a|any|extra|further)\s+)?(?:charge|fee|cost|payment)\b",
    re.IGNORECASE,
)
"""What says that something is free, with a word of paying."""
_BEFORE_AFTER = re.compile(r"\b(before|after)\b", re.IGNORECASE)


def negation_findings(sentence: str, source: Evidence) -> Iterator[Finding]:
    """Object where one of both denies what the other says."""
    sure = coverage(sentence, source) >= SAME_WORDS
    for finding in (*_denials(sentence, source), *_prefixes(sentence, source)):
        yield finding if sure else replace(finding, weight="doubt")


def _denials(sentence: str, source: Evidence) -> Iterator[Finding]:
    own, given = denials(sentence), denials(source.text)
    asserted = _asserted(source.text, given)
    for scope in own:
        finding = _denied_here(scope, source, given, asserted)
        if finding is not None:
            yield finding
            return
    if not own and not _NEGATIVE.search(without_double_denials(sentence)):
        yield from _denied_there(sentence, source.quote, asserted)


def opposite_findings(sentence: str, source: Evidence) -> Iterator[Finding]:
    """Object to a word of which the source has only the opposite, unless one of both denies it."""
    text, own = _without_bounds(source.text), _without_bounds(sentence)
    denied_here = {term for scope in denials(own) for term in scope.terms + scope.before[:2]}
    denied_there = {term for scope in denials(text) for term in scope.terms + scope.before[:2]}
    quoted = all_terms(_without_bounds(source.quote))
    for start, end, term, other in opposed_words(own, quoted, all_terms(text)):
        if _NOT_BEFORE.search(sentence[:start]) or _NOT_BEFORE.search(_before_term(text, other)):
            continue  # "not many" for "few"
        if term == "free" and _FOR_NOTHING.search(text):
            continue
        if (term in denied_here) != (other in denied_there) or _turned(sentence, text, start, end):
            continue
        said = next(word.written for word in words_of(text) if word.term == other)
        reason = f"The source says “{said.lower()}”, not “{sentence[start:end].lower()}”."
        rest = f"{sentence[:start]} {sentence[end:]}"
        sure = coverage(rest, source) >= SAME_THING
        yield Finding("opposite", "conflict" if sure else "doubt", (start, end), reason)


def _before_term(text: str, term: str) -> str:
    return text[: next((word.start for word in words_of(text) if word.term == term), 0)]


def _denied_here(
    scope: Scope, source: Evidence, given: tuple[Scope, ...], asserted: Set[str]
) -> Finding | None:
    """Return what is wrong with a denial of the sentence; None where the source denies it too."""
    terms = scope.terms or scope.before[:2]
    denied = {term for one in given for term in (*one.terms, *_before(one))}
    span = (scope.start, scope.end)
    if not terms or any(is_said(term, denied) for term in terms):
        return None
    if scope.cue.lower() == "no longer" and _STILL.search(source.quote):
        return Finding("negation", "conflict", span, "The source says that it still is so.")
    text = terms_in(source.text)
    if any(opposites_of(other) & text for term in terms for other in alike(term)):
        return None
    if not given and not _turns(scope, source.text):
        said = any(is_said(term, asserted) for term in terms)
        cue = " ".join(scope.cue.split()).lower()
        return Finding(
            "negation",
            "conflict" if said else "doubt",
            span,
            f"The source does not say “{cue}”." if said else "The source does not deny this.",
        )
    if terms[0] in asserted and not _turns(scope, source.quote):
        return Finding(
            "negation", "conflict", span, "The source says that it is so, not that it is not."
        )
    return None


def _turns(scope: Scope, quote: str) -> bool:
    """Tell whether a quote may say without "not" that something is not so.

    What the denial itself takes says nothing: "dogs travel free" does not say that they do not.
    """
    own = {*scope.terms, *scope.before}
    found = _NEGATIVE.finditer(_without_bounds(quote))
    return any(not terms_in(match[0]) & own for match in found)


def _before(scope: Scope) -> tuple[str, ...]:
    """Return the words before a denial that it may deny: all if none follows ("is ruled out")."""
    return scope.before[:2] if scope.terms else scope.before


def _denied_there(sentence: str, quote: str, asserted: Set[str]) -> Iterator[Finding]:
    """Object where the source denies what the sentence says plainly.

    What stands around the quote may be denied: that says nothing of this.
    """
    words = [word for word in words_of(sentence) if word.is_content]
    own = {word.term for word in words}
    for scope in denials(quote):
        if _tells_more(scope, quote, own):
            continue
        denied = scope.terms or (scope.before[:2] if _ELLIPTIC.fullmatch(scope.cue) else ())
        heads = [term for term in denied[:2] if term in own and term not in asserted]
        if not heads or 2 * sum(term in own for term in denied) < len(denied):
            heads = [term for term in scope.before[:2] if term in own and term not in asserted]
            if not heads:
                continue
            word = next(word for word in words if word.term == heads[0])
            reason = "The source says this only where it denies something."
            yield Finding("negation", "doubt", (word.start, word.end), reason)
            return
        word = next(word for word in words if word.term == heads[0])
        cue = " ".join(scope.cue.split()).lower()
        reason = (
            "The source says it was denied."
            if cue.startswith("den")
            else (f"The source says “{cue}” of this.")
        )
        sure = denied[0] in heads and not _NOT_WITHOUT.search(quote)
        weight: Weight = "conflict" if sure else "doubt"
        yield Finding("negation", weight, (word.start, word.end), reason)
        return


def _tells_more(scope: Scope, quote: str, own: Set[str]) -> bool:
    """Tell whether a sentence only says what is told of somebody besides the denial.

    "It is taught by Lund, not by Reyes, who looks after the boats" denies nothing of the boats.
    """
    told = _WHO.match(quote, scope.end)
    if told is None or not set(scope.terms) & terms_in(told["whom"]):
        return False
    return bool(terms_in(told["what"]) & own) and own <= terms_in(told["whom"] + told["what"])


def _asserted(text: str, given: tuple[Scope, ...]) -> frozenset[str]:
    """Return the terms that a text says somewhere without denying them."""
    denied: dict[str, int] = {}
    for scope in given:
        for term in {*scope.terms, *scope.before[:2]}:
            denied[term] = denied.get(term, 0) + 1
    counts: dict[str, int] = {}
    for word in words_of(text):
        counts[word.term] = counts.get(word.term, 0) + 1
    return frozenset(term for term, count in counts.items() if count > denied.get(term, 0))


def _prefixes(sentence: str, source: Evidence) -> Iterator[Finding]:
    """Object to "unsafe" where the source says "safe", and the other way round."""
    own, given = _lower(sentence), _lower(source.text)
    turned = {term for scope in (*denials(sentence), *denials(source.text)) for term in scope.terms}
    for word in words_of(sentence):
        lower = word.written.lower()
        if word.term in turned:
            continue
        bare = _NEGATING_PREFIX.sub("", lower)
        others = (
            {bare}
            if bare != lower
            else {f"{head}{lower}" for head in ("un", "in", "dis", "im", "il", "non")}
        )
        found = others & given
        if found and lower not in given and not found & own and len(lower) > 3:
            reason = f"The source says “{min(found)}”, not “{lower}”."
            yield Finding("negation", "conflict", (word.start, word.end), reason)


def _lower(text: str) -> frozenset[str]:
    return frozenset(word.written.lower() for word in words_of(text))


def _without_bounds(text: str) -> str:
    return blanked(text, (match.span() for match in _BOUND.finditer(text)))


def _turned(sentence: str, text: str, start: int, end: int) -> bool:
    """Tell whether "A before B" stands for "B after A"."""
    if not _BEFORE_AFTER.fullmatch(sentence[start:end]):
        return False
    behind = {w.term for w in words_of(sentence) if w.start >= end and w.is_content}
    for match in _BEFORE_AFTER.finditer(text):
        part = next((span for span in segments(text) if span[0] <= match.start() < span[1]), None)
        if part is None:
            continue
        inside = [w for w in words_of(text) if part[0] <= w.start < part[1]]
        first = {w.term for w in inside if w.start < match.start()}
        last = {w.term for w in inside if w.start > match.end()}
        if len(behind & first) > len(behind & last):
            return True
    return False
