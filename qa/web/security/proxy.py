"""Where a request came from, and under which address, where a proxy stands in front.

Anybody can write `X-Forwarded-For` into a request, so such headers count only if the connection
comes from a proxy that the settings name, and of each only what that proxy itself wrote: the
last entry. All others are removed before anything can read them.
"""

import ipaddress
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, request

from qa.config import Config

USER = "pincite.user"
"""Where a request's environment has the user that a trusted proxy named; absent without one."""
_OUTSIDE = "pincite.outside"

_FORWARDED = ("FOR", "PROTO", "HOST", "PORT", "PREFIX", "SERVER", "BY", "SSL", "SCHEME")
_NOBODY_READS = frozenset(
    {"FORWARDED", "X_REAL_IP", *(f"X_FORWARDED_{name}" for name in _FORWARDED)}
)
_HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")
_PREFIX = re.compile(r"(/(?!\.+(/|$))[A-Za-z0-9._~-]+)+")
_LONGEST_USER = 200  # characters; a guess: addresses of mail have up to 254, and rarely 60


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known of a request before its path is looked at.

    `scheme` and `host` are empty where no proxy gave them. `removed` is what a proxy took off
    the path, and `user` whom it has let in.
    """

    address: str
    scheme: str = ""
    host: str = ""
    removed: str = ""
    user: str = ""


class Proxies:
    """The proxies that the settings name, and what each request says by way of them."""

    def __init__(self, config: Config) -> None:
        self._networks = config.trust_proxy
        self._base = config.base_path
        self._user_header = config.user_header.upper().replace("-", "_")

    @property
    def dropped(self) -> Iterable[str]:
        """The headers that nothing behind this may read, as CGI writes their names."""
        own = {self._user_header} if self._user_header else set()
        return _NOBODY_READS | own

    def trusts(self, address: str) -> bool:
        """Return whether an address is that of a proxy that may say who asks."""
        found = _address(address)
        return found is not None and any(found in network for network in self._networks)

    def arrival(self, peer: str, headers: Mapping[str, str]) -> Arrival:
        """Return what a request from an address says; its headers are named as CGI names them.

        Whatever is malformed counts as not said.
        """
        if not self.trusts(peer):
            return Arrival(peer)
        user = headers.get(self._user_header, "") if self._user_header else ""
        return Arrival(
            _client(_last(headers, "FOR")) or peer,
            _scheme(_last(headers, "PROTO")),
            _matching(_HOST, _last(headers, "HOST")),
            _matching(_PREFIX, _last(headers, "PREFIX").rstrip("/")),
            _user(user),
        )

    def inside(self, path: str, removed: str) -> tuple[str, str] | None:
        """Return (where all begins, the path below that) of a path; None if it is outside.

        `removed` is what a proxy took off the path: then the path is below it already.
        """
        if removed:
            return removed, path
        if path != self._base and not path.startswith(f"{self._base}/"):
            return None
        return self._base, path.removeprefix(self._base) or "/"


class Front:
    """Stands before the application: what it passes on comes from trusted sources alone."""

    def __init__(self, application: Any, proxies: Proxies) -> None:
        self._application = application
        self._proxies = proxies

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        sent = {n[5:]: v for n, v in environ.items() if n.startswith("HTTP_")}
        arrival = self._proxies.arrival(environ.get("REMOTE_ADDR", ""), sent)
        for name in self._proxies.dropped:
            environ.pop(f"HTTP_{name}", None)
        environ["REMOTE_ADDR"] = arrival.address
        environ["wsgi.url_scheme"] = arrival.scheme or environ["wsgi.url_scheme"]
        for name, said in (("HTTP_HOST", arrival.host), (USER, arrival.user)):
            if said:
                environ[name] = said
        found = self._proxies.inside(environ["PATH_INFO"], arrival.removed)
        environ[_OUTSIDE] = found is None
        if found is not None:
            environ["SCRIPT_NAME"], environ["PATH_INFO"] = found
        return self._application(environ, start_response)


def register(app: Flask, proxies: Proxies) -> None:
    """Put the proxies' rules before all else that an application does with a request."""
    app.wsgi_app = Front(app.wsgi_app, proxies)  # type: ignore[method-assign]
    app.extensions[Proxies.__name__] = proxies


def is_outside() -> bool:
    """Return whether this request is for an address that is not below `PINCITE_BASE_PATH`."""
    return bool(request.environ.get(_OUTSIDE))


def user() -> str:
    """Return the name of the user whom a trusted proxy has let in; "" if it named none."""
    return str(request.environ.get(USER, ""))


def _last(headers: Mapping[str, str], name: str) -> str:
    """Return what the nearest proxy wrote: each one adds its own behind those before."""
    return headers.get(f"X_FORWARDED_{name}", "").rpartition(",")[2].strip()


def _client(said: str) -> str:
    """Return an address as proxies write it, without a port; "" if it is none."""
    bare = said.partition("]")[0].removeprefix("[") if said.startswith("[") else said
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    found = _address(bare)
    return "" if found is None else str(found)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return an address, one of IPv4 that is written as IPv6 as what it is; None if it is none."""
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:  # a Unix socket has none
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found


def _scheme(said: str) -> str:
    return said.lower() if said.lower() in ("http", "https") else ""


def _matching(shape: re.Pattern[str], said: str) -> str:
    return said if shape.fullmatch(said) else ""


def _user(said: str) -> str:
    """Return the name of a user as it may stand in a log; "" where it may not.

    A comma stands where the header came twice: once perhaps from the client itself.
    """
    name = said.encode("latin-1", "replace").decode("utf-8", "replace").strip()
    fits = name.isprintable() and len(name) <= _LONGEST_USER and not {",", "\ufffd"} & set(name)
    return name if fits else ""
