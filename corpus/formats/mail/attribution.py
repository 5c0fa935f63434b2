"""The lines with which mail programs say whom they quote, and the heads of forwarded mail."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus.formats.mail.dates import find_day
from corpus.formats.mail.phrases import (
    BEFORE_DAY,
    FIELD_KINDS,
    MAIL_ENDS,
    MAIL_FOLLOWS,
    PARTICLES,
    VERB,
)

MAX_LINE = 400
"""Characters of such a line; a guess: a long name, a long address and a date."""

_ENGLISH = re.compile(r"\b(?:wrote|writes|said|says)\b", re.IGNORECASE)
_ADDRESS = re.compile(
    r"[<(\[]?\s*(?:mailto:)?([^\s<>()\[\]:;,]+@[^\s<>()\[\]:;,]+)(?:\s?<mailto:[^\s<>]+>)?\s*[>)\]]?"
)
_INTRO = re.compile(
    r"(?i)^[\s*>\"]*(?:in\s(?:article|message)\s<[^<>]*>,?\s|quoting\s|zitat\svon\s|citando\s(?:a\s)?"
    r"|citation\sde\s)"
)
_TIME = re.compile(
    r"(?i)^(?:[\s,;]|\d{1,2}\s?[:.h]\s?\d{2}(?::\d{2})?(?!\d)|[+-]\d{2}:?\d{2}\b|\(?\b(?:utc|gmt|cet|cest|mez"
    r"|mesz|bst|est|edt|cst|cdt|mst|mdt|pst|pdt|msk|z)\b\)?|\b(?:at|um|kello|à|a\slas?|alle(?:\sore)?|ore|om|o"
    r"|kl|klo|às|в|г|uhr|h|[ap]\.?\s?m)\b\.?|於|于)+"
)
_LEFT = re.compile(
    r"(?i)^(?:[\s,;:\"'*\[\]()<>-]|heeft\b|hat\b)+|(?:[\s,;:\"'*\[\]()<>-]|\bheeft|\bhat)+$"
)
_MOMENT = re.compile(
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4},?\s\d{1,2}:\d\d(?::\d\d)?(?:\s[AP]M)?(?:\s[A-Z]{3,4})?$"
)
_ON = re.compile(r"\son$", re.IGNORECASE)
_CLOCK = re.compile(r"\d[:.h]\d\d")
_NAME = 80  # characters; a guess
_WRAPPED = 4  # lines of a field; a guess: some receivers

_FIELD = re.compile(r"^[*_|\s]{0,4}([^\W\d][^\n:：|*]{0,16}?)[\s*]{0,4}[:：][*_]{0,2}[\s|]*(.*)$")


class Writer(NamedTuple):
    """Who wrote what is quoted, and on which day; empty where it is not said."""

    author: str
    published: str


UNKNOWN = Writer("", "")


class Attribution(NamedTuple):
    """What a line says of whom it quotes.

    One that is `certain` is written by a program: it opens a quotation even without its marks.
    """

    writer: Writer
    certain: bool


class Head(NamedTuple):
    """The head of a forwarded or quoted mail: who wrote it, and how many lines it has."""

    writer: Writer
    lines: int
    subject: str = ""


def attribution(line: str) -> Attribution | None:
    """Return what a line like `On 3 May 2021, Bert Ohm <b@x.org> wrote:` says; None of others."""
    line = " ".join(line.split()).rstrip("*_ ")
    if len(line) > MAX_LINE or not line.endswith((":", "：")):
        return None
    line, quoting = _INTRO.subn("", line[:-1].strip())
    verb = next(reversed([*VERB.finditer(line)]), None)
    day = find_day(line, day_first=verb is not None and not _ENGLISH.search(verb[0]))
    address = _ADDRESS.search(line)
    if verb is None and (address is None or not (day or quoting)):
        return None
    rest = _ADDRESS.sub(" ", line)
    pieces = [rest] if verb is None else _around(rest)
    name = next(filter(None, map(_name, reversed(pieces))), "")
    if day is None and address is None and not _looks_like_name(name):
        name = ""
    author = _author(name, address[1] if address else "")
    certain = day is not None and (
        address is not None or re.search(r"\d[:.h]\d\d", line) is not None
    )
    return Attribution(Writer(author, day.iso if day else ""), certain and bool(author))


def head(lines: Sequence[str], first: int, *, announced: bool) -> Head | None:
    """Return the head of a mail that begins at a line: `From: …`, `Sent: …`, `Subject: …`.

    Args:
        lines: The lines of a text, empty ones among them.
        first: The first line of the head.
        announced: Whether the line before says that a mail follows; then two fields make a head.
    """
    if (notes := _notes_head(lines, first)) is not None:
        return notes
    fields, last = _fields(lines, first)
    kinds = fields.keys() - {"other"}
    if "from" not in kinds or len(kinds) < (2 if announced else 3):
        return None
    if not announced and "date" not in kinds:
        return None
    label, sent = fields.get("date", ("", ""))
    day = find_day(sent, day_first=label not in ("sent", "date"))
    writer = Writer(_sender(fields["from"][1]), day.iso if day else "")
    return Head(writer, last + 1 - first, fields.get("subject", ("", ""))[1])


def _notes_head(lines: Sequence[str], first: int) -> Head | None:
    """Return a head as Lotus Notes writes it: name, day and time, then `To: …`, `Subject: …`."""
    if not lines[first] or _field(lines[first]) is not None:
        return None
    for at in range(first, min(first + 2, len(lines))):
        line = lines[at]
        when = _MOMENT.search(line[:MAX_LINE]) if ":" in line and line[-1:].isalnum() else None
        if when is None or (at > first and when.start()):
            continue
        fields, last = _fields(lines, _next_field(lines, at + 1))
        name = lines[first][: when.start()] if at == first else lines[first]
        name = " ".join(_LEFT.sub("", _ON.sub("", name.strip())).split())
        if not {"to", "subject"} <= fields.keys() or "from" in fields or len(name) > _NAME:
            return None
        day = find_day(when[0])
        writer = Writer(_sender(name), day.iso if day else "")
        return Head(writer, last + 1 - first, fields["subject"][1])
    return None


def _fields(lines: Sequence[str], first: int) -> tuple[dict[str, tuple[str, str]], int]:
    """Return the fields that stand from a line on, by kind, and the last line of them."""
    fields: dict[str, tuple[str, str]] = {}
    at = last = first
    while at >= 0 and (found := _field(lines[at])) is not None:
        kind, label, value = found
        if kind in fields and kind != "other":
            break
        fields[kind] = label, value
        last = at
        at = _next_field(lines, at + 1)
    return fields, last


def announces_mail(line: str) -> bool:
    """Tell whether a line says that a mail follows, as `-----Original Message-----` or a rule."""
    line = line.strip()
    return len(line) <= 120 and (
        MAIL_FOLLOWS.match(line) is not None or (len(line) >= 10 and not line.strip("_-—="))
    )


def ends_mail(line: str) -> bool:
    """Tell whether a line says that a forwarded mail ends here."""
    return len(line) <= 120 and MAIL_ENDS.match(line) is not None


def _field(line: str) -> tuple[str, str, str] | None:
    """Return kind, label and value of a field of a mail's head; None for another line."""
    match = _FIELD.match(line[:MAX_LINE])
    if match is None:
        return None
    label = match[1].strip().lower()
    kind = FIELD_KINDS.get(label)
    return None if kind is None else (kind, label, match[2].strip())


