"""The tools that show documents: `fetch`, `read` and `documents`."""

from corpus import Document
from index import DocumentInfo, IndexReader
from qa.doors.mcp import results
from qa.doors.mcp.arguments import (
    CollectionsArguments,
    DocumentsArguments,
    FetchArguments,
    ReadArguments,
)
from qa.doors.mcp.pins import Pin, PinRejected, parse_pin, unknown_document
from qa.doors.mcp.places import span_fields, url_of
from qa.doors.mcp.reply import (
    Link,
    Reply,
    json_reply,
    link_to,
    one_line,
    paragraphs,
    quoted,
    where,
)
from qa.doors.mcp.served import Scope, Served

# Guesses, all three: what a model reads in one go.
MOST_FETCHED = 100_000
"""The most characters of a document that come in one piece; `next` names the next one."""
MOST_READ = 20_000
"""The most characters of a span, besides what stands around it."""
_AROUND = 2000
"""How many characters `fetch` adds on either side of a span: a passage alone has some 600."""


def fetch(scope: Scope, arguments: FetchArguments) -> Reply:
    """Return a document, or a span with what stands around it.

    Raises:
        PinRejected: If the id is not one, or names a span that is not there.
        UnknownDocument: If there is no such document.
    """
    pin = parse_pin(arguments.id)
    name = pin.collection or arguments.collection
    served = scope.one(name)
    info, document = opened(served, pin)
    first, last = pin.within(document)
    start, end = (first, last) if pin.end is None else _widened(document, first, last)
    end = min(end, start + MOST_FETCHED)
    length = len(document.text)
    metadata = results.FetchMetadata(
        document_id=info.id,
        version=info.version,
        start=start,
        end=end,
        characters=length,
        source=info.source,
        author=info.author,
        published=info.published,
        next=str(Pin(info.id, end, collection=name)) if end < length else "",
    )
    return json_reply(
        results.FetchResult(
            id=arguments.id,
            title=info.title,
            text=document.text[start:end],
            url=url_of(served, pin, info.version),
            metadata=metadata,
        )
    )


def read(scope: Scope, arguments: ReadArguments) -> Reply:
    """Return a span with what stands before and after it.

    Raises:
        PinRejected: If the id is not of a span, or of one that is too long or not there.
        UnknownDocument: If there is no such document.
    """
    pin = parse_pin(arguments.id)
    name = pin.collection or arguments.collection
    served = scope.one(name)
    info, document = opened(served, pin)
    start, end = pin.within(document)
    if end - start > MOST_READ:
        raise PinRejected(
            f"this span has {end - start:,} characters, and at most {MOST_READ:,} are read at a "
            "time: name a shorter one as DOCUMENT:START-END, or use `fetch`"
        )
    result = results.ReadResult(
        **span_fields(served, info, document, start, end, name),
        before=document.text[max(0, start - arguments.around) : start],
        after=document.text[end : end + arguments.around],
    )
    return Reply(
        result.model_dump(mode="json"), _read_text(result), (link_to(result, "Span", name),)
    )


def documents(scope: Scope, arguments: DocumentsArguments) -> Reply:
    """Return a page of the list of documents, by title.

    Raises:
        UnknownDocument: If the last one of the page before is not there any more.
    """
    wanted, name = arguments.within.filter(), arguments.collection
    served = scope.one(name)
    with served.index.reader() as reader:
        last = _listed(reader, arguments.after) if arguments.after else None
        infos = reader.documents(last, arguments.limit + 1, wanted)
        total = reader.apply(wanted).documents if wanted else reader.document_count()
    page = infos[: arguments.limit]
    result = results.DocumentsResult(
        documents=[_listed_document(served, info, name) for info in page],
        total=total,
        next=page[-1].id if len(infos) > len(page) else "",
    )
    more = f"There are more: ask again with after={result.next}." if result.next else ""
    lines = "\n".join(
        f"{one_line(info.title)} ({one_line(info.source)}, {info.id})" for info in page
    )
    text = paragraphs([f"{total:,} in all.", lines, more])
    return Reply(
        result.model_dump(mode="json"), text, tuple(document_link(info, name) for info in page)
    )


def collections(scope: Scope, _: CollectionsArguments) -> Reply:
    """Return the collections that can be named, and how many documents each has."""
    found = [
        results.ListedCollection(name=name, documents=documents)
        for name, documents in scope.others.sizes().items()
    ]
    return json_reply(results.CollectionsResult(collections=found))


def document_link(info: DocumentInfo, collection: str = "") -> Link:
    """Return the link to a document."""
    return Link(Pin(info.id, collection=collection), one_line(info.title), one_line(info.source))


def opened(served: Served, pin: Pin) -> tuple[DocumentInfo, Document]:
    """Return a document that a pin names, of one moment.

    Raises:
        UnknownDocument: If there is no such document.
    """
    with served.index.reader() as reader:
        info = _listed(reader, pin.document_id)
        document = reader.document(pin.document_id)
    if document is None:
        raise unknown_document()
    return info, document


def _listed(reader: IndexReader, document_id: str) -> DocumentInfo:
    info = reader.infos([document_id]).get(document_id)
    if info is None:
        raise unknown_document()
    return info


def _widened(document: Document, start: int, end: int) -> tuple[int, int]:
    """Return a span with what stands around it, up to white space."""
    text = document.text
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    while 0 < first < start and not text[first - 1].isspace():
        first += 1
    while end < last < len(text) and not text[last].isspace():
        last -= 1
    return first, last


def _read_text(result: results.ReadResult) -> str:
    return paragraphs(
        [
            f"Before:\n{quoted(result.before)}" if result.before else "",
            f"{where(result, result.collection)}:\n{quoted(result.text)}",
            f"After:\n{quoted(result.after)}" if result.after else "",
        ]
    )


def _listed_document(served: Served, info: DocumentInfo, name: str) -> results.ListedDocument:
    return results.ListedDocument(
        id=str(Pin(info.id, collection=name)),
        title=info.title,
        url=url_of(served, Pin(info.id), info.version),
        version=info.version,
        source=info.source,
        author=info.author,
        published=info.published,
        publisher=info.publisher,
        tags=list(info.tags),
        characters=info.characters,
        passages=info.passages,
        notes=list(info.notes),
    )
