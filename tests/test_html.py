"""Saved pages, books and mails: their main text, and nothing that stands around it."""

import pytest
from made_files import make_epub, make_zip

from corpus import Damaged, Document, EmptyDocument, Encrypted, Source, Undecodable, read
from corpus.document import Part
from corpus.reading import read_contents

PAGE = Source("test:page", "saved/page.html")
ARTICLE = """<!doctype html><html><head><title>Herons | The Marsh Times</title>
<meta property="og:title" content="Herons at dawn"><meta name="author" content="Ann Reed">
<meta property="article:published_time" content="2024-05-06T07:08:09+02:00">
<meta property="og:site_name" content="The Marsh Times">
<link rel="canonical" href="https://marsh.example/herons"></head>
<body><header>The Marsh Times</header><nav>Home Birds Fish</nav>
<div class="cookie-banner">We use cookies.</div>
<main><h1>Herons at dawn</h1><p>The heron <b>stands</b> in
   the water.</p><aside><a href="/boots">Buy boots!</a></aside>
<h2>Food<a class="headerlink" href="#f">¶</a></h2><ul><li>Fish</li><li>Frogs<ol><li>green</li>
<li>brown</li></ol></li></ul><table><tr><th>Bird</th><th>Length</th></tr>
<tr><td>Heron</td><td>98 cm</td></tr></table><pre>a = 1
  b = 2</pre><p>One line<br>another</p><div id="comments"><p class="comment">First!</p></div></main>
<footer>Imprint</footer><script>alert(1)</script></body></html>"""


def page(body: str, head: str = "") -> Document:
    return read(f"<!doctype html><html><head>{head}</head><body>{body}</body>".encode(), PAGE)


def test_the_main_text_is_read_with_its_headings_lists_and_tables() -> None:
    document = read(ARTICLE.encode(), PAGE)

    assert document.text == (
        "Herons at dawn\n\nThe heron stands in the water.\n\nFood\n\n- Fish\n- Frogs\n  1. green\n"
        "  2. brown\n\nBird | Length\nHeron | 98 cm\n\na = 1\n  b = 2\n\nOne line\nanother"
    )
    assert [(h.level, h.title) for h in document.headings] == [(1, "Herons at dawn"), (2, "Food")]


def test_title_author_date_publisher_and_address_come_from_the_head() -> None:
    document = read(ARTICLE.encode(), PAGE)

    assert (document.title, document.author, document.published, document.publisher) == (
        "Herons at dawn", "Ann Reed", "2024-05-06", "The Marsh Times",
    )  # fmt: skip
    assert document.source == "https://marsh.example/herons"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//host/x", "file:///etc/passwd", ""])
def test_only_a_web_address_is_taken_for_the_source(address: str) -> None:
    document = page("<p>Words.</p>", f'<link rel="canonical" href="{address}">')

    assert document.source == "saved/page.html"


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display: none">x</p>',
        '<p style="visibility:hidden">x</p>',
        '<p style="font-size:1px">x</p>',
        '<p style="font-size: 0;">x</p>',
        '<p style="opacity:0">x</p>',
        '<p style="color:#fff">x</p>',
        "<p hidden>x</p>",
        '<p aria-hidden="true">x</p>',
        "<!-- x -->",
        "<template><p>x</p></template>",
        "<noscript>x</noscript>",
        '<iframe srcdoc="<p>x</p>">x</iframe>',
        "<style>@import url(http://127.0.0.1:9/x)</style>",
        "<svg><text>x</text></svg>",
        "\u200b\u2062\U000e0078",
    ],
)
def test_what_nobody_sees_is_left_out(hidden: str) -> None:
    assert page(f"<p>Seen.</p>{hidden}").text == "Seen."


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-16"),
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r"),
        ("<meta charset='shift_jis'>", "shift_jis"),
        ('<meta charset="no-such-encoding">', "utf-8"),
    ],
)
def test_an_encoding_is_believed_if_it_fits(declared: str, encoding: str) -> None:
    words = {"koi8-r": "Серая цапля стоит в воде", "shift_jis": "アオサギは水の中に立つ"}.get(
        encoding, "Die Reiher stehen „im Wasser“"
    )
    data = f"<html><head>{declared}</head><body><p>{words}</p></body></html>".encode(encoding)

    assert read(data, PAGE).text == words


def test_utf_7_is_refused() -> None:
    with pytest.raises(Undecodable, match="utf-7"):
        page("+ADw-script+AD4-alert(1)+ADw-/script+AD4-", '<meta charset="utf-7">')


def test_a_page_laid_out_by_tables_is_read_block_by_block() -> None:
    text = page(
        "<table><tr><td><h1>Birds</h1><p>Herons wade.</p><p>Storks stand.</p></td></tr></table>"
    ).text

    assert text == "Birds\n\nHerons wade.\n\nStorks stand."


