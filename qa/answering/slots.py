"""What a short turn puts in place of a part of the question before it: "And in 2022?".

The part of the same kind goes: a year for a year, a place for a place, a thing for a thing.
"""

import re
from collections.abc import Iterator

from corpus import Span
from index.analysis import STOP_WORDS, tokenize
from qa.answering.answer_types import DAYS, MONTHS
from qa.answering.leaning import content

_PREPOSITIONS = "in|at|on|for|from|by|with|near|of|to|during|before|after|under|over|between"
_PLACES = {"in", "at", "on", "near"}
"""Prepositions that stand for one another before a place: "at Saltby", "in Selby"."""
_TURN = re.compile(
    r"^\W*(?:(?:(?:and|but|or|so|ok|okay|well|also)\b[\s,]+)*(?:(?:what|how) about\s+)|and[\s,]+)?"
    rf"((?:{_PREPOSITIONS})\s+)?(.+?)[\s?.!]*$",
    re.IGNORECASE,
)
_MARKED = re.compile(r"^\W*(?:and\b|(?:\w+[\s,]+)?(?:what|how) about\b)", re.IGNORECASE)
_NO_FILLER = frozenset(
    """
    about are as be both by can could did do does each else from had has have he her him how if
    is it not one ones or other others same she should such than that them then there these they
    this those to was were what when where which who whom whose why will with would
    """.split()
)
"""Words of a turn that asks something of its own."""
_LONGEST = 6  # words of a filler; a guess: longer turns say what they ask

_MONTH = rf"(?:{'|'.join(MONTHS)})"
_YEAR = r"\b(?:1\d{3}|20\d{2})(?:s\b|\b)"
_DATE = (
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?\b{_MONTH}\b\.?"
    r"(?:\s+\d{1,2}(?:st|nd|rd|th)?\b)?(?:,?\s+\d{4}\b)?"
)
_TIMES = (
    re.compile(rf"(?:between {_YEAR} and|from {_YEAR} to) {_YEAR}|{_YEAR}", re.IGNORECASE),
    re.compile(_DATE, re.IGNORECASE),
    re.compile(rf"\b(?:{'|'.join(DAYS)})s?\b", re.IGNORECASE),
    re.compile(r"\b(?:spring|summer|autumn|fall|winter)\b", re.IGNORECASE),
)
_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*(?![\w-])")
_NAME_RUN = re.compile(
    r"(?<![\w'’-])[A-ZÀ-ÖØ-ÞĀ-Ž0-9][\w'’&.-]*"
    r"(?:\s+(?:(?:of|the|de|del|la|von|van|al|&)\s+){0,2}[A-ZÀ-ÖØ-ÞĀ-Ž0-9][\w'’&.-]*)*"
)
_BEGINS = re.compile(r"(?:^|[.!?:\n])[\s\"'“‘(¿¡«„]*$")
_DEFINITION = re.compile(
    r"^\W*(?:(?:what|who)(?: (?:is|are|was|were)|['’]s)|define|explain|describe"
    r"|tell me(?: more)? about)\s+(?:an?\s+|the\s+|meant by\s+)?(?P<a>[^?.!]+?)\W*$"
    r"|^\W*what (?:does|do|did)\s+(?:an?\s+|the\s+)?(?P<b>[^?.!]+?)\s+(?:mean|stand for)\W*$",
    re.IGNORECASE,
)
_COPULA = re.compile(
    r"^\W*(?:(?:when|where|why|how(?: \w+)?|what \w+)\s+)?(?:is|are|was|were)\s+(?:an?\s+|the\s+)?",
    re.IGNORECASE,
)
_PREDICATE = re.compile(r"\s+(?:open|closed|due|ready|available|free|safe|valid|\w+ed)$", re.I)
_DOES = re.compile(r"\b(?:do|does|did)\s+(?:an?\s+|the\s+)?", re.IGNORECASE)
_BARE = re.compile(r"^\W*(?:and\s+)?(why|when|where|how)\W*$", re.IGNORECASE)
_ADVERB = re.compile(
    r"^\W*(?:(?:why|when|where|how)\s+)?(?=(?:is|are|was|were|do|does|did|has|have|had|can|could"
    r"|will|would|should)\b)",
    re.IGNORECASE,
)

_WHO_DID = re.compile(
    rf"^\W*(?:and )?who\s+(?P<did>\w+ed|built|found|made|sold|bought|paid|sent|led|held)\s+"
    rf"(?P<what>(?!(?:{_PREPOSITIONS}|that|whether|if|up|out)\b)[\w'’ -]+?)\W*$",
    re.IGNORECASE,
)


def continued(turn: str, frame: str) -> str | None:
    """Return the question before with what the turn puts in its place.

    None where the turn is a question of its own, or nothing in the frame can be its like.
    """
    bare = _BARE.match(turn)
    if bare:
        return _asked_anew(bare[1].capitalize(), frame)
    match = _TURN.match(turn)
    if match is None:
        return None
    preposition, filler = (match[1] or "").strip(), match[2].strip(" ,;:")
    words = filler.split()
    if not words or len(words) > _LONGEST or _NO_FILLER & set(tokenize(filler)):
        return None
    if not (_MARKED.match(turn) or preposition or _time_kind(filler) is not None):
        return None
    slot = _slot(preposition.lower(), filler, frame)
    if slot is not None:
        begins = frame[slot.start : slot.end].lower().startswith(("between ", "from "))
        put = f"{preposition.lower() or 'in'} {filler}" if begins else _fitting(filler, frame, slot)
        return f"{frame[: slot.start]}{put}{frame[slot.end :]}"
    if preposition or _time_kind(filler) is not None:
        asked = frame.rstrip(" ?.!")
        return f"{asked} {preposition.lower() or 'in'} {filler}{frame[len(asked) :].strip()}"
    return None


