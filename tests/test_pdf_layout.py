"""Lines of a PDF become the paragraphs that they are: over pages, beside numbers, in any script."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import reportlab
from made_files import lines, make_pdf, text_page
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from corpus import Document, Source, read

PDF = Source("test:pdf", "papers/the_heron.pdf")
Draw = Callable[[Canvas], None]
FULL = "The herons of the upper marsh were counted by the wardens in the spring and again in"


def pdf(*pages: Draw) -> Document:
    return read(make_pdf(*pages), PDF)


def piece_of_one_page(number: int) -> Draw:
    """Return a bill: most of its lines stand on the other pages too."""

    def draw(canvas: Canvas) -> None:
        name = ("Reed", "Moor", "Fenn", "Marsh")[number]
        lines(canvas, [f"Bill {301 + number}"], y=800)
        lines(canvas, [f"For: {name} Hall"], y=780)
        lines(canvas, ["For the hire of a boat on the marsh and of a guide.", "Oars included."])
        lines(canvas, [f"Sum: {(number + 3) ** 4} crowns"], y=90)
        lines(canvas, [f"To be paid by {number + 2} June 2021"], y=60)

    return draw


@pytest.mark.parametrize("pages", [2, 3, 4])
def test_bills_of_one_page_keep_all_of_their_lines(pages: int) -> None:
    text = pdf(*map(piece_of_one_page, range(pages))).text
    for number in range(pages):
        assert f"Bill {301 + number}\n" in text
        assert f"Sum: {(number + 3) ** 4} crowns\n" in text
        assert f"To be paid by {number + 2} June 2021" in text
    assert text.count("hire of a boat on the marsh and of a guide. Oars included.\n") == pages
    assert "crowns For" not in text


def test_only_furniture_is_left_out_of_pages() -> None:
    def page(number: int) -> Draw:
        words = [f"Line {n} of page {number} says {'xyz' * (n + number)} here." for n in range(9)]

        def draw(canvas: Canvas) -> None:
            lines(canvas, ["Journal of Herons"], y=800)
            lines(canvas, [f"Sum of this page: {number * 37 % 11} nests"], y=760)
            lines(canvas, words, y=700)
            lines(canvas, [f"- {number + 4} -"], x=280, y=40)

        return draw

    text = pdf(*map(page, range(5))).text
    assert "Journal" not in text
    assert "- 4 -" not in text
    assert text.count("Sum of this page") == 5


def test_a_sentence_goes_on_over_the_page_where_its_line_is_full() -> None:
    document = pdf(
        text_page("Nobody saw them.", FULL, "Selby and the villages around it, on behalf of Ann"),
        text_page("Reed, who has kept the books of the marsh for a long time and who knows every"),
    )
    assert "on behalf of Ann\n\nReed" in document.text, "the line is short"
    whole = pdf(
        text_page(FULL, FULL, FULL[:-9] + "by Ann"), text_page(f"Reed {FULL}.", "It rained.")
    )
    assert "by Ann Reed The herons" in whole.text


def test_a_figure_at_the_beginning_of_a_line_is_no_number_of_a_section() -> None:
    goes_on = f"{FULL[:-9]} and the mean of all was"
    whole = pdf(text_page(goes_on, "6.3 hours a day, of which they slept for two.")).text
    assert "the mean of all was 6.3 hours a day" in whole
    ended = pdf(text_page(f"{goes_on} low.", "6.3 the herons that were counted in the spring")).text
    assert "low.\n\n6.3 the herons" in ended
    section = pdf(text_page(goes_on, "6.3 Herons that were counted in the spring again")).text
    assert "was\n\n6.3 Herons" in section


def footnote_page(canvas: Canvas) -> None:
    lines(canvas, ["The first paragraph ends here."], y=760)
    lines(canvas, [FULL, FULL, "the autumn, but the book in which Ann Reed wrote the numbers"])
    lines(canvas, ["7 The book is kept in Selby.", "It has a blue cover."], y=70, size=8)


def test_a_footnote_stands_on_its_page_and_not_in_the_sentence() -> None:
    document = pdf(
        footnote_page, text_page("was lost in the flood of the year after.", "It is late.")
    )
    assert "Ann Reed wrote the numbers was lost in the flood" in document.text
    note = document.text.index("7 The book is kept in Selby. It has a blue cover.\n\n")
    assert document.pages[0].start <= note < document.pages[0].end
    assert document.text.startswith("The first paragraph ends here.\n\n7 The book")


SPEECH = [
    "Q. When did you see the heron on the roof of",
    "the mill?",
    "A. In the morning, after the rain had stopped",
    "and before the boats went out.",
    "Q. Was Ann Reed with you?",
    "A. No.",
]


@pytest.mark.parametrize("gap", [40, 12])
def test_the_numbers_of_lines_are_no_words_of_a_transcript(gap: int) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Courier", 11)
        for n in range(24):
            canvas.drawRightString(90, 760 - 26 * n, str(n + 1))
            canvas.drawString(90 + gap, 760 - 26 * n, SPEECH[n % len(SPEECH)])

    text = pdf(page).text
    assert text == "\n\n".join(
        [
            "Q. When did you see the heron on the roof of the mill?",
            "A. In the morning, after the rain had stopped and before the boats went out.",
            "Q. Was Ann Reed with you?",
            "A. No.",
        ]
        * 4
    )


def test_numbers_of_every_fifth_line_are_no_words() -> None:
    def page(canvas: Canvas) -> None:
        for n in range(1, 23):
            lines(
                canvas,
                [f"the {'abcdefghijklmnopqrstuvw'[n] * 3} of the marsh and"],
                110,
                760 - 18 * n,
            )
            if n % 5 == 0:
                lines(canvas, [str(n)], 80, 760 - 18 * n, 9)

    text = pdf(page).text
    assert not any(character.isdigit() for character in text)
    assert "\n" not in text


def test_numbers_before_the_rows_of_a_list_stay() -> None:
    def page(canvas: Canvas) -> None:
        for n in range(12):
            lines(canvas, [str(n + 1)], 72, 760 - 18 * n)
            lines(canvas, [f"{'ABCDEFGHIJKL'[n] * 3} Marsh"], 110, 760 - 18 * n)

    assert "7 | GGG Marsh" in pdf(page).text


@pytest.mark.parametrize("leading", [14, 22, 28])
def test_wide_spacing_cuts_no_sentence(leading: int) -> None:
    first = ["Today the warden said that the herons of the", "upper marsh are back, and that Ann",
             "Reed has seen them at the mill, where the", "boats lie."]  # fmt: skip
    second = ["She counted twelve nests in the reeds of the", "lower marsh, more than in any",
              "year before."]  # fmt: skip

    def page(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 12)
        y = 760
        for paragraph in (first, second):
            for n, words in enumerate(paragraph):
                canvas.drawString(72 + 36 * (n == 0), y, words)
                y -= leading

    assert pdf(page).text == f"{' '.join(first)}\n\n{' '.join(second)}"


def test_a_name_and_its_office_are_one_block_of_lines() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, [FULL, "the autumn of the year, by all of those who are named here."], y=760)
        for n, pair in enumerate([("Ann Reed", "Warden of the Marsh"), ("Ben Moor", "Clerk")]):
            lines(canvas, pair, y=680 - 40 * n)

    assert pdf(page).text.endswith("\n\nAnn Reed\nWarden of the Marsh\n\nBen Moor\nClerk")


def test_short_lines_below_each_other_are_no_sentence() -> None:
    def page(canvas: Canvas) -> None:
        for n, words in enumerate(["Received from Ann Reed", "410 crowns", "Selby"]):
            lines(canvas, [words], y=760 - 20 * n)

    assert pdf(page).text == "Received from Ann Reed\n\n410 crowns\n\nSelby"


def test_an_item_and_its_mark_are_one_line_and_the_item_goes_on() -> None:
    def page(canvas: Canvas) -> None:
        for n, words in enumerate((FULL, "the autumn of the year.", FULL, "the winter.")):
            lines(canvas, [(".1", "", "(b)", "")[n]], 72, 760 - 14 * n)
            lines(canvas, [words], 110, 760 - 14 * n)

    text = pdf(page).text
    assert text == f".1 {FULL} the autumn of the year.\n\n(b) {FULL} the winter."


def cjk_page(words: Sequence[str]) -> Draw:
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("HeiseiMin-W3", 12)
        for n, line in enumerate(words):
            canvas.drawString(72, 760 - 18 * n, line)

    return draw


def test_lines_of_japanese_are_joined_without_a_space() -> None:
    said = [
        "春の湿原では、白い鷺が静かに水の中に立ち、",
        "魚を待っている。村の人はそれを毎年数え、",
        "記録した。",
    ]
    assert pdf(cjk_page(said)).text == "".join(said)
    mixed = ["湿原の鳥の数は毎年春に調べられており、今年は", "Ann が数えた。"]
    assert pdf(cjk_page(mixed)).text == " ".join(mixed)


def hebrew_page(words: str) -> Draw:
    fonts = Path(reportlab.__file__).parent / "fonts"
    font = next((p for p in (Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
                             fonts / "DejaVuSans.ttf") if p.exists()), None)  # fmt: skip
    if font is None:
        pytest.skip("there is no font with Hebrew letters")
    pdfmetrics.registerFont(TTFont("Hebrew", str(font)))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Hebrew", 12)
        canvas.drawRightString(520, 760, words)

    return draw


def test_hebrew_that_stands_as_it_is_seen_is_read_from_the_right() -> None:
    said = "החסידות חזרו אל הביצה בשנת"
    assert pdf(hebrew_page(f".2021 {said[::-1]}")).text == f"{said} 2021."


def test_letters_that_stand_apart_to_be_seen_are_words() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, ["T H E  U P P E R  M A R S H"], y=760, size=16)
        lines(canvas, ["Herons wade in it.", "The rooms are A B C D E F G."], y=700)

    text = pdf(page).text
    assert text.startswith("THE UPPER MARSH\n\nHerons")
    assert "A B C D E F G" in text


def test_a_sentence_goes_on_in_the_next_column_under_a_byline_over_all() -> None:
    columns = [
        ["The dam above the town of Urk burst", "on Tuesday, at ten in the morning.",
         "Some sheep of the farm were lost, as", "was the whole of the hay for that",
         "winter. The owner of the mill, Ida"],
        ["Roth, lost her house and her books.", "The cost is put at twelve million,",
         "of which the state may pay the half,", "as the mayor of the town has said to",
         "everybody who came to ask her that."],
    ]  # fmt: skip

    def page(canvas: Canvas) -> None:
        lines(canvas, ["From our correspondent in Urk; photographs by Lars Moor"], 50, 762, 10)
        lines(canvas, ["Thursday, 7 April 1994"], 420, 762, 10)
        for n, column in enumerate(columns):
            for line, words in enumerate(column):
                lines(canvas, [words], 50 + 250 * n, 730 - 13 * line, 10)

    assert "the mill, Ida Roth, lost her house" in pdf(page).text


@pytest.mark.parametrize("called", ["{}", "- {} -", "Page {} of 2"])
def test_the_number_of_a_short_page_does_not_part_a_sentence(called: str) -> None:
    def page(number: int, *words: str) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            lines(canvas, words)
            lines(canvas, [called.format(number)], x=290, y=40)

        return draw

    text = pdf(
        page(1, FULL, FULL, FULL[:-9] + "by Ann"), page(2, f"Reed {FULL}.", "It rained.")
    ).text
    assert "by Ann Reed The herons" in text
    assert text.endswith("It rained.")


def test_numbers_at_the_foot_of_pages_that_do_not_count_them_are_kept() -> None:
    def page(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            lines(canvas, ["The herons of the marsh were counted again.", "There were so many:"])
            lines(canvas, [str(number)], y=600)

        return draw

    assert [word for word in pdf(page(7), page(8)).text.split() if word.isdigit()] == ["7", "8"]
