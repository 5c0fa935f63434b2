"""The tool that checks what somebody wrote, sentence by sentence: `check`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from qa.answering.answer import Citation
from qa.checking.checked import CheckedDraft, CheckedSentence
from qa.checking.draft import draft_of
from qa.checking.wording import VERDICT_WORDS, summary
from qa.doors.mcp.arguments import CheckArguments
from qa.doors.mcp.reply import Reply, link_to, paragraphs, quoted, where
from qa.doors.mcp.served import Scope, Served
from qa.errors import StillComputing


def check(scope: Scope, arguments: CheckArguments) -> Reply:
    """Say of each sentence of a draft whether the documents support it, and by which words.

    Raises:
        DraftRejected: If the draft is empty or too long.
        StillComputing: If as many drafts are being checked as may be.
    """
    draft, name = draft_of(arguments.text), arguments.collection
    served = scope.one(name)
    with place_for_check(served):
        checked = served.checker.check(draft, arguments.within.filter())
    links = tuple(link_to(cited, f"Source [{cited.number}]", name) for cited in checked.citations)
    return Reply(_record(checked, name), _text(checked, name), links)


@contextmanager
def place_for_check(served: Served) -> Iterator[None]:
    """Hold one of the places for checks.

    Raises:
        StillComputing: If all are taken.
    """
    if not served.checks.acquire(blocking=False):
        raise StillComputing("other drafts are being checked: try again in a minute")
    try:
        yield
    finally:
        served.checks.release()


def _record(checked: CheckedDraft, name: str) -> dict[str, Any]:
    """Return the record; where a collection was named, its citations say so, as those of `ask`."""
    record = checked.record()
    if not name:
        return record
    return {**record, "citations": [{**one, "collection": name} for one in record["citations"]]}


def _text(checked: CheckedDraft, name: str) -> str:
    sentences = [_sentence_text(sentence, checked, name) for sentence in checked.sentences]
    sources = [_source_text(cited, name) for cited in checked.citations]
    return paragraphs(
        [f"{summary(checked.counts)}.", *sentences, "Sources:" if sources else "", *sources]
    )


def _sentence_text(sentence: CheckedSentence, checked: CheckedDraft, name: str) -> str:
    """Return a verdict with the sentence, the words that are not supported, and why."""
    marks = "".join(f"[{number}]" for number in sentence.citations)
    head = f"{VERDICT_WORDS[sentence.verdict].capitalize()} {marks}".strip()
    parts = [checked.draft.text[span.start : span.end] for span in sentence.unsupported]
    missing = [f"Not supported:\n{quoted(' … '.join(parts))}"] if parts else []
    closest = [
        f"Closest: {where(close, name)}\n{quoted(close.text)}" for close in sentence.closest[:1]
    ]
    reason = [sentence.reason] if sentence.reason else []
    return "\n".join([f"{head}:", quoted(sentence.text), *missing, *reason, *closest])


def _source_text(cited: Citation, name: str) -> str:
    link = f"\n{cited.link}" if cited.link else ""
    return f"[{cited.number}] {where(cited, name)}{link}\n{quoted(cited.quote)}"
