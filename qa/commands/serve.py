"""`pincite serve`: the chat page and the API."""

import click

from qa.config import Config


@click.command("serve")
@click.option("--host", metavar="ADDRESS", help="Listen on this address.  [default: 127.0.0.1]")
@click.option(
    "--port", metavar="PORT", help="Listen on this port; 0 is any free one.  [default: 8000]"
)
@click.option(
    "--bundled",
    is_flag=True,
    help="Add the article that comes with Pincite if the collection is new.",
)
@click.pass_obj
def serve_command(config: Config, host: str | None, port: str | None, bundled: bool) -> None:
    """Serve the chat page and the API until interrupted.

    \b
    Example:
      pincite serve --port 8080
    """
    from qa.web.serving.serve import serve

    serve(config.with_options(host=host, port=port), bundled=bundled)
