"""The cookie of a browser that stays signed in, and when it counts.

A browser sends it by itself, so it must not count where another site makes the browser ask: the
cookie is `SameSite=Strict`, requests that other sites caused do without it, and whatever changes
something needs a token besides, which only our own page can read.
"""

import hmac
from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Response
from werkzeug.http import parse_cookie

HEADER = "X-Pincite-Session"
"""Where a request that changes something has the token that goes with its cookie."""

_COOKIE = "pincite"
_SAFE_COOKIE = "__Host-pincite"
"""Its name behind TLS: no neighbour of the host can set one of this name."""
_SAFE_BELOW = "__Secure-pincite"
"""Its name behind TLS and below a path, because one called `__Host-` is sent to the whole host."""
_SAFE = ("GET", "HEAD", "OPTIONS")

Header = Callable[[str], str]
"""Returns the value of a request's header by its name, "" where there is none."""


def token_in(method: str, header: Header, *, secure: bool) -> str:
    """Return the token of the cookie of a request if it counts, or "".

    With `secure`, people reach the service by TLS alone, so that only a safe cookie counts.
    """
    # Other programs of the host may set cookies in any encoding; a token of ours is ASCII.
    cookies = parse_cookie(header("Cookie").encode("ascii", "replace").decode("ascii"))
    names = (_SAFE_COOKIE, _SAFE_BELOW) if secure else (_SAFE_COOKIE, _SAFE_BELOW, _COOKIE)
    token = next(filter(None, (cookies.get(name, "") for name in names)), "")
    if not token or not _is_of_our_page(header):
        return ""
    if method not in _SAFE and not _same(page_token(token), header(HEADER)):
        return ""
    return token


def page_token(token: str) -> str:
    """Return what our page sends beside the cookie of a session, which it cannot read."""
    return hmac.digest(token.encode("utf-8", "surrogateescape"), b"page", "sha256").hex()


def set_cookie(reply: Response, token: str, seconds: int, root: str, *, secure: bool) -> None:
    """Have the browser keep a session, and send it to what is below the root path alone."""
    reply.set_cookie(
        (_SAFE_BELOW if root else _SAFE_COOKIE) if secure else _COOKIE,
        token,
        path=f"{root}/",
        max_age=seconds,
        secure=secure,
        httponly=True,
        samesite="Strict",
    )


def drop_cookies(reply: Response, root: str) -> None:
    """Have the browser forget its session."""
    for name, secure in ((_SAFE_BELOW if root else _SAFE_COOKIE, True), (_COOKIE, False)):
        reply.delete_cookie(name, path=f"{root}/", secure=secure, httponly=True, samesite="Strict")


def _is_of_our_page(header: Header) -> bool:
    """Tell whether a browser says that our own page asks, or its user; old ones say less."""
    site = header("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    origin = header("Origin")
    try:
        return not origin or urlsplit(origin).netloc == header("Host")
    except ValueError:
        return False


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode("utf-8", "surrogateescape"))
