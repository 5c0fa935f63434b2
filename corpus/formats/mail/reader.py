"""E-mail as it is saved (.eml): who wrote what to whom and when."""

from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import replace
from email import message_from_bytes, policy
from email.errors import MessageError

from corpus.document import Contents, Source
from corpus.errors import Damaged
from corpus.formats.left_out import left_out
from corpus.formats.mail import fields
from corpus.formats.mail.calendar import event_lines
from corpus.formats.mail.html import write_mail_html
from corpus.formats.mail.parts import Body, Collected, collect
from corpus.formats.mail.plain import Line, lines_of
from corpus.formats.mail.thread import Depth, voices
from corpus.text_builder import TextBuilder

_DIGITS = 15  # of the length that stands over the message in an .emlx file
SHOWN = ("From", "To", "Cc", "Date", "Subject")


def read_mail(data: bytes, source: Source) -> Contents:
    """Read a message: sender, receivers, date and subject, then its text; what came with it apart.

    Of a message in two forms the plain one is taken, unless it says less. What is quoted in it
    is known to be by somebody else.
    """
    try:
        message = message_from_bytes(_without_envelope(data), policy=policy.compat32)
        head = {name: fields.field(message, name) for name in SHOWN}
        head["From"] = head["From"] or fields.field(message, "Sender")
        return compose(source, head, collect(message))
    except (MessageError, LookupError, ValueError, AttributeError, TypeError) as exc:
        raise Damaged("this e-mail is damaged: save it again") from exc


def compose(source: Source, head: dict[str, str], found: Collected) -> Contents:
    """Return the document of a mail, and the files that came with it.

    Args:
        source: Where it comes from.
        head: The fields that are shown, by their names in `SHOWN`.
        found: Its texts and files.
    """
    builder = TextBuilder()
    builder.lines("\n".join(f"{name}: {head[name]}" for name in SHOWN if head[name]))
    start = builder.length
    depths: list[Depth] = []
    for body in found.bodies:
        _write(builder, body, depths)
    for note in (*found.notes, *left_out(found.unread, "attachment")):
        builder.note(note)
    document = builder.document(
        source,
        title=head["Subject"],
        author=head["From"],
        published=fields.day_of(head["Date"]),
    )
    quoted = voices(document.text, depths, start, head["From"])
    return Contents(replace(document, voices=quoted), tuple(found.files))


def _write(builder: TextBuilder, body: Body, depths: list[Depth]) -> None:
    builder.part()
    depths.append(Depth(builder.length, 0, fresh=True))
    if body.media_type == "text/html":
        write_mail_html(builder, body.text, depths)
    elif body.media_type == "text/calendar":
        builder.lines("\n".join(event_lines(body.text)))
    else:
        _write_plain(builder, lines_of(
            body.text, flowed=body.flowed, delete_spaces=body.delete_spaces
        ), depths)  # fmt: skip


def _write_plain(builder: TextBuilder, lines: Sequence[Line], depths: list[Depth]) -> None:
    """Write lines without their marks, those of one depth as a block."""
    block: list[str] = []
    depth = 0
    for line in lines:
        if line.depth != depth and line.words.strip():
            _write_block(builder, block, depth, depths)
            block, depth = [], line.depth
        block.append(line.words)
    _write_block(builder, block, depth, depths)


def _write_block(
    builder: TextBuilder, block: Sequence[str], depth: int, depths: list[Depth]
) -> None:
    depths.append(Depth(builder.length, depth))
    builder.lines("\n".join(block))


def _without_envelope(data: bytes) -> bytes:
    """Return a message without what a mailbox, or Apple Mail (.emlx), puts around it."""
    data = data.removeprefix(BOM_UTF8)
    first, _, rest = data.partition(b"\n")
    if first.strip().isdigit() and len(first) < _DIGITS:
        return rest[: int(first)]
    return rest if data.startswith(b"From ") else data
