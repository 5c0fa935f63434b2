"""The tools that answer a question, and that check what was answered: `ask` and `verify`."""

import json
from collections.abc import Mapping
from typing import Any

from qa.answering.answer import Answer, Citation
from qa.answering.certainty import certainty
from qa.answering.record_reading import read_records
from qa.answering.verification import Check
from qa.answering.wording import NO_CLEAR_ANSWER, conflict
from qa.checking.record_reading import as_quotes, read_checked
from qa.doors.mcp.arguments import AskArguments, VerifyArguments
from qa.doors.mcp.checking import place_for_check
from qa.doors.mcp.pins import Pin
from qa.doors.mcp.reply import Link, Reply, link_to, one_line, paragraphs, quoted, where
from qa.doors.mcp.served import Served
from qa.errors import RecordRejected
from qa.writing.rechecking import SentenceCheck, recheck


def ask(served: Served, arguments: AskArguments) -> Reply:
    """Answer a question with quotations, or say why the documents do not."""
    *_, answer = served.answer_cache.stages(arguments.request())
    assert isinstance(answer, Answer)
    links = tuple(link_to(cited, f"Citation [{cited.number}]") for cited in answer.citations)
    return Reply(answer.record(), _answer_text(answer), links)


def verify_answer(served: Served, arguments: VerifyArguments) -> Reply:
    """Check each citation of an answer, or of a checked draft, against the documents as they are.

    Raises:
        RecordRejected: If it is neither.
        StillComputing: If a language model wrote it, and as much as may be is being checked.
    """
    record = _record(arguments.answer)
    found = recheck([record], served.index, served.verifier, lambda: place_for_check(served))
    lines = [*map(_check_text, found.citations), *map(_sentence_text, found.sentences)]
    text = "\n".join(lines) or "There are no citations in it to check."
    links = tuple(
        _checked_link(check, check.found_in) for check in found.citations if check.found_in
    )
    return Reply(found.record(), text, links)


def _record(given: dict[str, Any]) -> Mapping[str, Any]:
    try:
        text = json.dumps([given])
    except RecursionError as exc:
        raise RecordRejected("it is nested too deeply to be an answer record") from exc
    drafts = read_checked(text)
    (record,) = read_records(text) if drafts is None else map(as_quotes, drafts)
    return record


def _answer_text(answer: Answer) -> str:
    confidence = f"Confidence: {certainty(answer.confidence)} ({answer.confidence:.0%})."
    read_as = [f"“{r.word}” was read as “{r.read_as}”." for r in answer.readings]
    closest = [f"Closest: {where(close)}\n{quoted(close.text)}" for close in answer.closest]
    if answer.status == "unanswered":
        why = f"{NO_CLEAR_ANSWER}. {answer.reason or ''}".strip()
        return paragraphs([why, *read_as, *closest])
    differing = map(conflict, answer.differences)
    cited = map(_citation_text, answer.citations)
    return paragraphs([confidence, *read_as, answer.reason or "", *differing, *cited])


def _citation_text(citation: Citation) -> str:
    by = f", by {one_line(citation.author)}" if citation.author else ""
    link = f"\n{citation.link}" if citation.link else ""
    lead = f"\nThe sentence before it:\n{quoted(citation.lead.text)}" if citation.lead else ""
    return f"[{citation.number}] {where(citation)}{by}{link}\n{quoted(citation.quote)}{lead}"


def _check_text(check: Check) -> str:
    pin = Pin(check.document_id, check.start, check.end)
    place = one_line(f"{check.title}, {pin}")
    return f"[{check.number}] {check.verdict}: {check.note} ({place})"


def _sentence_text(one: SentenceCheck) -> str:
    claim = one.verdict if one.holds else f"claimed {one.verdict}, is {one.now}"
    return f"{claim}: {one_line(one.text)}"


def _checked_link(check: Check, document_id: str) -> Link:
    """Return the link to where the words stand now; to the document, where they do not."""
    pin = Pin(document_id, *check.found_at) if check.found_at else Pin(document_id)
    return Link(pin, one_line(check.title), f"Citation [{check.number}]: {check.verdict}")
