"""The routes that check drafts: whether the documents say what their sentences say."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from itertools import chain
from types import MappingProxyType
from typing import Any

from flask import Response, g, jsonify, request
from flask_openapi3.blueprint import APIBlueprint

from corpus.naming import label_of
from corpus.reading import require_bytes, require_size
from index import ALL_DOCUMENTS, Filter
from qa.checking.checked import CheckedDraft
from qa.checking.checker import Begun, Checked, Stage
from qa.checking.draft import Draft, draft_of, read_draft
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

_CHECKING = ("draft_rejected", "collection_empty")
_READING = (
    "unsupported_format", "empty_document", "undecodable", "damaged", "encrypted", "needs_ocr",
    "reader_stopped", "unreadable",
)  # fmt: skip

checks = APIBlueprint("checks", __name__)


@checks.post(
    "/api/v1/check",
    summary="Check a draft",
    responses={200: schemas.CheckedDraftReply},
    openapi_extensions=fails(
        *_CHECKING, "filter_rejected", "nothing_within", embeds=True, stream=True
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
        held.enter_context(place_for_check())
        return _reply(draft_of(body.text), wanted, held)


@checks.post(
    "/api/v1/check/file",
    summary="Check a draft in a file",
    responses={200: schemas.CheckedDraftReply},
    openapi_extensions=fails(*_READING, *_CHECKING, embeds=True, stream=True),
)
def check_file(form: schemas.CheckForm) -> Reply:
    """Say of each sentence of a file what `POST /api/v1/check` says of a text; keep no copy.

    Of a Word file its text is checked as Pincite reads it, without headings and comments. In the
    stream `begun` has that text too, as `text`: it is what all offsets are of.
    """
    if len(request.files.getlist("file")) != 1:
        raise ApiError("invalid_field", "file: Send one draft, with its file name.")
    data = form.file.stream.read()
    require_bytes(len(data))
    require_size(len(data))
    with ExitStack() as held:
        held.enter_context(place_for_check())  # before it is read: reading takes a process
        draft = read_draft(data, label_of(form.file.filename or ""), service().pool)
        g.asked = draft.text  # for the log, which must not repeat it
        return _reply(draft, ALL_DOCUMENTS, held, {"text": draft.text})


@checks.post(
    "/api/v1/check/export",
    summary="Export a checked draft",
    responses={200: {"content": {name: {"schema": {"type": "string"}} for name in _FILES}}},
    openapi_extensions=fails("record_rejected"),
)
def export_check(body: schemas.CheckExportBody) -> Reply:
    """Return a checked draft as Markdown with footnotes, or as Word with comments.

    Its words are not looked up again: `POST /api/v1/verify` does that. `closest` of its sentences
    may be left out.
    """
    record = checked_record(body.record)
    if body.format == "markdown":
        return Response(markdown_of(record), mimetype="text/markdown")
    return Response(word_file(record), mimetype=_WORD)


@contextmanager
def place_for_check() -> Iterator[None]:
    """Hold one of the places for checks.

    Raises:
        ApiError: If all are taken.
    """
    places = service().checks
    if not places.acquire(blocking=False):
        raise ApiError("busy", "Other drafts are being checked. Try again in a minute.")
    try:
        yield
    finally:
        places.release()


def _reply(
    draft: Draft, wanted: Filter, held: ExitStack, begun: Mapping[str, str] = MappingProxyType({})
) -> Reply:
    """Check a draft; a stream gives back what is held when it ends, and says more as it `begun`."""
    stages = service().checker.stages(draft, wanted)
    if request.accept_mimetypes.best != "text/event-stream":
        return jsonify(_last(stages).record())
    name, data = _event(next(stages))  # an empty collection is an ordinary error reply
    stream = streamed(chain([(name, {**data, **begun})], map(_event, stages)))
    # Not the generator gives the place back: for who left at once, it never starts.
    stream.call_on_close(held.pop_all().close)
    return stream


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
