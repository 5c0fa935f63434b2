"""What a short turn puts in place of a part of the question before it: "And in 2022?".

The part of the same kind goes: a year for a year, a place for a place, a thing for a thing.
"""

import re
from collections.abc import Iterator

from corpus import Span
from index.analysis import tokenize
from qa.answering.languages.english.turns import ENGLISH
from qa.answering.languages.turns import Turns
from qa.answering.leaning import content
from qa.answering.particles import ANY_PARTICLE, PARTICLE

_LONGEST = 6  # words of a filler; a guess: longer turns say what they ask

_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*(?![\w-])")
_JOINED = rf"(?:{ANY_PARTICLE}-)?"
"""The particle of al-Sharia or at-Tawhid."""
_NAME_RUN = re.compile(
    rf"(?<![\w'’-]){_JOINED}[A-ZÀ-ÖØ-ÞĀ-Ž0-9][\w'’&.-]*"
    rf"(?:\s+(?:(?:of|the|{PARTICLE}|&)\s+){{0,2}}{_JOINED}[A-ZÀ-ÖØ-ÞĀ-Ž0-9][\w'’&.-]*)*"
)
_WORD = re.compile(r"[\w'’-]+")
_BEGINS = re.compile(r"(?:^|[.!?:\n])[\s\"'“‘(¿¡«„]*$")


def continued(turn: str, frame: str, turns: Turns = ENGLISH) -> str | None:
    """Return the question before with what the turn puts in its place.

    None where the turn is a question of its own, or nothing in the frame can be its like.
    """
    bare = turns.bare.match(turn)
    if bare:
        return _asked_anew(bare[1].capitalize(), frame, turns)
    turn = _without_frame(turn, frame, turns)
    match = turns.turn.match(turn)
    if match is None:
        return None
    preposition, filler = (match[1] or "").strip(), match[2].strip(" ,;:")
    words = filler.split()
    if not words or len(words) > _LONGEST or turns.no_filler & set(tokenize(filler)):
        return None
    is_time_ = _time_kind(filler, turns) is not None
    if not (turns.marked.match(turn) or preposition or is_time_):
        return None
    slot = _slot(preposition.lower(), filler, frame, turns)
    if slot is not None:
        begins = frame[slot.start : slot.end].lower().startswith(turns.spans)
        within = f"{preposition.lower() or turns.within} {filler}"
        put = within if begins else _fitting(filler, frame, slot, turns)
        return f"{frame[: slot.start]}{put}{frame[slot.end :]}"
    if preposition or is_time_:
        asked = frame.rstrip(" ?.!")
        return (
            f"{asked} {preposition.lower() or turns.within} {filler}{frame[len(asked) :].strip()}"
        )
    return None


def _without_frame(turn: str, frame: str, turns: Turns) -> str:
    """Return a turn without the words with which the question before it began as well.

    "How many in 2020?" is "in 2020" after "How many visitors came in 2019?"; as it was where no
    preposition comes behind those words, or none of them does.
    """
    begun, words = 0, [*_WORD.finditer(turn)]
    if turns.marked.match(turn):
        words = words[1:]
    for own, before in zip(words, _WORD.finditer(frame), strict=False):
        if own[0].lower() != before[0].lower():
            break
        begun = own.end()
    rest = turn[begun:].lstrip()
    return rest if begun and re.match(rf"(?:{turns.prepositions})\s", rest, re.I) else turn


def _asked_anew(word: str, frame: str, turns: Turns) -> str | None:
    """Return a question with another question word: "When was it built?" for "Who built it?"."""
    verb = turns.adverb.match(frame)
    if verb:
        return f"{word} {_lowered(frame[verb.end() :])}"
    done = turns.who_did.match(frame)
    if done is None:
        return None
    last = done["what"].split()[-1]
    was = "were" if last.endswith("s") and not last.endswith("ss") else "was"
    return f"{word} {was} {done['what']} {done['did']}?"


def name_runs(text: str, turns: Turns = ENGLISH) -> list[Span]:
    """Return the names in a text: words written large that stand together, not the first word."""
    found = []
    small = turns.language.stop_words
    for match in _NAME_RUN.finditer(text):
        start, end = match.span()
        written = text[start:end].rstrip(".'’")
        first, _, rest = written.partition(" ")
        while rest and (first.lower() in small or is_time(first, turns)):
            start, written = start + len(first) + 1, rest
            first, _, rest = written.partition(" ")
        if first.lower() in small:
            continue
        if _BEGINS.search(text[:start]) and not rest and first[1:].islower():
            continue  # any word is written large there
        if written:
            found.append(Span(start, start + len(written)))
    return found


