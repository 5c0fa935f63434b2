"""What keeps a sentence from being quoted: it speaks of another one, or says the opposite.

Each guard compares what a question names with a sentence, and with what the sentence stands
beside and under. One that fails moves the sentence behind those that pass, if their scores are
fair, and bounds the confidence where none passes.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from difflib import get_close_matches

from index.analysis.terms import terms_of
from qa.answering.answer_types import DAYS, MONTHS
from qa.answering.contrasts import contrasts, lacks_form
from qa.answering.definitions import asked_term, defines
from qa.answering.features import AnalyzedQuestion, without_closing
from qa.answering.named_instead import (
    ALIKE,
    belongs_to_it,
    in_same_place,
    is_initialled,
    other_subject,
    shares_half,
)
from qa.answering.named_things import (
    Thing,
    codes_in,
    first_written,
    is_numbered_in,
    name_terms,
    numbers_behind,
    other_names,
    things_named,
    times_in,
    years_in,
)
from qa.answering.negation import asks_not, says_not
from qa.answering.objection import Guard, Objection
from qa.answering.opposites import opposite_of
from qa.answering.ranking import ScoredSentence
from qa.answering.repeating import repeats
from qa.answering.rows import quoted_row
from qa.answering.speech import ASKED_OF, other_speaker
from qa.answering.sums import is_written_like_sum, lacks_share, lacks_sum
from qa.answering.surroundings import DocumentWords, Surroundings, labelled, surroundings

MOST_SURE: Mapping[Guard, float] = {
    "name": 0.3,
    "other name": 0.5,
    "time": 0.2,
    "number": 0.3,
    "negation": 0.2,
    "opposite": 0.3,
    "speaker": 0.3,
    "definition": 0.5,
    "question": 1.0,
    "repeats": 0.5,
    "other thing": 0.3,
    "form": 0.2,
}
"""How sure an answer is at most whose first quote fails a guard.

