"""`pincite backup` and `restore`."""

from pathlib import Path

import click

from index.counted import counted
from qa.commands.changing import begun_here, command_line_user
from qa.commands.output import say
from qa.config import Config
from qa.errors import ConfigError
from qa.wiring import open_existing, open_index


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup_command(config: Config, file: Path) -> None:
    """Back up the collection to FILE. You can do this while it is in use.

    The backup is checked before it is put in place. Documents that you removed before the
    backup are not in it.

    \b
    Example:
      pincite backup papers.pincite
    """
    from index import back_up

    _require_local(config)
    index = open_existing(config, read_only=False)  # an empty collection is one too
    manifest = back_up(index.directory, file)
    size = file.stat().st_size
    click.echo(
        f"{counted(manifest.documents, 'document')}, {counted(manifest.passages, 'passage')}: "
        f"{counted(size, 'byte')} in {file}"
    )


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Replace what the collection holds now.")
@click.option(
    "--with-removed", is_flag=True, help="Also bring back documents removed since the backup."
)
@click.pass_obj
def restore_command(config: Config, file: Path, replace: bool, with_removed: bool) -> None:
    """Restore the collection from the backup FILE.

    The backup is checked first: a damaged one, or one of another format, changes nothing.
    Documents that you removed since the backup stay removed. A running service switches to
    what was restored.

    \b
    Example:
      pincite restore papers.pincite
    """
    from index import IndexFault, restore

    _require_local(config)
    if not replace:
        try:
            with open_index(config, read_only=True).reader() as reader:
                documents = reader.document_count()
        except IndexFault as exc:
            raise click.ClickException(f"{exc}; use --replace to replace it") from exc
        if documents:
            raise click.ClickException(
                f"the collection {config.collection!r} holds {counted(documents, 'document')}: use "
                "--replace to replace them, or name another collection with --collection"
            )
    say("checking the backup…")
    with begun_here(config):
        restore(file, config.directory, with_removed=with_removed, who=command_line_user())
    index = open_index(config)
    index.purge()
    with index.reader() as reader:
        counts = reader.counts()
    click.echo(
        f"restored: {counted(counts['documents'], 'document')}, "
        f"{counted(counts['passages'], 'passage')} in the collection {config.collection!r}"
    )


def _require_local(config: Config) -> None:
    """Refuse a collection that is not whole in the data directory.

    Raises:
        ConfigError: If another engine has its passages.
    """
    if config.index:
        raise ConfigError(
            "PINCITE_INDEX is set, so the passages are in Milvus: back up its servers as their "
            "makers say, or copy the collection into the data directory with `pincite migrate` "
            "and back that up"
        )
