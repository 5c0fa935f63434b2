"""What a sentence stands beside and under: the words that say what it is about."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field

from corpus.language import ENGLISH, Language
from index import Hit
from index.analysis.terms import terms_of
from qa.answering.quoting import leans
from qa.answering.ranking import ScoredSentence
from qa.answering.reading import context_words, passage_words, sentence_words
from qa.answering.rows import quoted_row

_LABELLED = re.compile(r"(?:^|;\s)([^\W\d][^:;|\n]{1,40}):\s([^;|\n]+)(?=;|$)")
"""A cell of a row with the name of its column, as rows are read."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A sentence with its words in circles.

    Attributes:
        own: Its own words; of a row of a table with the names of its columns.
        near: The words of the sentence before, where it leans on that; else "".
        above: Title, headings, and who wrote it and when.
        passage: All words of its passage.
        row: Whether it is a row of a table.
        language: Whose rules the terms are stemmed by.
    """

    own: str
    near: str
    above: str
    passage: str
    row: bool
    language: Language = ENGLISH

    @property
    def said(self) -> frozenset[str]:
        """Return the terms of what is said here: its own and those that it leans on."""
        return frozenset((*self._terms(self.own), *self._terms(self.near)))

    @property
    def under(self) -> frozenset[str]:
        """Return the terms of what it stands under."""
        return frozenset(self._terms(self.above))

    @property
    def around(self) -> frozenset[str]:
        """Return the terms of all circles."""
        return self.said | self.under | frozenset(self._terms(self.passage))

    def _terms(self, text: str) -> tuple[str, ...]:
        return terms_of(text, self.language)


def surroundings(sentence: ScoredSentence, language: Language = ENGLISH) -> Surroundings:
    """Return what a sentence stands beside and under; `language` is that of the question."""
    hit, row = sentence.hit, sentence.row
    own = sentence_words(hit.passage, row)
    return Surroundings(
        own,
        sentence_words(hit.passage, row - 1) if row and leans(own) else "",
        f"{context_words(hit)} {hit.document.author} {hit.document.published} {_file(hit)}",
        hit.passage.text,
        bool(quoted_row(hit.passage, sentence.span).cells),
        language,
    )


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """The found passages of a document, and the terms of all of them."""

    hits: list[Hit] = field(default_factory=list)
    terms: set[str] = field(default_factory=set)
    language: Language = ENGLISH

    @property
    def text(self) -> str:
        """Return the text of the passages, one below the other."""
        return "\n".join(hit.passage.text for hit in self.hits)

    def has_under(self, labels: Set[str], is_it: Callable[[Set[str]], bool]) -> bool:
        """Tell whether one of these labels has the name as its value: `Station: Selby`."""
        return any(
            label in labels and is_it({*terms_of(value, self.language)})
            for hit in self.hits
            for sentence in passage_words(hit).sentences
            for label, value in labelled(sentence)
        )


def labelled(sentence: str) -> list[tuple[str, str]]:
    """Return the cells of a row as it is read, each behind the name of its column."""
    return _LABELLED.findall(sentence)


def document_words(
    hits: Iterable[Hit], language: Language = ENGLISH
) -> Mapping[str, DocumentWords]:
    """Return the words of each document that was found, by its id; see `surroundings`."""
    found: defaultdict[str, DocumentWords] = defaultdict(lambda: DocumentWords(language=language))
    for hit in hits:
        document = found[hit.document.id]
        document.hits.append(hit)
        document.terms.update(terms_of(hit.passage.text, language))
    return found


def _file(hit: Hit) -> str:
    """Return the name of a file as words: `kestrel_report-2022.pdf`."""
    name = hit.document.source.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return name.replace("_", " ").replace("-", " ")
