"""`pincite unframe`: framed links that open nothing any more."""

import time

import click

from qa.commands.changing import command_line_user
from qa.config import Config


@click.command("unframe")
@click.argument("links", metavar="LINK...", nargs=-1, required=True)
@click.pass_obj
def unframe_command(config: Config, links: tuple[str, ...]) -> None:
    """Revoke each LINK that `pincite cite --frame` wrote or the API returned, for good.

    From now on it shows nothing, also in a running service. The same words can get another link.

    \b
    Example:
      pincite unframe https://answers.example.org/framed/WyJtYWlu…
    """
    from index import LoggedChange
    from qa.service.change_log import log_whole
    from qa.service.framed import FrameKey, token_of
    from qa.wiring import collection_names

    key = FrameKey(config.data)
    for link in links:
        span = key.revoke(token_of(link), time.time())
        if span is None:
            raise click.ClickException(
                f"{link!r} opens nothing: it is not a link of this data directory, has ended, or "
                "was revoked before"
            )
        if span.collection in collection_names(config):
            change = LoggedChange("link_revoked", span.document_id)
            log_whole(config, config.data / span.collection, command_line_user(), change)
        click.echo(f"revoked the link to document {span.document_id}")
