"""The collections as models that other programs name, and what answers where they do."""

from collections.abc import Iterator
from itertools import chain

from qa.answering.question import Request
from qa.doors.paragraphs import Ended, Paragraph, paragraphs, written_paragraphs
from qa.web.current import (
    asker,
    collection_name,
    collections,
    default_collection,
    is_named,
    service,
    turn_to,
)
from qa.web.errors import ApiError

ASKING = ("question_rejected", "nothing_within", "collection_empty", "model_not_found")


_WRITTEN = ":written"
"""What the name of a model ends with that has a language model write."""


def model_names() -> list[str]:
    """Return the names of all models: of each collection one, and where one can write, another.

    Below the address of a collection there is only its own; elsewhere there are those that whoever
    asks may read, the default one first, because programs take the first where none is chosen.
    """
    endings = ("", _WRITTEN) if collections().config.llm_url else ("",)
    return [name + ending for name in _readable() for ending in endings]


def _readable() -> list[str]:
    if is_named():
        return [collection_name()]
    default = default_collection()
    return sorted(collections().names(asker()), key=lambda name: name != default)


def require_model(name: str) -> None:
    """Let the name of a model pass; from then on the request is of its collection.

    Raises:
        ApiError: If there is none of that name.
    """
    names = model_names()
    if name not in names:
        use = f"Use {' or '.join(names)}." if names else "Your key opens no collection."
        raise ApiError("model_not_found", f"There is no such model here. {use}")
    if not is_named():
        turn_to(name.removesuffix(_WRITTEN))


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
