"""`pincite serve`: the chat page and the API."""

from collections.abc import Sequence
from pathlib import Path

import click

from qa.config import Config


@click.command("serve")
@click.argument("folders", metavar="[FOLDER]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--host", metavar="ADDRESS", help="Listen on this address.  [default: 127.0.0.1]")
@click.option(
    "--port", metavar="PORT", help="Listen on this port; 0 is any free one.  [default: 8000]"
)
@click.option("--no-open", is_flag=True, help="Do not open the page in a browser.")
@click.option(
    "--bundled",
    is_flag=True,
    help="Add the article that comes with Pincite if the collection is new.",
)
@click.pass_obj
def serve_command(
    config: Config,
    folders: tuple[Path, ...],
    host: str | None,
    port: str | None,
    no_open: bool,
    bundled: bool,
) -> None:
    """Serve the chat page and the API until interrupted.

    With a FOLDER, the page opens in your browser at once, and the documents in the folder are
    added meanwhile, as `pincite sync` does; small files come first. Next time, only what is new or
    changed is read, and documents whose files you deleted are removed. If a whole folder is empty
    or gone, its documents are kept, because its disk may only be disconnected.

    Without --collection, everything goes into one collection, `main`.

    \b
    Example:
      pincite serve ~/papers
      pincite --collection letters serve --port 8080 ~/letters
    """
    from qa.commands.opening import has_display, open_page
    from qa.web.serving.serve import serve

    _require_folders(folders)
    opens = bool(folders) and not no_open and has_display()
    serve(
        config.with_options(host=host, port=port),
        folders,
        bundled=bundled,
        opened=open_page if opens else None,
    )


def _require_folders(folders: Sequence[Path]) -> None:
    for folder in folders:
        if folder.is_file():
            raise click.ClickException(
                f"{folder} is a file: name the folder that it is in, or add it with `pincite add`"
            )
        if not folder.is_dir():
            raise click.ClickException(f"{folder}: no such folder: check the spelling")
