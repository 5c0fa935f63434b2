"""The heads of mails that are quoted or forwarded whole."""

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from corpus.formats.mail.dates import find_day
from corpus.formats.mail.phrases import (
    FIELD_KINDS,
    LATVIAN,
    MAIL_ENDS,
    MAIL_FOLLOWS,
    NUMBER_LABEL,
    SENT_LABELS,
)
from corpus.formats.mail.writer import ADDRESS, MAX_LINE, MAX_NAME, Writer, bare, sender_of

_MOMENT = re.compile(
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4},?\s\d{1,2}:\d\d(?::\d\d)?(?:\s[AP]M)?(?:\s[A-Z]{3,4})?$"
)
_ON = re.compile(r"\son$", re.IGNORECASE)
_CLOCK = re.compile(r"\d[:.h]\d\d|\d\s?[ap]m\b", re.IGNORECASE)
_RULE = 120  # characters; a guess: an announcement with a name and a time
_MOST = 12  # fields of a head; a guess: mail programs show up to ten
_WRAPPED = 4  # lines of a field; a guess: some receivers

_FIELD = re.compile(r"^[*_|\s]{0,4}([^\W\d][^\n:：|*]{0,16}?)[\s*]{0,4}[:：][*_]{0,2}[\s|]*(.*)$")


class Announced(Enum):
    """What stands above a head: nothing, a rule, a line that says that a mail follows.

    A file may begin as a memo does: `From`, `To`, `Date` and `Subject`, and no time of day. What is
    quoted with marks is nothing that the sender wrote.
    """

    NOT = 0
    RULE = 1
    MAIL = 2
    FILE = 3
    QUOTED = 4


class Head(NamedTuple):
    """The head of a forwarded or quoted mail: who wrote it, and how many lines it has."""

    writer: Writer
    lines: int
    subject: str = ""


def head(lines: Sequence[str], first: int, announced: Announced = Announced.NOT) -> Head | None:
    """Return the head of a mail that begins at a line: `From: …`, `Sent: …`, `Subject: …`.

    Timetables, invoices and forms have such fields, too: one that nothing announces must have
    more of what only mail programs write.

    Args:
        lines: The lines of a text, empty ones among them.
        first: The first line of the head.
        announced: What the line before says.
    """
    if (notes := _notes_head(lines, first, announced)) is not None:
        return notes
    fields, last = _fields(lines, first)
    if not fields and announced is Announced.MAIL:
        fields, last = _bare_fields(lines, first)
    if not any(map(str.isalpha, fields.get("from", ("", ""))[1])):
        return None
    if fields["from"][0] == NUMBER_LABEL and not _labels(fields) & LATVIAN:
        return None
    if announced is Announced.MAIL and not fields.keys() & {"date", "subject"}:
        return None
    if announced is not Announced.MAIL and not _is_of_mail(fields, announced):
        return None
    label, sent = fields.get("date", ("", ""))
    day = find_day(sent, day_first=label not in ("sent", "date"))
    writer = Writer(sender_of(fields["from"][1]), day.iso if day else "")
    return Head(writer, last + 1 - first, fields.get("subject", ("", ""))[1])


def _is_of_mail(fields: dict[str, tuple[str, str]], announced: Announced) -> bool:
    """Tell the head of a mail from a form: `From: Berlin`, `To: Paris`, `Date: 12 June 2021`.

    Mail programs write the time before the receiver, forms behind it, unless only mails have it.
    """
    label, sent = fields.get("date", ("", ""))
    clock = _CLOCK.search(sent) is not None
    if find_day(sent) is None and not clock:
        return False
    if ADDRESS.search(fields["from"][1]) and fields.keys() & {"to", "subject"}:
        return True
    if announced is Announced.QUOTED and clock and ADDRESS.search(fields["from"][1]):
        return True
    order = [kind for kind in fields if kind in ("from", "date", "to")]
    time_first = order[-1] == "to"
    if {"to", "subject"} <= fields.keys():
        return announced is Announced.FILE or (clock and (time_first or label in SENT_LABELS))
    if not clock or label not in SENT_LABELS or order[:2] != ["from", "date"]:
        return False
    return time_first or announced is Announced.RULE


