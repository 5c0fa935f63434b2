"""A checked draft as a Word file: each sentence with a comment that says what supports it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

from corpus.encoding.xml_text import xml_text
from qa.checking.blocks import heading_of
from qa.checking.wording import VERDICT_WORDS, checked_with, cited, explanation, place_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.text.run import CT_R
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

_AUTHOR, _INITIALS = "Pincite", "P"
_NOTE_MARK = re.compile(r"\[[^\[\]\s]{1,12}\]")
_LONGEST = 600  # characters of a quote in a comment; a guess: it has to fit beside the page


def word_file(record: Mapping[str, Any], original: bytes | None = None) -> bytes:
    """Return the draft of a record as a Word file with a comment on each checked sentence.

    Args:
        record: The record of a checked draft.
        original: The Word file that the draft was read from: its paragraphs stay as they are.
    """
    from docx import Document

    if original is None:
        file = Document()
        _write(file, record)
    else:
        file = Document(BytesIO(original))
        _annotate(file, record)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def _write(file: "Document", record: Mapping[str, Any]) -> None:
    """Write the text of a draft paragraph by paragraph, its sentences as runs of their own."""
    text = record["draft"]["text"]
    sentences = record["sentences"]
    for match in re.finditer(r"[^\n](?:.|\n(?!\s*\n))*", text):
        start, end = match.span()
        inside = [one for one in sentences if start <= one["start"] < end]
        heading = heading_of(match[0])
        if heading is not None and not inside:
            file.add_heading(xml_text(heading[1]), min(heading[0], 9))
            continue
        paragraph, done = file.add_paragraph(), start
        for sentence in inside:
            paragraph.add_run(xml_text(text[done : sentence["start"]]))
            run = paragraph.add_run(xml_text(sentence["text"]))
            _comment(file, [run], record, sentence)
            done = sentence["end"]
        paragraph.add_run(xml_text(text[done:end]))
    _summarize(file, record)


def _annotate(file: "Document", record: Mapping[str, Any]) -> None:
    """Comment the sentences of a Word file where they stand; list those that stand nowhere."""
    paragraphs = list(_paragraphs(file))
    at, lost = (0, 0), []
    for sentence in record["sentences"]:
        if sentence["verdict"] == "unchecked":
            continue
        found = _stands(paragraphs, sentence["text"], at)
        if found is None:
            lost.append(sentence)
            continue
        place, start, end = found
        at = place, end
        _comment(file, paragraphs[place].cut(start, end), record, sentence)
        paragraphs[place] = _Words.of(paragraphs[place].paragraph)  # its runs are others now
    for sentence in lost:
        run = file.add_paragraph().add_run(xml_text(sentence["text"]))
        _comment(file, [run], record, sentence)
    _summarize(file, record)


def _summarize(file: "Document", record: Mapping[str, Any]) -> None:
    """Say in a comment on the first words what checked them: the text stays as it was."""
    runs = next((runs for words in _paragraphs(file) if (runs := _runs(words.paragraph))), None)
    if runs:
        text = xml_text(checked_with(record))
        file.add_comment(runs[:1], text=text, author=_AUTHOR, initials=_INITIALS)


def _comment(
    file: "Document", runs: Sequence["Run"], record: Mapping[str, Any], sentence: Mapping[str, Any]
) -> None:
    if sentence["verdict"] == "unchecked":
        return
    text = xml_text("\n".join(_lines(record, sentence)))
    file.add_comment(runs, text=text, author=_AUTHOR, initials=_INITIALS)


def _lines(record: Mapping[str, Any], sentence: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a comment."""
    yield VERDICT_WORDS[sentence["verdict"]].capitalize()
    yield from explanation(record, sentence)
    for citation in cited(record, sentence):
        yield f"“{_short(citation['quote'])}”"
        yield place_of(citation)
    for passage in sentence.get("closest", [])[:1]:
        yield f"Closest: “{_short(passage['text'])}”"
        yield place_of(passage)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _paragraphs(file: "Document") -> Iterator["_Words"]:
    """Yield every paragraph of a file in its order, also those in tables and content controls."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    for element in file.element.body.iter(qn("w:p")):
        yield _Words.of(Paragraph(element, file._body))


@dataclass(frozen=True, slots=True)
class _Words:
    """A paragraph with its letters, white space left out, and where in its runs each stands."""

    paragraph: "Paragraph"
    letters: str
    places: tuple[tuple[int, int], ...]
    """Of each letter the number of its run, and its place in that."""

    @classmethod
    def of(cls, paragraph: "Paragraph") -> "_Words":
        letters = [
            (letter, (number, at))
            for number, run in enumerate(_runs(paragraph))
            for at, letter in enumerate(run.text)
            if not letter.isspace()
        ]
        return cls(
            paragraph, "".join(one for one, _ in letters), tuple(place for _, place in letters)
        )

    def cut(self, start: int, end: int) -> list["Run"]:
        """Return the runs from one letter to before another, cut so that they hold no more.

        A run that holds more than text, such as a picture, is taken whole.
        """
        (first, begin), (last, final) = self.places[start], self.places[end - 1]
        runs = _runs(self.paragraph)
        _cut_after(runs[last], final + 1)
        if begin and _is_text(runs[first]):
            _cut_after(runs[first], begin)
            first, last = first + 1, last + 1
        # Cut runs were put behind those that were there, so the numbers are those of all runs now.
        return _runs(self.paragraph)[first : last + 1]


def _runs(paragraph: "Paragraph") -> list["Run"]:
    """Return the runs of a paragraph, also those of links and of insertions, none deleted."""
    from docx.oxml.ns import qn
    from docx.text.run import Run

    gone = {qn("w:del"), qn("w:moveFrom")}
    return [
        Run(cast("CT_R", element), paragraph)
        for element in paragraph._p.iter(qn("w:r"))
        if not any(above.tag in gone for above in element.iterancestors())
        and next(element.iterancestors(qn("w:p"))) is paragraph._p
    ]


def _is_text(run: "Run") -> bool:
    from docx.oxml.ns import qn

    return all(child.tag in (qn("w:t"), qn("w:rPr")) for child in run._r)


def _cut_after(run: "Run", length: int) -> None:
    """Cut a run of text in two of the same look, the first of this length."""
    text = run.text
    if not _is_text(run) or length >= len(text):
        return
    rest = deepcopy(run._r)
    run._r.addnext(rest)
    run.text = text[:length]
    type(run)(rest, run._parent).text = text[length:]


def _stands(
    paragraphs: Sequence[_Words], text: str, at: tuple[int, int]
) -> tuple[int, int, int] | None:
    """Return the paragraph that holds a sentence, the first from a place on, and where.

    A reader writes the marks of notes as `[1]`, which do not stand in the file.
    """
    for written in (text, _NOTE_MARK.sub("", text)):
        letters = "".join(written.split())
        for place in range(at[0], len(paragraphs)):
            first = at[1] if place == at[0] else 0
            found = paragraphs[place].letters.find(letters, first) if letters else -1
            if found >= 0:
                return place, found, found + len(letters)
    return None
