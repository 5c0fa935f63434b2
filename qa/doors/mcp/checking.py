"""The tool that checks what somebody wrote, sentence by sentence: `check`."""

from collections.abc import Iterator
from contextlib import contextmanager

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
    return Reply(checked.record(), _text(checked), links)


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


def _text(checked: CheckedDraft) -> str:
    sentences = [_sentence_text(sentence, checked) for sentence in checked.sentences]
    sources = [_source_text(cited) for cited in checked.citations]
    return paragraphs(
        [f"{summary(checked.counts)}.", *sentences, "Sources:" if sources else "", *sources]
    )


def _sentence_text(sentence: CheckedSentence, checked: CheckedDraft) -> str:
    """Return a verdict with the sentence, the words that are not supported, and why."""
    marks = "".join(f"[{number}]" for number in sentence.citations)
    head = f"{VERDICT_WORDS[sentence.verdict].capitalize()} {marks}".strip()
    parts = [checked.draft.text[span.start : span.end] for span in sentence.unsupported]
    missing = [f"Not supported:\n{quoted(' … '.join(parts))}"] if parts else []
    closest = [f"Closest: {where(close)}\n{quoted(close.text)}" for close in sentence.closest[:1]]
    reason = [sentence.reason] if sentence.reason else []
    return "\n".join([f"{head}:", quoted(sentence.text), *missing, *reason, *closest])


def _source_text(cited: Citation) -> str:
    link = f"\n{cited.link}" if cited.link else ""
    return f"[{cited.number}] {where(cited)}{link}\n{quoted(cited.quote)}"
