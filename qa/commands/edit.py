"""`pincite edit`: what is listed and cited of a document, where the document itself is wrong."""

import click

from qa.commands.changing import existing_to_change
from qa.commands.documents import properties
from qa.commands.naming import document_named, unknown
from qa.commands.options import as_json
from qa.commands.output import print_json, print_table
from qa.config import Config


@click.command("edit")
@click.argument("document")
@click.option("--title", help="The title.")
@click.option("--author", help='Who wrote it; "" if nobody knows.')
@click.option(
    "--date", "published", metavar="DATE", help="When it was published: 2019, 2019-05, 2019-05-01."
)
@click.option("--language", metavar="CODE", help="The language of its text: en, de, fr or es.")
@click.option("--tag", "add_tags", metavar="TAG", multiple=True, help="Add this tag.")
@click.option("--untag", "remove_tags", metavar="TAG", multiple=True, help="Remove this tag.")
@click.option(
    "--reset",
    type=click.Choice(["title", "author", "date", "language", "tags"]),
    multiple=True,
    help="Show what the document itself says again; with `tags`, remove all tags.",
)
@as_json
@click.pass_obj
def edit_command(
    config: Config,
    document: str,
    title: str | None,
    author: str | None,
    published: str | None,
    language: str | None,
    add_tags: tuple[str, ...],
    remove_tags: tuple[str, ...],
    reset: tuple[str, ...],
    json_: bool,
) -> None:
    """Correct the title, author, date, language or tags of a DOCUMENT, named by id, file or title.

    Corrections also apply to later versions and are deleted with the document. Saved answers stay
    verbatim, with a note. Your file is not changed, and search still uses the document's own title;
    another language changes which forms of a word are found.

    \b
    Example:
      pincite edit vmrabuovykxiffn3gjjq7fl76n --author "Ann Reed" --date 2020-03 --tag birds
    """
    from index import Correction
    from qa.answering.records import info_record

    correction = Correction(
        title,
        author,
        published,
        language,
        add_tags=add_tags,
        remove_tags=remove_tags,
        reset=tuple("published" if name == "date" else name for name in reset),
    )
    if not correction:
        raise click.UsageError("name what to change: --title, --author, --date, --language, …")
    index = existing_to_change(config)
    with index.reader() as reader:
        document_id = document_named(reader, document)
    info = index.correct(document_id, correction)
    if info is None:
        raise unknown(document)
    if json_:
        with index.reader() as reader:
            print_json(info_record(info, reader.file_paths([info.id]).get(info.id, "")))
        return
    print_table(properties(info))
