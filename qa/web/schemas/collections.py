"""What requests and replies about whole collections hold."""

from typing import Annotated

from pydantic import BaseModel, Field

from qa.web.schemas.requests import Body, Query

_Name = Annotated[
    str,
    Field(
        min_length=1,
        max_length=64,
        pattern="^[-_]*[A-Za-z0-9][A-Za-z0-9_-]*$",
        description="Letters without accents, digits, - and _.",
        examples=["letters"],
    ),
]


class NewCollectionBody(Body):
    """A collection to be made."""

    name: _Name


class RenameBody(Body):
    """What a collection is called from now on."""

    name: _Name


class RestoreBody(Body):
    """What a collection from the bin is called; as before if it is left out."""

    name: _Name | None = None


class CollectionPath(BaseModel):
    """The name of a collection."""

    name: str


class RemovedPath(BaseModel):
    """The id of a collection in the bin."""

    removed_id: str


class RemoveQuery(Query):
    """Whether a collection is erased, rather than put into the bin."""

    now: bool = False


class CollectionReply(BaseModel):
    """A collection, and how much is in it; where it cannot be read, nothing is counted."""

    name: str
    documents: int
    passages: int
    changed: Annotated[
        str, Field(description="When a document last came or changed; empty if there is none.")
    ]
    fault: Annotated[str, Field(description="Why it cannot be read; empty if it can.")]


class CollectionsReply(BaseModel):
    """The collections by name, and which of them addresses without a name mean."""

    default: Annotated[
        str,
        Field(description="The one that is meant without a name; empty if you may not read it."),
    ]
    may_change: Annotated[
        bool, Field(description="You may create, rename and remove collections here.")
    ]
    collections: list[CollectionReply]


class RemovedReply(BaseModel):
    """A collection in the bin: when it was removed, and when it is erased."""

    id: str
    name: str
    removed: str
    erased: str


class BinReply(BaseModel):
    """What is in the bin, what was removed last first."""

    removed: list[RemovedReply]
