"""Checks each request, and sets the headers of each reply."""

import ctypes
import os
import sys
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from qa.config import SETTINGS, Config, variable_of
from qa.web.errors import ApiError
from qa.web.security import rights
from qa.web.security.access import Access

LOOPBACK = ("127.0.0.1", "localhost", "::1")

_SET_DUMPABLE = 4  # of linux/prctl.h
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "object-src 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_API_POLICY = "default-src 'none'; frame-ancestors 'none'"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-DNS-Prefetch-Control": "off",
}


def register(app: Flask, config: Config) -> None:
    """Check each request before its body is read, and set the headers of each reply."""
    access = Access(app, config)
    app.extensions[Access.__name__] = access

    @app.before_request
    def check() -> None:
        if config.host in LOOPBACK:
            _require_own_host()
        _require_own_origin()
        rights.let_in()

    @app.after_request
    def protect(response: Response) -> Response:
        page = response.mimetype == "text/html"
        response.headers.setdefault(
            "Content-Security-Policy", _PAGE_POLICY if page else _API_POLICY
        )
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Request-Id"] = g.get("request_id", "")
        return response


def _require_own_host() -> None:
    """Refuse a name that somebody made point at this machine (DNS rebinding)."""
    try:
        name = urlsplit(f"//{request.host}").hostname
    except ValueError:
        name = None
    if name not in LOOPBACK:
        raise ApiError("foreign_host", "This service only answers on this machine.")


def _require_own_origin() -> None:
    """Refuse a change that another site's page asks for."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    origin = request.headers.get("Origin")
    try:
        foreign = origin is not None and urlsplit(origin).netloc != request.host
    except ValueError:
        foreign = True
    if foreign or request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        raise ApiError("foreign_origin", "Pages of other sites may not do this.")


def hide_keys() -> None:
    """Drop the keys from the environment, and keep other processes of this user from it.

    What a process was started with stays in its memory, which Linux shows to others of the
    same user unless it is asked not to.
    """
    for name, setting in SETTINGS.items():
        if setting.secret:
            os.environ.pop(variable_of(name), None)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
