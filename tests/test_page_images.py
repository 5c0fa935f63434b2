"""The page of a PDF is shown as it looks, with the quoted words boxed, while it is there."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from made_files import lines, make_pdf, text_page
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from services import make_service
from toys import WordEmbedder, reading

from corpus import Document, Original, Source, read
from corpus.formats.pdf.page_image import cited, page_image
from corpus.formats.pdf.pages import load_page, opened, seen
from corpus.formats.pdf.reading_order import in_order
from corpus.formats.pdf.ruling import ruling
from corpus.formats.pdf.tables import with_tables
from corpus.sandbox.pool import ReaderPool
from index import LocalIndex, NewDocument
from index.errors import LedgerDamaged
from qa.config import Config
from qa.web.app import create_app

SENTENCE = "The distribution of herons is a matter of debate."


def drawn(canvas: Canvas) -> None:
    lines(canvas, ["Journal of Herons"], y=810)
    lines(canvas, ["Nobody doubts it. The distribu-", "tion of herons is a matter of", "debate."])
    lines(canvas, ["It is a bird like the others."], y=600)


PDF = make_pdf(text_page("Page one."), drawn)
SOURCE = Source("test:herons", "herons.pdf")


def document() -> Document:
    return replace(read(PDF, SOURCE), original=Original("application/pdf", PDF))


def marked_in(png: bytes) -> list[tuple[int, int]]:
    """Return where a picture is marked, as parts of a thousand of its width and height."""
    opened = Image.open(io.BytesIO(png))
    assert opened.format == "PNG"
    picture = opened.convert("RGB")
    across, down = picture.size
    return [
        (x * 1000 // across, y * 1000 // down)
        for x in range(0, across, 2)
        for y in range(0, down, 2)
        if is_marked(picture.getpixel((x, y)))
    ]


def is_marked(pixel: object) -> bool:
    assert isinstance(pixel, tuple)
    red, green, blue = pixel
    return bool(green > red + 30 and green > blue)


def span_of(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


# The picture -------------------------------------------------------------------------


def test_the_quoted_words_are_boxed_line_by_line() -> None:
    found = document()
    page = found.pages[1]
    text = found.text[page.start : page.end]
    marked = marked_in(page_image(PDF, 2, text, span_of(text, SENTENCE), 600))

    # The page is 595 by 842 points; the sentence begins in the line at 750 and ends at 724.
    assert marked
    assert all(1000 * (842 - 765) / 842 < y < 1000 * (842 - 715) / 842 for _, y in marked)
    assert min(x for x, y in marked if y < 112) > 1000 * 72 / 595 + 50
    assert {y // 12 for _, y in marked} >= {8, 9, 10, 11}


def test_nothing_is_boxed_where_nothing_is_asked_for() -> None:
    assert not marked_in(page_image(PDF, 2, "", (0, 0), 600))


@pytest.mark.parametrize("width", [100, 777, 2400, 100_000])
def test_a_picture_is_as_wide_as_asked_for_up_to_a_limit(width: int) -> None:
    picture = Image.open(io.BytesIO(page_image(PDF, 1, "", (0, 0), width)))

    assert abs(picture.width - min(width, 2400)) <= 1
    inches = picture.width / picture.info["dpi"][0]
    assert inches == pytest.approx(210 / 25.4, rel=0.02), "A4, so that it can be shown as large"


def test_words_are_found_on_their_page_without_headers_and_hyphens() -> None:
    found = document()
    page = found.pages[1]
    text = found.text[page.start : page.end].replace("Journal of Herons\n\n", "")
    with opened(PDF) as opened_pdf:
        shown = [
            p for row in in_order(seen(load_page(opened_pdf, 2).page).pieces) for p in row.pieces
        ]
    runs = cited(shown, text, *span_of(text, SENTENCE))

    letters = dict(
        pair for p in shown for pair in zip(p.chars, "".join(p.text.split()), strict=True)
    )
    assert "".join(letters[place] for run in runs for place in run) == "".join(SENTENCE.split())


def test_words_of_a_table_and_of_a_note_are_found_on_their_page() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, ["Bird"], 72, 700)
        lines(canvas, ["Seen"], 250, 700)
        lines(canvas, ["The great white", "egret of the marsh"], 72, 676)
        lines(canvas, ["1,204"], 250, 676)
        lines(canvas, ["The herons of the marsh were counted in the spring by"], y=600)
        lines(canvas, ["7 The list of birds is in Selby."], y=70, size=8)

    data = make_pdf(page, text_page("Ann Reed and by all of the others, and then again in May."))
    found = read(data, SOURCE)
    text = found.text[: found.pages[1].start]
    with opened(data) as opened_pdf:
        shown = load_page(opened_pdf, 1).page
        rows = with_tables(in_order(seen(shown).pieces), ruling(shown))
        pieces = [piece for row in rows for piece in row.pieces]
    for words in ("The great white egret of the marsh", "1,204", "7 The list of birds"):
        runs = cited(pieces, text, *span_of(text, words))
        assert sum(map(len, runs)) == len("".join(words.split()))


# The ledger --------------------------------------------------------------------------


@pytest.fixture
def filled(index: LocalIndex) -> LocalIndex:
    list(index.add([NewDocument(document())]))
    return index


def test_an_original_is_kept_with_its_document(filled: LocalIndex) -> None:
    original = reading(filled).original(SOURCE.document_id)

    assert original == Original("application/pdf", PDF)
    assert reading(filled).original(SOURCE.document_id) is not None
    assert not list(filled.findings())


def test_an_original_outlives_a_rebuild(filled: LocalIndex) -> None:
    list(filled.rebuild())

    assert reading(filled).original(SOURCE.document_id) is not None


def test_an_original_goes_with_its_document_and_with_its_version(filled: LocalIndex) -> None:
    other = replace(document(), text="Other words.", origin_sha256="00", original=None, pages=())
    list(filled.add([NewDocument(replace(other, headings=()))]))
    assert reading(filled).original(SOURCE.document_id) is None

    list(filled.add([NewDocument(document())]))
    assert reading(filled).original(SOURCE.document_id) is not None
    filled.delete(SOURCE.document_id)
    assert reading(filled).original(SOURCE.document_id) is None
    files = [path for path in filled.directory.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if PDF[-400:-100] in path.read_bytes()] == []


def test_a_damaged_original_is_told_and_never_shown(filled: LocalIndex) -> None:
    with filled._ledger.writing() as change:
        change._db.execute("UPDATE main.originals SET data = x'00'")

    with pytest.raises(LedgerDamaged, match="original"):
        reading(filled).original(SOURCE.document_id)
    assert any("original" in finding for finding in filled.findings())


# The API -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    index = LocalIndex(tmp_path_factory.mktemp("pages"), WordEmbedder)
    note = Document(id="note", title="Note", source="note.txt", text="Herons wade.")
    list(index.add([NewDocument(document()), NewDocument(note)]))
    config = Config(confidence=0.0)
    service = make_service(index, config)
    yield create_app(service).test_client()
    service.close()


def page_url(number: int, query: str = "", document_id: str = SOURCE.document_id) -> str:
    return f"/api/v1/documents/{document_id}/pages/{number}.png?{query}"


def test_the_page_of_a_citation_is_shown_with_its_words_boxed(client: FlaskClient) -> None:
    (citation,) = client.post(
        "/api/v1/ask", json={"question": "What is a matter of debate?", "quotes": 1}
    ).get_json()["citations"]
    assert (citation["page"], citation["quote"]) == (2, SENTENCE)
    place = f"start={citation['start']}&end={citation['end']}&width=600"

    reply = client.get(page_url(citation["page"], place))
    assert reply.mimetype == "image/png"
    assert marked_in(reply.data)
    assert not marked_in(client.get(page_url(1, place)).data)


def test_a_picture_is_drawn_once_while_nothing_changes(client: FlaskClient) -> None:
    first = client.get(page_url(2))
    again = client.get(page_url(2), headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    other = client.get(page_url(2, "width=300"), headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert first.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("url", "status", "code"),
    [
        (page_url(3), 404, "unknown_page"),
        (page_url(0), 422, "invalid_field"),
        (page_url(1, "width=99"), 422, "invalid_field"),
        (page_url(1, "width=2401"), 422, "invalid_field"),
        (page_url(1, "start=-1"), 422, "invalid_field"),
        (page_url(1, "zoom=2"), 422, "invalid_field"),
        (page_url(1, document_id="note"), 404, "no_pictures"),
        (page_url(1, document_id="nothing"), 404, "unknown_document"),
    ],
)
def test_what_cannot_be_shown_is_told(
    client: FlaskClient, url: str, status: int, code: str
) -> None:
    reply = client.get(url)

    assert (reply.status_code, reply.get_json()["error"]["code"]) == (status, code)


def test_a_document_tells_whether_its_pages_can_be_seen(client: FlaskClient) -> None:
    for document_id, visible in ((SOURCE.document_id, True), ("note", False)):
        told = client.get(f"/api/v1/documents/{document_id}").get_json()
        assert told["page_images"] is visible


def test_spans_beyond_the_page_and_the_text_box_what_is_there(client: FlaskClient) -> None:
    assert client.get(page_url(2, "start=0&end=999999999")).status_code == 200
    assert client.get(page_url(2, "start=50&end=3")).status_code == 200


def test_the_picture_of_a_page_needs_the_key(tmp_path: Path, index: LocalIndex) -> None:
    config = Config(key="correct-horse-battery")
    service = make_service(index, config, state="loading")

    assert create_app(service).test_client().get(page_url(1)).status_code == 401


def test_when_all_readers_are_at_work_a_page_is_to_be_asked_for_again(
    filled: LocalIndex,
) -> None:
    config = Config(confidence=0.0)
    service = make_service(filled, config, pool=ReaderPool(0, patience=0.01))
    reply = create_app(service).test_client().get(page_url(1))
    service.close()

    assert reply.status_code == 503
    assert reply.get_json()["error"]["code"] == "busy"
    assert reply.headers["Retry-After"]
