"""Settings that are addresses, or lists of them, read from text.

Each function raises a ValueError that says what is wrong.
"""

import ipaddress
import re
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_SEGMENT = re.compile(r"(?!\.+$)[A-Za-z0-9._~-]+")
_HOST = r"[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\]"
_ORIGIN = re.compile(rf"(?P<scheme>https?)://(?P<host>{_HOST})(?::(?P<port>[0-9]{{1,5}}))?/?")
_USUAL = {"http": "80", "https": "443"}
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPED = ", and %, @, /, ?, # or : in the password as %25, %40, %2F, %3F, %23 or %3A"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")


def public_url(text: str) -> str:
    """Return the address of a service, without a slash at its end.

    A complaint does not repeat an address: it may hold a key or a password.
    """
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise ValueError("it is not an address: write it as https://answers.example.org")
    if not (text.isascii() and text.isprintable()) or set(" @?#\\") & set(text):
        raise ValueError("it may have a host, a port and a path, and nothing else")
    return text.rstrip("/")


def base_path(text: str) -> str:
    """Return a path without a slash at its end; that of a whole host is empty."""
    path = text.rstrip("/")
    parts = path.split("/")[1:]
    if path and not (path.startswith("/") and all(map(_SEGMENT.fullmatch, parts))):
        raise ValueError(f"{text!r} is not a path such as /pincite")
    return path


def networks(text: str) -> tuple[Network, ...]:
    """Return the networks of a list; an address is a network of its own."""
    return tuple(map(_network, _list(text)))


def _network(text: str) -> Network:
    try:
        network = ipaddress.ip_network(text)
    except ValueError:
        raise ValueError(f"{text!r} is not an address or network such as 10.0.0.0/24") from None
    if not network.prefixlen:
        raise ValueError(f"{text!r} is every address: name those of your proxy")
    return network


def header(text: str) -> str:
    """Return the name of a header."""
    if not _NAME.fullmatch(text):
        raise ValueError(f"{text!r} is not the name of a header such as X-Forwarded-User")
    return text


def origins(text: str) -> tuple[str, ...]:
    """Return the sites of a list."""
    return tuple(map(_origin, _list(text)))


def _origin(text: str) -> str:
    """Return an origin as browsers write it: in lower case, without the port that is usual."""
    if text in ("*", "null"):
        raise ValueError(f"{text!r} would let in pages that nobody chose: name each site")
    found = _ORIGIN.fullmatch(text.lower())
    if found is None or not 0 < int(found["port"] or 1) < 65536:
        raise ValueError(f"{text!r} is not a site such as https://intranet.example.org")
    scheme, port = found["scheme"], found["port"]
    return f"{scheme}://{found['host']}" + (f":{port}" if port and port != _USUAL[scheme] else "")


def _list(text: str) -> list[str]:
    """Return what stands between commas; spaces around it do not count."""
    found = [part.strip() for part in text.split(",")]
    if not all(found):
        raise ValueError("it has an empty entry: separate the entries by one comma each")
    return found


def web_address(text: str) -> str:
    """Return the address of a service that is asked, without a slash at its end."""
    try:
        parts = urlsplit(text.strip())
        valid = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        raise ValueError("it is not an address that begins with http:// or https://") from None
    if parts.username is not None or parts.password is not None:
        raise ValueError("it holds a name or a password: give the key in PINCITE_LLM_KEY instead")
    if not valid or parts.query or parts.fragment:
        raise ValueError("it is not an address such as http://127.0.0.1:11434/v1")
    return text.strip().rstrip("/")


def passages(text: str) -> str:
    """Return the address of a Milvus.

    Raises:
        ValueError: If it is none; a complaint does not repeat it: it may hold a password.
    """
    from index.milvus.address import Address

    Address.parse(text.strip())
    return text.strip()


def store(text: str) -> str:
    """Return the address of a PostgreSQL database.

    A complaint does not repeat it: it may hold a password.
    """
    text = text.strip()
    wanted = "write it as postgresql://user:password@host:5432/database"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError(f"it is not an address: {wanted}{_ESCAPED * ('@' in text)}") from None
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError(f"it is not an address of PostgreSQL: {wanted}")
    # What stands before the first /, ? or # would be taken for the host, or up to the first @.
    misread = "@" in parts.path + parts.query + parts.fragment or parts.netloc.count("@") > 1
    if misread or _BARE_PERCENT.search(parts.netloc):
        raise ValueError(
            f"its password has a character that does not stand for itself: {wanted}{_ESCAPED}"
        )
    if not parts.hostname or port == 0:
        raise ValueError(f"it names no host: {wanted}")
    if not parts.path.strip("/") or parts.fragment:
        raise ValueError(f"it names no database: {wanted}")
    return text


def without_password(text: str) -> str:
    """Return the address of a Milvus or a PostgreSQL without user, password and options."""
    parts = urlsplit(text)
    # After the last @, wherever it is: a password with a slash in it would end in the path.
    return f"{parts.scheme}://{(parts.netloc + parts.path).rpartition('@')[2]}"
