"""What a sentence stands beside and under: the words that say what it is about."""

from dataclasses import dataclass

from index import Hit
from index.analysis.terms import terms_of
from qa.answering.quoting import leans
from qa.answering.ranking import ScoredSentence
from qa.answering.rows import quoted_row
from qa.reader.layout import PassageWords


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A sentence with its words in circles.

    Attributes:
        own: Its own words; of a row of a table with the names of its columns.
        near: The words of the sentence before, where it leans on that; else "".
        above: Title, headings, and who wrote it and when.
        passage: All words of its passage.
        row: Whether it is a row of a table.
    """

    own: str
    near: str
    above: str
    passage: str
    row: bool

    @property
    def said(self) -> frozenset[str]:
        """Return the terms of what is said here: its own and those that it leans on."""
        return frozenset((*terms_of(self.own), *terms_of(self.near)))

    @property
    def under(self) -> frozenset[str]:
        """Return the terms of what it stands under."""
        return frozenset(terms_of(self.above))

    @property
    def around(self) -> frozenset[str]:
        """Return the terms of all circles."""
        return self.said | self.under | frozenset(terms_of(self.passage))


def surroundings(sentence: ScoredSentence, words: PassageWords) -> Surroundings:
    """Return what a sentence stands beside and under; `words` is what is read of its passage."""
    hit, row = sentence.hit, sentence.row
    own = words.sentences[row]
    return Surroundings(
        own,
        words.sentences[row - 1] if row and leans(own) else "",
        f"{words.context} {hit.document.author} {hit.document.published} {_file(hit)}",
        hit.passage.text,
        bool(quoted_row(hit.passage, sentence.span).cells),
    )


def _file(hit: Hit) -> str:
    """Return the name of a file as words: `kestrel_report-2022.pdf`."""
    name = hit.document.source.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return name.replace("_", " ").replace("-", " ")
