"""The routes that clients of OpenAI's API use: a collection is a model."""

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

from flask import Response, g, jsonify
from flask_openapi3.blueprint import APIBlueprint

from qa.doors.conversation import request_of
from qa.doors.models import model_card, model_list
from qa.doors.openai.completions import chunks, completion
from qa.doors.openai.errors import error_body
from qa.doors.openai.responses import events, response
from qa.doors.paragraphs import Ended, Piece, pieces
from qa.errors import QuestionRejected
from qa.web.description import fails
from qa.web.routes.models import ASKING, model_names, require_model, said_by
from qa.web.schemas import chat
from qa.web.sse import ALIVE, streamed, streamed_lines

openai = APIBlueprint("openai", __name__)


@openai.get(
    "/v1/models",
    summary="List the models: the collections",
    responses={200: chat.ModelsReply},
    openapi_extensions=fails(),
)
def list_models() -> Response:
    """Return the collections that the key may read, as clients of both APIs list models.

    Below the address of a collection it is that one alone.
    """
    return jsonify(model_list(model_names()))


@openai.get(
    "/v1/models/<model>",
    summary="Show a model",
    responses={200: chat.ModelReply},
    openapi_extensions=fails("model_not_found"),
)
def show_model(path: chat.ModelPath) -> Response:
    """Return a collection as a model."""
    require_model(path.model)
    return jsonify(model_card(path.model))


@openai.post(
    "/v1/chat/completions",
    summary="Answer a conversation, for clients of OpenAI's API",
    responses={200: chat.ChatCompletionReply},
    openapi_extensions=fails(*ASKING, embeds=True, stream=True),
)
def chat_completions(body: chat.ChatCompletionBody) -> Response:
    """Answer the last message of a conversation with quotes and their sources.

    `model` is the name of a collection. Each quote is a paragraph that ends with its footnote mark;
    `annotations` say where in the text it stands, and each has the span of the document beside it,
    in `pincite`. Messages of the roles `system` and `developer` are ignored, and so are parameters
    of models. Where a language model is configured, `NAME:written` has it write, and keeps what the
    documents say.
    """
    said = _pieces(body.model, body)
    if not body.stream:
        return jsonify(completion(body.model, said))
    with_usage = body.stream_options is not None and body.stream_options.include_usage is True
    parts = chunks(body.model, said, with_usage=with_usage)
    return streamed_lines(chain(map(_data, parts), ["data: [DONE]\n\n"]), _failed)


@openai.post(
    "/v1/responses",
    summary="Answer a conversation, for clients of OpenAI's Responses API",
    responses={200: chat.ResponseReply},
    openapi_extensions=fails(*ASKING, embeds=True, stream=True),
)
def create_response(body: chat.ResponseBody) -> Response:
    """Answer `input` as `POST /v1/chat/completions` does its messages; nothing is stored."""
    if body.previous_response_id:
        raise QuestionRejected(
            "answers are not stored, so previous_response_id names none: send the conversation "
            "as `input`"
        )
    said = _pieces(body.model, body)
    if not body.stream:
        return jsonify(response(body.model, said))
    return streamed(events(body.model, said), _failed)


def _pieces(
    model: str, body: chat.ChatCompletionBody | chat.ResponseBody
) -> Iterator[Piece | Ended | None]:
    """Return the answer as pieces; a question that is refused is refused before the first."""
    return pieces(said_by(model, request_of(body.heard())))


def _data(part: Any) -> str:
    return ALIVE if part is None else f"data: {json.dumps(part)}\n\n"


def _failed(status: int, code: str, message: str) -> str:
    return _data(error_body(status, code, message, g.request_id))
