"""`pincite mcp`: the tools of the Model Context Protocol, over standard input and output."""

import sys

import click

from qa.config import Config


@click.command("mcp")
@click.pass_obj
def mcp_command(config: Config) -> None:
    """Serve the collection to a program that speaks MCP, such as Claude Desktop.

    That program starts this command and talks to it over standard input and output. Tools take
    the names of other collections, unless --collection says which one alone is served. Nothing is
    changed. Install what it needs with `pip install -e '.[mcp]'` in Pincite's
    folder.

    Over HTTP, `pincite serve` has the same tools at /mcp.

    \b
    In claude_desktop_config.json of Claude Desktop:
      {"mcpServers": {"pincite": {
        "command": "/path/to/.venv/bin/pincite", "args": ["mcp"]}}}

    \b
    Example:
      claude mcp add pincite -- /path/to/.venv/bin/pincite mcp
      claude mcp add papers -- /path/to/.venv/bin/pincite --collection papers mcp
    """
    from qa.doors.mcp.served import NONE, InFolder, Models, Opened, Scope
    from qa.doors.mcp.stdio import serve

    if sys.stdin.isatty():
        click.echo("waiting for a program that speaks MCP on standard input", err=True)
    models = Models.of(config)
    own = Opened.open(config, models)
    is_named = config.origins.get("collection", "").startswith("option")
    serve(Scope(own, NONE if is_named else InFolder(config, own, models)))
