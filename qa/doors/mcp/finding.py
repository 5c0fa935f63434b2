"""The tools that find passages: `search`, the best for a question, and `find`, all of a topic."""

from index.counted import counted
from qa.answering.answer import FoundPassage
from qa.answering.citing import found_passage
from qa.answering.topic_search import Findings, Group, Match
from qa.doors.mcp import results
from qa.doors.mcp.arguments import FindArguments, SearchArguments
from qa.doors.mcp.pins import Pin
from qa.doors.mcp.places import passage_fields, url_of
from qa.doors.mcp.reply import Reply, json_reply, link_to, one_line, paragraphs, quoted, where
from qa.doors.mcp.served import Served


def search(served: Served, arguments: SearchArguments) -> Reply:
    """Return the passages for a question, best first."""
    hits = served.answerer.search(arguments.query, arguments.limit, arguments.within.filter())
    found = [results.Passage(**passage_fields(served, found_passage(hit))) for hit in hits]
    return json_reply(results.SearchResult(results=found))


def find(served: Served, arguments: FindArguments) -> Reply:
    """Return the passages about a topic, document by document."""
    findings = served.answerer.find(arguments.topic, arguments.passages, arguments.within.filter())
    shown = findings.documents[: arguments.documents]
    result = results.FindResult(
        topic=findings.topic,
        passages_searched=findings.passages_searched,
        passages_found=_passages_found(findings),
        documents_searched=findings.documents_searched,
        documents_found=len(findings.documents),
        documents_without=len(findings.documents_without),
        documents=[_document(served, group) for group in shown],
    )
    links = tuple(
        link_to(found_passage(match.hit), "Passage") for group in shown for match in group.passages
    )
    text = paragraphs([_summary(findings, len(shown)), *map(_group_text, shown)])
    return Reply(result.model_dump(mode="json"), text, links)


def _document(served: Served, group: Group) -> results.FoundDocument:
    info = group.document
    return results.FoundDocument(
        id=info.id,
        title=info.title,
        url=url_of(served, Pin(info.id), info.version),
        matched=group.matched,
        passages=[_match(served, match) for match in group.passages],
    )


def _match(served: Served, match: Match) -> results.FoundPassage:
    return results.FoundPassage(
        **passage_fields(served, found_passage(match.hit)), by=list(match.by)
    )


def _passages_found(findings: Findings) -> int:
    return findings.words + findings.meaning - findings.both


def _summary(findings: Findings, shown: int) -> str:
    found = len(findings.documents)
    least = f" The {shown} with the most passages are shown." if shown < found else ""
    return (
        f"{_passages_found(findings):,} of {counted(findings.passages_searched, 'passage')} in "
        f"{found:,} of {counted(findings.documents_searched, 'document')} are about this.{least}"
    )


def _group_text(group: Group) -> str:
    head = f"{one_line(group.document.title)} ({counted(group.matched, 'passage')})"
    return paragraphs([head, *(_passage_text(found_passage(m.hit)) for m in group.passages)])


def _passage_text(found: FoundPassage) -> str:
    return f"{where(found)}\n{quoted(found.text)}"
