"""Answers as Markdown with footnotes, and as plain text with numbered notes."""

import re
from collections.abc import Callable, Iterator, Sequence

from qa.doors.exports.reference import line, note, remarks, said, stated, written_by
from qa.doors.exports.saved import SavedAnswer, SavedCitation

# CommonMark, the footnotes and tables of GitHub, and pandoc's citations and formulas.
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&$^@])")
_AT_START = re.compile(r"^([-+=:]|\d+(?=[.)]))")


def markdown(answers: Sequence[SavedAnswer]) -> str:
    """Return answers as Markdown: the question as a heading, each sentence with its footnotes.

    Nothing in a document acts as Markdown or HTML: its marks are escaped.

    Source: https://spec.commonmark.org/0.31.2/#backslash-escapes; footnotes as in GitHub
    Flavored Markdown and pandoc.
    """
    return _numbered(answers, _markdown_answer, _markdown_note)


def plain(answers: Sequence[SavedAnswer]) -> str:
    """Return answers as plain text, with numbered notes at the end."""
    return _numbered(answers, _plain_answer, _plain_note)


Labels = dict[int, int]
"""The number of each citation of an answer in the file, by its number in the answer."""


def _numbered(
    answers: Sequence[SavedAnswer],
    write: Callable[[SavedAnswer, Labels], Iterator[str]],
    write_note: Callable[[int, SavedCitation], str],
) -> str:
    """Return answers and then their notes, numbered through so that no two are alike."""
    blocks: list[str] = []
    notes: list[str] = []
    for answer in answers:
        used = {c.number: c for sentence in answer.sentences for c in sentence.citations}
        labels = {number: len(notes) + place for place, number in enumerate(used, start=1)}
        blocks += write(answer, labels)
        notes += [write_note(labels[number], citation) for number, citation in used.items()]
    return "\n\n".join(filter(None, (*blocks, "\n".join(notes)))) + "\n"


def _markdown_answer(answer: SavedAnswer, labels: Labels) -> Iterator[str]:
    yield f"## {_escaped(line(answer.question))}"
    for sentence in answer.sentences:
        marks = "".join(f"[^{labels[c.number]}]" for c in sentence.citations)
        yield f"{'> ' if sentence.is_quote else ''}{_escaped(stated(sentence))}{marks}"
        yield from map(_escaped, remarks(sentence))
    yield _escaped(written_by(answer))
    yield _escaped(said(answer))


def _plain_answer(answer: SavedAnswer, labels: Labels) -> Iterator[str]:
    yield line(answer.question)
    for sentence in answer.sentences:
        marks = "".join(f"[{labels[c.number]}]" for c in sentence.citations)
        yield f"{stated(sentence)} {marks}"
        yield from remarks(sentence)
    yield written_by(answer)
    yield said(answer)


def _markdown_note(number: int, citation: SavedCitation) -> str:
    address = citation.link.replace("<", "%3C").replace(">", "%3E")
    return f"[^{number}]: {_escaped(note(citation))}" + (f" <{address}>" if address else "")


def _plain_note(number: int, citation: SavedCitation) -> str:
    return f"[{number}] {note(citation)} {citation.link}".rstrip()


def _escaped(text: str) -> str:
    return _AT_START.sub(_escape_start, _MARKS.sub(r"\\\1", text))


def _escape_start(match: re.Match[str]) -> str:
    """Escape what would begin a list, a line or a definition: of a number, what follows it."""
    return f"{match[1]}\\" if match[1].isdigit() else f"\\{match[1]}"
