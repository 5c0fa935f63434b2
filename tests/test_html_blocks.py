"""Lists, tables, notes and formulas of pages: as a browser shows them."""

import pytest

from corpus import Document, Source, read
from corpus.language.sentences import sentences

SOURCE = Source("test:page", "page.html")


def page(body: str, head: str = "") -> Document:
    html = f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return read(html.encode(), SOURCE)


def cells(document: Document, table: int = 0) -> list[list[str]]:
    rows = document.tables[table].rows
    return [[document.text[cell.start : cell.end] for cell in row] for row in rows]


# Lists -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<ol start="12"><li>No<li>Nor</ol>', "12. No\n13. Nor"),
        ('<ol><li>a<li value="40">b<li>c</ol>', "1. a\n40. b\n41. c"),
        ("<ol reversed><li>c<li>b<li>a</ol>", "3. c\n2. b\n1. a"),
        ('<ol type="a" start="26"><li>x<li>y</ol>', "z. x\n\naa. y"),
        ('<ol type="I" start="4"><li>x<li type="i">y</ol>', "IV. x\n\nv. y"),
        ('<ol style="list-style-type:upper-alpha"><li>x</ol>', "A. x"),
        ('<ol style="list-style:none"><li>§ 1 x</ol>', "- § 1 x"),
        ("<ol><li>1. x<li>2. y</ol>", "1. x\n2. y"),
        ("<ol><li>a<ul><li>b<li>c</ul><li>d</ol>", "1. a\n  - b\n  - c\n2. d"),
        ("<ol><li hidden>a<li>b</ol>", "1. b"),
        ("<dl><dt>Length<dt>Reach<dd>98 cm<dd>more<dt>Mass<dd>2 kg</dl>",
         "Length; Reach | 98 cm\nLength; Reach | more\nMass | 2 kg"),
        ("<dl><dt>Quay<dd><p>One.</p><p>Two.</p></dl>", "Quay\n\nOne.\n\nTwo."),
    ],
)  # fmt: skip
def test_items_are_counted_as_a_browser_counts_them(body: str, text: str) -> None:
    assert page(body).text == text


# Tables ------------------------------------------------------------------------------


def test_merged_cells_stand_in_each_row_and_column_that_they_span() -> None:
    document = page(
        "<table><tr><th>Port<th colspan=2>Summer<th>Winter<tr><td rowspan=2>Askvik<td>12<td>14<td>7"
        "<tr><td>13<td>15<td>8<tr><td>Selby<td><td>21<td>9</table>"
    )

    assert cells(document) == [
        ["Port", "Summer", "Summer", "Winter"],
        ["Askvik", "12", "14", "7"],
        ["Askvik", "13", "15", "8"],
        ["Selby", "", "21", "9"],
    ]
    assert (document.tables[0].heads, document.tables[0].labels) == (1, 1)


def test_two_rows_of_heads_a_caption_and_a_foot() -> None:
    document = page(
        "<table><caption>Costs</caption><thead><tr><th rowspan=2>Port<th colspan=2>2024"
        "<tr><th>Plan<th>Spent</thead><tfoot><tr><td>All<td>3<td>7</tfoot>"
        "<tbody><tr><th>Askvik<td>1<td>2</tbody></table>"
    )
    table = document.tables[0]

    assert (table.heads, table.labels) == (2, 1)
    assert [row[0] for row in cells(document)] == ["Port", "Port", "Askvik", "All"]
    assert table.caption is not None
    assert document.text.startswith("Costs\n\nPort | 2024 | 2024")


def test_an_infobox_gives_labels_and_values_under_its_title() -> None:
    document = page(
        '<table class="infobox"><tr><th colspan=2>Askvik<tr><th>Founded<td>1887'
        "<tr><th colspan=2>Office<tr><th>Masters<td>Ann Reed<br>Bo Holt</table>"
    )

    assert document.text == "Askvik\n\nFounded | 1887\n\nOffice\n\nMasters | Ann Reed; Bo Holt"
    assert [(table.heads, table.labels) for table in document.tables] == [(0, 1), (0, 1)]


