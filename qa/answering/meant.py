"""Which document a question means: "this document", "the report about the ferry"."""

import re
from collections.abc import Iterator, Sequence

from index import Filter, Hit, IndexReader
from qa.answering.features import analysed
from qa.answering.languages.about_documents import AboutDocuments

_COVER = 0.6  # of the words that name the document, by weight; a guess
_ORDINAL = re.compile(r"\b\d+(?:st|nd|rd|th)\b", re.IGNORECASE)  # a text may have it in words
_FOUND = 20  # passages that are looked at for the document; a guess


def bare_question(question: str) -> str:
    """Return a question without marks at either end, its first letter small."""
    text = re.sub(r"[\s?.!]+$", "", question.strip()).lstrip("¿¡ ")
    return text[:1].lower() + text[1:]


def topic_of(what: str, about: AboutDocuments) -> str | None:
    """Return the words that tell the document that is spoken of from others.

    "" for "this document"; None where it is no document that is spoken of.
    """
    if about.this.fullmatch(what):
        return ""
    return _topic_in(about.named, what, about)


def topic_of_paper(what: str, about: AboutDocuments) -> str | None:
    """Return the same for the kinds of documents of which only the gist is asked."""
    return None if about.papers is None else _topic_in(about.papers, what, about)


def _topic_in(named: re.Pattern[str], what: str, about: AboutDocuments) -> str | None:
    match = named.match(what)
    if match is None:
        return None
    of = about.relates.sub("", match["of"])
    return f"{match['kind']} {of}".strip()


def meant(
    reader: IndexReader, topic: str, wanted: Filter, last: Sequence[str] = ()
) -> Iterator[Hit]:
    """Yield a passage of each document, and of each writer in it, that a topic may mean.

    The likeliest comes first; one that lacks a number of the topic, such as a year, is not meant.
    Without a topic it is the document that the last answer quotes first (`last` has the ids), or
    the only one that is searched; nothing where there are several.
    """
    if not topic:
        yield from _this(reader, wanted, last)
        return
    weighed = analysed(reader, topic)
    counted = weighed.terms_in(_ORDINAL.sub("", topic))
    numbers = {term.lstrip("0") for term in counted if term.replace("_", "").isdigit()}
    best: dict[tuple[str, str], tuple[float, Hit]] = {}
    for hit in reader.search(topic, reader.embed_question(topic), _FOUND, wanted):
        names = {*weighed.terms_in(hit.document.title), *weighed.terms_in(hit.document.source)}
        words = " ".join((*hit.passage.heading, hit.passage.text))
        own = {*names, *weighed.terms_in(words), *weighed.terms_in(_dated(hit))}
        cover = weighed.cover(own)
        if cover < _COVER or not numbers <= {number for term in own for number in _numbers(term)}:
            continue
        score = cover + weighed.cover(names) + hit.dense_score
        place = hit.document.id, hit.passage.voice.author if hit.passage.voice else ""
        if place not in best or best[place][0] < score:
            best[place] = score, hit
    for _, hit in sorted(best.values(), key=lambda pair: -pair[0]):
        yield hit


def _numbers(term: str) -> tuple[str, str]:
    """Return a term as a number: without leading zeros, and what stands before a point.

    The term of 3.1 is `3_1`, so that it is version 3 too.
    """
    number = term.lstrip("0")
    return number, number.split("_")[0]


def _dated(hit: Hit) -> str:
    """Return the numbers of the day on which a passage was written, as records have it."""
    voice = hit.passage.voice
    published = (voice and voice.published) or hit.document.published
    return " ".join(part.lstrip("0") for part in published.split("-"))


def _this(reader: IndexReader, wanted: Filter, last: Sequence[str]) -> Iterator[Hit]:
    names = [*last[:1]]
    if not names:
        found = reader.documents(limit=2) if not wanted else []
        if wanted and reader.apply(wanted).documents == 1:
            found = reader.documents(limit=1, wanted=wanted)
        names = [info.id for info in found]
    if len(names) == 1:
        words = "the document"
        only = Filter(documents=(names[0],))
        yield from reader.search(words, reader.embed_question(words), 1, only)
