"""Outlook messages for tests: compound files, written in the simplest way that is one."""

import struct
from collections.abc import Mapping
from typing import TypeAlias

Tree: TypeAlias = dict[str, "bytes | Tree"]
Entry: TypeAlias = tuple[str, int, bytes]

_END, _FREE, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
_CUTOFF = 4_096  # bytes; shorter streams lie together in the mini stream


def compound(tree: Tree) -> bytes:
    """Return a compound file of folders and streams."""
    entries: list[Entry] = [("Root Entry", 5, b"")]
    links: dict[int, tuple[int, int]] = {}

    def add(folder: Tree) -> int:
        """Add what is in a folder, each to the right of the one before; return the first."""
        first = last = _NONE
        for name, content in folder.items():
            number = len(entries)
            if isinstance(content, dict):
                entries.append((name, 1, b""))
                child = add(content)
            else:
                entries.append((name, 2, content))
                child = _NONE
            links[number] = (_NONE, child)
            if first == _NONE:
                first = number
            else:
                links[last] = (number, links[last][1])
            last = number
        return first

    links[0] = (_NONE, add(tree))
    return _written(entries, links)


def _written(entries: list[Entry], links: dict[int, tuple[int, int]]) -> bytes:
    sectors: list[bytes] = []
    table: list[int] = []

    def chain(data: bytes, size: int = 512) -> int:
        first = len(sectors)
        blocks = [data[at : at + size].ljust(size, b"\0") for at in range(0, len(data), size)]
        sectors.extend(blocks)
        table.extend([*range(first + 1, first + len(blocks)), _END])
        return first if blocks else _END

    mini, mini_table, places = b"", list[int](), list[tuple[int, int]]()
    for _, kind, data in entries:
        if kind != 2:
            places.append((0, 0))
        elif len(data) >= _CUTOFF:
            places.append((chain(data), len(data)))
        else:
            blocks = -(-len(data) // 64)
            begin = len(mini_table)
            mini_table += [*range(begin + 1, begin + blocks), _END] if blocks else []
            mini += data.ljust(blocks * 64, b"\0")
            places.append((begin if blocks else _END, len(data)))
    places[0] = (chain(mini), len(mini)) if mini else (_END, 0)
    packed = struct.pack(f"<{len(mini_table)}I", *mini_table)
    mini_at = chain(packed.ljust(-(-len(packed) // 512) * 512, b"\xff")) if packed else _END
    records = b"".join(
        _record(name, kind, *links.get(n, (_NONE, _NONE)), *places[n])
        for n, (name, kind, _) in enumerate(entries)
    )
    records += _record("", 0, _NONE, _NONE, 0, 0) * (-len(entries) % 4)
    directory = chain(records)
    count = next(n for n in range(1, 100) if n * 128 >= len(table) + n)
    fat_at = len(sectors)
    table += [0xFFFFFFFD] * count
    table += [_FREE] * (count * 128 - len(table))
    packed = struct.pack(f"<{len(table)}I", *table)
    sectors.extend(packed[at : at + 512] for at in range(0, len(packed), 512))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHHHI", 0x3E, 3, 0xFFFE, 9, 6, 0, 0)
    head += struct.pack("<IIIIIIIII", 0, count, directory, 0, _CUTOFF, mini_at,
        -(-len(mini_table) // 128), _END, 0)  # fmt: skip
    head += struct.pack("<109I", *range(fat_at, fat_at + count), *[_FREE] * (109 - count))
    return head + b"".join(sectors)


def _record(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    wide = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sI8s8sIQ", wide, len(wide) + 2 if name else 0, kind, 1, _NONE, right, child,
        b"", 0, b"", b"", start, size,
    )  # fmt: skip


def message(
    words: dict[int, str] | None = None,
    binary: dict[int, bytes] | None = None,
    fixed: dict[int, int] | None = None,
    *,
    header: int = 32,
    inside: "Mapping[str, bytes | Tree] | None" = None,
) -> Tree:
    """Return the tree of a message, a receiver (`header` 8) or an attachment (8)."""
    tree: Tree = {
        f"__substg1.0_{n:04X}001F": text.encode("utf-16-le") for n, text in (words or {}).items()
    }
    tree |= {f"__substg1.0_{n:04X}0102": data for n, data in (binary or {}).items()}
    rows = b"".join(struct.pack("<HHIQ", 3, n, 6, value) for n, value in (fixed or {}).items())
    return {**tree, **(inside or {}), "__properties_version1.0": b"\0" * header + rows}
