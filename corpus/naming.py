"""Names of uploads and of files inside files: what each stands for, and how it is shown."""

import hashlib
import re
import unicodedata

from corpus.document import Source

LONGEST = 200
"""Characters of a name that are shown; a guess: names of files on Linux have at most 255 bytes."""

_ENDING = 20  # characters; the longest ending that is read is `.markdown`
_UNSHOWN = ("Cc", "Cf", "Cs", "Co")
_NUMBERED = re.compile(r" \((\d{1,6})\)\Z")
_JUNK = re.compile(
    r"""
    \..*                                      # hidden files: .DS_Store, ._notes, .~lock.notes.odt#
    | ~\$.* | ~wrl.*                          # Office, while a document is open
    | .*~ | \#.*\# | .*\.sw[opx]              # editors: former versions, unsaved ones
    | (eh)?thumbs(_vista)?\.db | desktop\.ini | icon\r | .*\.(lnk|url|webloc)  # file managers
    | .*\.(tmp|temp|crdownload|part|partial|filepart|download|opdownload|aria2|!ut|bc!)  # arriving
    | __macosx | \$recycle\.bin | system\ volume\ information | lost\+found | @eadir | \#recycle
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What systems and programs leave beside documents: no person wrote it to be read."""


def upload_source(given: str, sent: str = "") -> Source:
    """Return the source of an upload by its name; two different names are two sources.

    A name that can be shown as it is, is its own key. Of any other (with folders, characters
    that nobody sees, or too many) a part is lost in showing it, so a digest of all of it is in
    the key. No label holds a slash, so no name can be chosen that makes the key of another.

    Args:
        given: The name that the client gave.
        sent: The header that the name came in, for a name that decoding may have changed.
    """
    label = label_of(given)
    # Bytes that are no UTF-8 all become U+FFFD; `%22` and `\\"` are decoded alike, as are one
    # backslash and two.
    whole = sent if sent and any(c in given for c in '\ufffd"\\') else given
    if label == whole:
        return Source(f"upload:{label}", label)
    digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
    return Source(f"upload:{digest}/{label}", label)


def label_of(given: str) -> str:
    """Return the last part of a client's file name, fit to be shown; never used as a path."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    return _shortened(_shown(last)) or "document"


def part_name(given: str) -> str:
    """Return the name of a file inside a file with its folders, fit to be shown.

    It is never used as a path, and leads out of no folder if somebody does.
    """
    parts = map(_shown, given.replace("\\", "/").split("/"))
    return _shortened("/".join(filter(None, parts))) or "part"


def _shown(name: str) -> str:
    seen = "".join(c for c in name if unicodedata.category(c) not in _UNSHOWN)
    return " ".join(seen.split()).strip(". ")


def is_junk(name: str) -> bool:
    """Tell whether a file or folder of this name is hidden, or left behind by a program."""
    return _JUNK.fullmatch(name) is not None


def shows_its_key(source: Source) -> bool:
    """Tell whether the shown name is the key itself, which no other upload can share."""
    return source.key == f"upload:{source.label}"


def numbered(label: str, number: int) -> str:
    """Return `report (2).pdf` for `report.pdf`, no longer than what is shown of a name."""
    stem, ending = _parted(label)
    mark = f" ({number})"
    return f"{stem[: LONGEST - len(mark) - len(ending)].rstrip()}{mark}{ending}"


def unnumbered(label: str) -> tuple[str, int]:
    """Return `report.pdf` and 2 for `report (2).pdf`; 1 for a name without a number."""
    stem, ending = _parted(label)
    found = _NUMBERED.search(stem)
    if found is None or not found.start():
        return label, 1
    return stem[: found.start()] + ending, int(found[1])


def _shortened(name: str) -> str:
    """Cut a name in its middle: its ending tells what kind of text it is."""
    if len(name) <= LONGEST:
        return name
    stem, ending = _parted(name)
    return f"{stem[: LONGEST - len(ending) - 1].rstrip()}…{ending}"


def _parted(name: str) -> tuple[str, str]:
    cut = name.rfind(".")
    return (name[:cut], name[cut:]) if cut > 0 and len(name) - cut <= _ENDING else (name, "")
