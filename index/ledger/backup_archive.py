"""The ZIP archive that a backup is: its manifest, and its members with their sizes and sha256."""

import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from index.errors import (
    BackupRefused,
)
from index.ledger.schema import FORMAT, MIGRATED

BACKUP_FORMAT = 1
"""Changes with the members of the archive or their meaning."""

LEDGER, CALIBRATION, MANIFEST = "ledger.db", "calibration.json", "manifest.json"
_MOST_MANIFEST = 100_000  # bytes; a guess: it has a few hundred
_CHUNK = 1 << 20  # bytes copied at a time; a guess: few calls, little memory


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """What a backup holds: sizes and sha256 of its files, by their names."""

    format: int
    ledger_format: str
    created: str
    embedder: str
    documents: int
    passages: int
    files: dict[str, tuple[int, str]]


def unpack(source: Path, folder: Path) -> BackupManifest:
    """Write the members of a backup into a folder, under names of our own, each checked.

    Raises:
        BackupRefused: If the file is no whole backup of this format.
    """
    with _opened(source) as archive:
        manifest = _manifest(archive)
        names = sorted(info.filename for info in archive.infolist())
        if names != sorted([MANIFEST, *manifest.files]):
            raise BackupRefused(f"{source} has other files than its manifest lists")
        needed = sum(size for size, _ in manifest.files.values())
        if needed > shutil.disk_usage(folder).free:
            raise BackupRefused(
                f"it needs {needed:,} bytes, and the disk does not have so much room"
            )
        for name, (size, sha256) in manifest.files.items():
            _unpack_one(archive, name, folder / name, size, sha256)
    return manifest


def is_backup(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return MANIFEST in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except FileNotFoundError as exc:
        raise BackupRefused(f"{source}: no such file: check the spelling") from exc
    except OSError as exc:
        raise BackupRefused(f"{source} cannot be read ({exc.strerror or exc})") from exc
    except (
        zipfile.BadZipFile,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        zlib.error,
    ) as exc:
        raise BackupRefused(f"{source} is not a backup, or is damaged: {exc}") from exc


def _manifest(archive: zipfile.ZipFile) -> BackupManifest:
    try:
        with archive.open(MANIFEST) as file:
            values = json.loads(file.read(_MOST_MANIFEST))
        found = values["format"], values["ledger_format"]
        if found[0] != BACKUP_FORMAT or found[1] not in (FORMAT, *MIGRATED):
            raise BackupRefused(
                f"the backup is of format {found[0]}.{found[1]}, this Pincite restores "
                f"{BACKUP_FORMAT}.{FORMAT}: use the version of Pincite that made it"
            )
        values["files"] = {name: (int(n), str(h)) for name, (n, h) in values["files"].items()}
        manifest = BackupManifest(**values)
    except (KeyError, TypeError, AttributeError, RecursionError) as exc:
        raise BackupRefused("its manifest was not written by Pincite") from exc
    if LEDGER not in manifest.files or not manifest.files.keys() <= {LEDGER, CALIBRATION}:
        raise BackupRefused("its manifest names files that do not belong in a backup")
    return manifest


def _unpack_one(archive: zipfile.ZipFile, name: str, path: Path, size: int, sha256: str) -> None:
    digest, left = hashlib.sha256(), size
    with archive.open(name) as member, path.open("xb") as file:
        while data := member.read(min(_CHUNK, left + 1)):
            left -= len(data)
            if left < 0:
                break
            digest.update(data)
            file.write(data)
    if left or digest.hexdigest() != sha256:
        raise BackupRefused(f"{name} in the backup is damaged")


def pack(file: IO[bytes], manifest: BackupManifest, members: dict[str, Path]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=2))
        for name, path in members.items():
            archive.write(path, name)


def measured(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        return os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest()
