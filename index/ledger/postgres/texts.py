"""Texts as PostgreSQL can have them: it takes every character but NUL.

NUL is written as U+FDD1, which Unicode keeps free for such use inside of programs. Where a text has
U+FDD0 or U+FDD1 itself, U+FDD0 is put before it and taken off again, so every text comes back as it
was. To statements, such a text is a little longer.
"""

_NUL, _ESCAPE, _WRITTEN = "\0", "\ufdd0", "\ufdd1"


def written(text: str) -> str:
    """Return a text as it is stored."""
    if _NUL not in text and _ESCAPE not in text and _WRITTEN not in text:
        return text
    for own in (_ESCAPE, _WRITTEN):
        text = text.replace(own, _ESCAPE + own)
    return text.replace(_NUL, _WRITTEN)


def read(stored: str) -> str:
    """Return the text that was stored."""
    if _ESCAPE not in stored and _WRITTEN not in stored:
        return stored
    pieces: list[str] = []
    characters = iter(stored)
    for character in characters:
        if character == _ESCAPE:
            pieces.append(next(characters, ""))
        else:
            pieces.append(_NUL if character == _WRITTEN else character)
    return "".join(pieces)
