"""Characters of a PDF as a person reads them: raised marks, accents beside their letters."""

from collections.abc import Callable

import pytest
from made_files import lines, make_pdf
from reportlab.pdfgen.canvas import Canvas

from corpus import Document, Source, read

PDF = Source("test:pdf", "gulls.pdf")


def pdf(*pages: Callable[[Canvas], None]) -> Document:
    return read(make_pdf(*pages), PDF)


def draw(canvas: Canvas, *parts: str, y: float = 700, up: float = 4, rise: float = 7) -> None:
    """Draw words beside each other; those that begin with `^` raised, with `_` lowered."""
    x = 72.0
    for part in parts:
        moved = {"^": up, "_": -2.0}.get(part[0], 0.0)
        words, size = (part[1:], rise) if moved else (part, 11)
        canvas.setFont("Times-Roman", size)
        canvas.drawString(x, y + moved, words)
        x += canvas.stringWidth(words, "Times-Roman", size)


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        (("The fee is $45", "^2", " a year."), "The fee is $45[2] a year."),
        (("Built in 1987", "^14", "."), "Built in 1987[14]."),
        (("It weighs 10", "^5", " kg."), "It weighs 10⁵ kg."),
        (("A lake of 7 km", "^2", "."), "A lake of 7 km²."),
        (("On the 1", "^st", " of May."), "On the 1st of May."),
        (("Gulls nest", "^a", " on cliffs."), "Gulls nest[a] on cliffs."),
        (("Drink H", "_2", "O daily."), "Drink H2O daily."),
        (("^3", " As told by the keeper."), "[3] As told by the keeper."),
        (("^3", "As told by the keeper."), "[3] As told by the keeper."),
        (("12", "^4", " gulls"), "12[4] gulls"),
    ],
)
def test_raised_text_is_written_as_what_it_means(parts: tuple[str, ...], written: str) -> None:
    assert pdf(lambda canvas: draw(canvas, *parts)).text == written


def test_a_mark_raised_without_being_smaller_is_one_too() -> None:
    page = lambda canvas: draw(canvas, "The fee is $45", "^2", " a year.", rise=11)  # noqa: E731
    assert pdf(page).text == "The fee is $45[2] a year."


def test_smaller_letters_on_the_line_and_large_initials_are_no_marks() -> None:
    def page(canvas: Canvas) -> None:
        draw(canvas, "THE H", y=600)
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(72 + canvas.stringWidth("THE H", "Times-Roman", 11), 600, "ERON")
        lines(canvas, ["T"], x=72, y=400, size=40)
        lines(canvas, ["he heron of the marsh"], x=97, y=420)

    text = pdf(page).text
    assert "THE HERON" in text
    assert "[" not in text


def accented(*parts: tuple[str, str, bool]) -> Callable[[Canvas], None]:
    """Return what draws words whose last letter has an accent over it, drawn first or last."""

    def page(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 12)
        x = 72.0
        for words, accent, first in parts:
            head, letter = words[:-1], words[-1]
            canvas.drawString(x, 700, head)
            x += canvas.stringWidth(head)
            width = canvas.stringWidth(letter) if letter != " " else 0
            over = x + (width - canvas.stringWidth(accent)) / 2
            if accent and first:
                canvas.drawString(over, 700, accent)
            canvas.drawString(x, 700, letter)
            if accent and not first:
                canvas.drawString(over, 700, accent)
            x += canvas.stringWidth(letter)

    return page


@pytest.mark.parametrize("first", [True, False])
def test_an_accent_joins_the_letter_that_it_stands_over(first: bool) -> None:
    page = accented(
        ("Jose", "´", first), (" Mun", "˜", first), ("oz, Mu", "¨", first),
        ("nchen, garc", "¸", first),
        ("on, A", "°", first), ("rhus", "", first),
    )  # fmt: skip
    assert pdf(page).text == "José Muñoz, München, garçon, Århus"


def test_primes_and_quotation_marks_beside_letters_stay() -> None:
    said = "The 5´ end, a `word´ and x ~ y ^ z"
    assert pdf(lambda canvas: lines(canvas, [said])).text == said
