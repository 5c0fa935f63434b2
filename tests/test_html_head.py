"""What a page says of itself: title, author, date; and the encoding of its bytes."""

import pytest

from corpus import Document, Source, read

SOURCE = Source("test:page", "quay.html")


def page(head: str, body: str = "<h1>Quay closes</h1><p>Text.</p>") -> Document:
    return read(f"<html><head><meta charset=utf-8>{head}</head><body>{body}".encode(), SOURCE)


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Quay closes - The Post</title>", "<h1>Quay closes</h1>", "Quay closes"),
        ("<title>The Post | Quay closes</title>", "<h2>Quay closes</h2>", "Quay closes"),
        ("<title>Quay closes | The Post</title>", "<h1>The Post</h1><h2>Quay closes</h2>",
         "Quay closes"),
        ("<title>The quay - a history</title>", "<p>x", "The quay - a history"),
        ("<title>The quay | Post</title>", "<p>x", "The quay"),
        ('<meta property="og:title" content="Quay — Post"><meta property="og:site_name" '
         'content="Post">', "<h1>x</h1>", "Quay"),
        ("<title>untitled.html</title>", "<h2>The quay</h2>", "The quay"),
        ("<title>Untitled Document</title>", "<p>x", "quay"),
    ],
)  # fmt: skip
def test_the_title_is_that_of_the_text(head: str, body: str, title: str) -> None:
    assert page(head, body).title == title


@pytest.mark.parametrize(
    ("head", "author", "published"),
    [
        ('<meta name="citation_author" content="Holt, L."><meta name="citation_author" '
         'content="Ray, B."><meta name="citation_date" content="2021/05/04">',
         "Holt, L., Ray, B.", "2021-05-04"),
        ('<meta name="author" content="By Ann Reed"><meta name="date" '
         'content="Tue, 04 May 2021 10:00:00 GMT">', "Ann Reed", "2021-05-04"),
        ('<meta name="author" content="admin"><meta name="pubdate" content="May 4, 2021">',
         "", "2021-05-04"),
        ('<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": '
         '["NewsArticle"], "author": [{"name": "Ann"}, "Bo"], "datePublished": "2021-05-04"}]}'
         "</script>", "Ann, Bo", "2021-05-04"),
        (f'<script type="application/ld+json">{"[" * 100_000}</script>', "", ""),
        ('<script type="application/ld+json">{"@type": "Article", "author": 7}</script>', "", ""),
    ],
)  # fmt: skip
def test_author_and_date_are_what_the_page_says(head: str, author: str, published: str) -> None:
    document = page(head)

    assert (document.author, document.published) == (author, published)


def test_the_byline_gives_author_and_date_and_the_text_gives_none() -> None:
    byline = '<p class="meta"><a rel=author>Ann</a>, <time datetime="2021-05-04">May</time></p>'
    text = "<p>They met in <time datetime='1999-01-01'>1999</time>.</p>"
    said, silent = page("", f"<article>{byline}{text}"), page("", f"<article>{text}")

    assert (said.author, said.published) == ("Ann", "2021-05-04")
    assert (silent.author, silent.published) == ("", "")


BYLINE = "<p class=byline>By Carl Day</p><time class=date datetime=2001-01-01>2001</time>"
TITLE = "<h1>Quay closes</h1><p>The quay is closed.</p>"


@pytest.mark.parametrize(
    "body",
    [
        f"<article>{TITLE}<aside class=related>{BYLINE}</aside></article>",
        f"<article>{TITLE}</article><aside>{BYLINE}</aside>",
        f"<article>{TITLE}</article><nav>{BYLINE}</nav><footer>{BYLINE}</footer>",
        f"<article>{TITLE}<div class=related-stories><div>{BYLINE}</div></div></article>",
        f"<article>{TITLE}<div id=comments><article>{BYLINE}</article></div></article>",
        f"<article>{TITLE}<article>{BYLINE}</article></article>",
        f"<article>{TITLE}</article><article>{BYLINE}</article>",
        f"{TITLE}<section><h2>More stories</h2><div><h3>Herons</h3>{BYLINE}</div></section>",
        f"{TITLE}<h2>3 comments</h2>{BYLINE}",
        f"{TITLE}<h2>Kommentare</h2><ul><li>{BYLINE}</ul>",
        f"{TITLE}<blockquote>{BYLINE}</blockquote>",
        f"{TITLE}<div itemprop=comment itemscope>{BYLINE}</div>",
        TITLE + "<div class=sidebar><meta itemprop=author content='Carl Day'>"
        "<meta itemprop=datePublished content=2001-01-01></div>",
        TITLE + '<script type="application/ld+json">[{"@type": "NewsArticle", "headline": "Herons"'
        ', "author": "Carl Day", "datePublished": "2001-01-01"}, {"@type": "NewsArticle", '
        '"headline": "Terns"}]</script>',
    ],
)  # fmt: skip
def test_author_and_date_of_other_pages_are_not_those_of_this_one(body: str) -> None:
    document = page("", body)
    own = "<p class=byline>By Ann Reed</p><time class=date datetime=2021-05-04>May</time>"
    both = page("", body.replace("</h1>", f"</h1>{own}"))

    assert (document.author, document.published) == ("", "")
    if "ld+json" not in body:
        assert (both.author, both.published) == ("Ann Reed", "2021-05-04")


