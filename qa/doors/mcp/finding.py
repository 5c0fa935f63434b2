"""The tools that find passages: `search`, the best for a question, and `find`, all of a topic."""

from functools import cache

from index import Hit
from index.counted import counted
from qa.answering.across import findings_across, hits_across
from qa.answering.answer import FoundPassage
from qa.answering.citing import found_passage
from qa.answering.topic_search import Findings, Group, Match
from qa.doors.mcp import results
from qa.doors.mcp.arguments import FindArguments, InSeveral, SearchArguments
from qa.doors.mcp.pins import Pin
from qa.doors.mcp.places import passage_fields, url_of
from qa.doors.mcp.reply import Reply, json_reply, link_to, one_line, paragraphs, quoted, where
from qa.doors.mcp.served import Scope, Served


def search(scope: Scope, arguments: SearchArguments) -> Reply:
    """Return the passages for a question, best first."""
    served = cache(scope.one)  # each is opened in its turn: one that cannot be is left out

    def hits_of(name: str) -> list[Hit]:
        wanted = arguments.within.filter()
        return served(name).answerer.search(arguments.query, arguments.limit, wanted)

    hits = hits_across(_asked(arguments), hits_of, arguments.limit)
    found = [
        results.Passage(**passage_fields(served(name), found_passage(hit), name))
        for name, hit in hits
    ]
    return json_reply(results.SearchResult(results=found))


def find(scope: Scope, arguments: FindArguments) -> Reply:
    """Return the passages about a topic, document by document."""
    served = cache(scope.one)

    def find_in(name: str) -> Findings:
        wanted = arguments.within.filter()
        return served(name).answerer.find(arguments.topic, arguments.passages, wanted)

    findings, silent = findings_across(_asked(arguments), find_in)
    groups = sorted(
        ((name, group) for name, one in findings for group in one.documents),
        key=lambda pair: -pair[1].matched,
    )
    shown = groups[: arguments.documents]
    every = [one for _, one in findings]
    result = results.FindResult(
        topic=every[0].topic,
        passages_searched=sum(one.passages_searched for one in every),
        passages_found=sum(map(_passages_found, every)),
        documents_searched=sum(one.documents_searched for one in every),
        documents_found=len(groups),
        documents_without=sum(len(one.documents_without) for one in every),
        documents=[_document(served(name), group, name) for name, group in shown],
    )
    links = tuple(
        link_to(found_passage(match.hit), "Passage", name)
        for name, group in shown
        for match in group.passages
    )
    missing = [f"{name} was not searched: {exc.message}" for name, exc in silent.items()]
    texts = [_group_text(group, name) for name, group in shown]
    text = paragraphs([_summary(result), *missing, *texts])
    return Reply(result.model_dump(mode="json"), text, links)


def _asked(arguments: InSeveral) -> list[str]:
    """Return the names of the collections that are asked; "", the client's own, without any."""
    return arguments.names() or [""]


def _document(served: Served, group: Group, name: str) -> results.FoundDocument:
    info = group.document
    pin = Pin(info.id, collection=name)
    return results.FoundDocument(
        id=str(pin),
        collection=name,
        title=info.title,
        url=url_of(served, pin, info.version),
        matched=group.matched,
        passages=[_match(served, match, name) for match in group.passages],
    )


def _match(served: Served, match: Match, name: str) -> results.FoundPassage:
    return results.FoundPassage(
        **passage_fields(served, found_passage(match.hit), name), by=list(match.by)
    )


def _passages_found(findings: Findings) -> int:
    return findings.words + findings.meaning - findings.both


def _summary(found: results.FindResult) -> str:
    shown = len(found.documents)
    least = ""
    if shown < found.documents_found:
        least = f" The {shown} with the most passages are shown."
    return (
        f"{found.passages_found:,} of {counted(found.passages_searched, 'passage')} in "
        f"{found.documents_found:,} of {counted(found.documents_searched, 'document')} are about "
        f"this.{least}"
    )


def _group_text(group: Group, name: str) -> str:
    within = f", in {name}" if name else ""
    head = f"{one_line(group.document.title)} ({counted(group.matched, 'passage')}{within})"
    texts = [_passage_text(found_passage(match.hit), name) for match in group.passages]
    return paragraphs([head, *texts])


def _passage_text(found: FoundPassage, name: str) -> str:
    return f"{where(found, name)}\n{quoted(found.text)}"
