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


class CorpusError(Exception):
    """Base of all errors of `corpus`; the message names the value and the remedy."""


class Unreadable(CorpusError):
    """The file is missing, forbidden, or not a file."""


class UnsupportedFormat(CorpusError):
    """The bytes are of a format that nothing here reads."""


class Undecodable(CorpusError):
    """The bytes are text in no encoding that can be told with confidence."""


class TooLarge(CorpusError):
    """More bytes than one document may have, packed or unpacked."""


class EmptyDocument(CorpusError):
    """There are no words in the document."""


class Damaged(CorpusError):
    """The bytes begin like a format that is read here, and are not of it throughout."""


class Encrypted(CorpusError):
    """The document opens with a password only."""


class NeedsOcr(CorpusError):
    """The document is pictures of pages: their words are not in it as text."""


class ReaderStopped(CorpusError):
    """Reading it took too long or too much memory, or the reader crashed.

    Said of one document only: the next one is read by a new reader.
    """


class ReadersBusy(CorpusError):
    """All readers are at work for longer than we wait; nothing is wrong with the document."""
