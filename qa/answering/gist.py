"""What a document is about, in its own words: the sentences nearest to all that it says."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from index import Filter, Hit, IndexReader
from qa.answering.features import AnalyzedQuestion, extract_features
from qa.answering.languages import asked_in
from qa.answering.meant import bare_question, meant, topic_of
from qa.answering.quoting import leans
from qa.answering.ranking import ScoredSentence, bare_sentence

SURE = 0.8
"""How surely these sentences answer; a guess, none was there to measure."""

_PASSAGES = 40  # of a document that are read; a guess: its first ten pages say what it is about
_LEAST_WORDS = 6  # of a sentence; a guess: shorter ones are headings and greetings
_EARLIER = 0.15
"""How much nearer the first passage counts than the last one; a guess: texts begin with it."""


def asks_gist(question: str) -> str | None:
    """Return the words that name the document whose gist is asked for.

    "" for "this document"; None where the question asks something else.
    """
    about = asked_in(question).about
    text = bare_question(question)
    for pattern in about.gist:
        match = pattern.match(text)
        if match is not None:
            what = match["what"].strip()
            return None if what in about.too_little else topic_of(what, about)
    return None


def gist(
    reader: IndexReader,
    asked: AnalyzedQuestion,
    topic: str,
    wanted: Filter,
    last: Sequence[str] = (),
) -> list[ScoredSentence]:
    """Return the sentences that say what a document is about, the most central first.

    Empty where no document is surely meant, or it has no whole sentence.
    """
    hit = next(meant(reader, topic, wanted, last), None)
    if hit is None:
        return []
    found = central(reader, hit.document.id)
    hits = {sentence.hit.passage.ordinal: sentence.hit for sentence in found}
    evidence = dict(zip(hits, extract_features(asked, list(hits.values())), strict=True))
    return [replace(one, evidence=evidence[one.hit.passage.ordinal]) for one in found]


def central(reader: IndexReader, document_id: str) -> list[ScoredSentence]:
    """Return the sentences of a document nearest to all that it says, the nearest first.

    The nearness is their score. Only whole ones that can be understood alone; empty where there
    are none, or no such document.
    """
    passages = reader.passages(document_id, 0, _PASSAGES)
    if not passages:
        return []
    vectors = reader.passages_at((document_id, passage.start) for passage in passages).vectors
    centre = np.asarray(vectors, np.float32).mean(axis=0)
    centre /= np.linalg.norm(centre) or 1.0
    return _nearest(reader.compared(document_id, 0, _PASSAGES, centre))


def _nearest(hits: Sequence[Hit]) -> list[ScoredSentence]:
    last = max((hit.passage.ordinal for hit in hits), default=0) or 1
    found = [
        bare_sentence(hit, row, cosine - _EARLIER * hit.passage.ordinal / last)
        for hit in hits
        for row, cosine in enumerate(hit.sentence_scores)
    ]
    whole = [sentence for sentence in found if _stands_alone(sentence.text)]
    return sorted(whole, key=lambda s: (-s.score, s.span.start))


def _stands_alone(text: str) -> bool:
    long_enough = len(text.split()) >= _LEAST_WORDS
    return long_enough and text.endswith(".") and text[0] not in "\"“'" and not leans(text)
