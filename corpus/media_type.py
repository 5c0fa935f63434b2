"""What bytes are: their signature and content tell, never a name or a header alone."""

import codecs
import re
import struct
from io import BytesIO
from itertools import islice

from corpus.errors import Damaged, UnsupportedFormat
from corpus.structured.delimited import find_dialect, is_table
from corpus.structured.json_text import parse as parse_json
from corpus.text import decode

READ = (
    "Pincite reads PDF, Word, HTML, EPUB, e-mail, tables, RTF, OpenDocument, Markdown, JSON, "
    "subtitles, text and ZIP archives of them"
)

_REFUSED = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"\x7fELF", "ELF program"),
    (b"MZ\x90", "Windows program"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"// <!-- <mdb:mork", "Thunderbird index"),
    (b"RIFF", "WebP, WAV or AVI"),
    (b"ID3", "MP3"),
    (b"OggS", "Ogg"),
    (b"fLaC", "FLAC"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"wOFF", "font"),
    (b"wOF2", "font"),
    (b"OTTO", "font"),
    (b"\x00\x01\x00\x00\x00", "font"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_MEMBERS = (
    ("word/document.xml", f"{_OFFICE}wordprocessingml.document"),
    ("xl/workbook.xml", f"{_OFFICE}spreadsheetml.sheet"),
    ("xl/workbook.bin", f"{_OFFICE}spreadsheetml.sheet"),
    ("ppt/presentation.xml", f"{_OFFICE}presentationml.presentation"),
    ("META-INF/container.xml", "application/epub+zip"),
)
_TOLD = (
    "application/epub+zip",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
)
_NO_ARCHIVES = ("mimetype", "[Content_Types].xml", "META-INF/MANIFEST.MF", "AndroidManifest.xml")
"""Files of ZIPs that are documents or programs: what is in them is not for people."""

_PACKED_ENDINGS = (".docx", ".xlsx", ".pptx", ".epub", ".odt", ".ods")

_STREAMS = (
    "__properties_version1.0", "Workbook", "Book", "WordDocument", "EncryptedPackage"
)  # fmt: skip
_SAMPLE = 65_536  # bytes; a guess: twenty pages, and no more work for a large file
_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:\s|<\?xml[^<>]{0,200}\?>|<!--(?:(?!-->).){0,4000}-->)*+"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|frameset)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml\s|<svg\b|<rss\b|<feed\b|<!doctype\s+svg)", re.IGNORECASE
)
_FIELD = re.compile(rb"([!-9;-~]{1,60}):[ \t]?[^\n]{0,2000}\n(?:[ \t]+[^\n]{0,2000}\n){0,200}+")
_SENT_AT = re.compile(
    rb"\s*(?:[A-Z][a-z]+,?\s+)?\d{1,2}\s+[A-Z][a-z]{2,8}\.?\s+\d{4}(?:,?\s+(?:at\s+)?\d{1,2}:\d\d|\s*$)"
)
_FROM_SOMEBODY = re.compile(rb"[^\s@<>]+@[^\s@<>]+")
_SENT = {b"from", b"sender", b"return-path"}
_POSTED = {b"message-id", b"mime-version", b"received", b"return-path", b"dkim-signature"}
_TIMED = {b"date", b"received"}
_WRITTEN = {b"to", b"cc", b"subject"}
_DELIVERED = {b"to", b"cc", b"bcc", b"received", b"return-path", b"delivered-to", b"reply-to"}
_ENVELOPE = re.compile(rb"^From [^\n]{1,200}\n(?=[!-9;-~]{1,60}:)", re.MULTILINE)
_CLOCK = re.compile(rb"\d:\d\d")
_YEAR = re.compile(rb"\b(?:19|20)\d\d\b")
_PATCH = re.compile(rb"From [0-9a-f]{40} Mon Sep 17 00:00:00 2001")
_LENGTH = re.compile(rb"\d{1,12} *\n")  # over the mail in an .emlx file
_MAILBOX_ENDINGS = (".mbox", ".mbx", ".mbs")
_CUE_HEAD = 1_000  # bytes; a guess: a byte order mark, a title and the first times fit
_CUES = re.compile(
    rb"\A[\xef\xbb\xbf\xff\xfe\s]*(?:WEBVTT(?:[ \t][^\n]*)?\r?\n"
    rb"|(?:\d{1,6}[ \t]*\r?\n)?[ \t]*\d{1,2}:\d\d:\d\d[.,]\d{1,3}"
    rb"(?:[ \t]*-->[ \t]*\d|,\d{1,2}:\d\d:\d\d[.]))"
)
_TEXT_ENDINGS = {
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".rst": "text/x-rst",
    ".txt": "text/plain",
}
_TABLE_ENDINGS = (".csv", ".tsv", ".tab", ".psv")
_PAGE_ENDINGS = (".html", ".htm", ".xhtml")
_TAG = re.compile(
    r"</(?:a|article|b|div|dl|em|figure|h[1-6]|main|ol|p|pre|section|span|strong|table|ul)\s*>",
    re.IGNORECASE,
)
"""What ends in a part of a page: sources of manuals are pages without their head."""
_MARKS = re.compile(
    r"(?m)(?:\A|\n\n) {0,3}#{1,6}[ \t]+\S[^\n]*\n(?:\n|\Z)"
    r"|^ {0,3}(?:```|~~~|\|?[ \t]*:?-{3,}:?[ \t]*\||>[ \t]+\S)"
    r"|\]\([^()\s]+\)|\*\*\S|^\[[^\]]+\]:[ \t]"
)
_ROWS = 4  # lines without a name that ends in `.csv`; a guess: verses may have commas too


