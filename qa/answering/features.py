"""What speaks for a passage, and for a sentence, as an answer to a question.

Every figure is a number between about 0 and 1 that does not depend on the size of the
collection, so that weights learned on one collection hold on another.
"""

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpus.language import ENGLISH as LANGUAGE
from corpus.language import Language
from index import Hit, IndexReader
from index.analysis import terms as analysis
from index.analysis.numbers import value_of
from index.analysis.terms import terms_of, written_terms
from qa.answering.answer_types import Kind, asks_condition, gives_condition, holds, kind_asked
from qa.answering.languages import Phrases, asked_in
from qa.answering.languages.english.phrases import ENGLISH

__all__ = ["terms_of"]  # and what is defined here

FeatureMatrix = NDArray[np.float64]

MARKS = "¿¡«»„“”…"
"""What stands beside words in other languages, and is taken with them."""

_FEW = 12  # a guess: larger numbers in words ("three hundred") tell things apart

_TOPIC_WORDS = 5
_ABOUT_IT, _AS_GOOD = 5, 0.7
"""What makes a question one about a topic: its content words, at least; and how many passages are
about it, the last of them by this share as good as the best. Set on Cranfield and SQuAD 2.0, where
166 of 225 and 55 of 1,278 questions are such (`docs/quality.md`)."""

PASSAGE_FEATURES = (
    "words",  # BM25, as a share of the best passage's
    "meaning",  # cosine of passage and question
    "sentence",  # cosine of its best sentence
    "cover",  # share of the question's words in it, weighed by rarity
    "context",  # the same with title and headings
    "both",  # best sentence by cosine and cover together
    "pairs",  # share of the question's neighbouring words that are neighbours in it
    "topic",  # words, meaning, sentence and likeness together, where much is about a topic
)
_SUMMED = [PASSAGE_FEATURES.index(name) for name in ("words", "meaning", "sentence")]
_BOTH, _TOPIC = PASSAGE_FEATURES.index("both"), PASSAGE_FEATURES.index("topic")
SENTENCE_FEATURES = (
    "meaning",  # cosine of sentence and question
    "cover",  # share of the question's words in it, weighed by rarity
    "window",  # the same with the sentences before and after
    "pairs",  # share of the question's neighbouring words that are neighbours in it
    "names",  # share of the question's names and numbers in it
    "kind",  # whether it holds the kind of answer that is asked for
    "new",  # share of its words that are not the question's
    "passage",  # its passage's score, less the best passage's
)


