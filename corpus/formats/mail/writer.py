"""Who wrote a part of a mail, and the names by which people sign."""

import re
from typing import NamedTuple

from corpus.formats.mail.phrases import FUNCTION_WORDS, PARTICLES, SIGN_OFF

MAX_NAME = 80  # characters; a guess
MAX_LINE = 400
"""Characters of a line of a head or an attribution; a guess: long name, long address and date."""

ADDRESS = re.compile(
    r"[<(\[]?\s*(?:mailto:)?([^\s<>()\[\]:;,]+@[^\s<>()\[\]:;,]+)(?:\s?<mailto:[^\s<>]+>)?\s*[>)\]]?"
)
_AROUND = re.compile(
    r"(?i)^(?:[\s,;:\"'*\[\]()<>-]|(?:heeft|hat)\b)+|(?:[\s,;:\"'*\[\]()<>-]|\b(?:heeft|hat)\b)+$"
)
_VIA = re.compile(r"(?<=\S)\s+via\s+\S")
_NAME_WORDS = 5  # of a name that no address follows; a guess: longer ones are sentences


class Writer(NamedTuple):
    """Who wrote what is quoted, and on which day; empty where it is not said."""

    author: str
    published: str


UNKNOWN = Writer("", "")


def author_of(name: str, address: str) -> str:
    """Return name and address as one.

    Of `Karl Ohm via Harbour list <harbour@x.org>` only the name is the writer's.
    """
    if (via := _VIA.search(name)) is not None:
        return bare(name[: via.start()])
    return f"{name} <{address}>" if name and address else name or address


def sender_of(value: str) -> str:
    """Return the author that the field `From` of a mail names."""
    address = ADDRESS.search(value)
    name = bare(ADDRESS.sub(" ", value).strip())
    return author_of(name[:MAX_NAME], address[1] if address else "")


def bare(words: str) -> str:
    """Return words without the marks around them."""
    words = " ".join(_AROUND.sub("", words).split())
    return f"{words})" if words.count("(") > words.count(")") else words


def is_name(words: str, *, lower: bool = False) -> bool:
    """Tell a name from words of a sentence: "the chair", "As Karl Ohm", "She".

    Args:
        words: A few words, without marks around them.
        lower: Whether it may be written small, as in front of an address.
    """
    parts = words.replace('"', "").replace("(", "").split()
    if not parts or len(parts) > _NAME_WORDS or parts[0].lower() in FUNCTION_WORDS:
        return False
    rest = [part for part in parts if part.lower() not in PARTICLES]
    if any(part.lower() in FUNCTION_WORDS for part in rest):
        return False
    return lower or not any(part[0].islower() for part in rest)


def signatures(author: str) -> frozenset[str]:
    """Return the names, in small letters, by which an author may sign."""
    name = bare(ADDRESS.sub(" ", author)).lower()
    if not name:
        name = author.strip("<> ").partition("@")[0].lower()
    last, comma, first = (piece.strip() for piece in name.partition(","))
    whole = f"{first} {last}" if comma else name
    return frozenset(filter(None, (whole, whole.split(" ")[0])))


def is_signed(line: str, names: frozenset[str]) -> bool:
    """Tell whether a line is the name of its writer: `Anna`, `- Anna Ek`, `Best regards, Anna`."""
    if len(line) > MAX_NAME:
        return False
    words = SIGN_OFF.sub("", line.strip(" -\u2013\u2014*_/").lower()).strip(" .")
    return words in names
