"""Several collections that one request names: who may ask them, and what they say together."""

from collections.abc import Iterator
from typing import Any

from flask import Response, jsonify

from index import Index
from index.errors import IndexFault
from qa.answering.across import AnswerAcross, answer_across
from qa.answering.answer import Answer
from qa.answering.question import Request
from qa.answering.topic_search import Findings
from qa.doors.annotations import MEDIA_TYPE, Whereabouts, annotations_across
from qa.errors import UnknownCollection
from qa.web.current import asker, collections, is_named, turn_to, visited
from qa.web.errors import ApiError
from qa.web.schemas import requests as bodies
from qa.web.security.rights import count_question
from qa.web.sse import streamed


def names_in(body: bodies.AskBody | bodies.SearchAcrossBody | bodies.FindAcrossBody) -> list[str]:
    """Return the collections that are asked, each once; each counts as a question.

    Raises:
        ApiError: If there are none of some names that whoever asks may read, with these names; or
            if they are more than the key may ask now.
    """
    names = [*dict.fromkeys(body.collections)]
    if unknown := [name for name in names if not collections().may_ask(name, asker())]:
        # Of a name that is not there the same is said as of one that is closed to whoever asks.
        listed = ", ".join(map(repr, unknown))
        said = (
            f"There is no collection {listed}: leave it out."
            if len(unknown) == 1
            else f"There are no collections {listed}: leave them out."
        )
        raise ApiError(UnknownCollection.code, said)
    for _ in names[1:]:  # the request itself was counted as it came
        count_question()
    if not is_named():
        turn_to(names[0])  # the default one may be none of them, and closed to whoever asks
    return names


def ask_several(body: bodies.AskBody, accepted: str) -> Response:
    """Answer from several collections, in the media type that is wanted most.

    Raises:
        ApiError: If a model is to write: that takes the documents of one collection.
    """
    if body.answer == "written":
        raise ApiError(
            "invalid_field",
            "answer: Several collections give quotes, not a written answer: leave `answer` out, or "
            "ask one collection.",
        )
    across = answer_across(names_in(body), body.request(), _answer_of)
    if accepted == "text/event-stream":
        return streamed(_stages(across))
    if accepted == MEDIA_TYPE:
        reply = jsonify(annotations_across(across, whereabouts))
        reply.mimetype = MEDIA_TYPE
        return reply
    return jsonify(across.record())


def findings_in(body: bodies.FindBody, name: str) -> Findings:
    """Return what a collection has about a topic.

    Raises:
        UnknownCollection: If there is none of this name that whoever asks may read.
        AnswerError: If nothing can be looked for there; IndexFault if it cannot be read.
    """
    return visited(name).answerer.find(body.topic, body.k, body.within.filter())


def index_of(name: str) -> Index | None:
    """Return a collection that a citation names; None if whoever asks may not read it.

    Raises:
        IndexFault: If it cannot be opened.
    """
    try:
        return visited(name).index
    except UnknownCollection:
        return None


def whereabouts(name: str) -> Whereabouts | None:
    """Return a collection with its address; None if it is closed to whoever asks, or unreadable."""
    try:
        serving = visited(name)
    except (UnknownCollection, IndexFault):
        return None
    return Whereabouts(serving.index, serving.config.public_url)


def _answer_of(name: str, request: Request) -> Answer:
    *_, last = visited(name).answer_cache.stages(request)
    assert isinstance(last, Answer)
    return last


def _stages(across: AnswerAcross) -> Iterator[tuple[str, Any]]:
    record = across.record()
    cited = {citation["number"]: citation for citation in record["citations"]}
    quoted = [{**citation, "text": citation["quote"]} for citation in record["citations"]]
    yield "hits", {"hits": [*quoted, *record["closest"]]}
    for sentence in record["sentences"]:
        yield "sentence", {"sentence": sentence, "citation": cited[sentence["citations"][0]]}
    yield "answer", record
