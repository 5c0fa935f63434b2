"""A row of a table that is quoted alone says what each of its figures is."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from made_hits import evidence_of, make_hit

from corpus import Document, Passage, Source, Span, split
from corpus.text_builder import TextBuilder
from index import Hit
from index.types import DocumentInfo
from qa.answering.answer import Citation
from qa.answering.citing import cite
from qa.answering.features import analyse
from qa.answering.ranking import ScoredSentence, may_answer
from qa.answering.rows import QuotedRow, named_cells, names_rows, quoted_row, row_in

CATCH = [["", "2023", "2023"], ["Port", "June", "July"], ["Torvik", "", "5"], ["Selby", "4", "6"]]
MENDED = analyse("What is to be mended?", {}, 1)
LONG = "The quay was closed in May. " * 20


def count(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def catch(limit: int = 500) -> tuple[Document, list[Passage]]:
    builder = TextBuilder()
    builder.table(CATCH, heads=2, labels=1, caption="Tonnes landed")
    builder.table([["Port", "Story"], ["Askvik", LONG]], heads=1, labels=1)
    document = builder.document(Source("file:/t", "t.txt"), author="Anna")
    return document, split(document, count, limit)


def citation_of(document: Document, passage: Passage, words: str) -> Citation:
    info = DocumentInfo(
        document.id, document.version, document.title, document.source, document.author,
        document.published, "", "", len(document.text), 1, "2024-01-01",
    )  # fmt: skip
    at = next(n for n, span in enumerate(passage.sentences) if words in passage.quote(span))
    hit = Hit(passage, info, 0.0, 1, 0.0, None, 0.0, (0.0,) * len(passage.sentences))
    return cite(1, ScoredSentence(evidence_of(hit), at, 0.0), "", "What was landed?")


def cited(words: str) -> tuple[Document, Citation]:
    document, passages = catch()
    passage = next(p for p in passages if words in p.text)
    return document, citation_of(document, passage, words)


def test_a_quoted_row_names_each_of_its_figures() -> None:
    document, citation = cited("Torvik")
    assert citation.quote == "Torvik |  | 5"
    row = QuotedRow(citation.cells, citation.heads)
    assert named_cells(citation.quote, citation.start, row) == "Port: Torvik; 2023 July: 5"
    assert [(h.text, h.cell) for h in citation.heads] == [
        ("Tonnes landed", None), ("Port", 0), ("2023", 1), ("June", 1), ("2023", 2), ("July", 2),
    ]  # fmt: skip
    assert all(document.text[h.start : h.end] == h.text for h in citation.heads)


def test_a_sentence_of_a_long_cell_is_quoted_under_the_names_of_row_and_column() -> None:
    _, citation = cited("The quay was closed")
    assert citation.quote in ("The quay was closed in May.", "Askvik | The quay was closed in May.")
    document, passages = catch()
    place = document.text.index("The quay", document.text.index("The quay") + 5)
    span = Span(place, place + len("The quay was closed in May."))
    row = row_in(document, span)
    assert [(h.text, h.cell) for h in row.heads] == [("Askvik", 0), ("Story", 0)]
    assert [(c.start, c.end) for c in row.cells] == [span]
    holding = next(p for p in passages if p.start <= span.start < p.end)
    assert quoted_row(holding, span) == row


@pytest.mark.parametrize("words", ["June | July", "| 2023"])
def test_a_row_of_heads_has_none_over_it(words: str) -> None:
    document, _ = catch()
    start = document.text.index(words)
    assert row_in(document, Span(start, start + len(words))) == QuotedRow()


def test_a_row_that_is_cut_over_passages_is_still_one_of_its_table() -> None:
    document, passages = catch(limit=30)
    last = passages[-1]
    row = quoted_row(last, last.sentences[-1])
    assert [h.text for h in row.heads if h.cell is not None] == ["Story"]
    assert all(document.text[h.start : h.end] == h.text for h in row.heads)


def test_an_empty_cell_without_a_name_keeps_its_place() -> None:
    builder = TextBuilder()
    builder.table([["10", "", "30"], ["11", "21", "31"]])
    document = builder.document(Source("file:/t", "t"))
    row = row_in(document, Span(0, len("10 |  | 30")))
    assert named_cells("10 |  | 30", 0, row) == "10; –; 30"


def test_prose_has_no_row() -> None:
    builder = TextBuilder()
    builder.paragraph("The quay was closed.")
    assert row_in(builder.document(Source("file:/t", "t")), Span(0, 8)) == QuotedRow()


def test_words_that_are_quoted_in_a_document_are_by_whoever_wrote_them() -> None:
    builder = TextBuilder()
    builder.paragraph("I agree.")
    builder.voice("Bert", "2021-05-03")
    builder.paragraph("The quay must close.")
    document = builder.document(Source("file:/m", "m"), author="Anna", published="2021-05-04")
    own, quoted = (citation_of(document, passage, "") for passage in split(document, count, 500))
    assert (own.author, own.published, own.quoted_by) == ("Anna", "2021-05-04", None)
    assert (quoted.author, quoted.published, quoted.quoted_by) == ("Bert", "2021-05-03", "Anna")


@pytest.mark.parametrize(
    ("rows", "naming"),
    [
        ([["Grants", ""], ["Cities", "$35,000"], ["States", "(9.5) %"], ["Total", "-"]], "Grants"),
        ([["Grants", "", ""], ["Cities", "2.1A", "35"], ["States", "", "9"]], "Grants"),
        ([["Mend the gate", ""], ["Cut the hedge", "Ada Lund"], ["Sweep", "9"]], ""),
        ([["Mend the gate", ""], ["Cut the hedge", ""], ["Sweep", ""]], ""),
        ([["Cities", "$35,000"], ["States", "9"], ["Closed on 24 December", ""]], ""),
    ],
)
def test_a_row_without_values_names_the_rows_of_figures_below(
    rows: list[list[str]], naming: str
) -> None:
    builder = TextBuilder()
    builder.table(rows)
    (passage,) = split(builder.document(Source("file:/t", "t.txt")), count, 500)

    hit = replace(make_hit("-"), passage=passage)
    named = {one.text.strip(" |") for one in _sentences(hit) if names_rows(passage, one.span)}
    assert named == ({naming} if naming else set())
    assert not any(
        may_answer(MENDED, one) for one in _sentences(hit) if one.text.strip(" |") in named
    )


def _sentences(hit: Hit) -> list[ScoredSentence]:
    rows = range(len(hit.passage.sentences))
    return [ScoredSentence(evidence_of(hit), row, 0.0) for row in rows]
