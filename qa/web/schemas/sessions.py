"""What replies say of who is asking."""

from typing import Annotated

from pydantic import BaseModel, Field

from qa.service.keys import Power


class SessionReply(BaseModel):
    """Who is asking, and what they may do."""

    locked: Annotated[bool, Field(description="Whether a key is needed here.")]
    name: Annotated[
        str | None, Field(description="Whose the key is; null without a valid one.")
    ] = None
    may: Annotated[
        Power | None,
        Field(description="What it allows: each includes those before it; null without one."),
    ] = None
    collections: Annotated[
        list[str] | None, Field(description="Where; null means all, or none without a key.")
    ] = None
    reads: Annotated[
        bool, Field(description="Whether the collection of this address is one of them.")
    ] = False
    kept: Annotated[bool, Field(description="Whether the browser is signed in by a cookie.")] = (
        False
    )
    token: Annotated[
        str,
        Field(
            description="What a request that changes something sends as `X-Pincite-Session` beside "
            "the cookie."
        ),
    ] = ""
