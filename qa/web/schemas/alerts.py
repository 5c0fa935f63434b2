"""What is sent about alerts, and what replies hold."""

from typing import Annotated

from pydantic import BaseModel, Field

from index import Alert
from index.ledger.alert_rows import HELD
from index.types import AlertKind
from qa.answering.question import MAX_QUESTION
from qa.overview.alerts.looking import checked_alert
from qa.web.schemas.requests import WORDS, Body, Query


class AlertBody(Body):
    """A question, or a topic to find, that is asked again when documents are added."""

    words: Annotated[
        str,
        Field(
            min_length=1,
            max_length=MAX_QUESTION,
            json_schema_extra=WORDS,
            description="The question or topic; it must make sense without a conversation.",
        ),
    ]
    kind: Annotated[
        AlertKind,
        Field(description="`question` is answered; of a topic to `find`, every passage counts."),
    ] = "question"

    def alert(self) -> Alert:
        """Return the alert.

        Raises:
            QuestionRejected: If its words are not text.
        """
        return checked_alert(self.kind, self.words)


class AlertPath(BaseModel):
    alert_id: Annotated[str, Field(description="The id of an alert.")]


class AlertQuery(Query):
    most: Annotated[
        int, Field(ge=1, le=HELD, description="The most of what it found to return.")
    ] = 20


class FeedQuery(Query):
    key: Annotated[
        str, Field(description="The feed's own key, which is part of the address in `feed`.")
    ] = ""


class FoundReply(BaseModel):
    """Words that an alert found; those with a higher `number` were found later."""

    number: int
    found: Annotated[str, Field(description="When.")]
    document_id: str
    version: str
    title: str
    source: str
    author: str
    published: str
    page: int | None
    page_label: str
    recognized: bool
    start: int
    end: int
    quote: str
    link: Annotated[
        str | None, Field(description="Opens the words; null without `PINCITE_PUBLIC_URL`.")
    ]


class AlertReply(BaseModel):
    """An alert with what it found, newest first."""

    id: str
    kind: AlertKind
    words: str
    created: str
    looked: Annotated[
        str | None, Field(description="When it last looked; null before the first look.")
    ]
    feed: Annotated[str, Field(description="The path of its feed, with the feed's key.")]
    found: list[FoundReply]


class AlertsReply(BaseModel):
    """All alerts, oldest first; `limit` is the most there can be."""

    limit: int
    alerts: list[AlertReply]
