"""What old programs wrote into the text of a mail: files (uuencode), and marks of a signature."""

import re
from binascii import Error, a2b_uu

_FILE = re.compile(
    r"^begin [0-7]{3,4} ([^\n]{1,200})\n((?:[ -`]{1,62}\n)+)end[ \t]*$", re.MULTILINE
)
_SIGNED = re.compile(
    r"\s*-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z]+: [^\n]*\n)*\n(.*?)\n"
    r"-----BEGIN PGP SIGNATURE-----\n[\w+/=:. ()\n-]{0,5000}-----END PGP SIGNATURE-----[ \t]*",
    re.DOTALL | re.ASCII,
)
_DASHED = re.compile(r"^- (?=-)", re.MULTILINE)


def without_armor(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Return a text without files and marks of a signature in it, and the files by name."""
    files: list[tuple[str, bytes]] = []

    def take(match: re.Match[str]) -> str:
        try:
            data = b"".join(map(a2b_uu, match[2].encode("ascii").splitlines()))
        except (Error, UnicodeEncodeError):
            return match[0]
        files.append((match[1].strip(), data))
        return ""

    if "\nend" in text and "begin" in text:
        text = _FILE.sub(take, text)
    if (signed := _SIGNED.match(text)) is not None:
        text = _DASHED.sub("", signed[1]) + text[signed.end() :]
    return text, files
