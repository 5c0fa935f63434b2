"""What is sent about links to framed words, and what replies hold."""

from typing import Annotated

from pydantic import BaseModel, Field

from qa.service.framed import DAYS, MOST_DAYS
from qa.web.schemas.requests import Body, Whole


class FramedPath(BaseModel):
    token: Annotated[str, Field(description="What the link opens, signed.")]


class FramedBody(Body):
    """Which words a link shows, counted in characters of the document's text, and for how long."""

    start: Annotated[int, Field(ge=0, description="Where the words begin."), Whole]
    end: Annotated[int, Field(ge=1, description="Where they end."), Whole]
    days: Annotated[
        int,
        Field(ge=1, le=MOST_DAYS, description="The days after which the link opens nothing."),
        Whole,
    ] = DAYS


class FramedReply(BaseModel):
    """A link that needs no key."""

    path: Annotated[str, Field(description="Where the words are shown, on this host.")]
    link: Annotated[
        str | None,
        Field(
            description="The absolute address; null unless the service was given its own, "
            "`PINCITE_PUBLIC_URL`."
        ),
    ]
    expires: Annotated[str, Field(description="When the link ends: a time in UTC.")]
