"""Books: their chapters under the titles of the table of contents, with all their notes."""

from made_files import make_zip

from corpus import Document, Source, read

SOURCE = Source("test:book", "book.epub")
CONTAINER = '<container><rootfile full-path="O/book.opf"/></container>'
TITLE = '<dc:title xmlns:dc="d">Birds</dc:title>'


def book(
    chapters: list[str], *, contents: str = "", spine: str = "", facts: str = TITLE, css: str = ""
) -> Document:
    names = [f"c{number}" for number in range(len(chapters))]
    items = "".join(f'<item id="{name}" href="{name}.xhtml"/>' for name in names)
    if contents.startswith("<ncx"):
        items += '<item id="n" href="n.ncx" media-type="application/x-dtbncx+xml"/>'
    elif contents:
        items += '<item id="n" href="n.ncx" properties="nav"/>'
    spine = spine or "".join(f'<itemref idref="{name}"/>' for name in names)
    package = (
        '<package xmlns:opf="http://www.idpf.org/2007/opf">'
        f"<metadata>{facts}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    head = '<head><title/><link rel="stylesheet" href="s.css"/></head>'
    page = f'<html xmlns="http://www.w3.org/1999/xhtml">{head}<body>{{}}</body></html>'
    files = {f"O/{n}.xhtml": page.format(c) for n, c in zip(names, chapters, strict=True)}
    return read(
        make_zip(
            {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER,
             "O/book.opf": package, "O/n.ncx": contents, "O/s.css": css, **files}
        ),
        SOURCE,
    )  # fmt: skip


def nav(*entries: tuple[str, str]) -> str:
    links = "".join(f'<li><a href="{href}">{title}</a></li>' for href, title in entries)
    return f'<html><body><nav epub:type="toc"><ol>{links}</ol></nav></body></html>'


def test_notes_are_read_where_they_stand_and_at_the_end() -> None:
    document = book(
        [
            '<p>Built in 1887<a epub:type="noteref" href="#n"><sup>1</sup></a>, burned'
            '<a epub:type="noteref" href="c1.xhtml#m">2</a>.</p>'
            '<aside epub:type="footnote" id="n" hidden="">The archive says 1889.</aside>',
            '<p id="m">2. In 1901.</p>',
            "<p>The end.</p>",
        ],
        spine='<itemref idref="c1" linear="no"/><itemref idref="c0"/><itemref idref="c2"/>',
    )

    assert document.text == (
        "Built in 1887[1], burned[2].\n\n[1] The archive says 1889.\n\nThe end.\n\n2. In 1901."
    )


def test_titles_come_from_the_contents_where_chapters_have_none() -> None:
    contents = nav(
        ("c0.xhtml", "1. The convicts"), ("c1.xhtml", "2. The fires"), ("c2.xhtml", "The end"),
        ("c3.xhtml", "After: the rest"), ("c4.xhtml", "Notes"),
    )  # fmt: skip
    document = book(
        ['<div><img src="1.png" alt="Chapter the First"/></div><p>One.</p>',
         "<p>2</p><p>Two.</p>", "<p>THE END</p><p>Three.</p>", "<h2>IV</h2><p>Four.</p>",
         "<h1>Notes</h1><p>Five.</p>"],
        contents=contents,
    )  # fmt: skip

    assert [(heading.level, heading.title) for heading in document.headings] == [
        (1, "1. The convicts"), (1, "2. The fires"), (1, "THE END"), (1, "After: the rest"),
        (1, "Notes"),
    ]  # fmt: skip
    assert "2. The fires\n\nTwo.\n\nTHE END\n\nThree.\n\nAfter: the rest\n\nIV\n\nFour." in (
        document.text
    )


def test_an_older_book_has_parts_within_a_chapter() -> None:
    def point(title: str, href: str, inside: str = "") -> str:
        label = f"<navLabel><text>{title}</text></navLabel>"
        return f'<navPoint>{label}<content src="{href}"/>{inside}</navPoint>'

    inner = point("Herons", "c0.xhtml#a") + point("Storks", "c0.xhtml#b")
    document = book(
        ['<p id="a">Wade.</p><div id="b"><p>Stand.</p><h1>Nests</h1><p>High.</p></div>'],
        contents=f"<ncx><navMap>{point('Birds', 'c0.xhtml', inner)}</navMap></ncx>",
    )

    assert [(heading.level, heading.title) for heading in document.headings] == [
        (2, "Herons"), (2, "Storks"), (3, "Nests"),
    ]  # fmt: skip


def test_the_words_of_a_picture_are_a_title_where_there_is_no_other() -> None:
    document = book(
        ['<h1><img src="1.png" alt="Chapter the First"/></h1><p>One.</p>',
         '<p><img src="2.png" alt="The fires"/></p><p>Two.</p>',
         '<p>Three.</p><p><img src="3.png" alt="A heron"/></p>',
         '<p><img src="cover.jpg" alt="Cover"/></p>']
    )  # fmt: skip

    assert document.text == "Chapter the First\n\nOne.\n\nThe fires\n\nTwo.\n\nThree."


def test_author_and_date_are_those_of_the_work() -> None:
    document = book(
        ["<p>They wade.</p>"],
        facts=f'{TITLE}<creator opf:role="trl">Bo</creator><creator opf:role="aut">Ann</creator>'
        '<date opf:event="modification">2020-01-01</date>'
        '<date opf:event="publication">1987</date>',
    )

    assert (document.author, document.published) == ("Ann", "1987")


def test_style_sheets_of_the_book_raise_marks() -> None:
    document = book(['<p>in 1887<span class="n">3</span>.</p>'], css=".n{vertical-align:super}")

    assert document.text == "in 1887[3]."
