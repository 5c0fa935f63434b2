"""A draft as it is checked: which of it are sentences, where they stand, and what they cite."""

from io import BytesIO

import pytest
from docx import Document as WordFile
from hypothesis import given
from hypothesis import strategies as st

from corpus.sandbox.pool import ReaderPool
from qa.checking.blocks import blocks
from qa.checking.draft import MAX_CHARACTERS, MAX_SENTENCES, Draft, draft_of, read_draft
from qa.checking.marking import Pointer
from qa.errors import DraftRejected

ID = "vmrabuovykxiffn3gjjq7fl76n"
VERSION = "0f" * 32
HERE = f"{ID}:12-40"
LINK = f"/read/{ID}?version={VERSION}&start=12&end=40"


def claims(draft: Draft) -> list[str]:
    return [sentence.claim.text for sentence in draft.sentences]


def pointers(draft: Draft) -> list[list[Pointer]]:
    return [[p for mark in one.marks for p in mark.pointers] for one in draft.sentences]


PIECES = st.sampled_from(
    [
        "Ada Lund counted **40 herons**.", "[1]", "[^2]", " ", "\n", "\n\n", "# Birds\n", "> ",
        "- ", "```\n", "| a | b |\n", "|---|---|\n", "[2] Lund " + HERE + "\n", "[^2]: " + LINK,
        f"({HERE})", "[page](" + LINK + ")", "Was it so?", "“Yes.”", "_", "*", "\\[", "é",
        "\U0001f426", "Sources\n", "---\n", "<!-- x -->\n", "1. ", "…",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_each_sentence_stands_where_it_says(text: str) -> None:
    if not any(map(str.isalnum, text)):
        return
    draft = draft_of(text)
    last = 0
    for sentence in draft.sentences:
        assert draft.text[sentence.start : sentence.end] == sentence.text
        assert last <= sentence.start < sentence.end
        last = sentence.end
        claim = sentence.claim
        assert len(claim.places) == len(claim.text) > 0
        for letter, place in zip(claim.text, claim.places, strict=True):
            assert sentence.start <= place < sentence.end
            assert letter == " " or draft.text[place] == letter
        assert list(claim.places) == sorted(claim.places)


def test_what_is_no_sentence_is_left_out() -> None:
    text = (
        "---\ntitle: Birds\n---\n# Herons of the lake\n\nThe heron stands in water.\n\n"
        "Underlined title\n======\n\n```\ncode = True. Really.\n```\n\n<!-- not this. -->\n\n"
        "| Year | Herons |\n|---|---|\n| 1871 | 40 |\n\n***\n\nIt eats fish.\n\n"
        "## References\n\nLund, A. The herons. 1871.\n\n## After\n\nThe lake is deep.\n"
    )

    draft = draft_of(text)

    assert claims(draft) == [
        "The heron stands in water.", "| 1871 | 40 |", "It eats fish.", "The lake is deep.",
    ]  # fmt: skip
    assert draft.sentences[1].unchecked is not None


def test_marks_are_not_words_and_belong_to_the_sentence_before_them() -> None:
    draft = draft_of("Lund *counted* 40 herons.[1] She was **sure** [2]. It rained. [^a] Then fog.")

    assert claims(draft) == ["Lund counted 40 herons.", "She was sure.", "It rained.", "Then fog."]
    assert [[mark.text for mark in one.marks] for one in draft.sentences] == [
        ["[1]"], ["[2]"], ["[^a]"], [],
    ]  # fmt: skip
    assert draft.sentences[0].text == "Lund *counted* 40 herons.[1]"


def test_a_part_of_the_words_is_found_in_the_draft() -> None:
    draft = draft_of("Lund counted **40\n> herons**.[1]")
    claim = draft.sentences[0].claim

    start, end = claim.span(claim.text.index("40"), claim.text.index("herons") + 6)

    assert draft.text[start:end] == "40\n> herons"


@pytest.mark.parametrize(
    "note",
    [
        f"[1] Foreign Fighters, Zelin, p. 3  {HERE}",
        f"[1]: https://example.org/read/{ID}?start=12&end=40",
        f"Sources:\n\n[1] Zelin,\n  see {HERE}.",
    ],
)
def test_a_number_is_resolved_by_the_list_of_sources(note: str) -> None:
    draft = draft_of(f"He earned $3,000. [1]\n\n{note}\n")

    assert claims(draft) == ["He earned $3,000."]
    assert pointers(draft) == [[Pointer(ID, "", 12, 40)]]


def test_several_numbers_in_one_mark_are_several_citations() -> None:
    notes = "\n".join(f"[{n}] {ID}:{n}0-{n}9" for n in (1, 2, 3, 4))
    draft = draft_of(f"One.[1][2] Two words [1, 3–4].\n\n{notes}")

    assert pointers(draft) == [
        [Pointer(ID, "", 10, 19), Pointer(ID, "", 20, 29)],
        [Pointer(ID, "", 10, 19), Pointer(ID, "", 30, 39), Pointer(ID, "", 40, 49)],
    ]


def test_exports_of_the_page_are_read() -> None:
    plain = "characters 12–40 (version 0f0f0f0f0f0f)."
    noted = "“Birds,” 3. PDF page 4. Characters 12–40, version 0f0f0f0f0f0f."
    draft = draft_of(
        f"# Birds\n\n## Who?\n\n> Lund did so.[^1-1]\n\n[^1-1]: {noted}\n\n"
        f"What?\n\n“Forty herons stood there.” [1]\n\n[1] Lund, Birds, {plain}\n"
    )

    assert claims(draft) == ["Lund did so.", "What?", "“Forty herons stood there.”"]
    assert pointers(draft) == [
        [Pointer("", "0f0f0f0f0f0f", 12, 40)], [], [Pointer("", "0f0f0f0f0f0f", 12, 40)],
    ]  # fmt: skip


def test_each_list_of_sources_is_of_the_text_before_it() -> None:
    draft = draft_of(f"It flew.[1]\n\n[1] {ID}:1-2\n\nIt swam.[1]\n\n[1] {ID}:3-4\n")

    assert pointers(draft) == [[Pointer(ID, "", 1, 2)], [Pointer(ID, "", 3, 4)]]


@pytest.mark.parametrize(
    "place", [f"({HERE})", f"[here]({LINK})", f"[1]({LINK})", f"https://a.example{LINK}"]
)
def test_a_place_may_stand_in_the_sentence(place: str) -> None:
    draft = draft_of(f"Lund counted herons {place}. She left.")

    (pointer,) = pointers(draft)[0]

    assert (pointer.document_id, pointer.start, pointer.end) == (ID, 12, 40)
    assert pointer.version in ("", VERSION)
    assert claims(draft)[0] in ("Lund counted herons.", "Lund counted herons here.")
    assert claims(draft)[1] == "She left."


def test_a_mark_that_nothing_explains_points_nowhere() -> None:
    draft = draft_of("Lund counted 40 herons.[7]")

    assert [mark.text for mark in draft.sentences[0].marks] == ["[7]"]
    assert pointers(draft) == [[]]


def test_numbered_paragraphs_are_not_a_list_of_sources() -> None:
    draft = draft_of("[1] The heron stands in water.\n\n[2] It eats fish and frogs.\n")

    assert claims(draft) == ["The heron stands in water.", "It eats fish and frogs."]


@pytest.mark.parametrize(
    "text",
    [
        "Who counted the herons?", "Dear Ada,", "In this section, we describe the lake.",
        "I think the lake is lovely.", "In our view, it was too late.", "Please read on.", "Yes.",
        "Ich denke, das war gut.", "A history of herons", "Im Folgenden beschreiben wir den See.",
        "Ich glaube, dass der Weg gut ist.", "Did Ada Lund count 40 herons in 1871?",
        "Dear Ms Ada Lund,", "Was Ada Lund right?", "Lovely, isn't it?",
    ],
)  # fmt: skip
def test_what_states_nothing_is_not_checked(text: str) -> None:
    (sentence,) = draft_of(text).sentences

    assert sentence.unchecked is not None


@pytest.mark.parametrize(
    "text",
    [
        "Lund counted 40 herons in 1871", "It rained.", "We now have 40 boats.",
        "The report describes 40 herons.", "Dear readers bought 3,000 copies in 1871.",
        "We believe Ada Lund counted 400 herons.", "Please note that Ada Lund drew the map.",
        "This report shows that Ada Lund counted 400 herons in 1871.",
        "Let us recall that the herons left in 1871.", "I think that Ada Lund drew the map.",
        "Ich denke, dass Ada Lund 400 Reiher zählte.", "Im Folgenden Jahr brannte die Mühle.",
        "Ada Lund counted 40 herons in 1871, didn't she?",
    ],
)  # fmt: skip
def test_what_states_something_is_checked(text: str) -> None:
    (sentence,) = draft_of(text).sentences

    assert sentence.unchecked is None


def test_what_has_a_citation_is_checked_whatever_it_sounds_like() -> None:
    draft = draft_of(f"I think Lund counted 40 herons ({HERE}). Did she ({HERE})?")

    assert [one.unchecked is None for one in draft.sentences] == [True, False]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("  …\n", "empty"),
        ("a" * (MAX_CHARACTERS + 1), "characters"),
        ("It rained. " * (MAX_SENTENCES + 1), "sentences"),
        ("It rained \ud800.", "Unicode"),
    ],
)
def test_a_draft_that_cannot_be_checked_is_refused(text: str, why: str) -> None:
    with pytest.raises(DraftRejected, match=why):
        draft_of(text)


