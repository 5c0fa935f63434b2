"""What replies say of a topic in several collections."""

from typing import Annotated

from pydantic import BaseModel, Field

from qa.web.schemas.responses import FindReply


class LookedReply(BaseModel):
    """How much one of several collections has about a topic."""

    name: str
    passages: int
    reason: Annotated[
        str | None, Field(description="Why it was not searched; null where it was.")
    ] = None


class FindAcrossReply(FindReply):
    """The passages about a topic, of all; documents with the most come first."""

    collections: Annotated[
        list[LookedReply] | None,
        Field(description="Each collection that was named; left out where none was."),
    ] = None
