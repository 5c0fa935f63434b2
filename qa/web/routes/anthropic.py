"""The routes that clients of Anthropic's API use, and search results that feed Claude."""

from flask import Response, g, jsonify
from flask_openapi3.blueprint import APIBlueprint

from qa.doors.anthropic.errors import error_body
from qa.doors.anthropic.messages import events, message
from qa.doors.anthropic.search_results import search_results as blocks_of
from qa.doors.conversation import request_of
from qa.web.current import service
from qa.web.description import fails
from qa.web.routes.models import ASKING, said_by
from qa.web.schemas import chat
from qa.web.schemas.requests import SearchBody
from qa.web.sse import event, streamed

anthropic = APIBlueprint("anthropic", __name__)


@anthropic.post(
    "/v1/messages",
    summary="Answer a conversation, for clients of Anthropic's API",
    responses={200: chat.MessageReply},
    openapi_extensions=fails(*ASKING, embeds=True, stream=True),
)
def create_message(body: chat.MessagesBody) -> Response:
    """Answer the last message of a conversation with a text block for each quote.

    Each has a `char_location` citation, whose span stands beside it in `pincite`;
    `document_index` counts the documents that the answer cites. `system` is ignored, and so are
    parameters of models. `NAME:written` has a language model write, where there is one. The key
    may also be sent as `X-Api-Key`.
    """
    said = said_by(body.model, request_of(body.heard()))
    if not body.stream:
        return jsonify(message(body.model, said))
    return streamed(events(body.model, said), _failed)


@anthropic.post(
    "/v1/search_results",
    summary="Find sentences for Claude to cite",
    responses={200: chat.SearchResultsReply},
    openapi_extensions=fails(
        "question_rejected", "filter_rejected", "nothing_within", "collection_empty", embeds=True
    ),
)
def search_results(body: SearchBody) -> Response:
    """Return the sentences of the passages for a question, each as a `search_result` block.

    `content` can be sent to Claude as it is, in a message or as the result of a tool. What Claude
    cites names the `source`, the address of that sentence alone.
    """
    hits = service().answerer.search(body.question, body.k, body.within.filter())
    return jsonify(content=blocks_of(hits, service().config.public_url))


def _failed(status: int, code: str, message: str) -> str:
    return event("error", error_body(status, code, message, g.request_id))
