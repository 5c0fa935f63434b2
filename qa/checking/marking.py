"""What a sentence of a draft has besides its words: marks of citations, and those of Markdown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from qa.checking.blocks import Note, numbers_in

_ID = r"[a-z2-7]{26}"
_LINK = rf"(?:https?://[^\s()<>\[\]\"']{{1,300}})?/read/(?:{_ID})(?:\?[^\s()<>\[\]\"']{{0,300}}[\w=&%])?"
_SPAN = (
    rf"(?<![\w-])(?:pincite:)?(?P<id>{_ID}):(?P<start>\d{{1,12}})[-–](?P<end>\d{{1,12}})(?!\w)"
    r"(?:,?[ ]\(?version[ ](?P<version>[0-9a-f]{8,64})\)?)?"
)
_PLACES = re.compile(rf"(?P<link>{_LINK})|{_SPAN}")
_CHARACTERS = re.compile(
    r"(?i:characters) (?P<start>\d{1,12})[–-](?P<end>\d{1,12})"
    r"(?:,? \(?version (?P<version>[0-9a-f]{8,64}))?"
)
"""How the exports of the page name a place: `characters 12–40 (version 0f…)`."""

_MARKS = re.compile(
    rf"""
      (?<!\\)\[\^(?P<note>[^\]\s]{{1,60}})\](?!:)
    | (?<!\\)\[(?P<numbers>\d{{1,3}}(?:[ \t]*[,;–-][ \t]*\d{{1,3}})*)\](?![(:])
    | (?<!!)\[(?P<label>[^\]\n]{{0,300}})\]\([ ]*<?(?P<target>[^\s()<>]{{0,600}})>?
        (?:[ ]+"[^"\n]{{0,300}}")?[ ]*\)
    | (?P<image>!\[[^\]\n]{{0,300}}\]\([^()\n]{{0,600}}\))
    | (?P<place>[(\[<]?[ ]?(?:{_LINK}|{_SPAN})[ ]?[)\]>]?)
    """,
    re.VERBOSE,
)
_SILENT = re.compile(
    r"(?m)"
    r"^[ \t]*(?:>[ \t]?)+"  # a quotation of Markdown
    r"|\\(?=[\\`*_{}\[\]<>#|~!])"  # what keeps a sign from being a mark
    r"|(?<![\w*])\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?![\w*])"
    r"|(?<![\w_])_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?![\w_])"
    r"|~~|`+|<!--[^>]*-->"
)
_NO_WORDS = re.compile(r"(?i)\^?\[?\d{0,3}\]?$|(?:source|link|ref|quelle)$")
"""What a link shows that is no word of its sentence."""

_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\(?\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")


@dataclass(frozen=True, slots=True)
class Pointer:
    """The words that a citation of a draft points to.

    Of `document_id` and `version` one may be empty, and a version may be its first digits. With
    no `end`, the whole document is meant.
    """

    document_id: str
    version: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation as a draft writes it, and what it points to: nothing where that is not said."""

    start: int
    end: int
    text: str
    pointers: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class Marking:
    """The marks of citations in a draft, and all spans that are not its words, each in order."""

    marks: tuple[Mark, ...]
    silent: tuple[tuple[int, int], ...]


def marking(text: str, notes: Sequence[Note]) -> Marking:
    """Return the marks of a draft, resolved by its notes."""
    marks: list[Mark] = []
    silent = [match.span() for match in _SILENT.finditer(text)]
    for match in _MARKS.finditer(text):
        start, end = match.span()
        if match["label"] is not None and not _NO_WORDS.match(match["label"]):
            after = match.end("label")  # what is shown of a link are words of the sentence
            silent += [(start, start + 1), (after, end)]
            pointers = tuple(pointers_in(match["target"]))
            marks += [Mark(after, end, match["target"], pointers)] if pointers else []
            continue
        silent.append((start, end))
        if match["image"] is None:
            marks += _written(match, notes)
    return Marking(tuple(marks), tuple(sorted(silent)))


def _written(match: re.Match[str], notes: Sequence[Note]) -> Iterator[Mark]:
    start, end = match.span()
    if match["label"] is not None:
        yield Mark(start, end, match["target"], tuple(pointers_in(match["target"])))
    elif match["place"] is not None:
        text = match[0].strip("()[]<> ")
        yield Mark(start, end, text, tuple(pointers_in(text)))
    elif match["note"] is not None:
        yield Mark(start, end, match[0], _noted(match["note"], start, notes))
    else:
        for number in numbers_in(match["numbers"]):
            yield Mark(start, end, f"[{number}]", _noted(number, start, notes))


def pointers_in(text: str) -> Iterator[Pointer]:
    """Yield every place of a document that a text names, as Pincite writes them."""
    found = False
    for match in _PLACES.finditer(text):
        pointer = (
            _linked(match["link"])
            if match["link"]
            else _pointer(match, match["id"], match["version"] or "")
        )
        if pointer is not None:
            found = True
            yield pointer
    if not found:  # a reference may have both, and they are the same
        for match in _CHARACTERS.finditer(text):
            if match["version"]:
                yield _pointer(match, "", match["version"])


def _pointer(match: re.Match[str], document_id: str, version: str) -> Pointer:
    return Pointer(document_id, version, int(match["start"]), int(match["end"]))


def _linked(link: str) -> Pointer | None:
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    query = parse_qs(parts.query)
    start, end = (_offset(query.get(name, [""])[0]) for name in ("start", "end"))
    document_id = parts.path.rstrip("/").rpartition("/")[2]
    return Pointer(document_id, query.get("version", [""])[0][:64], start, end)


def _offset(written: str) -> int:
    return int(written) if re.fullmatch(r"[0-9]{1,12}", written) else 0


def _noted(key: str, position: int, notes: Sequence[Note]) -> tuple[Pointer, ...]:
    """Return what a mark points to by the next note of its name, or else by the last before it."""
    named = [note for note in notes if note.key == key]
    after = [note for note in named if note.start > position]
    note = after[0] if after else named[-1] if named else None
    return () if note is None else tuple(pointers_in(note.text))


def masked(text: str, silent: Sequence[tuple[int, int]]) -> str:
    """Return a text of the same length with spaces for what is not its words."""
    letters = list(text)
    for start, end in silent:
        letters[start:end] = ["\n" if c == "\n" else " " for c in letters[start:end]]
    return "".join(letters)


def without_item_mark(text: str, start: int, end: int) -> int:
    """Return where the words of a sentence begin, which may be an item of a list."""
    match = _ITEM.match(text, start, end)
    return start if match is None or match.end() >= end else match.end()