def test_a_head_across_the_table_stands_before_the_rows_below_it() -> None:
    document = page(
        "<table><tr><th>Port<th>Fee<tr><th colspan=2>Summer<tr><td>Askvik<td>1"
        "<tr><th colspan=2>Winter<tr><td>Askvik<td>3</table>"
    )

    assert cells(document) == [
        ["", "Port", "Fee"], ["Summer", "Askvik", "1"], ["Winter", "Askvik", "3"],
    ]  # fmt: skip


def test_heads_that_are_not_marked_are_seen() -> None:
    bold = page("<table><tr><td><b>Name</b><td><b>Office</b><tr><td>Ann<td>Mayor</table>")
    numbers = page("<table><tr><td>Port<td>Fee<tr><td>Askvik<td>12<tr><td>Selby<td>20</table>")

    assert [d.tables[0].heads for d in (bold, numbers)] == [1, 1]
    assert [d.tables[0].labels for d in (bold, numbers)] == [0, 1]


@pytest.mark.parametrize(("mark", "heads"), [("<th>{}</th>", 1), ("<td><b>{}</b></td>", 0)])
def test_further_heads_begin_a_table_of_their_own(mark: str, heads: int) -> None:
    def row(*words: str) -> str:
        return "<tr>" + "".join(map(mark.format, words))

    document = page(
        f"<table><caption>Fees</caption>{row('Port', 'Fee')}<tr><td>Selby<td>98"
        f"{row('Total', '98')}{row('Ship', 'Hold')}<tr><td>Ada<td>400</table>"
    )

    assert document.text == ("Fees\n\nPort | Fee\nSelby | 98\nTotal | 98\n\nShip | Hold\nAda | 400")
    found = [(table.heads, len(table.rows)) for table in document.tables]
    assert found == [(1, 3), (heads, 2)]  # bold words may be a row that is set off


def test_a_bold_row_in_the_middle_names_nothing() -> None:
    bold = "<tr><td><b>{}</b><td><b>{}</b>"
    document = page(
        f"<table>{bold.format('Name', 'Office')}<tr><td>Ann<td>Clerk{bold.format('Bo', 'Mayor')}"
        "<tr><td>Cy<td>Guard</table>"
    )

    assert [(table.heads, len(table.rows)) for table in document.tables] == [(1, 4)]


def test_a_head_across_the_table_goes_with_the_heads_below_it() -> None:
    document = page(
        "<table><tr><th>Port<th>Fee<tr><td>Selby<td>98<tr><th colspan=2>Ships<tr><th>Ship<th>Tons"
        "<tr><td>Ada<td>400<tr><th>Ship<th>Tons</table>"
    )

    assert document.text == (
        "Port | Fee\nSelby | 98\n\nShips\n\nShip | Tons\nAda | 400\n\nShip | Tons"
    )
    assert [table.heads for table in document.tables] == [1, 1, 0]


def test_a_table_of_heads_only_is_one_table() -> None:
    document = page("<table><tr><th>Port<th>Fee<tr><th>Selby<th>98<tr><th>Hull<th>high</table>")

    assert [(table.heads, len(table.rows)) for table in document.tables] == [(1, 3)]


def test_the_words_of_a_cell_are_joined_as_they_stand() -> None:
    document = page(
        "<table><tr><th>Mean<br>Depth<th>B<tr><td><ul><li>one<li>two</ul><td><b>H</b>eron"
        "<tr><td><p>First.</p><p>Second.</p><td>x<sup>2</sup></table>"
    )

    assert cells(document) == [
        ["Mean Depth", "B"], ["one; two", "Heron"], ["First. Second.", "x²"],
    ]  # fmt: skip


def test_a_table_that_lays_out_is_no_table() -> None:
    document = page(
        "<table><tr><td><table><tr><th>a<th>b<tr><td>1<td>2</table><td><h2>News</h2><p>Rain."
        '</table><table role="presentation"><tr><th>x<th>y</table>'
    )

    assert document.text == "a | b\n1 | 2\n\nNews\n\nRain.\n\nx\n\ny"
    assert len(document.tables) == 1