def _next_field(lines: Sequence[str], at: int) -> int:
    """Return where the next field of a head is: after an empty line, or a wrapped field."""
    empty = at < len(lines) and not lines[at].strip()
    for ahead in range(at, min(at + _WRAPPED, len(lines))):
        if _field(lines[ahead]) is not None:
            return ahead
        if not empty and not lines[ahead].strip():
            return -1
        if empty and lines[ahead].strip():
            return -1
    return -1


def _sender(value: str) -> str:
    address = _ADDRESS.search(value)
    name = _LEFT.sub("", _ADDRESS.sub(" ", value).strip())
    return _author(" ".join(name.split())[:_NAME], address[1] if address else "")


def _author(name: str, address: str) -> str:
    return f"{name} <{address}>" if name and address else name or address


def _around(line: str) -> list[str]:
    """Return what stands before and after the last verb."""
    *_, verb = VERB.finditer(line)
    return [line[: verb.start()], line[verb.end() :]]


def _name(piece: str) -> str:
    """Return what is left of a piece of an attribution without day, time and what joins them."""
    day = find_day(piece)
    if day is not None:
        after = _LEFT.sub("", _TIME.sub("", piece[day.end :].strip()))
        before = _LEFT.sub("", BEFORE_DAY.sub(" ", piece[: day.start]))
        piece = before if not after or _CLOCK.search(after) else after
    name = " ".join(_LEFT.sub("", piece).split())
    has_letter = any(character.isalpha() for character in name)
    return name if has_letter and len(name) <= _NAME and len(name.split()) <= 8 else ""


def _looks_like_name(words: str) -> bool:
    return len(words.split()) <= 5 and all(
        word[0].isupper() or not word[0].isalpha() or word.lower() in PARTICLES
        for word in words.replace('"', "").split()
    )
