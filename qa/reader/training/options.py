"""What the commands that make training data have in common."""

import argparse
import logging
import os
from collections.abc import Mapping
from pathlib import Path

log = logging.getLogger(__name__)


def add_evaluation(parser: argparse.ArgumentParser, what: str) -> None:
    """Let a command be told the folder of the evaluation sets; `what` says what they are for."""
    parser.add_argument(
        "--eval",
        type=Path,
        metavar="FOLDER",
        default=os.environ.get("PINCITE_EVAL_DATA"),
        help=f"the evaluation sets{what} (default: PINCITE_EVAL_DATA)",
    )


def evaluation_folder(parser: argparse.ArgumentParser, options: argparse.Namespace) -> Path:
    """Return the folder of the evaluation sets; end with what to do where none was named."""
    if options.eval is None:
        parser.error("set PINCITE_EVAL_DATA, or name the folder of the evaluation sets with --eval")
    return Path(options.eval)


def log_counts(counts: Mapping[str, int]) -> None:
    """Say how many there are of each."""
    for name, count in counts.items():
        log.info("%s: %s", name, f"{count:,}")
