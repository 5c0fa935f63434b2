"""Running heads and feet of a PDF are left out, and no sentence of the text with them."""

from collections.abc import Callable, Sequence

import pytest
from made_files import lines, make_pdf
from reportlab.pdfgen.canvas import Canvas

from corpus import Document, Source, read

PAGES = 4
WHO = ("Ann Reed", "Bert Ohm", "Carl Day", "Dora Lee")
WISH = ("to fish in the fen", "for a jetty", "to moor two boats", "to dig for worms")


def pdf(page: Callable[[Canvas, int], None]) -> Document:
    def of(number: int) -> Callable[[Canvas], None]:
        return lambda canvas: page(canvas, number)

    return read(make_pdf(*map(of, range(PAGES))), Source("test:pdf", "fen.pdf"))


def piece(number: int, closing: Sequence[str], gap: float) -> Callable[[Canvas, int], None]:
    """Return how pages are drawn that end with the same lines, the first `gap` below the text."""

    def draw(canvas: Canvas, page: int) -> None:
        lines(canvas, ["Ministry of Ports"], y=800)
        lines(canvas, [f"{WHO[page]} asked for leave {WISH[page]}."] * number, y=760)
        lines(canvas, closing, y=760 - 14 * (number - 1) - gap)
        lines(canvas, [str(page + 1)], x=290, y=30)

    return draw


@pytest.mark.parametrize("gap", [14, 24, 40])
@pytest.mark.parametrize("number", [1, 3, 44])
@pytest.mark.parametrize(
    "closing",
    [
        ["Your request is refused.", "There is no appeal."],
        ["There is no appeal."],
        ["REQUESTS ARE NOT HEARD AGAIN!"],
        ["Der Antrag ist abgelehnt."],
        ["You may write to the board, which will hear you in the hall of the old port of Askvik if",
         "you ask it to do so"],
        ["Yours sincerely,", "Eva Lund", "Clerk"],
    ],
)  # fmt: skip
def test_equal_last_lines_of_pages_are_kept(closing: list[str], number: int, gap: float) -> None:
    text = " ".join(pdf(piece(number, closing, gap)).text.split())

    for line in closing:
        assert text.count(line) == PAGES
    assert not text.endswith(f" {PAGES}"), "the numbers of pages go"


def test_short_lines_in_the_middle_of_a_page_are_no_footer() -> None:
    text = pdf(piece(3, ["Payable within 30 days", "Port of Askvik"], 60)).text

    assert text.count("Payable within 30 days") == text.count("Port of Askvik") == PAGES


def test_letters_keep_their_heads() -> None:
    def draw(canvas: Canvas, page: int) -> None:
        lines(canvas, ["Ministry of Ports"], y=800)
        lines(canvas, ["Refused", f"Dear {WHO[page]},", f"You wish {WISH[page]}."], y=760)

    text = pdf(draw).text
    assert text.count("Ministry of Ports") == text.count("Refused") == PAGES


@pytest.mark.parametrize("before", ["Decision", "Bescheid"])
def test_the_number_of_a_piece_is_not_that_of_its_page(before: str) -> None:
    def draw(canvas: Canvas, page: int) -> None:
        lines(canvas, [f"{before} {page + 1}", f"{WHO[page]} asked for leave {WISH[page]}."], y=800)

    assert all(f"{before} {page + 1}\n" in pdf(draw).text for page in range(PAGES))


def test_a_sentence_that_names_its_page_is_none_of_furniture() -> None:
    def draw(canvas: Canvas, page: int) -> None:
        lines(canvas, [f"{WHO[page]} asked for leave {WISH[page]}."], y=760)
        lines(canvas, [f"On page {page + 1} the dam leaks, as they say", f"x{page}"], y=60)

    assert pdf(draw).text.count("the dam leaks") == PAGES


@pytest.mark.parametrize(
    "foot",
    [
        ["Port of Askvik"],
        ["E. Lund et al."],
        ["Fens of Askvik Inc."],
        ["© 2021 Port of Askvik. All rights reserved."],
        ["This report is confidential and may not be copied or given to others who did not ask for",
         "it in writing."],
        ["Seen by the wardens. Page {}"],
    ],
)  # fmt: skip
def test_what_is_printed_on_each_page_is_left_out(foot: list[str]) -> None:
    def draw(canvas: Canvas, page: int) -> None:
        words = [f"{WHO[page]} counted {'xyz' * (n + page)} herons in the fen" for n in range(40)]
        lines(canvas, words, y=780)
        lines(canvas, [line.format(page + 1) for line in foot], y=50, size=8)

    document = pdf(draw)
    assert not any(line.partition(" {")[0] in document.text for line in foot)
    assert bool(document.notes) == ("All rights" in foot[0] or len(foot) > 1)


def test_a_page_without_other_words_keeps_its_own() -> None:
    def page(words: str, *more: str) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            lines(canvas, ["Fens of Askvik"], y=800)
            lines(canvas, more, y=600)
            lines(canvas, [words] if words else [], y=700)

        return draw

    text = [f"{who} counted the herons" for who in WHO]
    pages = [page("", *text), page("", *text[::-1]), *(page("Closed") for _ in range(PAGES))]
    read_as = read(make_pdf(*pages, page("")), Source("test:pdf", "fen.pdf")).text

    assert read_as.count("Closed") == PAGES
    assert "Fens of Askvik" not in read_as
