"""`pincite list`, `show`, `remove` and `export`: what is in the collection."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

import click

from qa.commands.changing import index_to_change
from qa.commands.naming import document_named, documents_named, known_ids, unknown
from qa.commands.options import as_json
from qa.commands.output import print_json, print_table, say, shown
from qa.config import Config
from qa.wiring import open_existing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus import Page
    from index import DocumentInfo, Index, IndexReader

_SPAN = re.compile(r"[0-9]+-[0-9]+")


@click.command("list")
@as_json
@click.pass_obj
def list_command(config: Config, json_: bool) -> None:
    """List the documents of the collection, by title.

    \b
    Example:
      pincite list --json
    """
    from index import every_document
    from qa.answering.records import info_record

    index = open_existing(config)
    with index.reader() as reader:
        infos = list(every_document(reader))
        places = reader.file_paths({info.id for info in infos})
    if json_:
        print_json({"documents": [info_record(info, places.get(info.id, "")) for info in infos]})
    elif not infos:
        say("the collection is empty: add documents with `pincite add PATH`")
    else:
        head = ("ID", "PASSAGES", "ADDED", "TITLE (SOURCE)")
        where = [f"{i.source}, {places[i.id]}" if i.id in places else i.source for i in infos]
        rows = [head]
        for i, source in zip(infos, where, strict=True):
            rows.append((i.id, str(i.passages), i.added[:10], f"{i.title} ({source})"))
            rows += [("", "", "", f"  {line}") for line in _remarks(i)]
        print_table(rows)


def _remarks(info: "DocumentInfo") -> list[str]:
    """Return what is to be known of a document beside its title: tags, and how it was read."""
    created = "" if info.author and info.published else file_created(info)
    lines = [f"tags: {', '.join(info.tags)}"] if info.tags else []
    lines += [f"file created {created}"] if created else []
    return [*lines, *(f"note: {note}" for note in info.notes)]


@click.command("show")
@click.argument("document")
@as_json
@click.pass_obj
def show_command(config: Config, document: str, json_: bool) -> None:
    """Show a DOCUMENT, named by id, file, path or title.

    Of an id, the first four characters are enough if no other id starts with them. Add
    :START-END to any name to see that part, in characters.

    \b
    Example:
      pincite show vmrabuov
      pincite show ~/papers/report.pdf
      pincite show vmrabuovykxiffn3gjjq7fl76n:9316-9453
    """
    from qa.answering.records import document_record

    index = open_existing(config)
    with index.reader() as reader:
        name, span = _parted(reader, document)
        document_id = document_named(reader, name)
        info = reader.infos([document_id])[document_id]
        whole = reader.details(document_id)
        place = reader.file_paths([document_id]).get(document_id, "")
        parts = reader.parts(document_id)
    assert whole is not None, "it was listed at this moment"
    found = whole.document
    start, end = _span(span, len(found.text)) if span else (0, len(found.text))
    if json_:
        record = document_record(info, found, place)
        print_json({**record, "start": start, "end": end, "text": found.text[start:end]})
        return
    if not span:
        more = [
            ("source", info.source),
            ("file", place),
            ("id", info.id),
            ("version", info.version),
            ("passages", str(info.passages)),
            ("read by OCR", _recognized(found.pages)),
            *(("holds", f"{part.title} ({part.source}, {part.id})") for part in parts),
            *(("note", note) for note in info.notes),
        ]
        print_table([*properties(info), *(row for row in more if row[1])])
        click.echo()
    click.echo(shown(found.text[start:end]))


def properties(info: "DocumentInfo") -> list[tuple[str, str]]:
    """Return what is known of who wrote a document, and what the document itself says of that."""
    from corpus.language import language_of_code

    rows = [
        *((name, getattr(info, name)) for name in ("title", "author", "published", "publisher")),
        ("tags", ", ".join(info.tags)),
        ("language", language_of_code(info.language).name),
        ("file created", file_created(info)),
    ]
    said = {
        name: language_of_code(value).name if name == "language" else value
        for name, value in info.uncorrected
    }
    own = [(f"{name} in the document", value or "(none)") for name, value in said.items()]
    return [row for row in rows if row[1]] + own


def file_created(info: "DocumentInfo") -> str:
    """Return what the properties of a file say: `by Ann, on 2020-03-01`; empty if nothing."""
    by = f"by {info.file_author}" if info.file_author else ""
    on = f"on {info.file_created}" if info.file_created else ""
    return ", ".join(filter(None, (by, on)))


def _recognized(pages: "Sequence[Page]") -> str:
    count = sum(page.recognized for page in pages)
    return f"{count:,} of {len(pages):,} pages" if count else ""


@click.command("remove")
@click.argument("documents", nargs=-1, required=True)
@click.pass_obj
def remove_command(config: Config, documents: tuple[str, ...]) -> None:
    """Remove DOCUMENTS, named by id, file, path or title, from the collection.

    Of an id, the first four characters are enough if no other id starts with them. Your files
    stay. Their words are overwritten in the collection's own files. With an e-mail its attachments
    are removed, with a mailbox or a ZIP archive everything in it.

    \b
    Example:
      pincite remove vmrabuov
      pincite remove letters/2021.mbox "Foreign Fighters in Libya"
    """
    with open_existing(config).reader() as reader:
        named = documents_named(reader, documents)
        parts = {found: [info.id for info in reader.parts(found)] for found in named}
        ids = list(dict.fromkeys(i for found in named for i in (found, *parts[found])))
        titles = {document_id: _title(reader, document_id) for document_id in ids}
    index = index_to_change(config)
    done = index.delete_all(ids)
    index.purge()
    for document_id, title in titles.items():
        if document_id in done:
            click.echo(f"removed {shown(title)} ({document_id})")


@click.command("export")
@click.argument("documents", nargs=-1)
@click.option(
    "-o",
    "--output",
    type=click.File("w", "utf-8", lazy=True),
    default="-",
    help="Write to this file instead of standard output.",
)
@click.pass_obj
def export_command(config: Config, documents: tuple[str, ...], output: TextIO) -> None:
    """Write DOCUMENTS, named by id, file, path or title, or all, as JSON lines.

    Each line has a document with its text and passages. A damaged document is reported and left
    out, and the exit status is then 1.

    \b
    Example:
      pincite export -o collection.jsonl
    """
    from index import LedgerDamaged, every_id

    index = open_existing(config)
    with index.reader() as reader:
        wanted = documents_named(reader, documents) if documents else list(every_id(reader))
    damaged: list[str] = []

    def lines() -> Iterator[str]:
        for document_id in wanted:
            try:
                yield _exported(index, document_id)
            except LedgerDamaged as exc:
                damaged.append(document_id)
                with index.reader() as reader:
                    title = _title(reader, document_id)
                click.echo(f"left out: {shown(title)}: {exc}", err=True)

    output.writelines(lines())
    if damaged:
        raise SystemExit(1)


def _exported(index: "Index", document_id: str) -> str:
    from qa.answering.records import document_record

    with index.reader() as reader:
        whole = reader.details(document_id)
        place = reader.file_paths([document_id]).get(document_id, "")
    if whole is None:  # removed by another process just now
        raise unknown(document_id)
    passages = [
        {
            "ordinal": p.ordinal,
            "start": p.start,
            "end": p.end,
            "page": p.page,
            "page_label": p.page_label,
            "recognized": p.recognized,
            "heading": p.heading,
            "sentences": p.sentences,
        }
        for p in whole.passages
    ]
    record = document_record(whole.info, whole.document, place)
    record |= {"text": whole.document.text, "passages": passages}
    return json.dumps(record, ensure_ascii=False) + "\n"


def _title(reader: "IndexReader", document_id: str) -> str:
    """Return the title of a document, or its id where that is damaged."""
    from index import LedgerDamaged

    try:
        info = reader.infos([document_id]).get(document_id)
    except LedgerDamaged:
        return document_id
    return document_id if info is None else info.title


def _parted(reader: "IndexReader", document: str) -> tuple[str, str]:
    """Split a name from the span after it, "" if there is none; a name may have colons."""
    first, _, rest = document.partition(":")
    if known_ids(reader, [first]):
        return first, rest
    name, colon, span = document.rpartition(":")
    return (name, span) if colon and _SPAN.fullmatch(span) else (document, "")


def _span(text: str, length: int) -> tuple[int, int]:
    first, _, last = text.partition("-")
    if not (first.isdecimal() and last.isdecimal() and int(first) < int(last) <= length):
        raise click.ClickException(
            f"{text!r} is not a span of it: give START-END, at most {length}"
        )
    return int(first), int(last)
