"""Where a Milvus is: `milvus+http://[user:password@]host[:port][/database]`."""

from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote, urlsplit

_SCHEMES = {"milvus+http": "http", "milvus+https": "https"}
_PORT = 19530  # Milvus' own
_WANTED = (
    "the address of a Milvus server looks like milvus+http://host:19530 or "
    "milvus+https://user:password@host:19530/database"
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a Milvus is, and what it asks for; `token` is shown nowhere."""

    scheme: str
    host: str
    port: int
    database: str = ""
    token: str = field(default="", repr=False)

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read an address as settings give it.

        Raises:
            ValueError: If it is not one; the message leaves out what may be a password.
        """
        try:
            parts = urlsplit(url)
            port = parts.port or _PORT
        except ValueError:  # which repeats what may be a part of a password
            raise ValueError(_WANTED) from None
        if (
            "@" in parts.path + parts.query + parts.fragment
        ):  # the host would be what stands before it
            raise ValueError(f"{_WANTED}; write a /, ? or # in the password as %2F, %3F or %23")
        database = parts.path.strip("/")
        more = parts.query or parts.fragment or "/" in database
        if parts.scheme not in _SCHEMES or not parts.hostname or more:
            raise ValueError(_WANTED)
        token = unquote(parts.username or "")
        if parts.password:
            token += ":" + unquote(parts.password)
        return cls(_SCHEMES[parts.scheme], parts.hostname, port, database, token)

    @property
    def uri(self) -> str:
        """Return what the client of Milvus takes, without the token."""
        return f"{self.scheme}://{self.endpoint}"

    @property
    def endpoint(self) -> str:
        """Return host and port, as messages name them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"