def _slot(preposition: str, filler: str, frame: str, turns: Turns) -> Span | None:
    kind = _time_kind(filler, turns)
    if kind is not None:
        return _last(_times(kind, frame, turns))
    if _NUMBER.fullmatch(filler):
        return _last(Span(*match.span()) for match in _NUMBER.finditer(frame))
    runs = name_runs(frame, turns)
    things = [run for run in runs if not is_time(frame[run.start : run.end], turns)]
    if (words := content(f"- {filler}", turns)) and all(word.is_name for word in words):
        if preposition:
            like = turns.places if preposition in turns.places else {preposition}
            return _last(run for run in things if _stands_before(frame, run, turns) in like)
        return max(things, key=lambda run: (_likeness(filler, frame, run), run), default=None)
    if preposition:
        return _last(_behind(preposition, frame, turns))
    return _thing(frame, turns)


def _thing(frame: str, turns: Turns) -> Span | None:
    """Return what a question is about, where its form says it."""
    match = turns.definition.match(frame)
    if match:
        name = "a" if match["a"] else "b"
        if not {*tokenize(match[name])} & {*turns.prepositions.split("|")}:
            return Span(*match.span(name))
        return _first_words(frame, match.start(name), turns)
    does = turns.does.search(frame)
    if does:
        subject = _first_words(frame, does.end(), turns)
        if subject is not None and " " in (text := frame[subject.start : subject.end]):
            return Span(subject.start, subject.start + text.rindex(" "))  # less the verb
        return None
    copula = turns.copula.match(frame)
    subject = None if copula is None else _first_words(frame, copula.end(), turns)
    if subject is None:
        return None
    words = frame[subject.start : subject.end]
    return Span(subject.start, subject.start + len(turns.predicate.sub("", words)))


def _first_words(frame: str, start: int, turns: Turns) -> Span | None:
    """Return the words from a place on, up to the next one that carries no meaning."""
    end = start
    for match in re.finditer(r"[\w'’-]+", frame[start:]):
        small = match[0].lower() in turns.language.stop_words
        if small or frame[end : start + match.start()].strip():
            break
        end = start + match.end()
    return Span(start, end) if end > start else None


def _behind(preposition: str, frame: str, turns: Turns) -> Iterator[Span]:
    for match in re.finditer(rf"\b{preposition}\s+(?:{turns.article}\s+)?", frame, re.IGNORECASE):
        words = _first_words(frame, match.end(), turns)
        if words is not None and not is_time(frame[words.start : words.end], turns):
            yield words


def _stands_before(frame: str, run: Span, turns: Turns) -> str:
    before = frame[: run.start].lower().split()
    if before and before[-1] in turns.articles:
        before.pop()
    return before[-1] if before else ""


def _likeness(filler: str, frame: str, run: Span) -> int:
    """Return how like two names are: in their words, their length, their digits."""
    text = frame[run.start : run.end]
    shared = {*tokenize(text)} & {*tokenize(filler)}
    digits = any(map(str.isdigit, text)) == any(map(str.isdigit, filler))
    return 4 * bool(shared) + 2 * digits + (len(text.split()) == len(filler.split()))


def _fitting(filler: str, frame: str, slot: Span, turns: Turns) -> str:
    """Return a filler without the article that the frame has already."""
    if re.search(rf"\b{turns.article}\s+$", frame[: slot.start], re.IGNORECASE):
        return re.sub(rf"^{turns.article}\s+", "", filler, flags=re.IGNORECASE)
    return filler


def _time_kind(text: str, turns: Turns) -> int | None:
    for kind, pattern in enumerate(turns.times):
        if pattern.fullmatch(re.sub(r"^(?:the|early|late)\s+", "", text, flags=re.IGNORECASE)):
            return kind
    return None


def is_time(text: str, turns: Turns = ENGLISH) -> bool:
    """Tell whether a text is a year, a date or the like, or only a number."""
    return text.isdigit() or _time_kind(text, turns) is not None


def _times(kind: int, frame: str, turns: Turns) -> Iterator[Span]:
    for match in turns.times[kind].finditer(frame):
        yield Span(*match.span())


def _last(spans: Iterator[Span]) -> Span | None:
    return max(spans, default=None)


def _lowered(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"
