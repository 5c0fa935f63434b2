"""RTF: encodings by font, raised text, lists, tables, notes, what is hidden."""

import pytest

from corpus import Document, Source, read

FILE = Source("test:file", "papers/boats.rtf")


def rtf(body: str, head: str = r"\ansi\ansicpg1252") -> Document:
    return read(rf"{{\rtf1{head} {body}}}".encode("latin-1"), FILE)


def grid(document: Document) -> list[list[str]]:
    (table,) = document.tables
    return [[document.text[c.start : c.end] for c in cells] for cells in table.rows]


FONTS = (
    r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial{\*\falt Helvetica};}"
    r"{\f2\fcharset128 MS Gothic;}{\f3\fcharset2 Symbol;}{\f4\fcharset238 Arial CE;}}"
)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (r"\f1 \'d1\'ee\'e2\'e5\'f2", "Совет"),
        (r"\f0 caf\'e9 {\f4 \'b9\'ea} \'f1", "café ąę ñ"),
        (r"\f2 \'93\'fa\'96\'7b \'83A", "日本 ア"),
        (r"\f3 \'a3\f0  5 {\f3 b}", "≤ 5 β"),
        (r"\u1057?\u1086\'ee{\uc0\u8364}{\uc2\u8364xy}!", "Со€€!"),
        (r"fine \u-10179?\u-8704?", "fine 😀"),
        (r"a\~b\_c\-d\emdash e\lquote f\rquote  \{g\}", "a b-cd—e‘f’ {g}"),
        (r"\bin5 }}}}}x", "x"),
    ],
)
def test_bytes_are_read_by_their_font(body: str, shown: str) -> None:
    assert rtf(FONTS + body).text == shown


def test_western_fonts_mean_the_code_page_of_the_file_unless_others_name_it() -> None:
    alone = r"{\fonttbl{\f0\fcharset0 Arial;}}\f0 \'cc\'ee\'f1\'f2"
    assert rtf(alone, r"\ansi\ansicpg1251").text == "Мост"


def test_raised_marks_never_join_the_number_before_them() -> None:
    text = rtf(r"1,500{\super 3} m{\up6 2} in 2019{\super 12}\nosupersub . CO{\sub 2}").text

    assert text == "1,500[3] m² in 2019[12]. CO2"


def test_hidden_deleted_and_struck_out_text_is_left_out_and_said_to_be() -> None:
    document = rtf(
        r"Seen {\v hidden }{\deleted deleted }{\strike struck }words.\v more\v0  end."
        r"{\*\unknown unknown}{\header top}{\pict 0011}{\*\shppict{\pict 00}}"
    )

    assert document.text == "Seen words. end."
    assert document.notes == ("Hidden words were left out.", "Struck-out words were left out.")


def test_headings_lists_and_fields() -> None:
    document = rtf(
        r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 My head;}{\s2 heading 2;}}"
        r"\pard\s1 Ships\par\pard\s2 Boats\par\pard\plain Words.\par "
        r"{\listtext\pard (iv)\tab}\ilvl0 first\par {\listtext\'95\tab}\ilvl1 second\par "
        r'\pard {\field{\*\fldinst HYPERLINK "x"}{\fldrslt a link}} '
        r'{\field{\*\fldinst SYMBOL 163 \\f "Symbol" \\s 10}{\fldrslt}}7\par'
    )

    assert document.text == "Ships\n\nBoats\n\nWords.\n\n(iv) first\n  - second\n\na link ≤7"
    assert [(h.level, h.title) for h in document.headings] == [(1, "Ships"), (2, "Boats")]


def test_tables_keep_their_columns_and_repeat_merged_cells() -> None:
    document = rtf(
        r"Before\par\trowd\trhdr\cellx1000\cellx3000\pard\intbl Port\cell Summer\cell\row"
        r"\trowd\clvmgf\cellx1000\cellx2000\cellx3000\intbl Selby\par upper\cell 12\cell\cell\row"
        r"\trowd\clvmrg\cellx1000\cellx2000\cellx3000\intbl\cell 13\cell 14\cell\row\pard After\par"
    )

    assert grid(document) == [
        ["Port", "Summer", "Summer"], ["Selby / upper", "12", ""], ["Selby / upper", "13", "14"],
    ]  # fmt: skip
    assert document.tables[0].heads == 1
    assert document.text.startswith("Before\n\n")
    assert document.text.endswith("\n\nAfter")


def test_rows_may_have_fewer_cells_than_the_first() -> None:
    document = rtf(r"\trowd Port\cell Fee\cell\row\trowd\cell\row\trowd Hull\cell\row\pard\par")

    assert document.text == "Port | Fee\nHull |"


def test_notes_comments_and_boxes_follow_the_paragraph_that_they_belong_to() -> None:
    document = rtf(
        r"Herons wade{\super\chftn{\footnote\pard{\super\chftn} In May.\par}} at night"
        r"{\super\chftn{\footnote\ftnalt{\super\chftn} Mostly.}}"
        r"{\*\atnid AR}{\*\atnauthor Ann Reed}\chatn{\*\annotation\pard{\*\atndate 1}Sure?}."
        r"{\shp{\*\shpinst\shpleft1{\sp{\sn a}{\sv b}}{\shptxt\pard In a box.\par}}"
        r"{\shprslt twice}}\par Next.\par"
    )

    assert document.text == (
        "Herons wade[1] at night[i].\n\n[1] In May.\n\n[i] Mostly.\n\n"
        "Comment by Ann Reed: Sure?\n\nIn a box.\n\nNext."
    )
    assert [voice.author for voice in document.voices] == ["Ann Reed"]


def test_a_file_that_is_cut_off_gives_what_it_has() -> None:
    document = read(rb"{\rtf1\ansi Herons {\b wade {\footnote In", FILE)

    assert document.text == "Herons wade\n\nIn"


def test_groups_in_groups_without_end_are_read() -> None:
    assert rtf("{" * 50_000 + "x" + "}" * 50_000 + " y").text == "x y"
