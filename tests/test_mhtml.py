"""Pages that a browser saved with their pictures as one file: web pages, and no mails."""

from base64 import encodebytes

import pytest

from corpus import EmptyDocument, Source, detect, read

SOURCE = Source("test:saved", "saved.mht")
PAGE = (
    '<html><head><title>Quay closes - Post</title><meta name="author" content="Ann"></head>'
    "<body><nav>Home</nav><h1>Quay closes</h1><p>Forty boats had to move.</p></body></html>"
)


def part(content: str, media_type: str, fields: str = "") -> str:
    return f"--b\r\nContent-Type: {media_type}\r\n{fields}\r\n{content}\r\n"


def saved(fields: str, *parts: str) -> bytes:
    head = f'{fields}MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    return (head + "".join(parts) + "--b--\r\n").encode()


BLINK = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://post.example/quay\r\n"
    "Subject: Quay closes - Post\r\nDate: Tue, 4 May 2021 10:00:00 -0000\r\n"
)
PICTURES = part("body{color:red}", "text/css") + part("iVBORw0KGgo=", "image/png")


def test_a_saved_page_is_a_page_with_its_author_and_address() -> None:
    data = saved(BLINK, part(PAGE, "text/html"), PICTURES)
    document = read(data, SOURCE)

    assert document.text == "Quay closes\n\nForty boats had to move."
    assert (document.title, document.author, document.source) == (
        "Quay closes", "Ann", "https://post.example/quay",
    )  # fmt: skip
    assert (document.published, document.file_created) == ("", "2021-05-04")


def test_the_page_that_the_file_names_is_read_in_its_encoding() -> None:
    page = encodebytes("<p>Совет порта закрыл причал.</p>".encode("cp1251")).decode()
    fields = "Content-Transfer-Encoding: base64\r\nContent-Location: https://post.example/quay\r\n"
    data = saved(
        BLINK,
        part("<p>An advertisement.</p>", "text/html", "Content-Location: https://ads.example/\r\n"),
        part(page, "text/html; charset=windows-1251", fields),
    )

    assert read(data, SOURCE).text == "Совет порта закрыл причал."


def test_a_page_of_one_part_and_one_of_word_are_pages() -> None:
    alone = (
        "From: <Saved by Windows Internet Explorer 8>\r\nSubject: Quay\r\nMIME-Version: 1.0\r\n"
        "Date: Tue, 4 May 2021 10:00:00 +0200\r\nContent-Type: text/html; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\nContent-Location: http://post.example/\r\n"
        "\r\n<p>Caf=C3=A9.</p>"
    )
    word = saved("", part("<p>Jos=E9.</p>", 'text/html; charset="windows-1252"',
        "Content-Location: file:///C:/quay.htm\r\nContent-Transfer-Encoding: quoted-printable\r\n",
    ))  # fmt: skip

    assert (read(alone.encode(), SOURCE).text, read(word, SOURCE).text) == ("Café.", "José.")
    assert read(alone.encode(), SOURCE).source == "http://post.example/"
    assert read(word, SOURCE).source == "saved.mht"


def test_style_sheets_of_the_file_hide() -> None:
    sheet = part(".x{display:none}", "text/css")
    data = saved(BLINK, part('<p>Seen by all.</p><p class="x">Hidden.</p>', "text/html"), sheet)

    assert read(data, SOURCE).text == "Seen by all."


def test_a_file_without_a_page_is_refused() -> None:
    with pytest.raises(EmptyDocument, match="no page"):
        read(saved(BLINK, PICTURES), SOURCE)


@pytest.mark.parametrize(
    "fields",
    [
        "From: Ann <a@x.org>\r\nTo: b@x.org\r\nDate: Tue, 4 May 2021 10:00:00 +0200\r\n",
        "From: Ann <a@x.org>\r\nSubject: Quay\r\nDate: Tue, 4 May 2021 10:00:00 +0200\r\n",
        "Received: from x\r\nFrom: Ann\r\nDate: Tue, 4 May 2021 10:00:00 +0200\r\n",
    ],
)
def test_a_mail_of_the_same_shape_stays_a_mail(fields: str) -> None:
    assert detect(saved(fields, part(PAGE, "text/html")), "saved.mht") == "message/rfc822"
    assert detect(saved(BLINK, part(PAGE, "text/html")), "saved.eml") == "multipart/related"