@dataclass(frozen=True, slots=True)
class AnalyzedQuestion:
    """A question with what the collection knows of its words.

    `weights` holds the inverse document frequency of each content word's term, `pairs`
    the neighbouring words of which one is a content word, `names` the terms that
    are written large or are numbers, `known` those that stand somewhere in the collection. They
    were stemmed by the rules of `language`, one of those that documents are in.
    """

    text: str
    kind: Kind
    weights: Mapping[str, float]
    pairs: frozenset[tuple[str, str]]
    names: frozenset[str]
    known: frozenset[str]
    language: Language = LANGUAGE

    def terms_in(self, text: str) -> tuple[str, ...]:
        """Return the terms of a text, as those of the question were made."""
        return terms_of(text, self.language)

    @property
    def may_be_topic(self) -> bool:
        """Tell whether it asks for no kind of answer, of nothing with a name, in many words."""
        plain = self.kind == "other" and not self.names and self.phrases.names_large
        return plain and len(self.weights) >= _TOPIC_WORDS

    @property
    def phrases(self) -> Phrases:
        """Return how questions and answers are worded in its language."""
        return asked_in(self.text)

    @property
    def total(self) -> float:
        """Return the weight of all content words together; never 0."""
        return sum(self.weights.values()) or 1.0

    def cover(self, terms: Set[str]) -> float:
        """Return the share of the question's weight that the terms hold.

        Added in the order of the question, so that it is the same in every process.
        """
        return sum(weight for term, weight in self.weights.items() if term in terms) / self.total

    def holds_kind(self, sentence: str) -> bool:
        """Tell whether a sentence, less the question's words, has the kind of answer asked for."""
        phrases = self.phrases
        if self.kind == "other" or holds(answer_part(self, sentence), self.kind, phrases):
            return True
        return asks_condition(self.text) and gives_condition(sentence, phrases)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A hit with its figures: one row for itself, one row for each of its sentences."""

    hit: Hit
    passage: FeatureMatrix
    sentences: FeatureMatrix


def question_terms(text: str, language: Language = LANGUAGE) -> list[str]:
    """Return the terms of a question that carry meaning, each once, by the stems of a language.

    Where there is nothing but small words, they are all there is, and are returned.
    """
    phrases = asked_in(text)
    if phrases is ENGLISH:
        return analysis.question_terms(text, language)
    small = phrases.language.stop_words
    kept = (
        one.term
        for one in written_terms(text, language)
        if not one.stop and one.written.lower().strip(MARKS) not in small
    )
    return list(dict.fromkeys(kept)) or analysis.question_terms(text, language)


def without_closing(sentence: str) -> str:
    """Return a sentence without the quotation marks and brackets that it ends with."""
    return sentence.rstrip("\"”’'»)] ")


def states(sentence: str) -> bool:
    """Tell whether a sentence ends like a statement."""
    return without_closing(sentence).endswith((".", "!", "…"))


def adds(asked: AnalyzedQuestion, sentence: str) -> bool:
    """Tell whether a sentence may answer: it says more than the question, or states it.

    A heading, or another question, that only repeats the question's words does neither.
    """
    repeats = asked.weights.keys() >= set(question_terms(sentence, asked.language))
    return not repeats or states(sentence)


def analyse(
    text: str, frequencies: Mapping[str, int], passages: int, language: Language = LANGUAGE
) -> AnalyzedQuestion:
    """Weigh the words of a question by how rare they are in the collection.

    Args:
        text: The question.
        frequencies: In how many passages each of its `question_terms` stands.
        passages: The number of passages of the collection.
        language: Whose rules its words are stemmed by, as the terms were.
    """
    weights = {
        term: math.log(1 + passages / (1 + frequencies.get(term, 0)))
        for term in question_terms(text, language)
    }
    ordered = terms_of(text, language)
    pairs = pairwise(ordered)
    return AnalyzedQuestion(
        text,
        kind_asked(text),
        weights,
        frozenset(pair for pair in pairs if pair[0] in weights or pair[1] in weights),
        _names(text, language) & weights.keys(),
        frozenset(term for term in weights if frequencies.get(term, 0)),
        language,
    )


def analysed(reader: IndexReader, text: str) -> AnalyzedQuestion:
    """Return a question weighed by a collection, in the language of its documents."""
    language = reader.asked_language(text)
    counts = reader.frequencies(question_terms(text, language))
    return analyse(text, counts, reader.passage_count(), language)


def extract_features(asked: AnalyzedQuestion, hits: Sequence[Hit]) -> list[Evidence]:
    """Return the figures of every hit, in the order of the hits.

    The last figure of a sentence, its passage's score, is left 0: scores come from the
    figures.
    """
    most = max((hit.lexical_score for hit in hits), default=0.0) or 1.0
    found: list[Evidence] = []
    for hit in hits:
        sentences = _sentence_figures(asked, hit)
        both = sentences[:, 0] + sentences[:, 1]
        terms = asked.terms_in(hit.passage.text)
        context = " ".join((hit.document.title, *hit.passage.heading))
        passage = np.array(
            [
                hit.lexical_score / most,
                hit.dense_score,
                sentences[:, 0].max(initial=0.0),
                asked.cover(set(terms)),
                asked.cover({*terms, *asked.terms_in(context)}),
                both.max(initial=0.0),
                _share_of_pairs(asked, terms),
                0.0,
            ]
        )
        found.append(Evidence(hit, passage, sentences))
    if asked.may_be_topic and _much_about(found):
        for item in found:
            item.passage[_TOPIC] = item.passage[_SUMMED].sum() + item.hit.likeness
    return found


def _much_about(found: Sequence[Evidence]) -> bool:
    """Tell whether many passages are about as good, by the best sentence of each."""
    best = sorted((item.passage[_BOTH] for item in found), reverse=True)[:_ABOUT_IT]
    return len(best) == _ABOUT_IT and best[-1] >= _AS_GOOD * best[0]


def _sentence_figures(asked: AnalyzedQuestion, hit: Hit) -> FeatureMatrix:
    spans = hit.passage.sentences
    terms = [asked.terms_in(hit.passage.quote(span)) for span in spans]
    rows = np.zeros((len(spans), len(SENTENCE_FEATURES)))
    for position, (span, cosine) in enumerate(zip(spans, hit.sentence_scores, strict=True)):
        own = set(terms[position])
        around = own.union(*terms[max(0, position - 1) : position + 2])
        rows[position] = (
            cosine,
            asked.cover(own),
            asked.cover(around),
            _share_of_pairs(asked, terms[position]),
            len(asked.names & own) / len(asked.names) if asked.names else 1.0,
            asked.holds_kind(hit.passage.quote(span)),
            len(own - asked.weights.keys()) / (len(own) or 1),
            0.0,
        )
    return rows


def answer_part(asked: AnalyzedQuestion, sentence: str) -> str:
    """Return a sentence without the question's own words: what is left may answer it."""
    own, language = asked.weights.keys(), asked.language
    kept = [
        word
        for word in sentence.split()
        if not (bare := terms_of(word, language)) or not own >= {*bare}
    ]
    return " ".join(kept)


def _share_of_pairs(asked: AnalyzedQuestion, terms: Sequence[str]) -> float:
    if not asked.pairs:
        return 0.0
    return len(asked.pairs.intersection(pairwise(terms))) / len(asked.pairs)


def _names(text: str, language: Language) -> frozenset[str]:
    """Return the terms that are written large, but for the first, or are numbers or codes.

    Only numbers and codes where nouns are written large too.
    """
    named = set()
    names_large = asked_in(text).names_large
    for place, (term, written, stop) in enumerate(written_terms(text, language)):
        value = value_of(term)
        large = names_large and place > 0 and written[:1].isupper()
        figures = any(map(str.isdigit, written)) or (value is not None and value > _FEW)
        if not stop and (large or figures):
            named.add(term)
    return frozenset(named)
