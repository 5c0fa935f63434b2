"""The words of the documents that may say what a sentence of a draft says."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus import Passage, Span
from index import Filter, Hit, IndexReader
from index.types import Vector
from qa.answering.answer import Citation, ClosestPassage, LeadIn
from qa.answering.citing import cite_span, closest_passage, lead_in
from qa.answering.fragments import is_fragment
from qa.answering.ranking import ScoredSentence, bare_sentence, diverse, retrieve
from qa.answering.rows import names_columns, quoted_row
from qa.checking.verdict import Evidence

_PASSAGES = 20  # passages of the index that are looked at; a guess: answers are taken from 10
_JUDGED = 6
"""How many sentences are judged for each of a draft: among these is the one that was meant for 97 %
of the claims about the everyday documents, and for 97.5 % among 20."""
_CLOSEST = 3  # passages that are shown where nothing says it; as many as under an answer


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may say what a sentence says.

    `cover` is the share of the sentence's words in them, weighed by rarity, `meaning` the cosine
    of the two; both are 1 of words that the sentence itself cites.
    """

    hit: Hit
    span: Span
    quote: str
    lead: LeadIn | None
    cover: float
    meaning: float

    @property
    def key(self) -> tuple[str, str, int, int]:
        """Return what tells the words from any others: document, version and place."""
        return (self.hit.document.id, self.hit.document.version, *self.span)

    def evidence(self) -> Evidence:
        """Return the words, and what stands around them and belongs to them."""
        passage, document = self.hit.passage, self.hit.document
        heads = (head.text for head in quoted_row(passage, self.span).heads)
        author = passage.voice.author if passage.voice is not None else document.author
        said = self.lead.text if self.lead is not None else ""
        parts = (document.title, author, *passage.heading, *heads, said)
        return Evidence(self.quote, "\n".join(filter(None, dict.fromkeys(parts))))

    def citation(self, number: int, place: str) -> Citation:
        """Return the citation of the words; `place` is where their file lies."""
        score = self.cover + self.meaning
        return cite_span(number, self.hit, self.span, self.quote, score, place, self.lead)


@dataclass(frozen=True, slots=True)
class FoundWords:
    """What a search found for a sentence: the words to judge, the nearest first, and passages."""

    candidates: tuple[Candidate, ...]
    hits: tuple[Hit, ...]
    searched: str

    def closest(self) -> tuple[ClosestPassage, ...]:
        """Return the nearest passages, with the places of words of the sentence in them."""
        return tuple(closest_passage(hit, self.searched) for hit in diverse(self.hits, _CLOSEST))


def find_words(reader: IndexReader, searched: str, vector: Vector, wanted: Filter) -> FoundWords:
    """Return the sentences of documents that are nearest to a sentence, by words and meaning.

    Args:
        reader: What is searched.
        searched: The sentence, with what it leans on.
        vector: Its embedding.
        wanted: Which documents to search.
    """
    asked, found = retrieve(reader, searched, vector, _PASSAGES, wanted=wanted)
    scored = [
        ScoredSentence(item, row, float(figures[0] + figures[1]))
        for item in found
        for row, figures in enumerate(item.sentences)
    ]
    best: dict[str, ScoredSentence] = {}
    for one in sorted(scored, key=lambda s: (-s.score, s.hit.document.id, s.span.start)):
        if len(best) == _JUDGED:
            break
        if not is_fragment(asked, one.text) and not names_columns(one.hit.passage, one.span):
            best.setdefault(" ".join(one.text.split()), one)
    before = _before(reader, best.values())
    candidates = tuple(_candidate(one, before.get(_passage_key(one.hit))) for one in best.values())
    return FoundWords(candidates, tuple(item.hit for item in found), searched)


def neighbours(candidate: Candidate) -> Iterator[Candidate]:
    """Yield the sentences before and after a candidate in its passage."""
    spans = candidate.hit.passage.sentences
    if candidate.span not in spans:
        return
    row = spans.index(candidate.span)
    for near in (row - 1, row + 1):
        if 0 <= near < len(spans):
            yield _candidate(bare_sentence(candidate.hit, near), None)


def cited_words(hit: Hit, span: Span, quote: str, before: Passage | None) -> Candidate:
    """Return the words that a sentence cites itself."""
    starts = [sentence.start for sentence in hit.passage.sentences]
    lead = None
    if span.start in starts:
        lead = lead_in(hit.passage, starts.index(span.start), before)
    return Candidate(hit, span, quote, lead, 1.0, 1.0)


def _candidate(sentence: ScoredSentence, before: Passage | None) -> Candidate:
    figures = sentence.evidence.sentences
    meaning, cover = (float(x) for x in figures[sentence.row, :2]) if figures.ndim == 2 else (0, 0)
    lead = lead_in(sentence.hit.passage, sentence.row, before)
    return Candidate(sentence.hit, sentence.span, sentence.text, lead, cover, meaning)


def _before(
    reader: IndexReader, sentences: Iterable[ScoredSentence]
) -> dict[tuple[str, int], Passage]:
    """Return the passages before those that begin with one of the sentences."""
    found: dict[tuple[str, int], Passage] = {}
    for hit in (one.hit for one in sentences if one.row == 0 and one.hit.passage.ordinal):
        found.update((_passage_key(hit), p) for p in passage_before(reader, hit.passage))
    return found


def passage_before(reader: IndexReader, passage: Passage) -> Sequence[Passage]:
    """Return the passage before another, or none where that is the first."""
    if not passage.ordinal:
        return ()
    return reader.passages(passage.document_id, passage.ordinal - 1, 1)


def _passage_key(hit: Hit) -> tuple[str, int]:
    return hit.document.id, hit.passage.ordinal
