"""What is sent to be told what to ask next."""

from typing import Annotated

from pydantic import Field

from index import Place
from qa.answering.question import MAX_QUESTION
from qa.overview.follow_ups import AnswerShown
from qa.web.schemas.requests import Body, Count, WithinBody


class PlaceBody(Body):
    """Where quoted words stand."""

    document_id: Annotated[str, Field(max_length=100)]
    start: Count
    end: Count


class FollowUpsBody(Body):
    """The answer on screen: what was asked so far, and what it quotes."""

    places: Annotated[
        list[PlaceBody], Field(min_length=1, max_length=20, description="What the answer quotes.")
    ]
    asked: Annotated[
        list[Annotated[str, Field(max_length=MAX_QUESTION)]],
        Field(
            default_factory=list,
            max_length=20,
            description="Questions not to suggest again.",
        ),
    ]
    within: Annotated[WithinBody, Field(description="The filter of the question.")] = WithinBody()

    def shown(self) -> AnswerShown:
        """Return the answer.

        Raises:
            FilterRejected: If a date of the filter is not one.
        """
        places = tuple(Place(p.document_id, p.start, p.end) for p in self.places)
        return AnswerShown(tuple(self.asked), places, self.within.filter())
