"""What can go wrong while a document is read; every message is fit to show to a user.

CorpusError
 ├─ Unreadable         the file is missing, forbidden, or not a file
 ├─ UnsupportedFormat  the bytes are of a format that nothing here reads
 ├─ Undecodable        the bytes are text in no encoding that can be told
 ├─ TooLarge           more bytes than one document may have, packed or unpacked
 ├─ EmptyDocument      there are no words in it
 ├─ Damaged            the bytes are not what their signature says
 ├─ Encrypted          it opens with a password only
 ├─ NeedsOcr           it is pictures of pages: their words are not in it as text
 ├─ ReadersBusy        all readers are at work: nothing is wrong with the document
 └─ ReaderStopped      reading it took too long, too much memory, or crashed
"""

from typing import ClassVar


def sentence(text: str) -> str:
    """Return an error's words with a capital letter and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")


class CorpusError(Exception):
    """Base of all errors of `corpus`; the message names the value and the remedy."""

    code: ClassVar[str] = "unreadable"
    """A stable name for programs. The HTTP status is chosen in `qa.web`."""

    @property
    def message(self) -> str:
        """Return a whole sentence for whoever sent the document."""
        return sentence(str(self))


class Unreadable(CorpusError):
    """The file is missing, forbidden, or not a file."""

    code = "unreadable"


class UnsupportedFormat(CorpusError):
    """The bytes are of a format that nothing here reads."""

    code = "unsupported_format"


class Undecodable(CorpusError):
    """The bytes are text in no encoding that can be told with confidence."""

    code = "undecodable"


class TooLarge(CorpusError):
    """More bytes than one document may have, packed or unpacked."""

    code = "too_large"


class EmptyDocument(CorpusError):
    """There are no words in the document."""

    code = "empty_document"


class Damaged(CorpusError):
    """The bytes begin like a format that is read here, and are not of it throughout."""

    code = "damaged"


class Encrypted(CorpusError):
    """The document opens with a password only."""

    code = "encrypted"


class NeedsOcr(CorpusError):
    """The document is pictures of pages: their words are not in it as text."""

    code = "needs_ocr"


class ReaderStopped(CorpusError):
    """Reading it took too long or too much memory, or the reader crashed.

    Said of one document only: the next one is read by a new reader.
    """

    code = "reader_stopped"


class ReadersBusy(CorpusError):
    """All readers are at work for longer than we wait; nothing is wrong with the document."""

    code = "busy"
