"""What a model is shown: sentences that were read for the answer, under keys that nobody knows."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index import Hit, IndexReader
from qa.answering.answer import Citation
from qa.answering.citing import cite_sentence
from qa.answering.reading import context_words, sentence_words
from qa.answering.rows import QuotedRow, named_cells
from qa.answering.selection import preceding
from qa.checking.verdict import Evidence

PASSAGES = 5
"""Of the best passages; a guess: a small model loses its way in more, and reads 600 words in five
seconds."""

_LETTERS = "bcdfghjkmnpqrstvwxz"  # no vowels: a key is never a word
_KEY_LENGTH = 4
"""A document that guesses keys is right once in 130,000 times; and what its words do not say is not
shown to anybody even then."""


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence that a model may cite.

    `text` is the sentence as it is read: a row of a table with the names of its columns. `above`
    is what it stands under. Sentences of the same `passage` stand near each other. The citation
    has no number yet.
    """

    key: str
    text: str
    above: str
    passage: tuple[str, int]
    citation: Citation

    @property
    def evidence(self) -> Evidence:
        """Return the sentence as what may say what another one says."""
        named = [head.text for head in self.citation.heads]
        lead = [] if self.citation.lead is None else [self.citation.lead.text]
        return Evidence(self.citation.quote, " – ".join([self.above, *named, *lead]))


def gather(
    reader: IndexReader, hits: Sequence[Hit], quotes: Sequence[Citation]
) -> tuple[Source, ...]:
    """Return what a model is shown: the best passages, and whatever is quoted.

    Args:
        reader: The collection.
        hits: The passages that were found, best first.
        quotes: The citations of the answer in quotes.
    """
    chosen = [hit for n, hit in enumerate(hits) if n < PASSAGES or _has_one(hit, quotes)]
    paths = reader.file_paths({hit.document.id for hit in chosen})
    before = preceding(reader, [hit.passage for hit in chosen])
    found: dict[tuple[str, int, int], tuple[str, str, tuple[str, int], Citation]] = {}
    for hit in chosen:
        place = hit.document.id, hit.passage.ordinal
        for row in range(len(hit.passage.sentences)):
            cited = cite_sentence(hit, row, paths.get(hit.document.id, ""), before.get(place))
            shown = sentence_words(hit.passage, row), context_words(hit), place, cited
            found.setdefault(_span(cited), shown)
    for number, quote in enumerate(quotes):
        text, above, place, _ = found.get(_span(quote)) or _alone(quote, number)
        found[_span(quote)] = text, above, place, quote
    readable = [one for one in found.values() if any(map(str.isalnum, one[0]))]
    keys = make_keys(len(readable), " ".join(text for text, *_ in readable))
    return tuple(Source(key, *one) for key, one in zip(keys, readable, strict=True))


def make_keys(count: int, text: str) -> list[str]:
    """Return so many keys, made by chance, none of which stands in a text."""
    keys: dict[str, None] = {}
    words = text.lower()
    while len(keys) < count:
        key = "".join(secrets.choice(_LETTERS) for _ in range(_KEY_LENGTH))
        if key not in words:
            keys[key] = None
    return [*keys]


def by_key(sources: Sequence[Source]) -> Mapping[str, Source]:
    """Return sources by their keys."""
    return {source.key: source for source in sources}


def _has_one(hit: Hit, quotes: Sequence[Citation]) -> bool:
    passage = hit.passage
    return any(
        quote.document_id == hit.document.id and passage.start <= quote.start < passage.end
        for quote in quotes
    )


def _alone(quote: Citation, number: int) -> tuple[str, str, tuple[str, int], Citation]:
    """Return a quote that stands in none of the passages, such as an item of a list."""
    text = quote.quote
    if quote.cells:
        text = named_cells(text, quote.start, QuotedRow(quote.cells, quote.heads))
    above = " – ".join(filter(None, (quote.title, *quote.heading)))
    return text, above, (quote.document_id, -1 - number), quote


def _span(citation: Citation) -> tuple[str, int, int]:
    return citation.document_id, citation.start, citation.end