def _notes_head(lines: Sequence[str], first: int, announced: Announced) -> Head | None:
    """Return a head as Lotus Notes writes it: name, day and time, then `To: …`, `Subject: …`.

    So may an agenda begin; it has no `cc:`, which Notes always writes, and no address of Notes.
    """
    if not lines[first] or _field(lines[first]) is not None:
        return None
    for at in range(first, min(first + 2, len(lines))):
        line = lines[at]
        when = _MOMENT.search(line[:MAX_LINE]) if ":" in line and line[-1:].isalnum() else None
        if when is None or (at > first and when.start()):
            continue
        fields, last = _fields(lines, _next_field(lines, at + 1))
        name = lines[first][: when.start()] if at == first else lines[first]
        name = bare(_ON.sub("", name.strip()))
        if not {"to", "subject"} <= fields.keys() or "from" in fields or len(name) > MAX_NAME:
            return None
        if (
            announced in (Announced.NOT, Announced.QUOTED)
            and "cc" not in fields
            and not set(name) & set("@/")
        ):
            return None
        day = find_day(when[0])
        writer = Writer(sender_of(name), day.iso if day else "")
        return Head(writer, last + 1 - first, fields["subject"][1])
    return None


def _fields(lines: Sequence[str], first: int) -> tuple[dict[str, tuple[str, str]], int]:
    """Return the fields that stand from a line on, by kind, and the last line of them."""
    fields: dict[str, tuple[str, str]] = {}
    at = last = first
    for _ in range(_MOST):
        found = _field(lines[at]) if at >= 0 else None
        if found is None:
            break
        kind, label, value = found
        if kind in fields and kind != "other":
            break
        fields[kind] = label, value
        last = at
        at = _next_field(lines, at + 1)
    return fields, last


def _labels(fields: dict[str, tuple[str, str]]) -> set[str]:
    return {label for label, _ in fields.values()}


def _bare_fields(lines: Sequence[str], first: int) -> tuple[dict[str, tuple[str, str]], int]:
    """Return fields without colons: `From "Karl Ohm" <k@x.org>`, `To …`, `Date …`, `Subject …`."""
    fields: dict[str, tuple[str, str]] = {}
    at = first
    for line in lines[first : first + _MOST]:
        label, _, value = line[:MAX_LINE].strip(" *").partition(" ")
        kind = FIELD_KINDS.get(label.lower(), "")
        if not kind or kind in fields or not value.strip() or not label[0].isupper():
            break
        fields[kind] = label.lower(), value.strip()
        at += 1
    addressed = ADDRESS.search(fields.get("from", ("", ""))[1])
    whole = addressed and "date" in fields and len(fields) > 2
    return (fields, at - 1) if whole else ({}, first)


def announces(line: str) -> Announced:
    """Return what a line says of the next one: `-----Original Message-----`, or a rule."""
    line = line.strip()
    if len(line) > _RULE:
        return Announced.NOT
    if found := MAIL_FOLLOWS.match(line):
        alone = not any(map(str.isalnum, found["more"])) or not line[0].isalpha()
        return Announced.MAIL if alone else Announced.RULE
    ruled = len(line) >= 10 and not line.strip("_-—=")
    return Announced.RULE if ruled else Announced.NOT


def ends_mail(line: str) -> bool:
    """Tell whether a line says that a forwarded mail ends here."""
    return len(line) <= _RULE and MAIL_ENDS.match(line) is not None


def _field(line: str) -> tuple[str, str, str] | None:
    """Return kind, label and value of a field of a mail's head; None for another line."""
    match = _FIELD.match(line[:MAX_LINE])
    if match is None:
        return None
    label = " ".join(match[1].split()).lower().replace("i\u0307", "i")
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