def detect(data: bytes, name: str) -> str:
    """Return the media type of the bytes, one of the keys of `FORMATS`.

    The bytes decide. Only between the kinds of text, which have no signature, does the
    ending of the name break the tie.

    Raises:
        UnsupportedFormat: If nothing here reads them.
        Undecodable: If they look like text but fit no encoding.
        Damaged: If they are a ZIP without what a document of its name has in it.
    """
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    return _by_signature(data, ending) or _by_content(data, ending)


def unreadable(data: bytes) -> bool:
    """Tell by their first bytes that a file is of a kind that nothing here reads.

    It may turn out so of others, too, when they are read.
    """
    return data.startswith(tuple(signature for signature, _ in _REFUSED)) or (data[4:8] == b"ftyp")


def _by_signature(data: bytes, ending: str) -> str:
    start = data[:_SAMPLE].lstrip()
    if start.startswith(b"%PDF-"):
        return "application/pdf"
    if start.startswith(b"{\\rtf"):
        return "text/rtf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(data, ending)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _in_compound(data)
    for signature, what in _REFUSED:
        if data.startswith(signature):
            raise UnsupportedFormat(f"this is a {what} file: {READ}")
    if _HTML.match(data[:_SAMPLE]):
        return "text/html"
    if _XML.match(data[:_SAMPLE]):
        if re.search(rb"<html\b", data[:4096], re.IGNORECASE):  # a guess: after a prolog
            return "text/html"
        raise UnsupportedFormat(f"this is an XML file (a picture or data, no page): {READ}")
    return ""


def _in_zip(data: bytes, ending: str) -> str:
    from corpus.archive import Archive  # only for a ZIP: it needs lxml

    archive = Archive(data)
    for member, media_type in _MEMBERS:
        if member in archive.names:
            return media_type
    # Longer than any we know.
    kind = archive.read("mimetype")[:100].strip().decode("ascii", "replace")
    if kind in _TOLD:
        return kind
    if any(member in archive.names for member in _NO_ARCHIVES):
        what = f"a ZIP-based file ({kind})" if kind else "a program or a ZIP-based file"
        raise UnsupportedFormat(f"this is {what}, of a kind that is not read: {READ}")
    if ending in _PACKED_ENDINGS:
        raise Damaged(f"this file is damaged, or not what its name ({ending}) says: save it again")
    return "application/zip"


def _in_compound(data: bytes) -> str:
    """Tell old Microsoft files by the names of the streams in them."""
    names = _streams(data)
    if "__properties_version1.0" in names:
        return "application/vnd.ms-outlook"
    if names & {"Workbook", "Book"}:
        return "application/vnd.ms-excel"
    if "WordDocument" in names:
        raise UnsupportedFormat("this is an old Word file (.doc): save it as .docx or PDF")
    if "EncryptedPackage" in names:
        raise UnsupportedFormat("this Office file opens with a password only: save it without")
    raise UnsupportedFormat(f"this is an old Microsoft Office file: {READ}")


