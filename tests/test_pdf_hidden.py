"""What a person does not see on a page of a PDF is left out, and that is said."""

from collections.abc import Callable

import pytest
from made_files import HEIGHT, WIDTH, lines, make_pdf, raw_pdf, scanned_page, text_page
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus import Document, Source, read

Page = Callable[[Canvas], None]
PDF = Source("test:pdf", "gulls.pdf")
SEEN = "The witness saw the boat at noon."
BOXES = "Words under boxes or pictures on page 1 were left out."


def pdf(*pages: Page) -> Document:
    return read(make_pdf(*pages), PDF)


def named(canvas: Canvas) -> None:
    lines(canvas, [SEEN, "The informant is Egon Palk of Dunmore."])


def bar(
    canvas: Canvas, x: float = 70, y: float = 733, width: float = 300, height: float = 13
) -> None:
    canvas.rect(x, y, width, height, stroke=0, fill=1)


@pytest.mark.parametrize(
    ("color", "said"),
    [(colors.black, f"{SEEN}\n\n█"), (colors.darkred, f"{SEEN}\n\n█"), (colors.white, SEEN)],
)
def test_words_under_a_box_are_left_out(color: colors.Color, said: str) -> None:
    def page(canvas: Canvas) -> None:
        named(canvas)
        canvas.setFillColor(color)
        bar(canvas)

    document = pdf(page)
    assert document.text == said
    assert document.notes == (BOXES,)


def test_a_name_is_left_out_of_its_line_though_its_letters_stick_out() -> None:
    def page(canvas: Canvas) -> None:
        named(canvas)
        x = 72 + canvas.stringWidth("The informant is ", "Times-Roman", 11)
        bar(canvas, x - 1, 736, canvas.stringWidth("Egon Palk") + 2, 7)

    assert pdf(page).text == f"{SEEN}\n\nThe informant is █ of Dunmore."


def blacked_out(
    canvas: Canvas, *parts: str | tuple[str], y: float = 700, words: bool = True
) -> None:
    """Draw a line, what stands in a tuple under a box, or in its place."""
    x, boxes = 72.0, []
    for part in parts:
        said = part if isinstance(part, str) else part[0]
        width = canvas.stringWidth(said, "Times-Roman", 11)
        if words or isinstance(part, str):
            lines(canvas, [said], x=x, y=y)
        if not isinstance(part, str):
            boxes.append((x, width))
        x += width
    for left, width in boxes:
        bar(canvas, left, y - 3, width, 12)


@pytest.mark.parametrize("words", [True, False], ids=["with words", "empty"])
def test_a_mark_stands_where_a_line_is_blacked_out(words: bool) -> None:
    def page(canvas: Canvas) -> None:
        blacked_out(
            canvas, "They did ", ("never",), " pay back what the court had asked", words=words
        )
        blacked_out(
            canvas, "for: 44", ("8812",), ". Of the 20", ("17",), " files, ", ("12 are",), y=686,
            words=words,
        )  # fmt: skip

    said = "They did █ pay back what the court had asked for: 44█. Of the 20█ files, █"
    assert pdf(page).text == said


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_box_is_marked_on_a_turned_page(angle: int) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(angle)
        canvas.translate(*{90: (WIDTH, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[angle])
        canvas.rotate(angle)
        canvas.translate(0, -400)
        blacked_out(canvas, "They did ", ("never",), " pay it back.")

    assert pdf(page).text == "They did █ pay it back."


def test_a_box_is_marked_in_a_page_that_is_placed_on_another() -> None:
    def page(canvas: Canvas) -> None:
        canvas.beginForm("page")
        blacked_out(canvas, "They did ", ("never",), " pay it back.")
        canvas.endForm()
        canvas.doForm("page")

    assert pdf(page).text == "They did █ pay it back."


def test_a_box_that_ends_inside_of_a_letter_is_marked() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, ["The heron of the marsh was counted by the warden in", SEEN])
        bar(canvas, 72, 734, canvas.stringWidth("The w", "Times-Roman", 11) - 2, 12)

    assert pdf(page).text.endswith("the warden in █itness saw the boat at noon.")


def test_a_box_over_blanks_is_marked() -> None:
    def page(canvas: Canvas) -> None:
        blacked_out(canvas, "The agent was ", (" " * 40,), " and lived in Urk.")

    assert pdf(page).text == "The agent was █ and lived in Urk."


@pytest.mark.parametrize("words", [True, False], ids=["with words", "empty"])
def test_a_line_that_is_blacked_out_is_marked_between_others(words: bool) -> None:
    def page(canvas: Canvas) -> None:
        blacked_out(canvas, "The heron and the gull of the harbour did, as everybody there", y=700)
        blacked_out(
            canvas,
            ("by then knew, not once, on no day of that very long year",),
            y=687,
            words=words,
        )
        blacked_out(canvas, "eat of the fish that were lying on the quay.", y=674)

    text = pdf(page).text
    assert text.split("█")[0].strip().endswith("as everybody there")
    assert text.split("█")[1].strip() == "eat of the fish that were lying on the quay."


def test_what_was_written_late_and_covered_is_marked_in_its_line() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, ["The informant is", "and he lives at", "The reward was 5,000 crowns."])
        for y, name in ((750, "Egon Palk."), (736.8, "44 Quay Street.")):
            lines(canvas, [name], x=155, y=y)
            bar(canvas, 152, y - 3, 150, 13)

    text = pdf(page).text
    assert "The informant is █ and he lives at █" in text.replace("\n\n", " ")


