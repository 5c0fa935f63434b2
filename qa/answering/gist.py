"""What a document is about, in its own words: the sentences nearest to all that it says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from corpus import Span
from index import Filter, Hit, IndexReader
from qa.answering.features import AnalyzedQuestion, extract_features
from qa.answering.languages import asked_in
from qa.answering.meant import bare_question, meant, topic_of, topic_of_paper
from qa.answering.question import MOST_QUOTES
from qa.answering.quoting import leans
from qa.answering.ranking import ScoredSentence, bare_sentence

SURE = 0.8
"""How surely these sentences answer; a guess, none was there to measure."""

_PASSAGES = 40  # of a document that are read; a guess: its first ten pages say what it is about
_LEAST_WORDS = 6  # of a sentence; a guess: shorter ones are headings and greetings
_LEAST_TITLE = 2  # words of a title that says something; a guess
_LABEL = r"[^\W\d_]+:"  # of a mail's subject
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
        what = match["what"].strip() if match is not None else ""
        if not what or what in about.too_little:
            continue
        topic = topic_of(what, about)
        if topic is None and pattern in about.gist_of_paper:
            topic = topic_of_paper(what, about)
        if topic is not None:
            return topic
    return None


def gist(
    reader: IndexReader,
    asked: AnalyzedQuestion,
    topic: str,
    wanted: Filter,
    last: Sequence[str] = (),
) -> list[ScoredSentence]:
    """Return the words that say what a document is about: its title, then its central sentences.

    The title only where it is a line of the text. Empty where no document is surely meant, or it
    has neither that nor a whole sentence.
    """
    hit = next(meant(reader, topic, wanted, last), None)
    if hit is None:
        return []
    hits = _compared(reader, hit.document.id)
    found = [*_title(hits), *_nearest(hits)][:MOST_QUOTES]
    evidence = extract_features(asked, [one.hit for one in found])
    return [replace(one, evidence=read) for one, read in zip(found, evidence, strict=True)]


def central(reader: IndexReader, document_id: str) -> list[ScoredSentence]:
    """Return the sentences of a document nearest to all that it says, the nearest first.

    The nearness is their score. Only whole ones that can be understood alone; empty where there
    are none, or no such document.
    """
    return _nearest(_compared(reader, document_id))


def _compared(reader: IndexReader, document_id: str) -> Sequence[Hit]:
    """Return the first passages of a document, compared with all that they say together."""
    passages = reader.passages(document_id, 0, _PASSAGES)
    if not passages:
        return []
    vectors = reader.passages_at((document_id, passage.start) for passage in passages).vectors
    centre = np.asarray(vectors, np.float32).mean(axis=0)
    centre /= np.linalg.norm(centre) or 1.0
    return reader.compared(document_id, 0, _PASSAGES, centre)


def _title(hits: Sequence[Hit]) -> Iterator[ScoredSentence]:
    """Yield the line of the first passage that is its document's title, if there is one."""
    for hit in hits:
        passage, title = hit.passage, hit.document.title
        if passage.ordinal == 0 and len(title.split()) >= _LEAST_TITLE:
            line = rf"^(?:#+[ \t]+|{_LABEL}[ \t]*)?({re.escape(title)})[ \t]*$"
            found = re.search(line, passage.text, re.MULTILINE)
            if found is not None:
                span = Span(passage.start + found.start(1), passage.start + found.end(1))
                titled = replace(passage, sentences=(span,), rows=())
                yield bare_sentence(replace(hit, passage=titled, sentence_scores=(0.0,)), 0)


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