@pytest.mark.parametrize("piece", ["<!--", "<!--\n", "![", "# ", "[1] x\n", " ", "| ", "> "])
def test_a_draft_made_to_take_for_ever_is_read(piece: str) -> None:
    """Each took minutes or had no end where a pattern looked at the rest from every place."""
    text = (piece * MAX_CHARACTERS)[: MAX_CHARACTERS - 2] + " a"

    assert len(draft_of(text).sentences) <= 20


def word_draft() -> bytes:
    file = WordFile()
    file.add_heading("Herons of the lake", 1)
    paragraph = file.add_paragraph("Ada Lund counted ")
    paragraph.add_run("40 herons").bold = True
    paragraph.add_run(f" in 1871 ({HERE}). It rained all day.")
    file.add_comment(paragraph.runs, text="Is that so? Ask her.", author="Bo")
    table = file.add_table(rows=2, cols=2)
    for row, words in zip(table.rows, [("Year", "Herons"), ("1871", "40")], strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def test_a_word_file_is_read_without_its_headings_and_comments() -> None:
    with ReaderPool(1) as pool:
        draft = read_draft(word_draft(), "draft.docx", pool)

    checked = [one for one in draft.sentences if one.unchecked is None]
    assert [one.claim.text for one in checked] == [
        "Ada Lund counted 40 herons in 1871.", "It rained all day.",
    ]  # fmt: skip
    assert pointers(draft)[0] == [Pointer(ID, "", 12, 40)]
    assert draft.media_type.endswith("wordprocessingml.document")


def test_a_text_file_is_read_as_it_stands() -> None:
    with ReaderPool(1) as pool:
        draft = read_draft("Ärger über Reiher.\r\n".encode("latin-1"), "notes.txt", pool)

    assert draft.text == "Ärger über Reiher.\n"


def test_an_unclosed_fence_hides_nothing_before_it() -> None:
    text = "It rained.\n\n```\nx\n"

    assert [text[slice(*span)] for _, span in blocks(text).parts] == ["It rained."]


def test_a_question_behind_a_statement_is_no_part_of_it() -> None:
    (sentence,) = draft_of("Ada Lund counted 40 herons in 1871, didn't she?").sentences

    assert sentence.claim.text == "Ada Lund counted 40 herons in 1871"
    assert sentence.text.endswith("didn't she?")


CRLF = (
    "---\ntitle: x\n---\n# Birds\n\nIt rained.\n\n```\ncode = 1\n```\n\n"
    "Ada counted\n40 herons. [1]\n\n"
    f"Lakes\n---\n\n| Year | Herons |\n|---|---|\n| 1871 | 40 |\n\nSources:\n[1] Lund, {HERE}\n"
)


def test_lines_may_end_as_on_windows() -> None:
    draft = draft_of(CRLF.replace("\n", "\r\n"))

    assert claims(draft) == claims(draft_of(CRLF))
    assert claims(draft) == ["It rained.", "Ada counted 40 herons.", "| 1871 | 40 |"]
    assert pointers(draft)[1] == [Pointer(ID, "", 12, 40)]
    for sentence in draft.sentences:
        assert draft.text[sentence.start : sentence.end] == sentence.text


def test_prose_between_two_rules_is_no_front_matter() -> None:
    assert claims(draft_of("---\nAda counted 40 herons.\n\n---\n\nIt rained.\n")) == [
        "Ada counted 40 herons.", "It rained.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "entry",
    [
        "Lund, A. The herons. 1871.", "Lund, Ada: The herons.", "- The herons of Vessa, 1871",
        "1. The herons of Vessa, 1871", "The herons: https://example.org/a", "[Map](http://a.b/c)",
        f"The herons of Vessa  {HERE}, version 0f0f0f0f0f0f", "Lund, A. A\nsecond line.",
    ],
)  # fmt: skip
def test_prose_below_a_list_of_sources_is_checked(entry: str) -> None:
    draft = draft_of(f"It rained.\n\nSources:\n\n{entry}\n\nAda Lund counted 400 herons.\n")

    assert claims(draft) == ["It rained.", "Ada Lund counted 400 herons."]


@pytest.mark.parametrize(
    "entry", [f"Contract, pincite:{HERE}", f"Contract  {HERE}", f"pincite:{HERE}"]
)
@pytest.mark.parametrize("heading", ["\n\nSources:\n", "\n\n"])
def test_entries_may_be_items_of_a_list(entry: str, heading: str) -> None:
    draft = draft_of(f"She counted 40 herons in 1871. [1]{heading}- [1] {entry}\n- [2] Other\n")

    assert claims(draft)[0] == "She counted 40 herons in 1871."
    assert pointers(draft)[0] == [Pointer(ID, "", 12, 40)]
    assert "Contract" not in " ".join(claims(draft))


def test_numbered_items_are_not_a_list_of_sources() -> None:
    assert claims(draft_of("- [1] Ada counted herons.\n- [2] It rained.\n")) == [
        "Ada counted herons.", "It rained.",
    ]  # fmt: skip
