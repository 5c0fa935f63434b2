"""Records of checked drafts: written, exported, edited, and read again."""

import json
from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from checking_calls import HERONS, MakeDocument, checked, filled, link, place, with_text
from docx import Document as open_word
from docx.shared import RGBColor

from corpus import Document, Source
from corpus.sandbox.pool import ReaderPool
from index import LocalIndex
from qa.answering.verification import verify
from qa.checking.checker import Checker
from qa.checking.draft import draft_of, read_draft
from qa.checking.markdown_export import markdown_of
from qa.checking.record_reading import as_quotes, read_checked
from qa.checking.verifier import EvidenceVerifier
from qa.checking.word_export import word_file
from qa.errors import RecordRejected

COUNTED = "Ada Lund counted 40 herons in 1871."
Record = dict[str, Any]


@pytest.fixture
def herons(index: LocalIndex, make_document: MakeDocument) -> Document:
    return filled(index, make_document(HERONS, "herons.txt"))


@pytest.fixture
def record(index: LocalIndex, herons: Document) -> Record:
    """A checked draft with every verdict in it."""
    text = (
        "# Herons\n\nIn 1871, Ada Lund counted **40** herons. Ada Lund counted 50 herons in 1871. "
        "Fishermen of the village caught pike, eels, trout and seven otters near the shore.\n\n"
        "- Why? Bridges over the canal were painted green by volunteers.\n"
        f"- Nils drew a map of the lake in 1872 ({link(herons, COUNTED)}).\n"
    )
    found = json.loads(json.dumps(checked(index, text).record()))
    assert min(found["counts"].values()) > 0, found["counts"]
    return dict(found)


def test_a_record_is_read_and_its_words_are_verified(index: LocalIndex, record: Record) -> None:
    read = read_checked(json.dumps(record))
    assert read == [record]

    checks = verify(as_quotes(read[0]), index)

    assert {one.verdict for one in checks} == {"verbatim"}
    assert [one.number for one in checks] == [one["number"] for one in record["citations"]]


def test_words_that_are_no_longer_there_are_stale(
    index: LocalIndex, herons: Document, record: Record
) -> None:
    filled(index, with_text(herons, "Nothing of it stands here any more."))

    assert {one.verdict for one in verify(as_quotes(record), index)} == {"stale"}


def test_words_that_never_were_there_are_altered(index: LocalIndex, record: Record) -> None:
    record["citations"][0]["quote"] = "Ada Lund counted 90 herons in 1871."

    assert verify(as_quotes(record), index)[0].verdict == "altered"


def drop_citations(record: Record) -> None:
    record["citations"] = []


def change_text(record: Record) -> None:
    record["draft"]["text"] = record["draft"]["text"].replace("40", "41")


def change_sentence(record: Record) -> None:
    record["sentences"][0]["text"] = "Ada Lund counted 90 herons."


def change_verdict(record: Record) -> None:
    record["sentences"][1]["verdict"] = "supported"


def invent_verdict(record: Record) -> None:
    record["sentences"][1]["verdict"] = "true"


def support_without_words(record: Record) -> None:
    sentence = next(one for one in record["sentences"] if one["verdict"] == "not_found")
    sentence["verdict"] = "supported"
    record["counts"]["supported"] += 1
    record["counts"]["not_found"] -= 1


def cite_nothing_there(record: Record) -> None:
    record["sentences"][0]["citations"] = [99]


def name_a_better_one_that_is_not_there(record: Record) -> None:
    record["sentences"][-1]["cited"]["better"] = [99]


def mark_words_elsewhere(record: Record) -> None:
    record["sentences"][1]["unsupported"] = [{"start": 0, "end": 3}]


def shuffle(record: Record) -> None:
    record["sentences"].reverse()


def spoil_a_passage(record: Record) -> None:
    sentence = next(one for one in record["sentences"] if one["verdict"] == "not_found")
    sentence["closest"] = [7]


