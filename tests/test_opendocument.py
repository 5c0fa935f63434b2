"""OpenDocument texts: numbers of lists and headings, notes, tables, what is hidden."""

from made_files import make_zip

from corpus import Document, Source, read

FILE = Source("test:file", "papers/boats.bin")
NS = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style")
)
DRAW = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'


def odt(body: str, styles: str = "", common: str = "") -> Document:
    content = (
        f'<office:document-content {NS} {DRAW} xmlns:dc="dc"><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    files = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "styles.xml": f"<office:document-styles {NS}>{common}</office:document-styles>",
    }
    return read(make_zip(files), FILE)


def lines(document: Document) -> list[str]:
    return [line.strip() for line in document.text.splitlines() if line.strip()]


def p(words: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def li(content: str, facts: str = "") -> str:
    return f"<text:list-item {facts}>{content}</text:list-item>"


def ul(*items: str, facts: str = 'text:style-name="L"') -> str:
    return f"<text:list {facts}>{''.join(items)}</text:list>"


def level(number: int, facts: str) -> str:
    return f'<text:list-level-style-number text:level="{number}" {facts}/>'


LIST = (
    '<text:list-style style:name="L">'
    + level(1, 'style:num-format="I" style:num-prefix="Article " style:num-suffix="."')
    + level(2, 'style:num-format="a" style:num-prefix="(" style:num-suffix=")"')
    + level(3, 'style:num-format="1" text:display-levels="3" text:start-value="5"')
    + '<text:list-level-style-bullet text:level="4" text:bullet-char="•"/></text:list-style>'
)


def test_lists_show_the_numbers_that_their_styles_define() -> None:
    document = odt(
        ul(
            li(p("a"), 'text:start-value="4"'),
            li(p("b") + p("goes on") + ul(li(p("c")), li(p("d") + ul(li(p("e")))))),
            li(ul(li(ul(li(ul(li(p("f")))))))),
            f"<text:list-header>{p('no number')}</text:list-header>",
            li(p("g")),
        ),
        LIST,
    )

    assert lines(document) == [
        "Article IV. a", "Article V. b", "goes on", "(a) c", "(b) d", "V.b.5 e", "- f",
        "no number", "Article VI. g",
    ]  # fmt: skip


def test_a_list_goes_on_only_where_it_says_so() -> None:
    first = 'text:style-name="L" xml:id="one"'
    document = odt(
        ul(li(p("a")), facts=first)
        + p("between")
        + ul(li(p("b")))
        + ul(li(p("c")), facts='text:style-name="L" text:continue-list="one"')
        + ul(li(p("d")), facts='text:style-name="L" text:continue-numbering="true"'),
        LIST,
    )

    numbers = [line.split(".")[0] for line in lines(document) if "." in line]
    assert numbers == ["Article I", "Article I", "Article II", "Article III"]


def test_a_paragraphs_style_brings_its_list_with_it() -> None:
    styles = '<style:style style:name="P" style:list-style-name="L"/>' + LIST

    assert lines(odt(ul(li(p("a", "P")), facts=""), styles)) == ["Article I. a"]


def test_headings_show_their_numbers() -> None:
    outline = (
        '<text:outline-style style:name="Outline">'
        '<text:outline-level-style text:level="1" style:num-format="1"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
        '<text:outline-level-style text:level="3" style:num-format=""/></text:outline-style>'
    )

    def h(level: int, words: str, facts: str = "") -> str:
        return f'<text:h text:outline-level="{level}" {facts}>{words}</text:h>'

    document = odt(
        h(1, "Ships") + h(1, "Preface", 'text:is-list-header="true"') + h(2, "Boats")
        + h(2, "Rafts") + h(3, "Oars") + h(1, "Ports"),
        common=outline,
    )  # fmt: skip

    assert [h.title for h in document.headings] == [
        "1 Ships", "Preface", "1.1 Boats", "1.2 Rafts", "Oars", "2 Ports",
    ]  # fmt: skip


def test_raised_marks_and_symbols() -> None:
    styles = (
        '<style:style style:name="Up"><style:text-properties style:text-position="33% 58%"/>'
        '</style:style><style:style style:name="Own" style:parent-style-name="Up"/>'
        '<style:style style:name="S"><style:text-properties style:font-name="Symbol"/>'
        "</style:style>"
    )
    span = '<text:span text:style-name="{}">{}</text:span>'
    raised, unit, symbol = (span.format(*one) for one in (("Own", 3), ("Up", 2), ("S", "\uf0a3")))

    document = odt(p(f"1,500{raised} m{unit} {symbol} 5"), styles)

    assert document.text == "1,500[3] m² ≤ 5"


def test_notes_comments_and_boxes_follow_their_paragraph() -> None:
    note = (
        f"<text:note><text:note-citation>2</text:note-citation><text:note-body>{p('In May.')}"
        f"{p('Or June.')}</text:note-body></text:note>"
    )
    remark = (
        "<office:annotation><dc:creator>Ann Reed</dc:creator><dc:date>2024-05-06T07:08:09</dc:date>"
        f"{p('Sure?')}</office:annotation>"
    )
    box = f"<draw:frame><draw:text-box>{p('In a box.')}</draw:text-box></draw:frame>"
    document = odt(p(f"Herons wade{note}.{remark}{box}") + p("Next."))

    assert lines(document) == [
        "Herons wade[2].", "[2] In May.", "Or June.", "In a box.", "Comment by Ann Reed: Sure?",
        "Next.",
    ]  # fmt: skip
    (voice,) = document.voices
    assert (voice.author, voice.published) == ("Ann Reed", "2024-05-06")


def test_hidden_text_is_left_out_and_said_to_be() -> None:
    styles = (
        '<style:style style:name="G"><style:text-properties text:display="none"/></style:style>'
    )
    document = odt(
        p("Seen.")
        + p("Gone.", "G")
        + f'<text:section text:display="none">{p("Gone.")}</text:section>'
        + f"<text:section>{p('Also seen.')}</text:section>",
        styles,
    )

    assert lines(document) == ["Seen.", "Also seen."]
    assert document.notes == ("Hidden words were left out.",)


def test_tables_keep_their_columns_and_repeat_merged_cells() -> None:
    def cell(content: str, facts: str = "") -> str:
        return f"<table:table-cell {facts}>{content}</table:table-cell>"

    def row(*cells: str, facts: str = "") -> str:
        return f"<table:table-row {facts}>{''.join(cells)}</table:table-row>"

    covered = "<table:covered-table-cell/>"
    document = odt(
        f"<table:table><table:table-header-rows>{row(cell(p('Port')), cell(p('Rules')))}"
        "</table:table-header-rows>"
        + row(
            cell(p("Selby"), 'table:number-rows-spanned="2"'),
            cell(p("First:") + ul(li(p("pay")), li(p("land")))),
        )
        + row(covered, cell(p("wait") + p("ask")))
        + row(cell("", 'table:number-columns-repeated="2"'), facts='table:number-rows-repeated="9"')
        + row(cell(p("both"), 'table:number-columns-spanned="2"'), covered)
        + "</table:table>",
        LIST,
    )

    (table,) = document.tables
    assert table.heads == 1
    assert lines(document) == [
        "Port | Rules", "Selby | First: Article I. pay / Article II. land", "Selby | wait / ask",
        "both | both",
    ]  # fmt: skip