@pytest.mark.parametrize(
    ("meta", "byline", "author"),
    [
        ("wpadmin", "By Ann Reed", "Ann Reed"),
        ("WP Admin", "", ""),
        ("admin_2", "", ""),
        ("jdoe", "", ""),
        ("JDoe42", "", ""),
        ("@thepost", "", ""),
        ("web.editor", "", ""),
        ("dpa", "", "dpa"),
        ("Ann Reed", "", "Ann Reed"),
        ("The Post", "By Ann Reed | 4 May 2021", "Ann Reed"),
        ("Ann Reed", "By Ann Reed, 4 May 2021", "Ann Reed"),
        ("Ann Reed", "By Ann Reed, Staff Writer", "Ann Reed"),
        ("Ann Reed", "By Ann Reed and Bo Ohm", "Ann Reed and Bo Ohm"),
    ],
)
def test_the_byline_goes_before_what_only_programs_see(meta: str, byline: str, author: str) -> None:
    shown = f"<p class=byline>{byline}</p>" if byline else ""

    document = page(f"<meta name=author content='{meta}'>", f"<h1>Quay closes</h1>{shown}<p>Text.")
    assert document.author == author


def test_the_data_of_several_articles_is_that_of_the_title() -> None:
    of = '{{"@type": "NewsArticle", "headline": "{}", "author": "{}"}}'
    data = f"[{of.format('Herons', 'Carl Day')}, {of.format('Quay closes', 'Ann Reed')}]"

    assert page(f'<script type="application/ld+json">{data}</script>').author == "Ann Reed"


def test_what_an_office_program_wrote_is_a_fact_of_the_file() -> None:
    document = page(
        '<meta name="generator" content="LibreOffice 7.4"><meta name="author" content="jdoe">'
        '<meta name="created" content="2021-05-04T10:00:00">'
    )

    assert (document.author, document.published) == ("", "")
    assert (document.file_author, document.file_created) == ("jdoe", "2021-05-04")


@pytest.mark.parametrize(
    ("declared", "encoding", "words"),
    [
        ('<meta charset="utf-8">', "cp1252", "José Muñoz said “no”, twice, in the café"),
        ('<meta charset="iso-8859-1">', "utf-8", "José Muñoz said “no”"),
        ("", "utf-8-sig", "José Muñoz"),
        ('<meta charset="utf-16">', "utf-8", "José Muñoz"),
        ('<meta charset="gb2312">', "gb18030", "鎔基說港口關閉了"),
        ('<meta charset="iso-8859-9">', "cp1254", "İstanbul’da “liman”"),
    ],
)
def test_an_encoding_that_does_not_fit_is_not_believed(
    declared: str, encoding: str, words: str
) -> None:
    data = f"<html><head>{declared}</head><body><p>{words}</p></body></html>".encode(encoding)

    assert read(data, SOURCE).text == words


def test_the_xml_line_gives_an_encoding_and_lets_elements_close_themselves() -> None:
    html = (
        '<?xml version="1.0" encoding="windows-1251"?><html xmlns="http://www.w3.org/1999/xhtml">'
        "<head><title/><script src='x'/></head><body><p>Совет порта закрыл причал.</p></body>"
    )

    assert read(html.encode("cp1251"), SOURCE).text == "Совет порта закрыл причал."


def test_one_broken_letter_does_not_change_the_encoding_of_a_page() -> None:
    words = "<p>Das Büro für Häfen schließt. " * 200
    data = f'<meta charset="utf-8">{words}'.encode() + b"caf\xe9"

    assert "Büro für Häfen schließt" in read(data, SOURCE).text