def _streams(data: bytes) -> set[str]:
    """Return the names of the streams at the top of a compound file; of a broken one, any seen."""
    import olefile  # only for such a file

    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            return {path[0] for path in file.listdir() if len(path) == 1}
    except (OSError, ValueError, IndexError, TypeError, AttributeError, struct.error):
        return {name for name in _STREAMS if name.encode("utf-16-le") in data}


def _by_content(data: bytes, ending: str) -> str:
    if ending in (*_MAILBOX_ENDINGS, "") and _is_mailbox(data, ending):
        return "application/mbox"
    fields, ended = _fields(data)
    if _is_saved_page(fields):
        return "multipart/related"
    if _is_mail(fields, ended, ending):
        return "application/mbox" if _is_mailbox(data, ending) else "message/rfc822"
    if _CUES.match(data[:_CUE_HEAD].replace(b"\x00", b"")):
        return "text/vtt"
    if ending in _TEXT_ENDINGS:
        return _TEXT_ENDINGS[ending]
    text = decode(data)
    if _HTML.match(text[:_SAMPLE].encode(errors="replace")):
        return "text/html"  # in UTF-16
    if parse_json(text) is not None:
        return "application/json"
    if ending in _PAGE_ENDINGS and _TAG.search(text[:_SAMPLE]):
        return "text/html"
    if find_dialect(text) is not None if ending in _TABLE_ENDINGS else is_table(text, _ROWS):
        return "text/csv"
    return "text/markdown" if looks_like_markdown(text) else "text/plain"


def _is_mailbox(data: bytes, ending: str) -> bool:
    """Tell a mailbox from a mail that was saved with the line that mailboxes begin mails with."""
    if not data.startswith(b"From "):
        return False
    found = envelopes(data, 2)
    if not found or found[0][0] > 0:
        return False
    return ending in _MAILBOX_ENDINGS or len(found) > 1


def envelopes(data: bytes, most: int) -> list[tuple[int, int]]:
    """Return where the lines are that begin the mails of a mailbox, and where the mails begin."""
    # A patch that is quoted in a mail begins so, too; in a mailbox of patches all mails do.
    patches = _PATCH.match(data) is not None
    found = (
        match.span()
        for match in _ENVELOPE.finditer(data)
        if _CLOCK.search(match[0])
        and _YEAR.search(match[0])
        and (patches or not _PATCH.match(match[0]))
    )
    return list(islice(found, most))


def _fields(data: bytes) -> tuple[dict[bytes, bytes], bool]:
    """Return the fields that the bytes begin with, and whether an empty line ends them."""
    head = data[:_SAMPLE].removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")
    if head.startswith(b"From ") or _LENGTH.match(head):
        head = head[head.find(b"\n") + 1 :]
    fields: dict[bytes, bytes] = {}
    position = 0
    while match := _FIELD.match(head, position):
        fields.setdefault(match[1].lower(), match[0].partition(b":")[2])
        position = match.end()
    return fields, head[position : position + 1] == b"\n"


def _is_saved_page(fields: dict[bytes, bytes]) -> bool:
    """Tell a page that a browser saved with its pictures from a mail: nobody sent it to anyone."""
    kind = fields.get(b"content-type", b"").strip().lower()
    if not kind.startswith((b"multipart/related", b"text/html", b"multipart/alternative")):
        return False
    if b"snapshot-content-location" in fields:
        return True
    if fields.keys() & _DELIVERED or _FROM_SOMEBODY.search(fields.get(b"from", b"")):
        return False
    return b"mime-version" in fields or b"content-location" in fields


def _is_mail(fields: dict[bytes, bytes], ended: bool, ending: str) -> bool:
    """Tell whether a file that begins with these fields is a mail.

    Either one that only mail programs write is among them; or an address sent it, at a time as
    RFC 5322 writes it, to somebody or about something, and an empty line ends the fields; or
    two of them are fields of mails, and so says the name.
    """
    if fields.keys() & _SENT and fields.keys() & _POSTED and fields.keys() & _TIMED:
        return True
    if ending == ".eml" and len(fields.keys() & (_SENT | _POSTED | _TIMED | _WRITTEN)) > 1:
        return True
    return (
        ended
        and bool(fields.keys() & _WRITTEN)
        and _FROM_SOMEBODY.search(fields.get(b"from", b"")) is not None
        and _SENT_AT.match(fields.get(b"date", b"")) is not None
    )


def looks_like_markdown(text: str) -> bool:
    """Tell Markdown from plain text by the marks that only Markdown uses."""
    return _MARKS.search(text[:_SAMPLE]) is not None
