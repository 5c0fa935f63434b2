"""The tools that answer a question, and that check what was answered: `ask` and `verify`."""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from index import Index
from index.errors import IndexFault
from qa.answering.across import answer_across
from qa.answering.answer import Answer, Citation
from qa.answering.certainty import certainty
from qa.answering.question import Request
from qa.answering.record_reading import read_records
from qa.answering.verification import Check
from qa.answering.wording import NO_CLEAR_ANSWER, conflict
from qa.checking.record_reading import as_quotes, read_checked
from qa.doors.mcp.arguments import AskArguments, VerifyArguments
from qa.doors.mcp.checking import place_for_check
from qa.doors.mcp.pins import Pin
from qa.doors.mcp.reply import Link, Reply, link_to, one_line, paragraphs, quoted, where
from qa.doors.mcp.served import Scope, Served
from qa.errors import RecordRejected, UnknownCollection
from qa.writing.rechecking import SentenceCheck, recheck


def ask(scope: Scope, arguments: AskArguments) -> Reply:
    """Answer a question with quotations, or say why the documents do not."""
    if arguments.collections:
        return _ask_several(scope, arguments)
    answer = _answer(scope.one(""), arguments.request())
    links = tuple(link_to(cited, f"Citation [{cited.number}]") for cited in answer.citations)
    return Reply(answer.record(), _answer_text(answer), links)


def _ask_several(scope: Scope, arguments: AskArguments) -> Reply:
    across = answer_across(
        arguments.names(), arguments.request(), lambda name, asked: _answer(scope.one(name), asked)
    )
    named = dict(zip((c.number for c in across.answer.citations), across.citations, strict=True))
    links = tuple(
        link_to(cited, f"Citation [{cited.number}]", named[cited.number])
        for cited in across.answer.citations
    )
    return Reply(across.record(), _answer_text(across.answer, named, across.closest), links)


def _answer(served: Served, request: Request) -> Answer:
    *_, answer = served.answer_cache.stages(request)
    assert isinstance(answer, Answer)
    return answer


def verify_answer(scope: Scope, arguments: VerifyArguments) -> Reply:
    """Check each citation of an answer, or of a checked draft, against the documents as they are.

    A citation that names its collection is checked there.

    Raises:
        RecordRejected: If it is neither.
        StillComputing: If a language model wrote it, and as much as may be is being checked.
    """
    record = _record(arguments.answer)
    names = [str(cited.get("collection") or "") for cited in record["citations"]]
    served = scope.one("") if scope.own else _first_of(scope, names)
    found = recheck(
        [record],
        served.index,
        served.verifier,
        lambda: place_for_check(served),
        lambda name: _index_of(scope, name),
    )
    checks = map(_check_text, found.citations, names)
    lines = [*checks, *map(_sentence_text, found.sentences)]
    text = "\n".join(lines) or "There are no citations in it to check."
    links = tuple(
        _checked_link(check, check.found_in, name)
        for check, name in zip(found.citations, names, strict=True)
        if check.found_in
    )
    return Reply(found.record(), text, links)


def _first_of(scope: Scope, names: Sequence[str]) -> Served:
    """Return the first of some collections that can be opened.

    Raises:
        UnknownCollection: If the first of them is none that the client may read, nor any other.
        IndexFault: If the first of them cannot be opened, nor any other.
    """
    fault: UnknownCollection | IndexFault | None = None
    for name in dict.fromkeys(names):
        try:
            return scope.one(name)
        except (UnknownCollection, IndexFault) as exc:
            fault = fault or exc
    if fault is not None:
        raise fault
    return scope.one("")


def _index_of(scope: Scope, name: str) -> Index | None:
    try:
        return scope.one(name).index
    except UnknownCollection:
        return None


def _record(given: dict[str, Any]) -> Mapping[str, Any]:
    try:
        text = json.dumps([given])
    except RecursionError as exc:
        raise RecordRejected("it is nested too deeply to be an answer record") from exc
    drafts = read_checked(text)
    (record,) = read_records(text) if drafts is None else map(as_quotes, drafts)
    return record


def _answer_text(
    answer: Answer, named: Mapping[int, str] = MappingProxyType({}), closest_in: Sequence[str] = ()
) -> str:
    """Return an answer to read; of several collections, with the names of each citation's own."""
    confidence = f"Confidence: {certainty(answer.confidence)} ({answer.confidence:.0%})."
    read_as = [f"“{r.word}” was read as “{r.read_as}”." for r in answer.readings]
    names = closest_in or [""] * len(answer.closest)
    closest = [
        f"Closest: {where(close, name)}\n{quoted(close.text)}"
        for close, name in zip(answer.closest, names, strict=True)
    ]
    if answer.status == "unanswered":
        why = f"{NO_CLEAR_ANSWER}. {answer.reason or ''}".strip()
        return paragraphs([why, *read_as, *closest])
    differing = map(conflict, answer.differences)
    cited = [_citation_text(one, named.get(one.number, "")) for one in answer.citations]
    return paragraphs([confidence, *read_as, answer.reason or "", *differing, *cited])


def _citation_text(citation: Citation, collection: str = "") -> str:
    by = f", by {one_line(citation.author)}" if citation.author else ""
    link = f"\n{citation.link}" if citation.link else ""
    lead = f"\nThe sentence before it:\n{quoted(citation.lead.text)}" if citation.lead else ""
    place = where(citation, collection)
    return f"[{citation.number}] {place}{by}{link}\n{quoted(citation.quote)}{lead}"


def _check_text(check: Check, collection: str) -> str:
    pin = Pin(check.document_id, check.start, check.end, collection)
    place = one_line(f"{check.title}, {pin}")
    return f"[{check.number}] {check.verdict}: {check.note} ({place})"


def _sentence_text(one: SentenceCheck) -> str:
    claim = one.verdict if one.holds else f"claimed {one.verdict}, is {one.now}"
    return f"{claim}: {one_line(one.text)}"


def _checked_link(check: Check, document_id: str, collection: str) -> Link:
    """Return the link to where the words stand now; to the document, where they do not."""
    start, end = check.found_at or (0, None)
    pin = Pin(document_id, start, end, collection)
    return Link(pin, one_line(check.title), f"Citation [{check.number}]: {check.verdict}")
