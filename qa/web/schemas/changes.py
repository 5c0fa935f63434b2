"""What is asked about the log of changes, and what replies hold."""

from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel, Field

from index import ChangeQuery
from index.types import ChangeKind
from qa.service.change_log import TIME, change_query
from qa.web.schemas.requests import Query, Whole

_FORM = {"pattern": TIME}

# How long a text may be is a guess: more than any id or name has.


class ServiceChangesQuery(Query):
    since: Annotated[
        str,
        Field(json_schema_extra=_FORM, description="Only changes from this time on, in UTC."),
    ] = ""
    before: Annotated[
        str,
        Field(json_schema_extra=_FORM, description="Only changes before this time, in UTC."),
    ] = ""
    who: Annotated[str, Field(max_length=200, description="Only changes by this name.")] = ""
    what: Annotated[ChangeKind | None, Field(description="Only changes of this kind.")] = None
    after: Annotated[
        int | None,
        Field(ge=1, le=2**53 - 1, description="Go on after the change with this number: `next`."),
    ] = None
    most: Annotated[int, Field(ge=1, le=1000, description="The most changes to return."), Whole] = (
        100
    )

    def wanted(self) -> ChangeQuery:
        """Return which changes are asked for.

        Raises:
            FilterRejected: If a time is not one.
        """
        return change_query(
            since=self.since, before=self.before, who=self.who, what=self.what or ""
        )


class ChangesQuery(ServiceChangesQuery):
    document_id: Annotated[
        str, Field(max_length=100, description="Only changes of this document, removed or not.")
    ] = ""

    def wanted(self) -> ChangeQuery:
        return replace(super().wanted(), document_id=self.document_id)


class ChangeReply(BaseModel):
    """A change; the log has ids and counts, and no words of a document."""

    number: Annotated[int, Field(description="Grows by one with each change.")]
    when: Annotated[str, Field(description="In UTC.")]
    who: Annotated[
        str,
        Field(description='The name of a key or `command line (USER)`; "" where nobody has one.'),
    ]
    what: ChangeKind
    document_id: str | None
    title: Annotated[
        str | None, Field(description="As the document is listed now; null once it is removed.")
    ]
    subject: Annotated[
        str | None,
        Field(description="The id of the upload, mark, alert or key, or the collection."),
    ]
    details: Annotated[
        dict[str, int | str],
        Field(description="What else is known of it, such as which fields were corrected."),
    ]


class ChangesReply(BaseModel):
    """Changes, the newest first."""

    changes: list[ChangeReply]
    next: Annotated[
        int | None, Field(description="Send it as `after` for those before; null at the end.")
    ]
