"""`pincite timeline`."""

from pathlib import Path

import pytest
from command_line import HERONS, Pincite, told_json


def test_dates_are_printed_as_read_and_as_written(pincite: Pincite, document_id: str) -> None:
    told = pincite("timeline").stdout

    assert told.startswith("1871 (year only)  “1871”\n    Ada Lund counted 40 herons in 1871.\n")
    assert f"    herons  {document_id}:35-70\n" in told
    assert told.endswith("\n1 date in 1 document\n")


@pytest.mark.usefixtures("document_id")
def test_it_is_written_as_json_and_as_a_table(pincite: Pincite, tmp_path: Path) -> None:
    (event,) = told_json(pincite("timeline", "--json"))["events"]

    assert HERONS[event["start"] : event["end"]] == event["quote"]
    assert pincite("timeline", "--about", "herons", "-o", tmp_path / "a.csv").exit_code == 0
    assert (
        (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[1].startswith("1871,,year,1871,")
    )
