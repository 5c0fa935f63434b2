"""What can go wrong while a question is answered; every message is fit to show to a user.

AnswerError
 ├─ ConfigError        a setting is unknown or has a value that it cannot have
 ├─ QuestionRejected   the question is empty, too long, or no text
 ├─ RecordRejected     a file or request holds no answer record
 ├─ DraftRejected      the draft is empty, too long, or no text
 ├─ NothingWithin      no document matches the filter
 ├─ StillComputing     what is asked for is being made
 ├─ CollectionEmpty    there is nothing to ask
 ├─ NoWriter           a written answer is asked for, and there is no model to write it
 ├─ UnknownCollection  there is no collection of this name
 ├─ CollectionExists   a name is taken
 ├─ CollectionInUse    somebody else has a collection open
 ├─ CollectionKept     a collection can be neither created, renamed nor removed here
 ├─ SpanRejected       a link cannot show the words that it is to show
 ├─ FrameKeyUnusable   the secret that signs framed links cannot be used
 ├─ KeyRejected        a key cannot be made as it is wanted
 ├─ KeysUnusable       the file with the keys cannot be read
 └─ LimitReached       a key has used up what it may
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from index import FilterReport


class AnswerError(Exception):
    """Base of all errors of `qa`; the message names the value and the remedy."""

    code: ClassVar[str] = "rejected"
    """Stable, and made for programs; `qa.web.errors` has the HTTP status of each."""

    public: ClassVar[str] = ""
    """What to say over HTTP where the message itself names the command line's remedy."""

    @property
    def message(self) -> str:
        """Return a whole sentence for whoever asked over HTTP."""
        from corpus.errors import sentence  # not for `pincite --help`: `corpus` takes its time

        return self.public or sentence(str(self))


class ConfigError(AnswerError):
    """A setting is unknown, or has a value that it cannot have."""

    code = "setting_rejected"


class QuestionRejected(AnswerError):
    """The question is empty, too long, or no text."""

    code = "question_rejected"


class RecordRejected(AnswerError):
    """What was given to be verified is no answer record."""

    code = "record_rejected"


class DraftRejected(AnswerError):
    """The draft to be checked is empty, too long, or no text."""

    code = "draft_rejected"


class CollectionEmpty(AnswerError):
    """There is no document in the collection."""

    code = "collection_empty"
    public = "There are no documents in the collection. Upload one first."


class StillComputing(AnswerError):
    """What is asked for is being made of the whole collection, and takes long."""

    code = "busy"


class NothingWithin(AnswerError):
    """No document matches the filter; `within` says of how many."""

    code = "nothing_within"

    def __init__(self, message: str, within: "FilterReport") -> None:
        super().__init__(message)
        self.within = within


class NoWriter(AnswerError):
    """A written answer is asked for, and no model is configured that could write it."""

    code = "no_writer"
    public = "No language model is configured here. Leave `answer` out to get quotes."


class UnknownCollection(AnswerError):
    """There is no collection of this name; or whoever asks may not know that there is one."""

    code = "unknown_collection"
    public = "There is no collection of this name."


class DefaultNotOpened(UnknownCollection):
    """A request names no collection, and its key does not open the default one."""

    code = "unknown_collection"
    public = (
        "Your key does not open the default collection: use the address of another one, such as "
        "/c/NAME/. GET /api/v1/collections lists those that it opens."
    )


class CollectionExists(AnswerError):
    """There is a collection of this name already, or of one that differs from it in case alone."""

    code = "collection_exists"


class CollectionInUse(AnswerError):
    """Somebody else has the collection open, so it stays where it is."""

    code = "collection_in_use"


class CollectionKept(AnswerError):
    """The service cannot do without the collection, or its settings say what it serves."""

    code = "collection_kept"


class SpanRejected(AnswerError):
    """A link cannot show the words that it is to show."""

    code = "span_rejected"


class FrameKeyUnusable(AnswerError):
    """The secret that signs links to framed words cannot be read, made, or kept from others."""

    code = "frame_key_unusable"
    public = "The links of this service cannot be signed or read. Tell its administrator."


class KeyRejected(AnswerError):
    """A key cannot be made as it is wanted, such as with a name that another has."""

    code = "key_rejected"


class KeysUnusable(AnswerError):
    """The file with the keys cannot be read or written, so no key of it opens anything."""

    code = "keys_unusable"
    public = "The keys of this service cannot be read. Tell its administrator."


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a limit: `left` of `quota`, which is whole again in `resets` seconds."""

    name: str
    quota: int
    window: int
    left: int
    resets: int


class LimitReached(AnswerError):
    """A key has used up what it may for now; `left` says of each limit when there is more."""

    code = "limit_reached"

    def __init__(self, message: str, left: Sequence[Left]) -> None:
        super().__init__(message)
        self.left = left