def _asked_anew(word: str, frame: str) -> str | None:
    """Return a question with another question word: "When was it built?" for "Who built it?"."""
    verb = _ADVERB.match(frame)
    if verb:
        return f"{word} {_lowered(frame[verb.end() :])}"
    done = _WHO_DID.match(frame)
    if done is None:
        return None
    last = done["what"].split()[-1]
    was = "were" if last.endswith("s") and not last.endswith("ss") else "was"
    return f"{word} {was} {done['what']} {done['did']}?"


def name_runs(text: str) -> list[Span]:
    """Return the names in a text: words written large that stand together, not the first word."""
    found = []
    for match in _NAME_RUN.finditer(text):
        start, end = match.span()
        written = text[start:end].rstrip(".'’")
        first, _, rest = written.partition(" ")
        while rest and (first.lower() in STOP_WORDS or is_time(first)):
            start, written = start + len(first) + 1, rest
            first, _, rest = written.partition(" ")
        if first.lower() in STOP_WORDS:
            continue
        if _BEGINS.search(text[:start]) and not rest and first[1:].islower():
            continue  # any word is written large there
        if written:
            found.append(Span(start, start + len(written)))
    return found


def _slot(preposition: str, filler: str, frame: str) -> Span | None:
    kind = _time_kind(filler)
    if kind is not None:
        return _last(_times(kind, frame))
    if _NUMBER.fullmatch(filler):
        return _last(Span(*match.span()) for match in _NUMBER.finditer(frame))
    things = [run for run in name_runs(frame) if not is_time(frame[run.start : run.end])]
    if (words := content(f"- {filler}")) and all(word.is_name for word in words):
        if preposition:
            like = _PLACES if preposition in _PLACES else {preposition}
            return _last(run for run in things if _stands_before(frame, run) in like)
        return max(things, key=lambda run: (_likeness(filler, frame, run), run), default=None)
    if preposition:
        return _last(_behind(preposition, frame))
    return _thing(frame)


def _thing(frame: str) -> Span | None:
    """Return what a question is about, where its form says it."""
    match = _DEFINITION.match(frame)
    if match:
        name = "a" if match["a"] else "b"
        if not {*tokenize(match[name])} & {*_PREPOSITIONS.split("|")}:
            return Span(*match.span(name))
        return _first_words(frame, match.start(name))
    does = _DOES.search(frame)
    if does:
        subject = _first_words(frame, does.end())
        if subject is not None and " " in (text := frame[subject.start : subject.end]):
            return Span(subject.start, subject.start + text.rindex(" "))  # less the verb
        return None
    copula = _COPULA.match(frame)
    subject = None if copula is None else _first_words(frame, copula.end())
    if subject is None:
        return None
    words = frame[subject.start : subject.end]
    return Span(subject.start, subject.start + len(_PREDICATE.sub("", words)))


def _first_words(frame: str, start: int) -> Span | None:
    """Return the words from a place on, up to the next one that carries no meaning."""
    end = start
    for match in re.finditer(r"[\w'’-]+", frame[start:]):
        if match[0].lower() in STOP_WORDS or frame[end : start + match.start()].strip():
            break
        end = start + match.end()
    return Span(start, end) if end > start else None


def _behind(preposition: str, frame: str) -> Iterator[Span]:
    for match in re.finditer(rf"\b{preposition}\s+(?:an?\s+|the\s+)?", frame, re.IGNORECASE):
        words = _first_words(frame, match.end())
        if words is not None and not is_time(frame[words.start : words.end]):
            yield words


def _stands_before(frame: str, run: Span) -> str:
    before = frame[: run.start].lower().removesuffix("the ").split()
    return before[-1] if before else ""


def _likeness(filler: str, frame: str, run: Span) -> int:
    """Return how like two names are: in their words, their length, their digits."""
    text = frame[run.start : run.end]
    shared = {*tokenize(text)} & {*tokenize(filler)}
    digits = any(map(str.isdigit, text)) == any(map(str.isdigit, filler))
    return 4 * bool(shared) + 2 * digits + (len(text.split()) == len(filler.split()))


def _fitting(filler: str, frame: str, slot: Span) -> str:
    """Return a filler without the article that the frame has already."""
    if re.search(r"\b(?:an?|the)\s+$", frame[: slot.start], re.IGNORECASE):
        return re.sub(r"^(?:an?|the)\s+", "", filler, flags=re.IGNORECASE)
    return filler


def _time_kind(text: str) -> int | None:
    for kind, pattern in enumerate(_TIMES):
        if pattern.fullmatch(re.sub(r"^(?:the|early|late)\s+", "", text, flags=re.IGNORECASE)):
            return kind
    return None


def is_time(text: str) -> bool:
    """Tell whether a text is a year, a date or the like, or only a number."""
    return text.isdigit() or _time_kind(text) is not None


def _times(kind: int, frame: str) -> Iterator[Span]:
    for match in _TIMES[kind].finditer(frame):
        yield Span(*match.span())


def _last(spans: Iterator[Span]) -> Span | None:
    return max(spans, default=None)


def _lowered(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"
