"""PowerPoint: charts, diagrams, tables, numbers, notes, and what slides hide."""

from made_files import make_zip

from corpus import Document, Source, read

FILE = Source("test:file", "papers/catch.bin")
NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def slides(shapes: str, facts: str = "", **parts: str) -> Document:
    """Return a presentation of one slide, and a hidden one; `parts` go to its folder."""
    related = "".join(
        f'<R Id="{name}" Target="../{name.replace("_", "/")}.xml"/>' for name in parts
    )
    files = {
        "ppt/presentation.xml": f'<p:presentation {NS}><p:sldIdLst><p:sldId r:id="r1"/>'
        '<p:sldId r:id="r2"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": '<R><R Id="r1" Target="slides/1.xml"/>'
        '<R Id="r2" Target="slides/2.xml"/></R>',
        "ppt/slides/1.xml": f"<p:sld {NS} {facts}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld>"
        "</p:sld>",
        "ppt/slides/2.xml": f'<p:sld {NS} show="0"><p:cSld><p:spTree>{shape("Secret")}</p:spTree>'
        "</p:cSld></p:sld>",
        "ppt/slides/_rels/1.xml.rels": f"<R>{related}</R>",
    }
    files |= {f"ppt/{name.replace('_', '/')}.xml": xml for name, xml in parts.items()}
    return read(make_zip(files), FILE)


def said(words: str, facts: str = "", run: str = "") -> str:
    return f"<a:p><a:pPr {facts}</a:pPr><a:r><a:rPr {run}/><a:t>{words}</a:t></a:r></a:p>"


def shape(words: str, kind: str = "body", facts: str = "") -> str:
    body = words if words.startswith("<") else said(words, ">")
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr {facts}/><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr>'
        f"<p:txBody>{body}</p:txBody></p:sp>"
    )


def frame(content: str) -> str:
    return (
        f"<p:graphicFrame><a:graphic><a:graphicData>{content}</a:graphicData></a:graphic>"
        "</p:graphicFrame>"
    )


def grid(document: Document) -> list[list[str]]:
    (table,) = document.tables
    return [[document.text[c.start : c.end] for c in cells] for cells in table.rows]


def test_a_chart_is_a_table_of_what_it_was_drawn_from() -> None:
    def points(*values: object) -> str:
        return "".join(f'<c:pt idx="{n}"><c:v>{v}</c:v></c:pt>' for n, v in enumerate(values))

    def series(name: str, *values: float) -> str:
        return (
            f"<c:ser><c:tx><c:strRef><c:strCache>{points(name)}</c:strCache></c:strRef></c:tx>"
            f"<c:cat><c:strRef><c:strCache>{points('Askvik', 'Selby')}</c:strCache></c:strRef>"
            "</c:cat><c:val><c:numRef><c:numCache><c:formatCode>0.0%</c:formatCode>"
            f"{points(*values)}</c:numCache></c:numRef></c:val></c:ser>"
        )

    chart = (
        f"<c:chartSpace {NS}><c:chart><c:title><c:tx><c:rich>{said('Landed by port', '>')}"
        f"</c:rich></c:tx></c:title><c:plotArea><c:barChart>{series('2023', 0.38, 0.21)}"
        f"{series('2024', 0.4)}</c:barChart></c:plotArea></c:chart></c:chartSpace>"
    )
    document = slides(frame('<c:chart r:id="charts_1"/>'), charts_1=chart)

    assert grid(document) == [
        ["", "2023", "2024"], ["Askvik", "38.0%", "40.0%"], ["Selby", "21.0%", ""],
    ]  # fmt: skip
    (table,) = document.tables
    assert (table.heads, table.labels) == (1, 1)
    assert document.text.startswith("Landed by port\n")


def test_a_diagram_is_a_list() -> None:
    def point(key: str, words: str, kind: str = "node") -> str:
        return f'<dgm:pt modelId="{key}" type="{kind}"><dgm:t>{said(words, ">")}</dgm:t></dgm:pt>'

    def link(above: str, below: str, order: int, kind: str = "parOf") -> str:
        return f'<dgm:cxn type="{kind}" srcId="{above}" destId="{below}" srcOrd="{order}"/>'

    data = (
        f"<dgm:dataModel {NS}><dgm:ptLst>{point('0', '', 'doc')}{point('2', 'Sell')}"
        f"{point('1', 'Catch')}{point('3', 'by auction')}{point('4', 'Gone', 'pres')}</dgm:ptLst>"
        f"<dgm:cxnLst>{link('0', '1', 0)}{link('0', '2', 1)}{link('2', '3', 0)}"
        f"{link('3', '0', 0)}{link('1', '4', 0, 'presOf')}</dgm:cxnLst></dgm:dataModel>"
    )
    document = slides(frame('<dgm:relIds r:dm="diagrams_1"/>'), diagrams_1=data)

    assert document.text == "- Catch\n- Sell\n  - by auction"


