"""`pincite migrate`: a collection goes from one engine or place to another."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.counted import counted
from qa.commands.changing import begun_here, command_line_user
from qa.commands.options import as_json
from qa.commands.output import print_json, say
from qa.config import Config, addresses
from qa.wiring import (
    calibration_home,
    collection_names,
    has_collection,
    make_embedder,
    open_index,
)

if TYPE_CHECKING:
    from index import CollectionIndex
    from index.ingest.migrating import Comparison

_CLOSE = 0.9  # of the questions; engines part words in their own ways, which moves some passages


@click.command("migrate")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@as_json
@click.pass_obj
def migrate_command(config: Config, source: str, target: str, json_: bool) -> None:
    """Copy the collection FROM one engine or place TO another, and compare both.

    FROM and TO are the data folder of a collection on one machine, or the address of a Milvus,
    as in PINCITE_INDEX; what is not passages is then where PINCITE_STORE says. Nothing is
    embedded again. Documents come with their corrections, tags, originals and history; marks,
    alerts and the log of changes come too, so `pincite verify` says the same of saved answers.

    Keys, sign-ins and framed links belong to the service and stay with it, and so do the list of
    past uploads and those that failed. `migrate` says so before it begins, if there are any.

    FROM is only read. Change nothing in it meanwhile. If you interrupt `migrate`, run it again to
    resume. At the end, every text is compared by its hash, and the answers to 100 questions by
    their ten best passages. The exit status is 1 if anything is missing or different.

    \b
    Example:
      pincite migrate ~/.local/share/pincite milvus+http://milvus:19530
      pincite --collection papers migrate milvus+http://milvus:19530 /backup/pincite
    """
    from tqdm import tqdm

    from index.ingest.migrating import CarriedVectors, compare_collections, migrate
    from qa.answering.calibration import carry_over

    here, there = _at(config, source), _at(config, target)
    _require_two(here, there)
    vectors = CarriedVectors(make_embedder(config))
    old = open_index(here, read_only=True, embedder=lambda: vectors)
    with begun_here(there):
        new = open_index(there, embedder=lambda: vectors).by(command_line_user())
    with old.reader() as reader:
        total = reader.document_count()
    say(f"copying {counted(total, 'document')} of the collection {here.collection!r}")
    for line in _staying(here, there, old):
        click.echo(line, err=True)
    for _ in tqdm(
        migrate(old, new, vectors), total=total, unit="document", disable=None, leave=False
    ):
        pass
    carry_over(calibration_home(here), calibration_home(there))
    new.checkpoint(always=True)
    say("comparing both…")
    compared = compare_collections(old, new)
    if json_:
        print_json({**asdict(compared), "embedded": vectors.embedded, "whole": compared.is_whole})
    else:
        _tell(compared, vectors.embedded)
    if not compared.is_whole:
        raise SystemExit(1)


def _at(config: Config, place: str) -> Config:
    """Return the settings with which a collection is in this place.

    Raises:
        BadParameter: If it is the address of no Milvus.
    """
    if "://" not in place:
        folder = Path(place).expanduser().absolute()
        return replace(config, data=folder, index="", store="")
    try:
        return replace(config, index=addresses.passages(place))
    except ValueError as exc:
        raise click.BadParameter(str(exc)) from exc


def _require_two(here: Config, there: Config) -> None:
    """Refuse to carry nothing, or a collection into its own records."""
    if not has_collection(here):
        names = ", ".join(map(repr, collection_names(here)))
        there_is = f"there is {names}: choose one with --collection" if names else "there is none"
        itself = replace(here, data=here.data.parent, collection=here.data.name)
        if not here.store and has_collection(itself):
            there_is = f"it is a collection itself: name the folder around it, {itself.data}"
        raise click.UsageError(f"there is no collection {here.collection!r} in FROM ({there_is})")
    if _records(here) == _records(there):
        raise click.UsageError(
            "FROM and TO would have the same records: name another folder, or set PINCITE_STORE "
            "or PINCITE_DATA for the one in Milvus"
        )


def _records(config: Config) -> str:
    """Return where all but the passages of a collection is."""
    return config.store or str(config.directory.resolve())


def _staying(here: Config, there: Config, old: "CollectionIndex") -> Iterator[str]:
    """Say what is not carried, as far as there is any."""
    if (here.data, here.store) != (there.data, there.store) and (keys := _keys_of(here)):
        yield (
            f"keys that open it: {keys}; they stay with the service of FROM, so add keys where TO "
            "is served, with `pincite key add`"
        )
    if failed := old.jobs.counts().get("failed", 0):
        yield f"uploads that failed: {failed}; they stay in FROM, so send them again"


def _keys_of(config: Config) -> int:
    """Return how many valid keys of a service open the collection."""
    from qa.service.key_store import KeyStore
    from qa.service.places import key_place

    store = KeyStore(key_place(config))
    valid = (key.grant() for key in store.all() if key.state(store.now()) == "valid")
    return sum(grant.may("read", config.collection) for grant in valid)


def _tell(compared: "Comparison", embedded: int) -> None:
    for name, (one, other) in compared.counts.items():
        same = "the same" if one == other else f"{other:,} there: NOT THE SAME"
        click.echo(f"{name}: {one:,}, {same}")
    if compared.differ:
        click.echo(
            f"{counted(compared.differ, 'document')} differ: {', '.join(compared.differing)}"
        )
    else:
        click.echo("every text and every record is the same")
    if embedded:
        click.echo(f"{counted(embedded, 'passage')} had to be embedded, as they are cut anew")
    if not compared.questions:
        return
    asked = counted(compared.questions, "question")
    click.echo(
        f"of {asked}, {compared.first} have the same best passage and {compared.ten} the same ten"
    )
    if compared.first < _CLOSE * compared.questions:
        click.echo("that is fewer than engines differ by: run `pincite doctor` on both", err=True)
