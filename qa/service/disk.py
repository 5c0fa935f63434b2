"""The disk that the collections are on."""

import shutil
from pathlib import Path


def free_bytes(folder: Path) -> int:
    """Return how much room there is where a folder is, or will be made."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(there).free
