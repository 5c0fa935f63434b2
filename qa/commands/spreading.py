"""Takes files in by way of the workers of a Dask cluster."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from index.counted import counted
from qa.commands.changing import command_line_user
from qa.config import Config
from qa.wiring import open_index

if TYPE_CHECKING:
    from index import Index
    from index.ingest.files import Outcome
    from index.ingest.spread import Crew


@dataclass(frozen=True, slots=True)
class WorkerIndex:
    """Opens the collection on a worker, which has settings of its own.

    Passwords and keys are the worker's own, so none is ever sent. `options` are those of the
    command line, as text, which count there too; `who` is what the log of changes says.
    """

    options: tuple[tuple[str, str], ...]
    who: str

    def __call__(self) -> "Index":
        config = Config.from_env().with_options(**dict(self.options))
        return open_index(config).by(self.who)


def crew_of(config: Config, scheduler: str) -> "Crew":
    """Return the workers of a scheduler, for the configured collection.

    Raises:
        UsageError: If it is not the address of one.
    """
    from index.ingest.spread import LOCAL, Crew

    if scheduler != LOCAL and not scheduler.startswith(("tcp://", "tls://")):
        raise click.BadParameter(
            f"{scheduler!r} is not {LOCAL!r} or the address of a scheduler, as tcp://host:8786",
            param_hint="--dask",
        )
    return Crew(scheduler, WorkerIndex(_given(config), command_line_user()))


def _given(config: Config) -> tuple[tuple[str, str], ...]:
    """Return the name of the collection, and what else the command line said."""
    options = [name for name, origin in config.origins.items() if origin.startswith("option")]
    return tuple((name, str(getattr(config, name))) for name in {"collection", *options})


def tell_rate(outcomes: "Sequence[Outcome]", seconds: float) -> None:
    """Say how many passages a second were embedded, if any were."""
    embedded = sum(one.embedded for one in outcomes)
    if embedded:
        told = f"{counted(embedded, 'passage')} in {seconds:,.0f} s"
        click.echo(f"{told}: {embedded / seconds:,.1f} a second", err=True)
