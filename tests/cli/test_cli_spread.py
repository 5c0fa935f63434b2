"""`pincite add --dask`: files that workers take in."""

from pathlib import Path

from command_line import HERONS, Pincite, told_json

from index.ingest.spread import LOCAL


def test_the_command_adds_by_workers_of_its_own(note: Path, pincite: Pincite, model: Path) -> None:
    result = pincite("--model", str(model), "add", "--dask", LOCAL, note)

    assert result.stdout == "1 added, 0 updated, 0 unchanged, 0 refused; 1 passage embedded\n"
    assert " a second\n" in result.stderr
    assert (
        HERONS in pincite("show", told_json(pincite("list", "--json"))["documents"][0]["id"]).stdout
    )


def test_what_is_no_address_of_a_scheduler_is_refused(note: Path, pincite: Pincite) -> None:
    result = pincite("add", "--dask", "10.0.0.5", note)

    assert result.exit_code == 2
    assert "'10.0.0.5' is not 'local' or the address of a scheduler" in result.stderr
