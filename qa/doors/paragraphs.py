"""An answer as paragraphs, and as one text with footnotes that knows where each sentence stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from qa.answering.answer import Answer, Citation
from qa.answering.answerer import Quoted, Stage
from qa.answering.links import address
from qa.answering.rows import QuotedRow, named_cells
from qa.answering.wording import NO_CLEAR_ANSWER, conflict, page_of
from qa.writing.written import WritingStage, WrittenAnswer

SOURCES = "\n\nSources:"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence with the citations that it rests on; none where Pincite itself speaks."""

    text: str
    citations: tuple[Citation, ...] = ()
    gap: str = "\n\n"
    """What keeps it apart from what is before it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words of a sentence that rests on a citation stand in a text, in characters."""

    start: int
    end: int
    citation: Citation


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text of an answer: joined in order, the pieces are the text."""

    text: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of an answer: its record."""

    record: dict[str, Any]

    @property
    def tokens(self) -> tuple[int, int]:
        """How many tokens a model read and wrote for it.

        Quotes take none, and none are known where the model's server does not count them.
        """
        used = self.record.get("writer", {}).get("usage")
        return (used["prompt_tokens"], used["completion_tokens"]) if used else (0, 0)


def written_paragraphs(stages: Iterable[WritingStage]) -> Iterator[Paragraph | Ended | None]:
    """Yield the paragraphs of a written answer once it is whole: only then is it known what stands.

    Meanwhile None is a sign of life. Where the model wrote nothing that stands, the paragraphs are
    those of the quotes.
    """
    for stage in stages:
        if isinstance(stage, WrittenAnswer):
            yield from _whole(stage)
        else:
            yield None


def _whole(answer: WrittenAnswer) -> Iterator[Paragraph | Ended]:
    if answer.sentences:
        yield from _written(answer)
    else:
        cited = {citation.number: citation for citation in answer.quoted.citations}
        for quote in answer.quoted.sentences:
            yield Paragraph(quote.text, tuple(cited[number] for number in quote.citations))
        yield from map(Paragraph, _remarks(answer.quoted))
    if answer.writer.reason is not None and answer.quoted.sentences:
        yield Paragraph(answer.writer.reason)
    yield Ended(answer.record())


def _written(answer: WrittenAnswer) -> Iterator[Paragraph]:
    """Yield the sentences of a model as one paragraph, and what of them the sources do not say."""
    cited = {citation.number: citation for citation in answer.citations}
    for sentence in answer.sentences:
        yield Paragraph(sentence.text, tuple(cited[n] for n in sentence.citations), gap=" ")
    for sentence in answer.sentences:
        for words in sentence.unsupported:
            yield Paragraph(f"The sources do not say “{sentence.text[words.start : words.end]}”.")
    if answer.quoted.reason:
        yield Paragraph(answer.quoted.reason)
    yield from map(Paragraph, map(conflict, answer.differences))


def paragraphs(stages: Iterable[Stage]) -> Iterator[Paragraph | Ended]:
    """Yield the paragraphs of an answer as its stages are reached, and its record at the end."""
    for stage in stages:
        if isinstance(stage, Quoted):
            yield Paragraph(stage.sentence.text, (stage.citation,))
        elif isinstance(stage, Answer):
            yield from map(Paragraph, _remarks(stage))
            yield Ended(stage.record())


def pieces(said: Iterable[Paragraph | Ended | None]) -> Iterator[Piece | Ended | None]:
    """Yield an answer as one text, with footnote marks and a list of sources at its end.

    None is a sign of life.
    """
    text = _Text()
    for one in said:
        if isinstance(one, Ended):
            yield from text.sources()
            yield one
        else:
            yield text.add(one) if one is not None else None


@dataclass(slots=True)
class _Text:
    """The text so far: its length, and what it cites."""

    length: int = 0
    cited: dict[int, Citation] = field(default_factory=dict)

    def add(self, said: Paragraph) -> Piece:
        gap = said.gap if self.length else ""
        marks = "".join(f"[{citation.number}]" for citation in said.citations)
        text = f"{gap}{said.text} {marks}" if marks else f"{gap}{said.text}"
        start = self.length + len(gap)
        self.length += len(text)
        self.cited |= {citation.number: citation for citation in said.citations}
        end = start + len(said.text)
        return Piece(text, tuple(Place(start, end, each) for each in said.citations))

    def sources(self) -> Iterator[Piece]:
        if self.cited:
            lines = (_source(citation) for _, citation in sorted(self.cited.items()))
            yield Piece("\n".join([SOURCES, *lines]))


def _remarks(answer: Answer) -> Iterator[str]:
    """Yield what is to be said beside the quotes, or in their place."""
    if not answer.sentences:
        yield f"{NO_CLEAR_ANSWER}. {answer.reason or ''}".strip()
        return
    if answer.reason:
        yield answer.reason
    yield from map(conflict, answer.differences)


def _source(citation: Citation) -> str:
    """Return the line of a source: where it is, and what the quote needs to be understood."""
    by = [citation.author]
    if citation.quoted_by is not None:
        by.append(f"quoted by {citation.quoted_by}" if citation.quoted_by else "quoted")
    facts = [citation.title, *by, *page_of(citation), address(citation)]
    line = f"- [{citation.number}] {', '.join(filter(None, facts))}"
    if citation.heads:
        row = QuotedRow(citation.cells, citation.heads)
        line += f" ({named_cells(citation.quote, citation.start, row)})"
    if citation.lead is not None:
        line += f" (before it: “{citation.lead.text}”)"
    return " ".join(line.split())
