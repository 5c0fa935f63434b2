"""Number formats of spreadsheets: a cell says what it shows."""

import pytest

from corpus.formats.sheets.number_format import number_format


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.075, "0.0%", "7.5%"),
        (0.1234, "0%", "12%"),
        (1234.5, '"$"#,##0.00', "$1,234.50"),
        (1234.5, "[$kr-414] #,##0.00", "kr 1,234.50"),
        (1234.5, "#,##0.00\\ [$€-407]", "1,234.50 €"),
        (-1234, "#,##0_);(#,##0)", "(1,234)"),
        (-5, "0.0;[Red]-0.0", "-5.0"),
        (-5, "0.0", "-5.0"),
        (0, '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', " -"),
        (427, "000000", "000427"),
        (5551234567, "(000) 000-0000", "(555) 123-4567"),
        (1_500_000, '0.0,,"M"', "1.5M"),
        (12, "0,000", "0,012"),
        (0.5, "#.##", ".5"),
        (0.5, "0.0#", "0.5"),
        (0.5, "# ?/?", "1/2"),
        (3.125, "# ?/8", "3 1/8"),
        (12345, "0.00E+00", "1.23E+04"),
        (9999.9, "0.0E+00", "1.0E+04"),
        (12345, "##0.0E+0", "12.3E+3"),
        (37.5, '0.0"°C"', "37.5°C"),
        (5, 'General" kg"', "5 kg"),
        (30, '[<10]"few";[<100]"some";"many"', "some"),
        (300, '[<10]"few";[<100]"some";"many"', "many"),
        (0, '"yes";"yes";"no"', "no"),
        (5, ";;;", ""),
        (-5, "0;;", ""),
        (1234, "@", "1234"),
        (1e300, "0", "1" + "0" * 300),
    ],
)
def test_numbers_show_as_in_their_cells(value: float, code: str, shown: str) -> None:
    assert number_format(code).show(value).rstrip() == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (434.9999999999999, "0.00", "435.00"),
        (2.675, "0.0", "2.7"),
        (1.005, "0.00", "1.01"),
        (2.5, "0", "3"),
        (434.9999999999999, "General", "435"),
        (0.1 + 0.2, "General", "0.3"),
        (1 / 3, "General", "0.333333333"),
        (123456789012, "General", "123456789012"),
        (1.5e-12, "General", "1.5E-12"),
    ],
)
def test_numbers_are_rounded_as_the_sheet_rounds_them(value: float, code: str, shown: str) -> None:
    assert number_format(code).show(value) == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (46096, "dd/mm/yyyy", "15/03/2026"),
        (46096, "d. mmm yyyy", "15. Mar 2026"),
        (46096, "dddd, mmmm dd, yyyy", "Sunday, March 15, 2026"),
        (46096.5, "yyyy-mm-dd\\ hh:mm", "2026-03-15 12:00"),
        (46096, 'yyyy"年"m"月"d"日"', "2026年3月15日"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (61, "yyyy-mm-dd", "1900-03-01"),
        (1.25, "[h]:mm", "30:00"),
        (0.3125, "[h]:mm", "7:30"),
        (0.75, "h:mm AM/PM", "6:00 PM"),
        (0, "h:mm AM/PM", "12:00 AM"),
        (0.00104166, "mm:ss.0", "01:30.0"),
        (46096, "[$-409]mmmm d, yyyy;@", "March 15, 2026"),
        (46096, "[$-407]d. mmmm yyyy", "2026-03-15"),  # German names are not known here
        (46096, "[$-F800]dddd, mmmm dd, yyyy", "2026-03-15"),  # every computer shows its own
        (-5, "yyyy-mm-dd", "-5"),
    ],
)
def test_days_and_times_show_as_in_their_cells(value: float, code: str, shown: str) -> None:
    assert number_format(code).show(value) == shown


def test_days_count_from_1904_where_a_file_says_so() -> None:
    assert number_format("yyyy-mm-dd").show(44634, since_1904=True) == "2026-03-15"


def test_words_show_in_the_section_for_words() -> None:
    assert number_format('"No. "@').show_text("7b") == "No. 7b"
    assert number_format('0;0;0;"x"@').show_text("7b") == "x7b"
    assert number_format("0.00").show_text("7b") == "7b"
    assert number_format(";;;").show_text("7b") == ""
