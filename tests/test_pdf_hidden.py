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


@pytest.mark.parametrize("color", [colors.black, colors.white, colors.darkred])
def test_words_under_a_box_are_left_out(color: colors.Color) -> None:
    def page(canvas: Canvas) -> None:
        named(canvas)
        canvas.setFillColor(color)
        bar(canvas)

    document = pdf(page)
    assert document.text == SEEN
    assert document.notes == (BOXES,)


def test_a_name_is_left_out_of_its_line_though_its_letters_stick_out() -> None:
    def page(canvas: Canvas) -> None:
        named(canvas)
        x = 72 + canvas.stringWidth("The informant is ", "Times-Roman", 11)
        bar(canvas, x - 1, 736, canvas.stringWidth("Egon Palk") + 2, 7)

    assert pdf(page).text.split() == [*SEEN.split(), "The", "informant", "is", "of", "Dunmore."]


def test_words_under_a_picture_are_left_out() -> None:
    def page(canvas: Canvas) -> None:
        named(canvas)
        canvas.drawImage(ImageReader(Image.new("L", (9, 9), 200)), 70, 733, 300, 13)

    assert pdf(page).text == SEEN


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
    assert document.text == SEEN
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
    assert read(raw_pdf(content, annotations=square), PDF).text == SEEN


def test_recognized_words_behind_a_scan_are_seen_unless_something_is_drawn_on_it() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(noise()), 0, 0, WIDTH, HEIGHT)
        text = canvas.beginText(72, 600)
        text.setTextRenderMode(3)
        text.textLines([SEEN, "The informant is Egon Palk of Dunmore."])
        canvas.drawText(text)
        bar(canvas, 70, 580, 300, 13)

    document = pdf(page)
    assert document.text == SEEN
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
