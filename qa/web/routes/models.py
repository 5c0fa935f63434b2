"""The collection as a model that other programs name, and what answers where they do."""

from collections.abc import Iterator
from itertools import chain

from qa.answering.question import Request
from qa.doors.paragraphs import Ended, Paragraph, paragraphs, written_paragraphs
from qa.web.current import service
from qa.web.errors import ApiError

ASKING = ("question_rejected", "nothing_within", "collection_empty", "model_not_found")


_WRITTEN = ":written"
"""What the name of a model ends with that has a language model write."""


def model_names() -> list[str]:
    """Return the names of all models: the collection's, and where one can write, one for that."""
    config = service().config
    return [config.collection, *([config.collection + _WRITTEN] if config.llm_url else [])]


def require_model(name: str) -> None:
    """Let the name of a model pass.

    Raises:
        ApiError: If there is none of that name.
    """
    names = model_names()
    if name not in names:
        raise ApiError("model_not_found", f"There is no such model here. Use {' or '.join(names)}.")


def said_by(model: str, request: Request) -> Iterator[Paragraph | Ended | None]:
    """Return the paragraphs of an answer by a model; None is a sign of life.

    What is wrong with the question is raised now, not when the first paragraph is taken.

    Raises:
        ApiError: If there is no model of that name.
        AnswerError: If the question is rejected, or there is nothing to ask.
    """
    require_model(model)
    stages = service().answer_cache.stages(request)
    stages = chain([next(stages)], stages)
    if model.endswith(_WRITTEN):
        return written_paragraphs(service().writer().stages(stages))
    return paragraphs(stages)