def test_tables_repeat_merged_cells() -> None:
    def cell(words: str, facts: str = "") -> str:
        return f"<a:tc {facts}><a:txBody>{said(words, '>')}</a:txBody></a:tc>"

    def row(*cells: str) -> str:
        return f"<a:tr>{''.join(cells)}</a:tr>"

    table = (
        '<a:tbl><a:tblPr firstRow="1"/>'
        + row(cell("Port"), cell("Summer", 'gridSpan="2"'), cell("", 'hMerge="1"'))
        + row(cell("Selby", 'rowSpan="2"'), cell("4"), cell(""))
        + row(cell("", 'vMerge="1"'), cell("6"), cell("7"))
        + "</a:tbl>"
    )
    document = slides(frame(table))

    assert grid(document) == [["Port", "Summer", "Summer"], ["Selby", "4", ""], ["Selby", "6", "7"]]
    assert document.tables[0].heads == 1


def test_numbers_raised_text_and_symbols_are_read_as_they_show() -> None:
    numbered = '><a:buAutoNum type="{}" startAt="{}"/>'
    body = (
        said("first", numbered.format("romanUcPeriod", 4))
        + said("deeper", 'lvl="1"' + numbered.format("alphaLcParenR", 1))
        + said("second", numbered.format("romanUcPeriod", 4))
        + "<a:p><a:r><a:t>1,500</a:t></a:r><a:r><a:rPr baseline='30000'/><a:t>3</a:t></a:r>"
        "<a:r><a:rPr><a:sym typeface='Wingdings'/></a:rPr><a:t>\uf0fc</a:t></a:r>"
        "<a:r><a:rPr strike='sngStrike'/><a:t> void</a:t></a:r>"
        "<a:fld type='slidenum'><a:t>7</a:t></a:fld></a:p>"
    )
    document = slides(shape(body))

    assert document.text == "IV. first\n  a) deeper\nV. second\n\n1,500[3]✓"
    assert "Struck-out words were left out." in document.notes


def test_notes_are_marked_and_hidden_slides_and_shapes_left_out() -> None:
    notes = (
        f"<p:notes {NS}><p:cSld><p:spTree>{shape('Say it.')}{shape('3', 'sldNum')}</p:spTree>"
        "</p:cSld></p:notes>"
    )
    both = (
        f"<mc:AlternateContent><mc:Choice>{shape('Once')}</mc:Choice><mc:Fallback>"
        f"{shape('Once')}</mc:Fallback></mc:AlternateContent>"
    )
    document = slides(
        f"<p:grpSp>{both}</p:grpSp>" + shape("Gone", facts='hidden="1"') + shape("Head", "title"),
        notesSlides_1=notes,
    )

    assert document.text == "Head\n\nOnce\n\nNotes: Say it."
    assert document.notes == ("1 hidden slide was left out.",)


def test_alternative_text_is_read_only_where_it_says_something() -> None:
    def picture(words: str) -> str:
        return f'<p:pic><p:nvPicPr><p:cNvPr descr="{words}"/></p:nvPicPr></p:pic>'

    document = slides(
        shape("Head", "title")
        + "".join(
            map(picture, ("Picture 3", "C:\\old boats\\my new boat.png", "A map of the harbour",
                          "A close-up of a boat Description automatically generated"))
        )
    )  # fmt: skip

    assert document.text == "Head\n\nImage: A map of the harbour"


def test_the_days_of_templates_are_no_days_of_files() -> None:
    core = (
        '<p xmlns:dc="dc" xmlns:t="t"><dc:creator>python-pptx</dc:creator>'
        "<t:created>2013-01-27T09:14:16Z</t:created></p>"
    )
    document = read(
        make_zip(
            {
                "ppt/presentation.xml": f'<p:presentation {NS}><p:sldId r:id="r1"/>'
                "</p:presentation>",
                "ppt/_rels/presentation.xml.rels": '<R><R Id="r1" Target="slides/1.xml"/></R>',
                "ppt/slides/1.xml": f"<p:sld {NS}>{shape('Words here.')}</p:sld>",
                "docProps/core.xml": core,
            }
        ),
        FILE,
    )

    assert (document.published, document.file_created, document.file_author) == ("", "", "")
