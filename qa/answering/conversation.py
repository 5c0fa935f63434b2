"""Where the last answer of a conversation stands: a follow-up is looked for there first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus import Span
from index import ALL_DOCUMENTS, Filter, Hit, IndexReader, Vector
from qa.answering.answer_types import holds
from qa.answering.features import AnalyzedQuestion, Evidence, extract_features
from qa.answering.languages import Phrases, phrases_of
from qa.answering.languages.english.phrases import ENGLISH
from qa.answering.leaning import leans_surely
from qa.answering.query_rewriting import Turn, turns_of
from qa.answering.ranking import ScoredSentence

_SAME_DOCUMENT = 2.0
"""How much better a passage of the last answer's document counts than another; a guess: about the
distance of the second passage to the fifth."""

_BESIDE = 4.0
"""The same for a passage with the last answer or beside it, for "Why?"; a guess."""

_SEARCHED = 400  # characters of an answer; a guess: its first quotes, which find their passage
_BESIDE_HITS = 20  # passages of the document; a guess: enough to have those beside the answer


_LONG_ENOUGH = 20  # characters of a sentence that is told from others; a guess


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """The quotes of the last answer, by document.

    Attributes:
        quotes: The ids of documents with the quoted sentences, in the order of the answer.
        passages: The ids of documents with the ordinals of the passages that hold them.
        asks_why: Whether the question only asks for their reason: "Why?".
        phrases: How its language gives a reason.
    """

    quotes: tuple[tuple[str, Span], ...] = ()
    passages: frozenset[tuple[str, int]] = frozenset()
    asks_why: bool = False
    phrases: Phrases = ENGLISH

    @property
    def documents(self) -> list[str]:
        """Return the ids of the documents that it quotes, that of the first quote first."""
        return [*dict.fromkeys(document for document, _ in self.quotes)]

    def fresh(self, sentences: Iterable[ScoredSentence]) -> list[ScoredSentence]:
        """Return sentences without what was quoted and says no reason, where that is asked for."""
        return [one for one in sentences if not self._says_again(one)]

    def _says_again(self, sentence: ScoredSentence) -> bool:
        place = sentence.hit.document.id, sentence.span
        quoted = self.asks_why and place in self.quotes
        return quoted and not holds(sentence.text, "reason", self.phrases)


NOTHING = LastAnswer()


def last_answer(
    reader: IndexReader, question: str, history: Sequence[Turn], wanted: Filter = ALL_DOCUMENTS
) -> LastAnswer:
    """Return where the last answer stands, for a question that leans on it.

    `NOTHING` where it does not, where there was no answer, or its words are not found any more.
    """
    answer = history[-1].answer.strip() if history else ""
    turns = turns_of(question, history)
    if not answer or not leans_surely(question, turns):
        return NOTHING
    start = answer[:_SEARCHED]
    found = sorted(
        (place, hit.document.id, hit.passage.ordinal, span)
        for hit in reader.search(start, reader.embed_question(start), _BESIDE_HITS, wanted)
        for span in hit.passage.sentences
        if span.end - span.start >= _LONG_ENOUGH
        and (place := answer.find(hit.passage.quote(span))) >= 0
    )
    if not found:
        return NOTHING
    return LastAnswer(
        tuple((document, span) for _, document, _, span in found),
        frozenset((document, ordinal) for _, document, ordinal, _ in found),
        turns.why.match(question) is not None,
        phrases_of(turns.language),
    )


def with_neighbours(
    reader: IndexReader,
    asked: AnalyzedQuestion,
    vector: Vector,
    evidence: list[Evidence],
    last: LastAnswer,
) -> list[Evidence]:
    """Return the evidence, and where a reason is asked for, that of passages beside the answer.

    `vector` is the embedding of what is asked.
    """
    if not last.asks_why or not last.quotes:
        return evidence
    seen = {(item.hit.document.id, item.hit.passage.ordinal) for item in evidence}
    wanted = Filter(documents=tuple(sorted(last.documents)))
    more = [
        hit
        for hit in reader.search(asked.text, vector, _BESIDE_HITS, wanted)
        if _is_beside(hit, last) and (hit.document.id, hit.passage.ordinal) not in seen
    ]
    return extract_features(asked, [*(item.hit for item in evidence), *more]) if more else evidence


def favour(ranked: list[Evidence], last: LastAnswer) -> list[Evidence]:
    """Return ranked evidence with what is near the last answer further up."""
    if not last.quotes:
        return ranked
    scores = [item.hit.score + _bonus(item.hit, last) for item in ranked]
    best = max(scores)
    order = sorted(range(len(ranked)), key=lambda place: -scores[place])
    return [_scored(ranked[place], scores[place], best) for place in order]


def _bonus(hit: Hit, last: LastAnswer) -> float:
    if last.asks_why and _is_beside(hit, last):
        return _BESIDE
    return _SAME_DOCUMENT if hit.document.id in last.documents else 0.0


def _is_beside(hit: Hit, last: LastAnswer) -> bool:
    """Tell whether a passage holds a quote or is the one before or after it."""
    return any(
        document == hit.document.id and abs(hit.passage.ordinal - ordinal) <= 1
        for document, ordinal in last.passages
    )


def _scored(item: Evidence, score: float, best: float) -> Evidence:
    sentences = item.sentences.copy()
    sentences[:, -1] = score - best
    return Evidence(replace(item.hit, score=score), item.passage, sentences)
