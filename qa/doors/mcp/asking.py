"""The tools that answer a question, and that check what was answered: `ask` and `verify`."""

import json

from qa.answering.answer import Answer, Citation
from qa.answering.certainty import certainty
from qa.answering.record_reading import read_records
from qa.answering.verification import Check, all_verbatim, verify
from qa.doors.mcp.arguments import AskArguments, VerifyArguments
from qa.doors.mcp.pins import Pin
from qa.doors.mcp.reply import Link, Reply, link_to, one_line, paragraphs, quoted, where
from qa.doors.mcp.results import VerifyResult
from qa.doors.mcp.served import Served
from qa.errors import RecordRejected


def ask(served: Served, arguments: AskArguments) -> Reply:
    """Answer a question with quotations, or say why the documents do not."""
    *_, answer = served.answer_cache.stages(arguments.request())
    assert isinstance(answer, Answer)
    links = tuple(link_to(cited, f"Citation [{cited.number}]") for cited in answer.citations)
    return Reply(answer.record(), _answer_text(answer), links)


def verify_answer(served: Served, arguments: VerifyArguments) -> Reply:
    """Check each citation of an answer against the documents as they are now.

    Raises:
        RecordRejected: If it is not an answer record.
    """
    try:
        (record,) = read_records(json.dumps([arguments.answer]))
    except RecursionError as exc:
        raise RecordRejected("it is nested too deeply to be an answer record") from exc
    checks = verify(record, served.index)
    result = VerifyResult(all_verbatim=all_verbatim([record], checks), citations=checks)
    text = "\n".join(map(_check_text, checks)) or "There are no citations in it to check."
    return Reply(result.model_dump(mode="json"), text, tuple(map(_checked_link, checks)))


def _answer_text(answer: Answer) -> str:
    confidence = f"Confidence: {certainty(answer.confidence)} ({answer.confidence:.0%})."
    closest = [f"Closest: {where(close)}\n{quoted(close.text)}" for close in answer.closest]
    if answer.status == "unanswered":
        why = f"No clear answer in the documents. {answer.reason or ''}".strip()
        return paragraphs([why, *closest])
    return paragraphs([confidence, answer.reason or "", *map(_citation_text, answer.citations)])


def _citation_text(citation: Citation) -> str:
    by = f", by {one_line(citation.author)}" if citation.author else ""
    link = f"\n{citation.link}" if citation.link else ""
    lead = f"\nThe sentence before it:\n{quoted(citation.lead.text)}" if citation.lead else ""
    return f"[{citation.number}] {where(citation)}{by}{link}\n{quoted(citation.quote)}{lead}"


def _check_text(check: Check) -> str:
    pin = Pin(check.document_id, check.start, check.end)
    return f"[{check.number}] {check.verdict}: {check.note} ({one_line(check.title)}, {pin})"


def _checked_link(check: Check) -> Link:
    """Return the link to where the words stand now, or to where they were said to stand."""
    start, end = check.found_at or (check.start, check.end)
    pin = Pin(check.found_in or check.document_id, start, end)
    return Link(pin, one_line(check.title), f"Citation [{check.number}]: {check.verdict}")
