"""The routes that check drafts: whether the documents say what their sentences say."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from itertools import chain
from typing import Any

from flask import Response, jsonify, request
from flask_openapi3.blueprint import APIBlueprint

from qa.checking.checked import CheckedDraft
from qa.checking.checker import Begun, Checked, Stage
from qa.checking.draft import draft_of
from qa.checking.markdown_export import markdown_of
from qa.checking.record_reading import checked_record
from qa.checking.word_export import word_file
from qa.web.current import service
from qa.web.description import fails
from qa.web.errors import ApiError
from qa.web.schemas import checks as schemas
from qa.web.sse import streamed

Reply = Response | tuple[Response | str, int]

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_FILES = (_WORD, "text/markdown")

checks = APIBlueprint("checks", __name__)


@checks.post(
    "/api/v1/check",
    summary="Check a draft",
    responses={200: schemas.CheckedDraftReply},
    openapi_extensions=fails(
        *("draft_rejected", "filter_rejected", "nothing_within", "collection_empty"),
        embeds=True,
        stream=True,
    ),
)
def check(body: schemas.CheckBody) -> Reply:
    """Say of each sentence whether the documents support it, and by which words.

    What a sentence cites itself is judged first: `[1]` with a list of sources that has links of
    Pincite (`/read/ID?start=…&end=…`) or places (`ID:START-END`), footnotes of Markdown, or a link
    or place in the sentence. Where that does not support it, the documents are searched.

    Long drafts take minutes. A client that accepts `text/event-stream` gets `begun` with the
    number of sentences, then `sentence` once for each with the citations that are new with it,
    then `check`, which is the whole record. Few drafts are checked at a time: more are `busy`.
    """
    wanted = body.within.filter()
    with ExitStack() as held:
        if not service().checks.acquire(blocking=False):
            raise ApiError("busy", "Other drafts are being checked. Try again in a minute.")
        held.callback(service().checks.release)
        stages = service().checker.stages(draft_of(body.text), wanted)
        if request.accept_mimetypes.best == "text/event-stream":
            first = next(stages)  # an empty collection is an ordinary error reply
            stream = streamed(map(_event, chain([first], stages)))
            # Not the generator gives the place back: for who left at once, it never starts.
            stream.call_on_close(held.pop_all().close)
            return stream
        return jsonify(_last(stages).record())


@checks.post(
    "/api/v1/check/export",
    summary="Export a checked draft",
    responses={200: {"content": {name: {"schema": {"type": "string"}} for name in _FILES}}},
    openapi_extensions=fails("record_rejected"),
)
def export_check(body: schemas.ExportBody) -> Reply:
    """Return a checked draft as Markdown with footnotes, or as Word with comments.

    Its words are not looked up again: `POST /api/v1/verify` does that. `closest` of its sentences
    may be left out.
    """
    record = checked_record(body.record)
    if body.format == "markdown":
        return Response(markdown_of(record), mimetype="text/markdown")
    return Response(word_file(record), mimetype=_WORD)


def _last(stages: Iterator[Stage]) -> CheckedDraft:
    *_, last = stages
    assert isinstance(last, CheckedDraft)
    return last


def _event(stage: Stage) -> tuple[str, Any]:
    match stage:
        case Begun(sentences):
            return "begun", {"sentences": sentences}
        case Checked(sentence, citations):
            found = [asdict(citation) for citation in citations]
            return "sentence", {"sentence": asdict(sentence), "citations": found}
        case CheckedDraft():
            return "check", stage.record()
