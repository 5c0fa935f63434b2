"""ZIP files, in which most office formats come: refused before they can flood anything."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from corpus.errors import Damaged, Encrypted, TooLarge

MAX_ENTRIES = 5_000  # a guess: far above the files of any office document or book
MAX_UNPACKED = 200_000_000  # a guess: a fifth of the memory that a reader may have
MAX_RATIO = 200  # a guess, well below the 1,032 that a bomb of deflate can reach
_SMALL = 5_000_000  # unpacked bytes that may come of any ratio; a guess: too few to flood anything
_COUNT = 10  # where a ZIP's end record has its number of entries
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, struct.error
)  # fmt: skip
_END = b"PK\x05\x06"


class Archive:
    """The files in a ZIP, read into memory one by one and never written anywhere."""

    def __init__(self, data: bytes) -> None:
        """Open it.

        Raises:
            TooLarge: If it holds too many files, or unpacked too many bytes.
            Damaged: If it is no ZIP throughout.
        """
        end = data.rfind(_END)
        if end >= 0 and len(data) >= end + _COUNT + 2:
            self._limit(int.from_bytes(data[end + _COUNT : end + _COUNT + 2], "little"))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as exc:
            raise _damaged() from exc
        entries = self._zip.infolist()
        self._limit(len(entries))
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > MAX_UNPACKED or unpacked > max(_SMALL, MAX_RATIO * len(data)):
            raise TooLarge(
                f"it is too large when unpacked ({unpacked:,} bytes out of {len(data):,}): "
                "nothing of it was read"
            )
        self._entries = [entry for entry in entries if not entry.filename.endswith("/")]
        self.names = frozenset(entry.filename for entry in entries)

    def files(self) -> Iterator[zipfile.ZipInfo]:
        """Yield what it says of its files, in its order."""
        yield from self._entries

    def read(self, name: str | zipfile.ZipInfo) -> bytes:
        """Return a file of it; empty where there is none of that name.

        Raises:
            Damaged: If it is not what the ZIP says of it.
            Encrypted: If it opens with a password only.
        """
        if isinstance(name, str) and name not in self.names:
            return b""
        try:
            return self._zip.read(name)
        except _BROKEN as exc:
            raise _damaged() from exc
        except RuntimeError as exc:
            raise Encrypted("it opens with a password only: save it without one") from exc

    def xml(self, name: str) -> etree._Element:
        """Return the root of an XML file in it; an empty one where there is no such file.

        Raises:
            Damaged: If it is no XML, or declares entities.
        """
        return parse_xml(self.read(name) or b"<none/>")

    def starting(self, folder: str) -> Iterator[str]:
        """Yield the names of the files in a folder, sorted."""
        yield from sorted(name for name in self.names if name.startswith(folder))

    @staticmethod
    def _limit(entries: int) -> None:
        if entries > MAX_ENTRIES:
            raise TooLarge(
                f"it holds {entries:,} files, more than {MAX_ENTRIES:,}: nothing of it was read"
            )


def parse_xml(data: bytes) -> etree._Element:
    """Parse XML that nobody vouches for: no entities, no network, no other file.

    Raises:
        Damaged: If it is no XML, or declares entities.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise Damaged("a part of it is no valid XML: open and save it again") from exc
    if root.getroottree().docinfo.internalDTD is not None and b"<!ENTITY" in data:
        raise Damaged("it declares entities, which no program that saves documents does")
    return root


def _damaged() -> Damaged:
    return Damaged("the file is damaged or incomplete: open it and save it again")
