"""What is handed to a collection to be added."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import Document, FileStat
from index.types import Claim

if TYPE_CHECKING:
    from index.ledger.carried import CarriedDocument


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document to be added, with what is written in the same transaction.

    `key` names the file that it was read from and `stamp` that file's state, if it is of
    one; `claim` is the job that this finishes, with a `remark` on it. Where the job is lost,
    nothing is written. With it go those before it that are to be added `together` with the next
    one, and it takes the place of those it `removes`. `language` is the code of the one that
    somebody says it is in, which holds for later versions too; "" to find it out. The collection
    may have `most` documents with it; None for any number. What is `carried` from another
    collection is listed as it was there, and is not logged.
    """

    document: Document
    key: str = ""
    stamp: FileStat | None = None
    claim: Claim | None = None
    remark: str = ""
    together: bool = False
    removes: tuple[str, ...] = ()
    language: str = ""
    most: int | None = None
    carried: "CarriedDocument | None" = None
