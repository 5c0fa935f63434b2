"""The routes of the API, version 1."""

from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from itertools import chain
from typing import Any

from flask import Response, g, jsonify, request
from flask_openapi3.blueprint import APIBlueprint

from index import Hit
from qa.answering.across import find_across, search_across
from qa.answering.answer import Answer
from qa.answering.answerer import Found, Quoted, Stage
from qa.answering.citing import hit_record
from qa.doors.annotations import MEDIA_TYPE, annotations
from qa.service.readiness import parts
from qa.web.current import collection_name, collections, service, visited
from qa.web.description import fails
from qa.web.errors import ApiError
from qa.web.routes.checks import place_for_check
from qa.web.routes.several import ask_several, findings_in, index_of, names_in
from qa.web.schemas import requests as bodies
from qa.web.schemas import responses as replies
from qa.web.schemas.found import FindAcrossReply
from qa.web.schemas.records import VerifyBody
from qa.web.schemas.written import AskReply
from qa.web.security.rights import may_call
from qa.web.sse import streamed
from qa.writing.rechecking import recheck
from qa.writing.written import Rejected, Waiting, WritingStage, Written, WrittenAnswer

Reply = Response | tuple[Response | str, int]

WITH_BODY = ("POST", "PATCH")
"""The methods of requests whose body is received."""

WITH_FILE = frozenset({"uploads.upload_document", "checks.check_file"})
"""The endpoints that take a file, as a form; the others take JSON."""

_WITHOUT_BODY = frozenset({"folders.look_again", "sessions.sign_in", "uploads.retry_job"})

MAX_JSON = 1_000_000  # bytes; a guess: fifty turns with the longest answers
MAX_ANSWERS = 10_000_000  # bytes; a guess: thousands of answers, each with its quotes
WITH_ANSWERS = frozenset({"exports.export_batch"})
"""The endpoints that take the answers to many questions."""

_ASKING = ("question_rejected", "filter_rejected", "nothing_within", "collection_empty")

api = APIBlueprint("api", __name__)


@api.before_app_request
def limit_and_parse() -> None:
    """Refuse what is too large before reading it, and what is no JSON object."""
    if request.method not in WITH_BODY or request.endpoint is None:
        return
    if request.endpoint in WITH_FILE:
        request.max_content_length = collections().config.upload_mb * 1_000_000
        if request.mimetype != "multipart/form-data":
            raise ApiError(
                "unsupported_media_type",
                "Send the file as multipart/form-data, in the field `file`.",
            )
        return
    request.max_content_length = most_json(request.endpoint)
    if request.endpoint in _WITHOUT_BODY:
        return
    if request.mimetype != "application/json":
        raise ApiError("unsupported_media_type", "Send JSON, as application/json.")
    if request.endpoint == "mcp.message":
        return  # its errors have a form of their own
    body = request.get_json()
    g.asked = body  # for the log, which must not repeat it
    if not isinstance(body, dict):
        raise ApiError("bad_request", "Send a JSON object.")


def most_json(endpoint: str) -> int:
    """Return how many bytes of JSON an endpoint takes."""
    return MAX_ANSWERS if endpoint in WITH_ANSWERS else MAX_JSON


@api.post(
    "/api/v1/ask",
    summary="Answer a question with quotations",
    responses={200: AskReply},
    openapi_extensions=fails(*_ASKING, "no_writer", embeds=True, stream=True, annotations=True),
)
def ask(body: bodies.AskBody) -> Reply:
    """Quote exact sentences, or say that the documents do not answer.

    There are three at most, or as many as `quotes` says; of a list or an instruction all items.

    A client that accepts `text/event-stream` gets the stages as they are reached:
    `hits`, then `sentence` once for each quote, then `answer`, which is the whole record.
    With `"answer": "written"` there come, after the quotes, `written` for each sentence of the
    model that the documents say (`sentence`, and the `citations` that it is the first to have)
    and `rejected` for each other one; `answer` says which of them stand. One that accepts
    `application/ld+json` gets the citations as W3C Web Annotations.
    """
    if body.collections:
        return ask_several(body, _accepted())
    quoted = service().answer_cache.stages(body.request())
    stages: Iterator[Stage | WritingStage] = quoted
    if body.answer == "written":
        stages = service().writer().stages(quoted)
    if request.accept_mimetypes.best == "text/event-stream":
        first = next(stages)  # a rejected question is an ordinary error reply
        return streamed(map(_stage, chain([first], stages)))
    *_, last = stages
    assert isinstance(last, Answer | WrittenAnswer)
    if _accepted() == MEDIA_TYPE:
        return _annotated(last)
    return jsonify(last.record())


