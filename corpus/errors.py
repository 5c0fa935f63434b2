"""What can go wrong while a document is read; every message is fit to show to a user.

CorpusError
 ├─ Unreadable         the file is missing, forbidden, or not a file
 ├─ UnsupportedFormat  the bytes are of a format that nothing here reads
 ├─ Undecodable        the bytes are text in no encoding that can be told
 ├─ TooLarge           more bytes than one document may have
 └─ EmptyDocument      there are no words in it
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
    """More bytes than one document may have."""


class EmptyDocument(CorpusError):
    """There are no words in the document."""
