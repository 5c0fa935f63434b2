"""The file of the entailment model, kept as the reader's is (`qa/reader/shipped.py`)."""

from importlib import resources
from pathlib import Path

from qa.reader.shipped import intact

FILE = "entailment.npz"
CARD = "entailment.json"


def shipped_entailment(folder: Path | None = None) -> Path | None:
    """Return the file of a model, by default the one that comes with Pincite.

    None if it is missing, or is not the file that its card describes.
    """
    return intact(folder or Path(str(resources.files("qa.checking.entailment"))), FILE, CARD)