def test_a_cell_that_is_blacked_out_is_no_empty_one() -> None:
    def page(canvas: Canvas) -> None:
        for place, row in enumerate(
            (("Name", "Sum"), ("Ann", "500"), ("Bob", "700"), ("Cy", "90"))
        ):
            for x, cell in zip((72, 200), row, strict=True):
                lines(canvas, [cell], x=x, y=640 - 16 * place)
        bar(canvas, 200, 605, 40, 12)
        for place in range(5):
            canvas.line(66, 652 - 16 * place, 330, 652 - 16 * place)
        for x in (66, 195, 330):
            canvas.line(x, 652, x, 588)

    assert pdf(page).text == "Name | Sum\nAnn | 500\nBob | █\nCy | 90"


def test_a_gap_is_marked_where_a_word_is_painted_over_and_not_where_another_stands() -> None:
    def page(said: str) -> Page:
        def draw(canvas: Canvas) -> None:
            canvas.setFillColor(colors.black)
            lines(canvas, ["They did never pay it back."])
            x = 72 + canvas.stringWidth("They did ", "Times-Roman", 11)
            canvas.setFillColor(colors.white)
            bar(canvas, x, 747, canvas.stringWidth("never", "Times-Roman", 11), 12)
            canvas.setFillColor(colors.black)
            lines(canvas, [said], x=x)

        return draw

    assert pdf(page("")).text == "They did █ pay it back."
    assert "█" not in pdf(page("often")).text


def test_other_dark_boxes_are_not_marked() -> None:
    """Heads of tables, bullets, rules, panels with a label."""

    def page(canvas: Canvas) -> None:
        bar(canvas, 66, 697, 400, 14)
        for y in (660, 644):
            bar(canvas, 72, y, 6, 6)
            lines(canvas, ["An item of the list."], x=84, y=y)
        bar(canvas, 72, 600, 400, 2)
        blacked_out(canvas, "He met ", ("Egon Palk of Urk",), " there.", y=570)
        canvas.setFillColor(colors.white)
        lines(canvas, ["Name of the ship"], y=700)
        lines(canvas, ["(b)(6)"], x=120, y=570)

    text = pdf(page).text
    assert "█" not in text
    assert "(b)(6)" in text


def test_words_under_a_picture_are_left_out() -> None:
    def page(canvas: Canvas) -> None:
        named(canvas)
        canvas.drawImage(ImageReader(Image.new("L", (9, 9), 200)), 70, 733, 300, 13)

    assert pdf(page).text == f"{SEEN}\n\n█"


def test_what_lies_on_a_box_or_under_glass_is_seen() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFillColor(colors.lightgrey)
        bar(canvas)
        canvas.setFillColor(colors.black)
        named(canvas)
        canvas.setFillColor(colors.yellow, alpha=0.4)
        bar(canvas, y=745)

    document = pdf(page)
    assert "Egon Palk" in document.text
    assert "saw the boat" in document.text
    assert document.notes == ()


def test_words_of_the_color_of_their_ground_are_left_out() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, [SEEN])
        bar(canvas, y=690)
        lines(canvas, ["Black words that stand on black."], y=693)

    document = pdf(page)
    assert document.text == f"{SEEN}\n\n█"
    assert "color" in document.notes[0]


def test_white_on_a_picture_is_seen_and_white_on_a_white_picture_is_not() -> None:
    def page(shade: int) -> Page:
        def draw(canvas: Canvas) -> None:
            canvas.drawImage(ImageReader(Image.new("L", (9, 9), shade)), 60, 690, 300, 40)
            canvas.setFillColor(colors.white)
            lines(canvas, ["White words."], y=700)
            canvas.setFillColor(colors.black)
            lines(canvas, [SEEN], y=600)

        return draw

    assert "White words" in pdf(page(60)).text
    assert pdf(page(255)).text == SEEN


LAYERS = (
    b"BT /F 12 Tf 72 700 Td (" + SEEN.encode() + b") Tj ET "
    b"/OC /L BDC BT /F 12 Tf 72 600 Td (An earlier draft of it.) Tj ET EMC"
)