@api.post(
    "/api/v1/search",
    summary="Find passages",
    responses={200: replies.SearchReply},
    openapi_extensions=fails(*_ASKING, embeds=True),
)
def search(body: bodies.SearchAcrossBody) -> Reply:
    """Return the passages for a question, by words and by meaning, best first.

    Of several collections the best of each come first.
    """
    if body.collections:
        return jsonify(hits=search_across(names_in(body), partial(_hits, body), body.k))
    hits = _hits(body, collection_name())
    return jsonify(hits=[hit_record(hit) for hit in hits])


@api.post(
    "/api/v1/find",
    summary="Find all about a topic",
    responses={200: FindAcrossReply},
    openapi_extensions=fails(*_ASKING, embeds=True),
)
def find(body: bodies.FindAcrossBody) -> Reply:
    """Look at every passage; return those about a topic, and the documents with none.

    By words are found those that hold most of what the topic's words weigh, a rare word
    weighing more; by meaning those as near to it as `meaning_floor`. One that says it in
    quite other words may be in neither.
    """
    if body.collections:
        return jsonify(find_across(names_in(body), partial(findings_in, body)))
    return jsonify(findings_in(body, collection_name()).record())


@api.post(
    "/api/v1/verify",
    summary="Check an answer record",
    responses={200: replies.VerifyReply},
    openapi_extensions=fails("record_rejected"),
)
def verify_record(body: VerifyBody) -> Reply:
    """Check each citation of an answer against the documents as they are now.

    Its words, and what it says of title, author, date, source, page and heading. What was
    corrected since is named in `differing` and `note`. A record without sentences, such as an
    unanswered one, is not all verbatim: there is nothing in it to check. Sentences that a language
    model wrote are checked against the words that they cite; one that these do not say as the
    record claims makes it not all verbatim. As with drafts, few such records are checked at a time:
    more are `busy`.
    """
    record = body.model_dump(exclude_unset=True)
    serving = service()
    found = recheck([record], serving.index, serving.verifier, place_for_check, index_of)
    return jsonify(found.record())


@api.get("/healthz", summary="Tell that the process is alive", responses={200: replies.StatusReply})
def healthz() -> Reply:
    """Answer at once, whatever else is going on."""
    return jsonify(status="ok")


@api.get(
    "/readyz",
    summary="Tell whether questions are answered",
    responses={200: replies.ReadyReply, 503: replies.ReadyReply},
)
def readyz() -> Reply:
    """Answer 200 once the model is loaded, 503 before that or if it cannot be.

    Those who have the key, or need none, also see how much there is, what is being loaded, and
    how ready each part is. While a Milvus that has the vectors is away, that part says so, and the
    reply is 200 all the same: lists, marks and uploads go on.
    """
    known = may_call()
    serving = service() if known else collections().default  # which tells nothing of others
    with serving.index.reader() as reader:  # in any case: if it cannot be read, it is not ready
        sizes = {"documents": reader.document_count(), "passages": reader.passage_count()}
    details: dict[str, Any] = dict(sizes) if known else {}
    if details:
        details["parts"] = {name: part.record() for name, part in parts(serving).items()}
    if details and serving.state == "loading" and serving.startup.step:
        details = {"step": serving.startup.step, **details}
    return jsonify(status=serving.state, **details), 200 if serving.state == "ready" else 503


def _hits(body: bodies.SearchBody, name: str) -> list[Hit]:
    return visited(name).answerer.search(body.question, body.k, body.within.filter())


def _accepted() -> str:
    """Return the media type that a client wants most, without its parameters."""
    return (request.accept_mimetypes.best or "").partition(";")[0].strip()


def _annotated(answer: Answer | WrittenAnswer) -> Response:
    serving = service()
    reply = jsonify(annotations(answer, serving.index, serving.config.public_url))
    reply.mimetype = MEDIA_TYPE
    return reply


def _stage(stage: Stage | WritingStage) -> tuple[str, Any] | None:
    match stage:
        case Waiting():
            return None
        case Written(sentence, citations):
            cited = [asdict(citation) for citation in citations]
            return "written", {"sentence": asdict(sentence), "citations": cited}
        case Rejected(sentence):
            return "rejected", asdict(sentence)
        case Found(hits):
            return "hits", {"hits": [hit_record(hit) for hit in hits]}
        case Quoted(sentence, citation):
            return "sentence", {"sentence": asdict(sentence), "citation": asdict(citation)}
        case Answer() | WrittenAnswer():
            return "answer", stage.record()