def test_a_list_of_links_to_everywhere_is_no_text() -> None:
    menu = "".join(f'<li><a href="/{n}">Page {n}</a></li>' for n in range(40))

    assert page(f"<ul>{menu}</ul><p>Herons wade.</p>").text == "Herons wade."


def test_what_is_marked_up_stays_text() -> None:
    assert page("<p>a &lt;script&gt; b &amp; c</p>").text == "a <script> b & c"


# Books -------------------------------------------------------------------------------

CHAPTERS = ["<html><body><h1>Herons</h1><p>They wade.</p></body></html>",
            "<html><body><h1>Storks</h1><p>They stand.</p></body></html>"]  # fmt: skip


def test_a_book_is_its_chapters_in_their_order() -> None:
    document = read(make_epub(CHAPTERS), PAGE)

    assert document.text == "Herons\n\nThey wade.\n\nStorks\n\nThey stand."
    assert [heading.title for heading in document.headings] == ["Herons", "Storks"]
    assert (document.title, document.author, document.published, document.publisher) == (
        "Birds", "Ann Reed", "2001-02-03", "Marsh Press",
    )  # fmt: skip


def test_a_book_that_a_shop_locked_is_refused() -> None:
    locked = '<e><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/></e>'
    with pytest.raises(Encrypted):
        read(make_epub(CHAPTERS, files={"META-INF/encryption.xml": locked}), PAGE)


def test_a_book_that_points_out_of_itself_finds_nothing_there() -> None:
    book = '<p><manifest><item id="a" href="../../../../etc/passwd"/></manifest>'
    book += '<spine><itemref idref="a"/></spine></p>'
    files = {"META-INF/container.xml": '<c><rootfile full-path="b.opf"/></c>', "b.opf": book}
    with pytest.raises(EmptyDocument):
        read(make_zip(files), PAGE)


def test_a_book_without_chapters_is_damaged() -> None:
    with pytest.raises(Damaged, match="no chapters"):
        read(make_zip({"META-INF/container.xml": "<c/>"}), PAGE)


# Mail --------------------------------------------------------------------------------

HEAD = (
    "From: Ann Reed <ann@marsh.example>\r\nTo: Bob <bob@marsh.example>\r\n"
    "Date: Mon, 06 May 2024 07:08:09 +0200\r\nSubject: =?utf-8?q?Herons_=C3=BCberall?=\r\n"
    "Message-ID: <1@marsh.example>\r\nMIME-Version: 1.0\r\n"
)
SHOWN = (
    "From: Ann Reed <ann@marsh.example>\nTo: Bob <bob@marsh.example>\n"
    "Date: Mon, 06 May 2024 07:08:09 +0200\nSubject: Herons überall"
)


def test_a_mail_tells_who_wrote_what_to_whom_and_when() -> None:
    mail = f"{HEAD}Content-Type: text/plain; charset=latin-1\r\n\r\nSeen im März.\r\n".encode(
        "latin-1"
    )
    document = read(mail, PAGE)

    assert document.text == f"{SHOWN}\n\nSeen im März."
    assert (document.title, document.author, document.published) == (
        "Herons überall", "Ann Reed <ann@marsh.example>", "2024-05-06",
    )  # fmt: skip


def test_a_mail_that_no_program_stamped_is_read_as_one() -> None:
    mail = (
        "\N{BYTE ORDER MARK}From: Jürgen <j@x.org>\r\nTo: Ann <a@x.org>\r\n"
        "Date: 6 May 2024 07:08 +0200\r\nSubject: Die Grüße\r\n\r\nThe herons are back.\r\n"
    )
    document = read(mail.encode(), PAGE, "mail.eml")

    assert (document.title, document.author) == ("Die Grüße", "Jürgen <j@x.org>")
    assert document.published == "2024-05-06"
    assert document.text.endswith("Subject: Die Grüße\n\nThe herons are back.")


def test_a_mail_in_html_is_read_and_what_is_attached_comes_along() -> None:
    mail = (
        f'{HEAD}Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        "Content-Type: text/html\r\n\r\n<p>Herons <b>wade</b>.</p><script>x</script>\r\n--b\r\n"
        'Content-Type: application/pdf; name="../../x.pdf"\r\nContent-Transfer-Encoding: base64\r\n'
        'Content-Disposition: attachment; filename="../../x.pdf"\r\n\r\nJVBERi0=\r\n--b--\r\n'
    )

    found = read_contents(mail.encode(), PAGE)
    assert found.document is not None
    assert found.document.text == f"{SHOWN}\n\nHerons wade."
    assert found.parts == (Part("../../x.pdf", b"%PDF-"),)