def test_spans_without_end_take_no_memory() -> None:
    row = '<tr><td colspan="1000" rowspan="65534">x</td></tr>'
    document = page(f"<table>{row * 300}<tr><td>1</td><td>2</td></tr></table>")

    assert len(document.text) < 10_000_000


# Words -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("1,500<sup>3</sup> t of 10<sup>6</sup>", "1,500[3] t of 10⁶"),
        ('in 2019<sup><a href="#n">12</a></sup>. Fish<a href="#n"><sup>4</sup></a>',
         "in 2019[12]. Fish[4]"),
        ('10<sup><a href="#n">6</a></sup>', "10[6]"),
        ('<sup id="r"><a href="#c"><i>[</i>1<i>]</i></a></sup>', "[1]"),
        ('twice<a epub:type="noteref" href="n#1">2</a>', "twice[2]"),
        ('twice<a href="#n1">2</a> of <a href="#t">2</a>', "twice[2] of 2"),
        ('3.5<i class="superscript">2</i> 10<i style="vertical-align: super">3</i>', "3.5[2] 10³"),
        ('5<i class="up">b</i> H<sub>2</sub>O', "5[b] H2O"),
        ('<sup>14</sup>C 1<sup>1</sup>/<sub>2</sub> 3<sup>rd</sup>', "¹⁴C 1 1/2 3rd"),
        ("<q>Yes, <q>no</q></q>, she said", "“Yes, ‘no’”, she said"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢"),
        ("<math><msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><mfrac><mn>1</mn><mi>y</mi></mfrac></math>",
         "x²+1/y"),
        ('<math alttext="{\\displaystyle \\sum x}"><munder><mo>∑</mo><mi>x</mi></munder></math>',
         "\\sum x"),
        ("<i><math><msup><mi>y</mi><mn>3</mn></msup></math></i><b aria-hidden=true>y3</b>", "y³"),
        ('E is <img class="mwe-math-fallback-image" alt="mc^2">', "E is mc^2"),
    ],
)  # fmt: skip
def test_marks_powers_and_formulas_keep_their_sense(body: str, text: str) -> None:
    style = "<style>.up{vertical-align:super}</style>"
    assert page(f"<p>{body}</p>", style).text == text


def test_notes_follow_their_paragraph_with_their_mark_and_no_way_back() -> None:
    document = page(
        '<p>Built<span class="sidenote">By convicts.</span> early<a href="#n">1</a>.</p>'
        '<aside id="n" role="doc-footnote" hidden><p>In 1887. '
        '<a role="doc-backlink" href="#r">back</a></p></aside>'
    )

    assert document.text == "Built early[1].\n\nBy convicts.\n\n[1] In 1887."


def test_an_item_with_a_roman_number_is_one_unit_with_it() -> None:
    text = page('<ol type="i" start="4"><li>Boats in distress. They may go.</ol>').text

    assert [text[span.start : span.end] for span in sentences(text, 0, len(text))] == [
        "iv. Boats in distress.", "They may go.",
    ]  # fmt: skip


def test_numbers_with_notes_are_numbers_below_a_head() -> None:
    document = page(
        "<table><tr><td>Port<td>Fee<tr><td>Askvik<td>12<sup>a</sup><tr><td>Selby<td>20</table>"
    )

    assert cells(document)[1] == ["Askvik", "12[a]"]
    assert document.tables[0].heads == 1


@pytest.mark.parametrize(
    "opened",
    ['<i class="footnote-ref">', '<a href="#n"><b>', "<sup>", "<h1><div>", "<details><summary>",
     '<ul><li><a href="/">', "<dl><dt>x<dd>", "<table><tr><td>", '<div class="sidebar">',
     '<b aria-hidden="true">', "<button aria-expanded=false>b</button><div>"],
)  # fmt: skip
def test_a_page_that_lies_deep_is_read_in_time(opened: str) -> None:
    assert "the end" in page(f"{opened}word " * 1_000 + "the end").text
