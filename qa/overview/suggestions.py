"""Suggested questions drawn from a collection, each of which it answers.

Questions are made by rule out of what documents say, so that they are good English:
"X was founded by Y" answers "Who founded X?", "X was opened in 1901" answers "When was X
opened?", and of a heading or a name one can always ask what a document says about it. Each
is then put to the collection, and shown only if it is answered, by the document it was drawn
from.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from corpus import Passage
from index import DocumentInfo, Index, IndexReader, every_document
from index.analysis import STOP_WORDS
from qa.answering.answerer import Answerer
from qa.answering.question import Request
from qa.errors import AnswerError

WANTED = 3  # a guess: they fit a line or two of the page
_TRIED = 16  # candidates that are answered at most; a guess: five for each that is wanted
_DOCUMENTS = 6  # a guess: twice as many as questions are wanted
_PASSAGES = 60  # of each document, its first; a guess: some twenty pages
_NAMES = 4  # of each document; a guess: those named most often are what it is about
_LONGEST = 140  # characters; a guess: a button of two lines

_FUNCTION = "|".join(sorted(word.capitalize() for word in STOP_WORDS))
_UPPER = rf"(?!(?:{_FUNCTION})\b)(?:(?:al|el|bin|ibn|de|von|van)[- ])?[A-Z](?:[\w-]|[’'](?!s\b))*"
_NAME = rf"{_UPPER}(?: (?:(?:of|for) )?(?:the )?(?:{_UPPER}|\d+\b))*"
_NO_LETTER = r"(?!\w(?:,| [a-z]))"  # "X was founded by Y" is an example, not a fact
_DID = "founded|led|headed|established|created|invented|discovered|designed|commanded|directed"
_WAS = "founded|established|created|built|opened|published|launched|killed|born|elected|signed"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_BY = re.compile(
    rf"(?P<the>\b[Tt]he )?(?P<what>{_NO_LETTER}{_NAME})(?:,| (?:was|is))? "
    rf"(?P<did>{_DID}) by {_UPPER}"
)
_IN = re.compile(
    rf"^(?P<the>The )?(?P<what>{_NO_LETTER}{_NAME}) was (?P<did>{_WAS}) (?:in|on) "
    rf"(?:{_MONTHS}|\d|early|late|the)"
)
_TITLE = re.compile(r"[\w’'“”(),:&–-]+(?: [\w’'“”(),:&–-]+){0,7}")
_INNER = re.compile(rf"(?<![.!?:“\"(] )(?<!^)\b(?!The ){_UPPER}(?: {_UPPER}){{1,3}}(?![\w’'])")
_WORD = re.compile(r"[^\W\d_]+")
_NO_TOPIC = re.compile(
    r"\S+$|(?:to|for|in|on|step|next|see|if|as|what|why|how|when|where|who|which|part|chapter|related|"
    r"further|table|figure|example)\b",
    re.IGNORECASE,
)
"""Headings of a single word, and those that name no topic, make no good question."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question, and the document that it was drawn from."""

    question: str
    document_id: str


def draw(index: Index, answerer: Answerer, wanted: int = WANTED) -> list[str]:
    """Return up to `wanted` questions that the collection answers; the same each time.

    They come from as many documents as there are, before a second from the same one.
    """
    chosen: list[Suggestion] = []
    with index.reader() as reader:
        candidates = list(islice(_candidates(reader), _TRIED))
    for suggestion in candidates:
        if len(chosen) == wanted:
            break
        if _is_answered(suggestion, answerer):
            chosen.append(suggestion)
    return [suggestion.question for suggestion in chosen]


def _candidates(reader: IndexReader) -> Iterator[Suggestion]:
    """Yield questions, the first of each document before the second of any."""
    documents = _some(list(every_document(reader)))
    per_document = [_of(info, reader.passages(info.id, 0, _PASSAGES)) for info in documents]
    seen: set[str] = set()
    for suggestion in chain.from_iterable(zip_longest(*per_document)):
        if suggestion is not None and suggestion.question not in seen:
            seen.add(suggestion.question)
            yield suggestion


def _some(documents: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    """Return a few of the documents, evenly spread over the list."""
    step = max(1, -(-len(documents) // _DOCUMENTS))
    return list(documents[::step])


def _of(info: DocumentInfo, passages: Sequence[Passage]) -> Iterator[Suggestion]:
    """Yield questions of a document, one of each way to make them in turn."""
    sentences = [p.quote(span) for p in passages for span in p.sentences]
    ways = (_who_and_when(sentences), _about_headings(info, passages), _about_names(sentences))
    for question in chain.from_iterable(zip_longest(*ways)):
        if question is not None and len(question) <= _LONGEST:
            yield Suggestion(question, info.id)


def _who_and_when(sentences: Sequence[str]) -> Iterator[str]:
    for sentence in sentences:
        if found := _BY.search(sentence):
            yield f"Who {found['did']} {'the ' if found['the'] else ''}{found['what']}?"
        elif found := _IN.match(sentence):
            yield f"When was {'the ' if found['the'] else ''}{found['what']} {found['did']}?"


def _about_names(sentences: Sequence[str]) -> Iterator[str]:
    """Ask about the names that stand in the most sentences, with their article if they have one."""
    postings = Counter(
        name for sentence in sentences for name in {m[0] for m in _INNER.finditer(sentence)}
    )
    ranked = sorted(postings.items(), key=lambda pair: (-pair[1], pair[0]))
    for name, count in ranked[:_NAMES]:
        with_article = sum(f"the {name}" in sentence for sentence in sentences)
        yield f"What is said about {'the ' if 2 * with_article > count else ''}{name}?"


def _about_headings(info: DocumentInfo, passages: Sequence[Passage]) -> Iterator[str]:
    names = _names(p.quote(span) for p in passages for span in p.sentences)
    for heading in dict.fromkeys(p.heading[-1] for p in passages if p.heading):
        words = heading.strip().rstrip(".:")
        if not _TITLE.fullmatch(words) or _NO_TOPIC.match(words) or words == info.title:
            continue
        topic = _WORD.sub(lambda found: _within_a_sentence(found[0], names), words)
        yield f"What does “{info.title}” say about {topic}?"


def _names(sentences: Iterable[str]) -> set[str]:
    """Return the words that whole sentences mostly write with a capital where none is due."""
    prose = (sentence for sentence in sentences if sentence.endswith((".", "?", "!")))
    written = Counter(word for sentence in prose for word in _WORD.findall(sentence)[1:])
    return {
        word
        for word, times in written.items()
        if word[0].isupper() and times > written[word.lower()] and word.lower() not in STOP_WORDS
    }


def _within_a_sentence(word: str, names: Set[str]) -> str:
    """Return a word of a heading as a sentence has it: headings capitalize what is no name."""
    return word.lower() if word.istitle() and word not in names else word


def _is_answered(suggestion: Suggestion, answerer: Answerer) -> bool:
    try:
        answer = answerer.answer(Request(suggestion.question))
    except AnswerError:
        return False
    return any(c.document_id == suggestion.document_id for c in answer.citations[:1])
