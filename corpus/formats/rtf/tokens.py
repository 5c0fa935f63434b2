"""The tokens of RTF: groups, control words with their numbers, bytes, text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,10})? ?"
    r"|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<open>\{)|(?P<close>\})|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\"
)

OPEN, CLOSE, WORD, SIGN, BYTE, TEXT = "open", "close", "word", "sign", "byte", "text"


class Token(NamedTuple):
    """A token; `number` is None for a control word without one."""

    kind: str
    words: str = ""
    number: int | None = None


def tokens(code: str) -> Iterator[Token]:
    """Yield the tokens of RTF whose bytes were decoded as Latin-1; binary data is skipped."""
    at = 0
    while found := _TOKEN.match(code, at):
        at = found.end()
        kind = found.lastgroup
        if kind is None:
            continue
        if kind in ("word", "number"):
            number = None if found["number"] is None else int(found["number"])
            if found["word"] == "bin":
                at += max(number or 0, 0)
            else:
                yield Token(WORD, found["word"], number)
        else:
            yield Token(kind, found[kind])