@pytest.mark.parametrize(
    ("state", "usage", "shown"),
    [
        (b"/OFF[6 0 R]", b"", False),
        (b"/BaseState/OFF", b"", False),
        (b"/BaseState/OFF/ON[6 0 R]", b"", True),
        (b"/ON[6 0 R]", b"", True),
        (b"/AS[<</Event/View/Category[/View]/OCGs[6 0 R]>>]", b"/View<</ViewState/OFF>>", False),
    ],
)
def test_words_on_a_layer_are_read_if_it_is_shown(state: bytes, usage: bytes, shown: bool) -> None:
    data = raw_pdf(
        LAYERS,
        b"<</Type/OCG/Name(Draft)/Usage<<" + usage + b">>>>",
        catalog=b"/OCProperties<</OCGs[6 0 R]/D<<" + state + b">>>>",
        resources=b"/Properties<</L 6 0 R>>",
    )
    document = read(data, PDF)
    assert ("earlier draft" in document.text) == shown
    assert ("hidden layer" in " ".join(document.notes)) == (not shown)
    assert SEEN in document.text


def test_a_box_that_was_put_over_words_as_an_annotation_hides_them() -> None:
    content = b"BT /F 12 Tf 72 700 Td (" + SEEN.encode() + b") Tj 0 -30 Td (Egon Palk) Tj ET"
    square = b"<</Type/Annot/Subtype/Square/Rect[70 660 250 685]/IC[0 0 0]/C[0 0 0]/F 4>>"
    assert read(raw_pdf(content, annotations=square), PDF).text == f"{SEEN}\n\n█"


def test_recognized_words_behind_a_scan_are_seen_unless_something_is_drawn_on_it() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(noise()), 0, 0, WIDTH, HEIGHT)
        text = canvas.beginText(72, 600)
        text.setTextRenderMode(3)
        text.textLines([SEEN, "The informant is Egon Palk of Dunmore."])
        canvas.drawText(text)
        bar(canvas, 70, 580, 300, 13)

    document = pdf(page)
    assert document.text == f"{SEEN}\n\n█"
    assert document.pages[0].recognized


def noise() -> Image.Image:
    return Image.effect_noise((200, 280), 80)


def test_words_under_the_picture_of_their_page_are_recognized_ones() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, [SEEN])
        canvas.drawImage(ImageReader(noise()), 0, 0, WIDTH, HEIGHT)

    document = pdf(page)
    assert document.text == SEEN
    assert document.pages[0].recognized


def test_a_stamp_on_a_scan_does_not_hide_its_recognized_words() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(noise()), 0, 0, WIDTH, HEIGHT)
        text = canvas.beginText(72, 600)
        text.setTextRenderMode(3)
        text.textLine("Words that somebody recognized.")
        canvas.drawText(text)
        lines(canvas, ["Case 21-104   Filed 03/05/21   Page 2 of 9"], y=815, size=9)

    document = pdf(page)
    assert "Words that somebody recognized." in document.text
    assert "Filed 03/05/21" in document.text
    assert document.notes == ("Page 1 was read by OCR and may have errors.",)


def test_a_page_that_is_a_picture_between_others_is_named() -> None:
    def picture(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(noise()), 20, 20, WIDTH - 40, HEIGHT - 40)

    document = pdf(text_page(SEEN), picture, text_page("The end."), picture, picture)
    assert [page.unread for page in document.pages] == [False, True, False, True, True]
    assert document.notes == ("Pages 2 and 4\N{EN DASH}5 are pictures whose words were not read.",)


def test_an_illustration_with_its_caption_is_no_scan() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(noise()), 40, 200, WIDTH - 80, HEIGHT - 240)
        lines(canvas, ["Figure 4: the harbour from the east."], y=180)

    document = pdf(text_page(SEEN), page)
    assert not any(page.unread for page in document.pages)
    assert document.notes == ()


def test_recognized_words_are_said_to_be() -> None:
    assert pdf(scanned_page("Words that somebody recognized.")).notes == (
        "Page 1 was read by OCR and may have errors.",
    )


@pytest.mark.parametrize("angle", [0, 10, 45])
@pytest.mark.parametrize("first", [True, False])
def test_a_stamp_across_a_page_is_read_apart_from_the_sentences_it_crosses(
    angle: float, first: bool
) -> None:
    said = [f"{SEEN[:-1]} and row {n} of the list tells more of it" for n in "abcdef"]

    def stamp(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillColorRGB(0.9, 0.4, 0.4)
        canvas.translate(110, 680)
        canvas.rotate(angle)
        lines(canvas, ["REVOKED"], x=0, y=0, size=40, font="Helvetica-Bold")
        canvas.restoreState()

    def page(canvas: Canvas) -> None:
        if first:
            stamp(canvas)
        lines(canvas, said)
        if not first:
            stamp(canvas)

    document = pdf(page)
    assert " ".join(said) in document.text.split("\n")
    assert "REVOKED" in document.text.split("\n")
    assert document.title == "gulls"
