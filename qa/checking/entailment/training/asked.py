"""Makes sentences of the reader's public questions and their answers, and pairs of these.

People ask in other words than a text has, so a question with its answer put in says in other words
what the text says. With the answer of another question of its kind it does not.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.language.sentences import paragraphs, sentences
from qa.checking.entailment.training.pairs import Pair

SET = "asked"
_MOST_ANSWER = 8  # words; a guess: longer ones are no part of a sentence
_MOST_WORDS = 60  # of evidence, as of pairs made by rule
_WRONG = 0.9  # share of the questions that another answer is put into; a guess
_ABSENT = 0.25  # share of the questions read with what stands around the answer alone; a guess

_IRREGULAR = dict(
    pair.split("/")
    for pair in (
        "become/became begin/began break/broke bring/brought build/built buy/bought "
        "catch/caught choose/chose come/came cost/cost cut/cut draw/drew drive/drove eat/ate "
        "fall/fell feel/felt fight/fought find/found fly/flew get/got give/gave go/went "
        "grow/grew have/had hear/heard hit/hit hold/held keep/kept know/knew lead/led "
        "leave/left lose/lost make/made mean/meant meet/met pay/paid put/put read/read "
        "ride/rode rise/rose run/ran say/said see/saw sell/sold send/sent set/set shoot/shot "
        "show/showed sign/signed sing/sang sit/sat speak/spoke spend/spent stand/stood "
        "steal/stole swim/swam take/took teach/taught tell/told think/thought throw/threw "
        "wear/wore win/won write/wrote"
    ).split()
)
_PAST = frozenset((*_IRREGULAR.values(), "was", "were", "had", "is", "are", "has"))
_PARTICIPLE = (
    r"(?:\w+ed|built|born|held|made|found|written|known|sold|given|taken|shown|seen|won|lost|led|sent|"
    r"chosen|driven|begun|spoken|worn|paid|set|put|brought|bought|caught|taught|thought|kept|told)"
)
_INVERTED = frozenset(
    "did do does is are was were has have had can could will would should might may".split()
)
_LOOSE = re.compile(r"\b(?:of|in|for|to|with|by|at|on|from|as|about|called|named|like)$")
_DIGITS = re.compile(
    r"^\d|^(?:January|February|March|April|May|June|July|August|September|October)"
)


@dataclass(frozen=True, slots=True)
class _Question:
    """A question with its answer and where the answer stands in the text."""

    words: str
    answer: str
    start: int

    @property
    def kind(self) -> str:
        """What is asked for, roughly: the first word, and the second of "how many"."""
        return " ".join(
            self.words.lower().split()[: 2 if self.words.lower().startswith("how") else 1]
        )


def asked_pairs(
    rows: Iterable[Mapping[str, Any]],
    texts: Mapping[int, str],
    most: Mapping[str, int],
    draw: random.Random,
) -> Iterator[Pair]:
    """Yield the pairs of the questions of some sets.

    Args:
        rows: The reader's questions.
        texts: What they are asked about, by number.
        most: How many questions of each set are used.
        draw: What is drawn from.
    """
    found: dict[str, dict[int, list[_Question]]] = {name: defaultdict(list) for name in most}
    for row in rows:
        if row["set"] in found and row["answers"]:
            answer = min(row["answers"], key=lambda one: len(one["text"]))
            if len(answer["text"].split()) <= _MOST_ANSWER:
                question = _Question(row["question"], answer["text"], answer["start"])
                found[row["set"]][row["context"]].append(question)
    for name, by_text in found.items():
        numbers, used = list(by_text), 0
        draw.shuffle(numbers)
        for number in numbers:
            if used >= most[name]:
                break
            pairs = list(
                _of_text(f"{SET}:{name}", f"{name}:{number}", texts[number], by_text[number], draw)
            )
            used += sum(pair.label == "supported" for pair in pairs)
            yield from pairs


def _of_text(
    set_: str, group: str, text: str, questions: Sequence[_Question], draw: random.Random
) -> Iterator[Pair]:
    for question in questions:
        stated = statement(question.words, question.answer, text, question.start)
        if stated is None:
            continue
        said = _window(text, question.start, draw)
        yield Pair(set_, "answer", "supported", stated, said, group)
        others = [
            other.answer
            for other in questions
            if other.kind == question.kind and _is_other(other.answer, question.answer)
        ]
        if others and draw.random() < _WRONG:
            wrong = statement(question.words, draw.choice(others), text, question.start)
            if wrong is not None:
                yield Pair(set_, "other answer", "contradicted", wrong, said, group)
        if draw.random() < _ABSENT:
            rest = _window(text, question.start, draw, without=True)
            if rest and question.answer.lower() not in rest.lower():
                yield Pair(set_, "answer not there", "not", stated, rest, group)


def _is_other(one: str, other: str) -> bool:
    """Tell whether two answers have no word in common."""
    first, second = (set(re.findall(r"\w+", answer.lower())) for answer in (one, other))
    return bool(first) and not first & second


def _window(text: str, start: int, draw: random.Random, *, without: bool = False) -> str:
    """Return the sentence around a place and some of its neighbours, or these alone."""
    found = [
        span
        for first, last in paragraphs(text, 0, len(text))
        for span in sentences(text, first, last)
    ]
    at = next((n for n, (_, end) in enumerate(found) if start < end), len(found) - 1)
    before, after = draw.choice(((0, 0), (1, 0), (1, 1), (2, 1), (1, 0)))
    numbers = [
        n for n in range(max(0, at - before - without), min(len(found), at + after + 1 + without))
    ]
    held = [" ".join(text[slice(*found[n])].split()) for n in numbers if not (without and n == at)]
    while sum(len(one.split()) for one in held) > _MOST_WORDS and len(held) > 1:
        held.pop(0 if numbers[0] != at else -1)
        numbers.pop(0 if numbers[0] != at else -1)
    return " ".join(held)


def statement(question: str, answer: str, text: str, start: int) -> str | None:
    """Return what a question says once its answer is put in; None where no rule knows how.

    Args:
        question: The question.
        answer: The answer, or another's.
        text: Where the verbs of the question are looked for in their past.
        start: Where the answer stands in it, to take its preposition along.
    """
    words = question.strip().rstrip("?").strip().split()
    said = answer.strip().rstrip(".,;")
    if len(words) < 4 or not said:
        return None
    for rule in (_subject, _noun, _many, _named, _passive, _past):
        found = rule(words, said, text, start)
        if found:
            return f"{found[0].upper()}{found[1:]}."
    return None


def _subject(words: Sequence[str], said: str, text: str, start: int) -> str | None:
    """Answer "Who wrote it" and "What was built there"."""
    first, second, rest = words[0].lower(), words[1].lower(), " ".join(words[1:])
    if first not in ("who", "what") or _LOOSE.search(rest):
        return None
    if second in ("is", "was", "are", "were"):
        is_plain = re.fullmatch(_PARTICIPLE, words[2]) is not None
        is_noun = first == "who" and words[2] in ("the", "a", "an")
        return f"{said} {rest}" if is_plain or is_noun else None
    is_past = second.endswith("ed") or second in _PAST or (second.endswith("s") and first == "who")
    return f"{said} {rest}" if is_past and second not in _INVERTED else None


def _noun(words: Sequence[str], said: str, text: str, start: int) -> str | None:
    """Answer "Which team won the game"."""
    if words[0].lower() not in ("which", "what") or words[1].lower() in _INVERTED:
        return None
    for place in (2, 3):
        verb, behind = words[place], words[place + 1 : place + 2]
        if verb in ("is", "was", "are", "were") and behind and re.fullmatch(_PARTICIPLE, behind[0]):
            return f"{said} {' '.join(words[place:])}"
        if verb.lower() in _INVERTED:
            return None
        if (verb.endswith("ed") or verb in _PAST) and behind:
            return f"{said} {' '.join(words[place:])}"
        if place + 1 >= len(words) - 1:
            return None
    return None


def _many(words: Sequence[str], said: str, text: str, start: int) -> str | None:
    """Answer "How many people live there"."""
    if [word.lower() for word in words[:2]] != ["how", "many"]:
        return None
    for place, word in enumerate(words[2:], 2):
        behind = words[place + 1] if place + 1 < len(words) else ""
        if word.lower() in _INVERTED and not re.fullmatch(_PARTICIPLE, behind):
            return None
    number = re.sub(rf"\s+{re.escape(words[2])}$", "", said, flags=re.IGNORECASE)
    return f"{number} {' '.join(words[2:])}" if len(number.split()) <= 4 else None


def _named(words: Sequence[str], said: str, text: str, start: int) -> str | None:
    """Answer "What is the name of the river"."""
    rest = " ".join(words[2:])
    if words[0].lower() not in ("what", "who") or words[1].lower() not in (
        "is",
        "was",
        "are",
        "were",
    ):
        return None
    is_noun = re.match(r"(?:the|its|his|her|their) [\w' -]+? (?:of|for|in|at|on|between) \S", rest)
    return f"{rest} {words[1].lower()} {said}" if is_noun and not _LOOSE.search(rest) else None


def _passive(words: Sequence[str], said: str, text: str, start: int) -> str | None:
    """Answer "When was the church built"."""
    if words[0].lower() not in ("when", "where") or words[1].lower() not in (
        "is",
        "was",
        "are",
        "were",
    ):
        return None
    match = re.fullmatch(rf"(.+?) ({_PARTICIPLE})( .+)?", " ".join(words[2:]))
    if not match or _LOOSE.search(match[3] or ""):
        return None
    place = _placed(words[0].lower(), said, text, start)
    return f"{match[1]} {words[1].lower()} {match[2]}{match[3] or ''} {place}"


def _past(words: Sequence[str], said: str, text: str, start: int) -> str | None:
    """Answer "Where did she die" and "What did he invent"."""
    first = words[0].lower()
    if first not in ("when", "where", "what", "who") or words[1].lower() != "did":
        return None
    known = set(re.findall(r"\w+", text.lower()))
    for place in range(3, len(words)):
        past = _past_of(words[place], known)
        if past is None:
            continue
        rest = " ".join(words[place + 1 :])
        who = " ".join(words[2:place])
        if first in ("what", "who"):
            return (
                f"{who} {past} {said} {rest}".strip()
                if not _LOOSE.search(rest)
                else f"{who} {past} {rest} {said}"
            )
        return f"{who} {past} {rest} {_placed(first, said, text, start)}".replace("  ", " ")
    return None


def _past_of(verb: str, known: set[str]) -> str | None:
    """Return the past of a verb if the text has it."""
    forms = (_IRREGULAR.get(verb, ""), f"{verb}ed", f"{verb}d", f"{verb[:-1]}ied")
    return next((form for form in forms if form and form in known), None)


def _placed(asked: str, said: str, text: str, start: int) -> str:
    """Return an answer with its preposition: that of the text, or one that is likely."""
    if re.match(r"(?:in|on|at|by|from|after|before|during|since|until|near|to)\b", said.lower()):
        return said
    before = re.search(
        r"\b(in|on|at|near|from|to|during|since|after|before) (?:the )?$", text[:start]
    )
    if before:
        return f"{before[1]} {said}"
    return f"in {said}" if asked == "where" or _DIGITS.match(said) else said
