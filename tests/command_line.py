"""Commands run in this process, and what they print."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import Result

HERONS = "The heron stands in shallow water. Ada Lund counted 40 herons in 1871."
QUESTION = "Who counted the herons?"
PROGRAM = Path(sys.executable).with_name("pincite")
Pincite = Callable[..., Result]


def told_json(result: Result) -> Any:
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def complaint(result: Result) -> str:
    """Return the one line of an error, which comes alone."""
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    return result.stderr.removeprefix("Error: ").strip()
