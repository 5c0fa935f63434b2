"""The collection as a model that other programs name, and what answers where they do."""

from collections.abc import Iterator
from itertools import chain

from qa.answering.answerer import Stage
from qa.answering.question import Request
from qa.web.current import service
from qa.web.errors import ApiError

ASKING = ("question_rejected", "nothing_within", "collection_empty", "model_not_found")


def model_names() -> list[str]:
    """Return the names of all models: the collection's."""
    return [service().config.collection]


def require_model(name: str) -> None:
    """Let the name of a model pass.

    Raises:
        ApiError: If there is none of that name.
    """
    names = model_names()
    if name not in names:
        raise ApiError("model_not_found", f"There is no such model here. Use {' or '.join(names)}.")


def stages_of(model: str, request: Request) -> Iterator[Stage]:
    """Return the stages of an answer by a model.

    What is wrong with the question is raised now, not when the first stage is taken.

    Raises:
        ApiError: If there is no model of that name.
        AnswerError: If the question is rejected, or there is nothing to ask.
    """
    require_model(model)
    stages = service().answer_cache.stages(request)
    return chain([next(stages)], stages)
