"""Plain text: from bytes in any usual encoding to a document."""

import codecs
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import charset_normalizer

from corpus.document import Document, Heading, Page, Source
from corpus.errors import EmptyDocument, Undecodable, UnsupportedFormat
from corpus.frontmatter import split_front_matter

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a text that is not Unicode may be in: one encoding for each script. More would only
# be more to mistake it for: Windows-1250 and -1257 read "naïve" as "naďve".
_LEGACY = "cp1252 cp1251 koi8_r cp1253 cp1255 cp1256 gb18030 big5 cp932 euc_jp cp949".split()
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BINARY_SHARE = 0.02  # of control characters; a guess: text has next to none
_SAMPLE = 65_536  # characters, or bytes; a guess: twenty pages
_HEADING = re.compile(
    r"(?:\A|(?<![ \t\n])[ \t]*+\n)(?:[ \t]*+\n){2,}+"
    r"([^\s][^\n]{0,98}[^\s.!?:;,…])[ \t]*+\n(?:[ \t]*+\n)++(?=\S)"
)


def decode(data: bytes, declared: str = "") -> str:
    """Return the text in the bytes, with line feeds as its only line ends.

    A byte order mark decides; then UTF-8, UTF-16 without a mark, and what the
    bytes look most like in a language.

    Raises:
        UnsupportedFormat: If the bytes are not text at all.
        Undecodable: If they look like text but fit no encoding.
    """
    text = _declared(data, declared) or _decode(data)
    if len(_CONTROL.findall(text[:_SAMPLE])) > _BINARY_SHARE * len(text[:_SAMPLE]):
        raise UnsupportedFormat("this is binary data, and of no format that Pincite reads")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _declared(data: bytes, declared: str) -> str:
    try:
        encoding = codecs.lookup(declared).name if declared else ""
        encoding = "cp1252" if encoding in ("iso8859-1", "ascii") else encoding
        return data.decode(encoding) if encoding else ""
    except (LookupError, UnicodeDecodeError):
        return ""


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        pass
    else:
        if "\x00" not in text:
            return text
    if encoding := _unmarked_utf16(data):
        return _strictly(data, encoding)
    if b"\x00" in data:
        raise UnsupportedFormat("this is binary data, and of no format that Pincite reads")
    best = charset_normalizer.from_bytes(data, cp_isolation=_LEGACY).best()
    if best is None:
        raise Undecodable("the text is in no encoding that can be told: save it as UTF-8")
    return _strictly(data, best.encoding)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as exc:
        raise Undecodable(
            f"the text is not valid {encoding} (byte {exc.start}): save it as UTF-8"
        ) from exc


def _unmarked_utf16(data: bytes) -> str:
    """Tell UTF-16 without a mark by where its zero bytes stand."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half == 0 or len(data) % 2:
        return ""
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    # Guesses: in Latin script nearly every second byte is zero, and text has no other zeros.
    if high > 0.4 * half and low < 0.05 * half:
        return "utf-16-le"
    if low > 0.4 * half and high < 0.05 * half:
        return "utf-16-be"
    return ""


def read_text(data: bytes, source: Source) -> Document:
    """Read plain text: its words exactly as they stand, form feeds as page ends.

    A front-matter block at the top gives title, author, date and publisher and is not
    part of the text. A short line alone after two empty lines is a heading.
    """
    told, text = split_front_matter(decode(data))
    require_words(text)
    return Document(
        id=source.document_id,
        title=told.title or title_from(source),
        source=told.source or source.label,
        text=text,
        headings=tuple(_headings(text)),
        pages=tuple(_pages(text)),
        author=told.author,
        published=told.published,
        publisher=told.publisher,
    )


def require_words(text: str) -> None:
    """Refuse a text without a single letter or digit."""
    if not any(character.isalnum() for character in text):
        raise EmptyDocument("there are no words in it: nothing could be quoted")


def title_from(source: Source) -> str:
    """Make a title of the last part of a label: `papers/my_report.md` is `my report`."""
    stem = PurePosixPath(source.label).stem
    return re.sub(r"[\s_-]+", " ", stem).strip() or source.label


def _headings(text: str) -> Iterator[Heading]:
    for match in _HEADING.finditer(text):
        title = match[1].strip()
        if title[0].isupper() or title[0].isdigit():
            yield Heading(1, title, match.start(1), match.end(1))


def _pages(text: str) -> Iterator[Page]:
    if "\f" not in text.strip("\f"):
        return
    start = 0
    for number, part in enumerate(text.split("\f"), start=1):
        end = min(start + len(part) + 1, len(text))
        if start < end:
            yield Page(number, start, end)
        start = end