Measured on SQuAD 2.0: of 102 unanswerable questions whose best sentence fails the guard of
negation, and 59 of time, as many as 1 and 0 answerable ones fail it; of those of names 27 and 4.
Of opposites, 34 and none; of other things of the kind, 6 and none. The rest are guesses. To deny
what is asked is no fault: the premise may be false.
"""

_HOURS = re.compile(
    r"^\W*(?:and )?(?:(?:at |until |from )?(?:when|what time|what hours))"
    r" (?:is|are|does|do|can)\b.*"
    r"\b(?:open|opens|opening|close|closes|closed|shut|visit|visited)\b",
    re.IGNORECASE,
)
_HOUR = re.compile(
    rf"\d ?[ap]\.?m\b|\d[.:]\d\d\b|\bnoon\b|o['’]clock"
    rf"|\b(?:{'|'.join(DAYS)}|{'|'.join(MONTHS[:12])})",
    re.IGNORECASE,
)
"""Hours, days and months, in which places are open; years are not among them."""

_VALUE = re.compile(r"(?<=:) ?\d{4}\b")
"""A number behind a label: no year where years stand in labels (`Rain 2022 (mm): 1811`)."""

_TWO = 2
_NEAR = 2  # sentences before the one in which its speaker may be named; a guess


@dataclass(frozen=True, slots=True)
class Looked:
    """A sentence that is looked at: the question, its words, those of its whole document."""

    asked: AnalyzedQuestion
    sentence: ScoredSentence
    words: Surroundings
    document: DocumentWords


def look_at(
    asked: AnalyzedQuestion, sentence: ScoredSentence, documents: Mapping[str, DocumentWords]
) -> Looked:
    """Return a sentence with all that the guards look at; `documents` has its document."""
    words = surroundings(sentence, asked.language)
    return Looked(asked, sentence, words, documents[sentence.hit.document.id])


def objection_to(looked: Looked) -> Objection | None:
    """Return the guard that a sentence fails, the weightiest of them; None where it passes all."""
    return min(_objections(looked), key=lambda one: MOST_SURE[one.guard], default=None)


def _objections(looked: Looked) -> Iterator[Objection]:
    things = things_named(looked.asked.text, looked.asked.language)
    for thing in things:
        if thing.kind == "name" and not is_initialled(thing, looked.words.own):
            yield from _name(looked, thing)
    yield from _number(looked, [thing for thing in things if thing.kind == "number"])
    for guard in (
        _year,
        _time_of_year,
        _negation,
        _opposite,
        _contrast,
        _form,
        _weekday,
        _opening,
        _speaker,
        _definition,
        _question,
        _repeats,
    ):
        yield from guard(looked)


def _name(looked: Looked, thing: Thing) -> Iterator[Objection]:
    """Object where a name stands nowhere in a document, or another one in its place.

    Half of a name is the name, but not beside another half (`Birgitte Holte` for Erasmus Holte)
    where another passage, or another row of a table, has all of it.
    """
    words, asked = looked.words, looked.asked
    weights = {term: asked.weights.get(term, 1.0) for term in thing.terms}

    def stands_in(terms: Set[str]) -> bool:
        return 2 * sum(weights[t] for t in weights if _is_among(t, terms)) >= sum(weights.values())

    is_elsewhere = looked.document.terms.issuperset(thing.terms)
    if is_elsewhere and not words.around.issuperset(thing.terms):
        halved = shares_half(thing, words.own, asked.language)
        if halved:
            yield Objection("other name", thing.written, halved)
            return
    if stands_in(words.said | words.under):
        if _has_other_half(looked, thing, stands_in):
            yield Objection("other name", thing.written)
        return
    others = other_names(asked.text, words.own, asked.language)
    if not stands_in(words.around | looked.document.terms):
        yield Objection("name", thing.written, others[0] if others else "")
        return
    instead_of = in_same_place(thing, asked.text, others, words.own) or other_subject(
        thing, asked.text, words.own, words.passage
    )
    if instead_of:
        yield Objection("other name", thing.written, instead_of)
        return
    for label, value in labelled(words.own):
        if thing.before and label.lower() == thing.before:
            yield Objection("other name", thing.written, value)
            return
    instead = [name for name in others if _stands_behind(thing.before, name, words.own)]
    if instead and _stands_behind(thing.before, thing.written, words.passage):
        yield Objection("other name", thing.written, instead[0])
    labels = {label for label, _ in labelled(words.own)}
    if labels and looked.document.has_under(labels, stands_in):
        yield Objection("other name", thing.written)


def _has_other_half(looked: Looked, thing: Thing, stands_in: Callable[[Set[str]], bool]) -> bool:
    """Tell whether one row has part of a name (`Ann Lee` for `Ann Poe`) and another all of it."""

    def has_all(terms: Set[str]) -> bool:
        return all(_is_among(term, terms) for term in thing.terms)

    def is_like(value: str) -> bool:
        terms = {*terms_of(value, looked.asked.language)}
        return stands_in(terms) and any(len(term) > 1 for term in terms.difference(thing.terms))

    if has_all(looked.words.said | looked.words.under):
        return False
    labels = {label for label, value in labelled(looked.words.own) if is_like(value)}
    return bool(labels) and looked.document.has_under(labels, has_all)


def _stands_behind(preposition: str, name: str, text: str) -> bool:
    if not preposition:
        return False
    pattern = rf"\b{preposition}\s+(?:the\s+)?{re.escape(name)}\b"
    return re.search(pattern, text, re.IGNORECASE) is not None


def _is_among(term: str, terms: Set[str]) -> bool:
    """Tell whether a term stands among others, or one of its kin: Iraq, Iraqi; Oleksandr."""
    if term in terms:
        return True
    if len(term) < 4 or not term.isalpha():
        return False
    stem = term[: max(4, len(term) - 2)]
    if any(one.startswith(stem) or (len(one) > 3 and term.startswith(one)) for one in terms):
        return True
    near = [one for one in terms if abs(len(one) - len(term)) <= 2 < len(one) - 1 and one.isalpha()]
    return len(term) > 4 and bool(get_close_matches(term, near, 1, ALIKE))


def _year(looked: Looked) -> Iterator[Objection]:
    """Object where a sentence is of another year, or stands in a text of other years."""
    wanted, words = years_in(looked.asked.text), looked.words
    if (
        looked.asked.phrases.beside.search(looked.asked.text)
        or not wanted
        or wanted & years_in(f"{words.own} {words.near} {words.above}")
    ):
        return
    given = years_in(words.own)
    if given or not wanted & years_in(words.passage):
        others = years_in(_VALUE.sub("", words.own)) or given or years_in(words.passage)
        yield Objection("time", _shortly(wanted), _shortly(others))


def _shortly(years: Set[int]) -> str:
    """Return years as they are said: `2021 and 2022`, `2019 to 2022`; "" for none."""
    between = " to " if len(years) > _TWO else " and "
    return between.join(map(str, sorted({min(years), max(years)}))) if years else ""


def _times(looked: Looked, terms: Set[str]) -> tuple[Set[str], ...]:
    return times_in(terms, looked.asked.phrases, looked.asked.language)


def _time_of_year(looked: Looked) -> Iterator[Objection]:
    """Object where a month, a day of the week or a season is asked and another is given."""
    if looked.asked.phrases.beside.search(looked.asked.text):
        return
    words, question = looked.words, looked.asked.text
    given, times = _times(looked, words.said), _times(looked, looked.asked.weights.keys())
    for wanted, other in zip(times, given, strict=True):
        if wanted and other and not wanted & other and not wanted & words.under:
            text = f"{words.own} {words.near}"
            language = looked.asked.language
            asked = first_written(question, wanted, language)
            yield Objection("time", asked, first_written(text, other, language))


def _number(looked: Looked, numbered: Sequence[Thing]) -> Iterator[Objection]:
    """Object where another one is given of what is numbered: sailing 5 for sailing 9."""
    words = looked.words
    near = f"{words.own} {words.near} {words.above}"
    if any(is_numbered_in(thing, near) for thing in numbered):
        return
    for thing in numbered:
        given = codes_in(words.own)
        if thing.before:
            texts = (words.own, words.above)
            given = next(
                filter(None, (numbers_behind(thing.before, text) for text in texts)), given
            )
        if given or not is_numbered_in(thing, looked.document.text):
            other = f"{thing.before} {min(given)}".strip() if given else ""
            yield Objection("number", thing.written, other)
            return


def _negation(looked: Looked) -> Iterator[Objection]:
    asked, said = looked.asked, f"{looked.words.own} {looked.words.near}"
    if asks_not(asked.text) and not says_not(said, asked.phrases):
        yield Objection("negation")


def _opposite(looked: Looked) -> Iterator[Objection]:
    pair = opposite_of(looked.asked.text, looked.words.own)
    if pair is not None:
        yield Objection("opposite", *pair)


def _contrast(looked: Looked) -> Iterator[Objection]:
    """Object where it is about another thing of that kind: the plant stall for the book stall."""
    words = looked.words
    here, document = words.said | words.under, looked.document.terms | words.around
    for pair in contrasts(
        looked.asked.text,
        words.own,
        lambda term: _is_among(term, here),
        lambda term: _is_among(term, document),
    ):
        yield Objection("other thing", *pair)
    pair_of = belongs_to_it(looked.asked.text, words.own)
    if pair_of:
        yield Objection("other thing", *pair_of)


def _form(looked: Looked) -> Iterator[Objection]:
    """Object where an address, a number, a sum or a share is asked for and there is none."""
    question, text = looked.asked.text, f"{looked.words.own} {looked.words.near}"
    asks = (
        lacks_form(question, text)
        or lacks_sum(question, f"{text} {_over_row(looked)}")
        or (not looked.words.row and lacks_share(question, text))
    )
    if asks:
        yield Objection("form", asks)


def _over_row(looked: Looked) -> str:
    """Return what says of a row whether it holds money: what it stands under, and other rows."""
    words = looked.words
    if not words.row:
        return ""
    beside = words.passage if is_written_like_sum(words.own) else ""
    return f"{words.above} {_caption(looked)} {beside}"


def _caption(looked: Looked) -> str:
    """Return what says of a row what its whole table is."""
    heads = quoted_row(looked.sentence.hit.passage, looked.sentence.span).heads
    return " ".join(head.text for head in heads if head.cell is None)


def _weekday(looked: Looked) -> Iterator[Objection]:
    """Object where a day of the week is asked for that its document has only elsewhere."""
    _, days, _ = _times(looked, looked.asked.weights.keys())
    if (
        not days
        or looked.asked.phrases.beside.search(looked.asked.text)
        or days & looked.words.around
    ):
        return
    if days & looked.document.terms:
        yield Objection("time", first_written(looked.asked.text, days, looked.asked.language))


def _opening(looked: Looked) -> Iterator[Objection]:
    """Object to the year in which something was opened, where its hours are asked for."""
    own = looked.words.own
    if _HOURS.search(looked.asked.text) and years_in(own) and not _HOUR.search(own):
        yield Objection("time")


def _speaker(looked: Looked) -> Iterator[Objection]:
    """Object where somebody's words are asked for, who is not named nearby, or another speaks."""
    match = ASKED_OF.search(looked.asked.text)
    who = {*name_terms(match["who"])} & looked.asked.names if match else set()
    if match is None or not who:
        return
    other = other_speaker(who, looked.words.own)
    if other:
        yield Objection("speaker", match["who"], other)
    if who & (looked.words.said | looked.words.under):
        return
    passage, row = looked.sentence.hit.passage, looked.sentence.row
    before = " ".join(map(passage.quote, passage.sentences[max(0, row - _NEAR) : row]))
    if not who & {*terms_of(before)}:
        yield Objection("speaker", match["who"])


def _definition(looked: Looked) -> Iterator[Objection]:
    wanted = asked_term(looked.asked.text)
    if wanted is None:
        return
    code = [word for word in wanted.term.split()[1:] if any(map(str.isdigit, word))]
    phrases = looked.asked.phrases
    own = looked.words.own
    if any(defines(term, own, phrases) for term in (wanted.term, *code)):
        return
    if looked.words.row and any(_begins_row(term, own) for term in (wanted.term, *code)):
        return
    heading = looked.sentence.hit.passage.heading
    if not heading or terms_of(heading[-1]) != terms_of(wanted.term):
        yield Objection("definition", wanted.term)


def _begins_row(term: str, own: str) -> bool:
    """Tell whether a row begins with a term, so that its other cells say what that is."""
    return re.match(rf"(?:[^:;]+:\s)?{re.escape(term)};\s", own, re.IGNORECASE) is not None


def _repeats(looked: Looked) -> Iterator[Objection]:
    """Object to a sentence that only repeats the question, or has it in it."""
    if not looked.words.row and repeats(looked.asked, looked.words.own):
        yield Objection("repeats")


def _question(looked: Looked) -> Iterator[Objection]:
    if without_closing(looked.words.own).endswith("?"):
        yield Objection("question")
