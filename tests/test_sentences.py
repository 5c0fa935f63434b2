"""Where sentences end: a quotation that begins in the middle misleads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language.sentences import outside, paragraphs, sentences

PIECES = (
    "a", "Word", "U.S.", "Gen.", "Dr.", "10", "e.g.", "…", "?!", "\"", "“", "”", "'", "’s", ".",
    ". ", ", ", " ", "  ", "\t", "\n", "\n\n", "\r\n", "\f", "\v", "\u2028", "\u2029", "\u00a0",
    "- ", "1. ", "(a) ", "[3] ", " | ", "|", "e\u0301", "\u0301", "😀", "👩\u200d👩", "中文。", "ﬁ",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=80)


def cut(text: str) -> list[str]:
    """Return the sentences of a text, paragraph by paragraph."""
    return [
        text[start:end]
        for paragraph in paragraphs(text, 0, len(text))
        for start, end in sentences(text, *paragraph)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S. Army and the U.N. Security Council met.",
        "He met Gen. Khalifa Haftar in Benghazi.",
        "Lt. Col. Smith and Dr. No saw Mr. Yes at 5 p.m. on Monday.",
        "It was al-Qaeda's plan, not Ansar al-Sharia’s.",
        "In September 2011, 10 jihadist sources said that 2,600 had left.",
        "It cost $3.50 per litre (approx. 1.2 percent more).",
        "J. R. R. Tolkien, e.g. in his letters, disagreed.",
        "Wait... what is this?",
        "He wrote to a.b@example.org about https://example.org/x.html?y=1 then.",
        "See cf. p. 4 of the report.",
        "See Tab. 2, Fig. 3 and No. 1 of Vol. 4 in 5 F. Supp. 2d 123, or ring Tel. 555 0100.",
        "Den 3. oktober kom han, og Ludwig XIV. regierte.",
        "Die 4. Sitzung war am 2. Mai und nach Art. 7 Abs. 2 nicht öffentlich.",
        "He asked “Is it so?[2] Did it burn?” and left.",
        "It weighs 1920.5 Kilograms, says v.2 The Manual of a.b/c.12 The site.",
        "e\u0301te\u0301 and 😀 and 👩\u200d👩 are words.",
    ],
)
def test_one_sentence_stays_one(sentence: str) -> None:
    assert cut(sentence) == [sentence]
    assert cut(f"{sentence} The next one.") == [sentence, "The next one."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He lives in the U.S. It rained.", ["He lives in the U.S.", "It rained."]),
        ("“We won.” He left.", ["“We won.”", "He left."]),
        ('He said: "We won. We left." Then.', ['He said: "We won. We left."', "Then."]),
        (
            'A "stray mark. It ended here. He said "no" then.',
            ['A "stray mark.', "It ended here.", 'He said "no" then.'],
        ),
        ('It ended" here. It began.', ['It ended" here.', "It began."]),
        (
            "A “stray mark. It ended. He said “no” then.",
            ["A “stray mark.", "It ended.", "He said “no” then."],
        ),
        ('He ("a. b" they say) left. So did she.', ['He ("a. b" they say) left.', "So did she."]),
        (
            f'He said: "We {"really " * 30}won. We left." Then.',
            [f'He said: "We {"really " * 30}won.', 'We left."', "Then."],
        ),
        ("Is it so? Yes! It is.", ["Is it so?", "Yes!", "It is."]),
        ("One line\nwrapped here. Next.", ["One line\nwrapped here.", "Next."]),
        ("A title\n\nIts words.", ["A title", "Its words."]),
        ("Last words.\fA new page.", ["Last words.", "A new page."]),
        ("cut at the\n\n\nparagraph", ["cut at the", "paragraph"]),
        ("a\r\nb.\r\n\r\nC.", ["a", "b.", "C."]),
        ("He met Gen.\n\nKhalifa.", ["He met Gen.", "Khalifa."]),
        ("Gen.", ["Gen."]),
        ("He is 12. My cat is 3. The end.", ["He is 12.", "My cat is 3.", "The end."]),
        ("It sank.[8] On deck it was calm.", ["It sank.[8]", "On deck it was calm."]),
        ("It sank.[8][9] On. No.³ Yes.", ["It sank.[8][9]", "On.", "No.³", "Yes."]),
        ("“It sank.”4 Then rain.2,3 It fell.", ["“It sank.”4", "Then rain.2,3", "It fell."]),
        ("It was built in 1902.1 It fell.", ["It was built in 1902.1", "It fell."]),
        ("It ended.6 June is warm.", ["It ended.6 June is warm."]),
        ("Pay by: 1. Card. 2. Cash. Thanks.", ["Pay by:", "1. Card.", "2. Cash.", "Thanks."]),
        ("Pay: (a) By card. (b) In cash.", ["Pay:", "(a) By card.", "(b) In cash."]),
        ("市长走了。没有人说话！为什么？", ["市长走了。", "没有人说话！", "为什么？"]),
        ("「行く。帰る。」と彼は言った。終わり。", ["「行く。帰る。」と彼は言った。", "終わり。"]),
        ("Rent\nThe rent is 640 crowns.", ["Rent", "The rent is 640 crowns."]),
        (
            "Article 2. Rent\nThe rent is 640 crowns. It is due.",
            ["Article 2. Rent", "The rent is 640 crowns.", "It is due."],
        ),
        (
            "Flood report\nTwo people were hurt\nThe river rose by three metres in one night.",
            [
                "Flood report",
                "Two people were hurt",
                "The river rose by three metres in one night.",
            ],
        ),
        (
            "The mill is led by\nAda Lund and has been so for years.",
            ["The mill is led by\nAda Lund and has been so for years."],
        ),
        (
            "Long ago the mill of\nAda Lund was sold.",
            ["Long ago the mill of\nAda Lund was sold."],
        ),
        (
            "It was sold by the miller Ada\nLund in autumn, for little.",
            ["It was sold by the miller Ada\nLund in autumn, for little."],
        ),
        ("Ann Lee\nQuay 4\nSelby", ["Ann Lee\nQuay 4\nSelby"]),
        ("Ann Lee\nQuay 4\nTel. 555 0100", ["Ann Lee\nQuay 4", "Tel. 555 0100"]),
        (
            "It left at\n10:30 and came at\n11:45 in rain.",
            ["It left at\n10:30 and came at\n11:45 in rain."],
        ),
        ("", []),
        (" \n\t ", []),
        ("x", ["x"]),
    ],
)
def test_sentences_end_where_a_reader_would_say(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "3. Fee. The client pays 9 cents a word.",
        "12.4 Governing law. The law of Norway applies.",
        "(b) Term and termination. It ends in May.",
        "IV. The Work. This is a book.",
        "§ 4 Haftung. Der Verlag haftet nicht.",
    ],
)
def test_a_numbered_heading_belongs_to_the_sentence_behind_it(text: str) -> None:
    assert cut(f"{text} It rains.") == [text, "It rains."]
    assert cut(f"It rains. {text} It snows.") == ["It rains.", text, "It snows."]


def test_a_numbered_sentence_is_no_heading() -> None:
    assert cut("3. The client pays a fee. It is high.") == [
        "3. The client pays a fee.",
        "It is high.",
    ]
    assert cut("12 boats sank. It was late.") == ["12 boats sank.", "It was late."]
    assert cut("a small boat. It sank.") == ["a small boat.", "It sank."]


@pytest.mark.parametrize(
    "first",
    [
        "Lund et al. [10] showed that they came back.",
        "In 1871, Lund et al.[10] showed it.",
        "In 1871, Lund et al.\n[10] showed that they came back.",
        "That had been shown\n[10] in a study of owls.",
        "That had been shown\n[1] in a study of owls.",
        "It is told in the record (page\n12) for that year.",
        "The number of mated pairs\n(NMP) was 12 in all years.",
        "They came back in the end\n(see there) and stayed.",
    ],
)
def test_a_sentence_goes_on_behind_a_citation_and_at_the_head_of_a_line(first: str) -> None:
    assert cut(f"{first} It rained.") == [first, "It rained."]


@pytest.mark.parametrize(
    "lines",
    [
        ["1. bread", "2. peace"],
        ["(7) bread for us", "and you", "(8) peace"],
        ["We want", "[3] bread", "[4] peace"],
        ["We want:", "3) bread"],
        ["[1] Lund: Owls.", "[2] van Berg: Fens."],
        ["Prices in euros", "12. tea", "15. coffee"],
        ["It ended.", "(It rained.) Then we left."],
    ],
)
def test_items_that_begin_small_are_sentences_of_their_own(lines: list[str]) -> None:
    if "and you" in lines:
        lines[:2] = ["\n".join(lines[:2])]
    assert cut("\n".join(lines)) == lines


def test_list_items_are_sentences_of_their_own_with_their_marks() -> None:
    text = (
        "They want:\n1. Bread\n2. Peace for us all now. Land.\n- this\n  * that\n"
        "(a) those\n[3] these"
    )

    assert cut(text) == [
        "They want:", "1. Bread", "2. Peace for us all now.", "Land.", "- this", "* that",
        "(a) those", "[3] these",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        ["[1/2/2020, 9:00:01] Ann: is it open", "[1/2/2020, 9:00:07] Bob: no", "and never was"],
        ["9:00 Ann: is it open", "9:01 Bob: no", "9:02 Ann: why"],
        ["2020-02-01 09:00 - Ann: is it open", "2020-02-01 09:01 - Bob: no"],
        ["<ann> is it open", "<bob> no", "<ann> why"],
        ["Q: Is it open?", "A: No.", "Q: Why?"],
    ],
)
def test_the_lines_of_a_chat_are_sentences_of_their_own(lines: list[str]) -> None:
    if lines[-1].startswith("and"):
        lines[-2:] = ["\n".join(lines[-2:])]

    assert cut("\n".join(lines)) == lines


def test_a_line_that_begins_with_a_year_is_no_list_item() -> None:
    assert cut("He came in\n2011. She left.") == ["He came in\n2011.", "She left."]


def test_table_rows_are_sentences_of_their_own() -> None:
    assert cut("Name | Age\nAnn | 31\nBob | 27\nThat is all. Truly.") == [
        "Name | Age", "Ann | 31", "Bob | 27", "That is all.", "Truly.",
    ]  # fmt: skip


def test_only_the_part_that_was_asked_for_is_cut() -> None:
    text = "One. Two. Three. Four."

    spans = list(sentences(text, 5, 16))
    assert [text[start:end] for start, end in spans] == ["Two.", "Three."]


def test_a_hundred_thousand_letters_without_a_space_are_one_sentence() -> None:
    assert cut("a" * 100_000) == ["a" * 100_000]


@given(texts)
def test_paragraphs_hold_every_word_in_order_and_no_empty_line(text: str) -> None:
    spans = list(paragraphs(text, 0, len(text)))

    position = 0
    for start, end in spans:
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert position <= start < end
        assert "\n\n" not in text[start:end]
        position = end
    assert not text[position:].strip()


@given(texts)
def test_sentences_hold_every_word_of_their_paragraph_in_order(text: str) -> None:
    """What lies between two sentences is white space: no word can be lost to search."""
    for first, last in paragraphs(text, 0, len(text)):
        position = first
        for start, end in sentences(text, first, last):
            assert not text[position:start].strip()
            assert text[start:end] == text[start:end].strip()
            assert first <= position <= start < end <= last
            position = end
        assert not text[position:last].strip()


@given(texts)
def test_a_sentence_never_ends_within_a_word(text: str) -> None:
    for first, last in paragraphs(text, 0, len(text)):
        for _, end in sentences(text, first, last):
            stop = text[first:end].rstrip("”’」』）】》〉")[-1:]
            assert end == last or text[end].isspace() or stop in "。！？｡．"


@given(texts, texts)
def test_the_words_before_a_paragraph_do_not_move_its_sentences(before: str, text: str) -> None:
    """Offsets count code points whatever stands before, astral characters too."""
    joined = f"{before}\n\n{text}"
    assert cut(joined)[len(cut(before)) :] == cut(text)


@pytest.mark.parametrize("mark", ["(a)", "(A)", "(ii)", "(1)"])
def test_a_paragraph_that_begins_with_its_mark_is_cut(mark: str) -> None:
    """sentencex ends no sentence in it."""
    text = f"{mark} The captain is Jon Frey. He is old. The boat is new."
    found = [text[start:end] for start, end in sentences(text, 0, len(text))]
    assert found == [f"{mark} The captain is Jon Frey.", "He is old.", "The boat is new."]


@given(
    st.sets(st.integers(0, 60)), st.lists(st.integers(0, 60), max_size=8, unique=True).map(sorted)
)
def test_places_outside_of_spans_are_found_as_the_slow_way_finds_them(
    places: set[int], edges: list[int]
) -> None:
    spans = [*zip(edges[::2], edges[1::2], strict=False)]
    slow = {at for at in places if not any(first < at < last for first, last in spans)}
    assert outside(places, spans) == slow