EDITS = [
    drop_citations, change_text, change_sentence, change_verdict, invent_verdict,
    support_without_words, cite_nothing_there, name_a_better_one_that_is_not_there,
    mark_words_elsewhere, shuffle, spoil_a_passage,
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_record_is_refused(record: Record, edit: Callable[[Record], None]) -> None:
    edited = deepcopy(record)
    edit(edited)

    with pytest.raises(RecordRejected):
        read_checked(json.dumps(edited))


@pytest.mark.parametrize("place", ["verifier", "reason", "name"])
def test_half_of_a_character_is_refused(record: Record, place: str) -> None:
    parts = {"verifier": record, "reason": record["sentences"][0], "name": record["draft"]}
    parts[place][place] = "\ud800"

    with pytest.raises(RecordRejected, match="half of a character"):
        read_checked(json.dumps(record))


@pytest.mark.parametrize("part", ["draft", "sentences", "citations", "counts"])
@pytest.mark.parametrize("value", [None, 7, [], {}, "x"])
def test_a_record_of_another_shape_is_refused(record: Record, part: str, value: Any) -> None:
    with pytest.raises(RecordRejected):
        read_checked(json.dumps({**record, part: value}))


def test_answers_are_no_checked_drafts() -> None:
    assert read_checked('{"sentences": [], "citations": []}') is None


def test_markdown_is_the_draft_with_notes(record: Record) -> None:
    text = markdown_of(record)
    without = [line for line in text.split("\n") if not line.startswith(("[^", "######"))]
    for number in range(1, len(record["sentences"]) + 1):
        without = [line.replace(f"[^pincite-{number}]", "") for line in without]

    assert "\n".join(without).strip() == record["draft"]["text"].strip()
    assert f"[^pincite-1]: **Supported.** “{COUNTED}” herons " in text
    assert "**Contradicted.**" in text
    assert "“50”" in text or "50" in text.split("**Contradicted.**")[1].split("\n")[0]
    assert text.count("[^pincite-") == 2 * (len(record["sentences"]) - 1)


def test_a_checked_draft_can_be_checked_again(index: LocalIndex, record: Record) -> None:
    again = checked(index, markdown_of(record)).record()

    def said(one: Record) -> str:
        return str(one["text"].partition("[^")[0])

    assert list(map(said, again["sentences"])) == list(map(said, record["sentences"]))
    supported = [one for one in again["sentences"] if one["verdict"] == "supported"]
    assert len(supported) == record["counts"]["supported"]
    assert all(
        place["state"] == "found" for one in supported for place in one["cited"]["places"][-1:]
    )


def test_a_document_cannot_write_markdown_into_an_export(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    filled(index, make_document("Ada *Lund* <img src=x> counted 40 [herons](http://a.example)."))
    text = markdown_of(checked(index, "Ada Lund counted 40 herons.").record())

    assert "<img" not in text.replace(r"\<img", "")
    assert "](http" not in text.replace(r"\](http", "")


def commented(data: bytes) -> list[tuple[str, str]]:
    """Return the words that each comment of a Word file is on, and what it says."""
    file = open_word(BytesIO(data))
    said = {comment.comment_id: comment.text for comment in file.comments}
    found: dict[int, str] = {}
    opened: set[int] = set()
    for element in file.element.body.iter():
        name = str(element.tag).rpartition("}")[2]
        key = next((int(v) for k, v in element.attrib.items() if str(k).endswith("}id")), -1)
        if name == "commentRangeStart":
            opened.add(key)
        elif name == "commentRangeEnd":
            opened.remove(key)
        elif name == "t":
            for one in opened:
                found[one] = found.get(one, "") + (element.text or "")
    assert not opened
    return [(found[key], said[key]) for key in sorted(said)]


def test_a_word_file_has_a_comment_on_each_sentence(record: Record) -> None:
    comments = [one for one in commented(word_file(record)) if not one[1].startswith("Checked")]
    expected = [one for one in record["sentences"] if one["verdict"] != "unchecked"]

    assert [words for words, _ in comments] == [one["text"] for one in expected]
    assert comments[0][1].startswith(f"Supported\n“{COUNTED}”\nherons")
    assert comments[1][1].startswith("Contradicted\n")


def test_a_word_file_is_read_by_our_reader_with_its_comments(record: Record) -> None:
    with ReaderPool(1) as pool:
        document = pool.read(word_file(record), Source("x", "checked.docx"), "checked.docx")

    assert document.headings[0].title == "Herons"
    assert document.text.count("Comment by Pincite:") == len(record["sentences"])
    assert f"“{COUNTED}”" in document.text


def written_in_word() -> bytes:
    file = open_word()
    file.add_heading("Herons of the lake", 1)
    paragraph = file.add_paragraph(style="List Bullet")
    paragraph.add_run("In 1871, Ada ")
    paragraph.add_run("Lund counted 40 herons. Ada Lund ").bold = True
    run = paragraph.add_run("counted 50 herons in 1871.")
    run.font.color.rgb = RGBColor(200, 0, 0)
    file.add_paragraph("Bridges over the canal were painted green by volunteers.")
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def looks(data: bytes) -> list[tuple[str, str, list[tuple[str, Any, Any]]]]:
    """Return the words of each paragraph with their style, letter by letter of which look."""
    return [
        (
            str(p.style.name if p.style else ""),
            p.text,
            [(letter, r.bold, r.font.color.rgb) for r in p.runs for letter in r.text],
        )
        for p in open_word(BytesIO(data)).paragraphs
    ]


def test_a_word_draft_keeps_its_paragraphs_and_its_look(
    index: LocalIndex, herons: Document
) -> None:
    original = written_in_word()
    with ReaderPool(1) as pool:
        draft = read_draft(original, "draft.docx", pool)
    record = Checker(index, EvidenceVerifier).check(draft).record()

    made = word_file(record, original)

    assert looks(made) == looks(original)
    said = [(words, text.split("\n")[0]) for words, text in commented(made)]
    assert said[:3] == [
        ("In 1871, Ada Lund counted 40 herons.", "Supported"),
        ("Ada Lund counted 50 herons in 1871.", "Contradicted"),
        ("Bridges over the canal were painted green by volunteers.", "Not found"),
    ]


def test_characters_that_word_cannot_hold_are_replaced(index: LocalIndex, herons: Document) -> None:
    record = checked(index, "Ada Lund counted\x0b 40 herons in 1871.\x01").record()

    assert "\ufffd" in open_word(BytesIO(word_file(record))).paragraphs[0].text


def test_libreoffice_opens_a_checked_draft(record: Record, tmp_path: Path) -> None:
    import shutil
    import subprocess

    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "checked.docx").write_bytes(word_file(record))
    command = [office, "--headless", "--convert-to", "txt:Text", "checked.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=120, capture_output=True)

    assert "Ada Lund counted" in (tmp_path / "checked.txt").read_text("utf-8-sig")


def test_places_and_links_of_a_record_are_understood_again(
    index: LocalIndex, herons: Document
) -> None:
    start, end = map(int, place(herons, COUNTED).partition(":")[2].split("-"))
    draft = draft_of(f"It was so ({herons.id}:{start}-{end}, version {herons.version[:12]}).")

    (pointer,) = draft.sentences[0].marks[0].pointers
    assert (pointer.start, pointer.end, pointer.version) == (start, end, herons.version[:12])
