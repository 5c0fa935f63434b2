"""What a sentence of a draft has besides its words: marks of citations, and those of Markdown."""

import re
from bisect import bisect_right
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
    r"|~~|`+|<!--[^>]{0,500}-->"
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
    """The marks of citations in a draft, in order, and its words.

    `words` is as long as the draft, with spaces for what is not its words; of these, `silent` has 1
    where something else stands in the draft.
    """

    marks: tuple[Mark, ...]
    words: str
    silent: bytes


def marking(text: str, notes: Sequence[Note]) -> Marking:
    """Return the marks of a draft, resolved by its notes."""
    marks: list[Mark] = []
    noted = _Notes(notes)
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
            marks += _written(match, noted)
    return Marking(tuple(marks), *_masked(text, silent))


def _written(match: re.Match[str], notes: "_Notes") -> Iterator[Mark]:
    start, end = match.span()
    if match["label"] is not None:
        yield Mark(start, end, match["target"], tuple(pointers_in(match["target"])))
    elif match["place"] is not None:
        text = match[0].strip("()[]<> ")
        yield Mark(start, end, text, tuple(pointers_in(text)))
    elif match["note"] is not None:
        yield Mark(start, end, match[0], notes.of(match["note"], start))
    else:
        for number in numbers_in(match["numbers"]):
            yield Mark(start, end, f"[{number}]", notes.of(number, start))


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


class _Notes:
    """The notes of a draft by their names."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self._places: dict[str, list[int]] = {}
        self._pointers: dict[tuple[str, int], tuple[Pointer, ...]] = {}
        for note in notes:
            self._places.setdefault(note.key, []).append(note.start)
            self._pointers[note.key, note.start] = tuple(pointers_in(note.text))

    def of(self, key: str, position: int) -> tuple[Pointer, ...]:
        """Return what a mark points to: by the next note of its name, or else by the last."""
        places = self._places.get(key)
        if places is None:
            return ()
        at = min(bisect_right(places, position), len(places) - 1)
        return self._pointers[key, places[at]]


def _masked(text: str, silent: Sequence[tuple[int, int]]) -> tuple[str, bytes]:
    """Return the words of a text, and where it is silent; lines stay lines."""
    letters, gone = list(text), bytearray(len(text))
    for start, end in silent:
        gone[start:end] = b"\1" * (end - start)
        letters[start:end] = ["\n" if c == "\n" else " " for c in letters[start:end]]
    return "".join(letters), bytes(gone)


def without_item_mark(text: str, start: int, end: int) -> int:
    """Return where the words of a sentence begin, which may be an item of a list."""
    match = _ITEM.match(text, start, end)
    return start if match is None or match.end() >= end else match.end()
