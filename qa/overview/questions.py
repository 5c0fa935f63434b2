"""Questions made by rule out of what documents say, so that they are good English.

"X was founded by Y" answers "Who founded X?", "X was opened in 1901" answers "When was X
opened?", a definition answers what it defines, and of a heading or a name one can always ask
what is said about it. Whether they are answered is for others to find out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain, islice, zip_longest

from corpus import Passage
from corpus.language import ENGLISH
from index import DocumentInfo
from index.analysis import STOP_WORDS
from qa.answering.date_reading import read_dates
from qa.answering.definitions import forms_in, is_short
from qa.answering.particles import PARTICLE

LONGEST = 140  # characters; a guess: a button of two lines

_ALIKE = 1  # abbreviations, and dates, of a document; a guess: a second one is dull
_NAMES = 4  # of each document; a guess: those named most often are what it is about
_LONGEST_TITLE = 60  # characters; a guess: a longer one is half of the question

_FUNCTION = "|".join(sorted(word.capitalize() for word in STOP_WORDS))
_UPPER = rf"(?!(?:{_FUNCTION})\b)(?:{PARTICLE}[- ])?[A-Z](?:[\w-]|[’'](?!s\b))*"
_NAME = rf"{_UPPER}(?: (?:(?:of|for) )?(?:the )?(?:{_UPPER}|\d+\b))*"
_NO_LETTER = r"(?!\w(?:,| [a-z]))"  # "X was founded by Y" is an example, not a fact
_DID = "founded|led|headed|established|created|invented|discovered|designed|commanded|directed"
_WAS = "founded|established|created|built|opened|published|launched|killed|born|elected|signed"
_MONTHS = "|".join(map(str.capitalize, ENGLISH.months))
_MONTH = re.compile(rf"(?<!of )\b(?:{_MONTHS})\b")  # "4 of January" is written, but not asked
_BY = re.compile(
    rf"(?P<the>\b[Tt]he )?(?P<what>{_NO_LETTER}{_NAME})(?:,| (?:was|is))? "
    rf"(?P<did>{_DID}) by {_UPPER}"
)
_IN = re.compile(
    rf"^(?P<the>The )?(?P<what>{_NO_LETTER}{_NAME}) was (?P<did>{_WAS}) (?:in|on) "
    rf"(?:{_MONTHS}|\d|early|late|the)"
)
_ACTIVE = re.compile(
    rf"^{_UPPER}(?: {_UPPER}){{1,2}} (?P<did>{_DID}|wrote|painted|composed) "
    rf"(?P<the>the )?(?P<what>{_NO_LETTER}{_NAME})"
)
_PLACE = re.compile(
    rf"^(?P<the>The )?(?P<what>{_NO_LETTER}{_NAME}) (?P<verb>is|was) (?P<did>located|based|situated"
    r"|held|born|signed|built) (?:in|at|near) (?:the )?[A-Z]"
)
_COSTS = re.compile(r"^The (?P<what>[a-z]+(?: [a-z]+){0,4}) (?P<verb>costs?) (?:[£$€]|\d)")
_IS = re.compile(rf"^(?P<the>The )?(?P<what>{_NO_LETTER}{_NAME}) (?P<verb>is|was) an? (?P<kind>.+)")
_PERSON = re.compile(
    r"\b(?:author|chair(?:man|woman)?|chief|colonel|commander|director|doctor|economist|emir|engineer"
    r"|founder|general|governor|historian|journalist|judge|king|lawyer|leader|mayor|minister|officer"
    r"|painter|philosopher|physician|poet|politician|president|professor|queen|researcher|scientist"
    r"|senator|singer|teacher|trader|writer)\b"
)
_THING = re.compile(
    r"\b(?:agency|agreement|algorithm|alliance|association|brigade|city|coalition|company|country|database"
    r"|disease|drug|faction|framework|group|institute|island|lake|language|law|library|method|militia"
    r"|model|movement|museum|network|operation|organi[sz]ation|party|plan|policy|procedure|process"
    r"|program(?:me)?|project|protocol|region|river|scheme|service|society|species|standard|survey"
    r"|system|technique|tool|town|treaty|tribe|unit|university|village)\b"
)
_HEAD = 6  # words after "is a", among which is what it is; a guess
_TITLE = re.compile(r"[\w’'“”(),:&–-]+(?: [\w’'“”(),:&–-]+){0,7}")
_INNER = re.compile(rf"(?<![.!?:“\"(] )(?<!^)\b(?!The ){_UPPER}(?: {_UPPER}){{1,3}}(?![\w’'])")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)*[.)]?|[IVXLC]+[.)]|[A-Z][.)]|§+ ?\d+\w?)\s+")
_NO_TOPIC = re.compile(
    r"\S+$|(?:to|for|in|on|step|next|see|if|as|what|why|how|when|where|who|which|part|chapter|related|"
    r"further|table|figure|example|annex|appendix|page|article|section)\b|(?:the )?(?:introduction"
    r"|background|overview|methods?|materials?|results?|discussion|conclusions?|acknowledge?ments?"
    r"|references|bibliography|abstract|summary|contents|limitations|future work)\b",
    re.IGNORECASE,
)
"""Headings of a single word, and those that name no topic, make no good question."""
_ASKING = frozenset(("said", "say", "happened", "stand"))
_SPACED = re.compile(r"(?:\b\w ){3}")
_TORN = re.compile(r"(?<![\w’'])[B-HJ-Z](?![\w.’'-])")
"""A letter by itself, as small capitals leave it in the text of a PDF: "REAC T"."""


def questions_of(info: DocumentInfo, passages: Sequence[Passage]) -> Iterator[str]:
    """Yield questions about passages of a document, one of each way to make them in turn.

    Those that only name something come last.
    """
    sentences = [p.quote(span) for p in passages for span in p.sentences]
    ways = (
        who_and_when(sentences),
        what_is(sentences),
        islice(what_stands_for(sentences), _ALIKE),
        about_headings(info, passages),
        islice(what_happened(sentences), _ALIKE),
    )
    asked = chain(chain.from_iterable(zip_longest(*ways)), about_names(sentences))
    found = (question for question in asked if question)
    yield from dict.fromkeys(question for question in found if len(question) <= LONGEST)


def who_and_when(sentences: Sequence[str]) -> Iterator[str]:
    for sentence in sentences:
        if found := _BY.search(sentence) or _ACTIVE.match(sentence):
            yield f"Who {found['did']} {'the ' if found['the'] else ''}{found['what']}?"
        elif found := _IN.match(sentence):
            yield f"When was {'the ' if found['the'] else ''}{found['what']} {found['did']}?"
        elif found := _PLACE.match(sentence):
            the = "the " if found["the"] else ""
            yield f"Where {found['verb']} {the}{found['what']} {found['did']}?"
        elif found := _COSTS.match(sentence):
            do = "does" if found["verb"] == "costs" else "do"
            yield f"How much {do} the {found['what']} cost?"


def what_is(sentences: Sequence[str]) -> Iterator[str]:
    """Ask for definitions: who or what a name is."""
    for sentence in sentences:
        if found := _IS.match(sentence):
            head = " ".join(re.split(r"[,;.]", found["kind"])[0].split()[:_HEAD])
            who = not found["the"] and " " in found["what"] and _PERSON.search(head)
            what = found["the"] or is_short(found["what"]) or _THING.search(head)
            if who or what:
                the = "the " if found["the"] else ""
                yield f"{'Who' if who else 'What'} {found['verb']} {the}{found['what']}?"


def what_stands_for(sentences: Sequence[str]) -> Iterator[str]:
    """Ask what abbreviations stand for that sentences introduce beside their long forms."""
    for sentence in sentences:
        for short, long in forms_in(sentence):
            if is_short(short) and len(long.split()) > 1:
                yield f"What does {short} stand for?"


def what_happened(sentences: Sequence[str]) -> Iterator[str]:
    """Ask what happened on the days and in the months that sentences name in words."""
    for sentence in sentences:
        for date in read_dates(sentence, ""):
            if date.relative or date.first != date.last or not _MONTH.search(date.written):
                continue
            if date.precision in ("day", "month"):
                yield f"What happened {'on' if date.precision == 'day' else 'in'} {date.written}?"


def about_names(sentences: Sequence[str]) -> Iterator[str]:
    """Ask about the names that stand in the most sentences, with their article if they have one.

    Not about what is in capitals in rows of tables, or ends in a unit ("Price EUR").
    """
    postings = Counter(
        name
        for sentence in sentences
        if sentence.rstrip('”"’)').endswith((".", "?", "!"))
        for name in {m[0] for m in _INNER.finditer(sentence)}
        if len(name.split()[-1]) > 2 and not name.split()[-1].isupper()
    )
    ranked = sorted(postings.items(), key=lambda pair: (-pair[1], pair[0]))
    for name, count in [pair for pair in ranked if reads_well(pair[0])][:_NAMES]:
        with_article = sum(f"the {name}" in sentence for sentence in sentences)
        yield f"What is said about {'the ' if 2 * with_article > count else ''}{name}?"


def about_headings(info: DocumentInfo, passages: Sequence[Passage]) -> Iterator[str]:
    """Ask about sections whose headings have real words, without their numbers."""
    names = _names(p.quote(span) for p in passages for span in p.sentences)
    for heading in dict.fromkeys(p.heading[-1] for p in passages if p.heading):
        words = _NUMBER.sub("", heading.strip(), count=1).strip().rstrip(".:")
        if not _TITLE.fullmatch(words) or _NO_TOPIC.match(words) or words == info.title:
            continue
        if not reads_well(words):
            continue
        topic = _within_a_sentence(words, names)
        if len(info.title) <= _LONGEST_TITLE and reads_well(info.title):
            yield f"What does “{info.title}” say about {topic}?"
        else:
            yield f"What is said about {topic}?"


def reads_well(words: str) -> bool:
    """Return whether a title or heading is of words, and not torn apart as some PDFs have it."""
    torn = _SPACED.search(words) or (words.isupper() and _TORN.search(words))
    return not torn and "_" not in words and any(len(w) > 2 for w in _WORD.findall(words))


def _names(sentences: Iterable[str]) -> dict[str, str]:
    """Return the words that whole sentences mostly write with a capital where none is due.

    They are by their small letters, because a heading may be in capitals throughout.
    """
    prose = (sentence for sentence in sentences if sentence.endswith((".", "?", "!")))
    written = Counter(word for sentence in prose for word in _WORD.findall(sentence)[1:])
    return {
        word.lower(): word
        for word, times in written.items()
        if word[0].isupper() and times > written[word.lower()] and word.lower() not in STOP_WORDS
    }


def _within_a_sentence(heading: str, names: dict[str, str]) -> str:
    """Return a heading as a sentence has it: headings capitalize what is no name."""
    loud = heading.isupper()

    def quiet(found: re.Match[str]) -> str:
        word = found[0]
        return names.get(word.lower(), word.lower()) if loud or word.istitle() else word

    return _WORD.sub(quiet, heading)


def is_vague(question: str) -> bool:
    """Return whether a question only names something."""
    return question.startswith("What is said about")


def topics(question: str) -> Set[str]:
    """Return the words of a question that say what it is about, in small letters."""
    return {word.lower() for word in _WORD.findall(question)} - STOP_WORDS - _ASKING
