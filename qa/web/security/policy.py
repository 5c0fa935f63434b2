"""Checks each request, and sets the headers of each reply."""

import ctypes
import os
import sys
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from qa.config import SETTINGS, Config, variable_of
from qa.service.collections import Collections
from qa.web.errors import ApiError
from qa.web.security import cors, proxy, rights
from qa.web.security.access import Access
from qa.web.security.proxy import Proxies

LOOPBACK = ("127.0.0.1", "localhost", "::1")

_SET_DUMPABLE = 4  # of linux/prctl.h
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "object-src 'none'; frame-ancestors {ancestors}; "
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
_ONLY_TLS = "max-age=31536000"
"""For a year; not of other names below the host, which may be of other services."""


def register(app: Flask, config: Config) -> None:
    """Check each request before its body is read, and set the headers of each reply."""
    collections: Collections = app.extensions[Collections.__name__]
    access = Access(app, config, lambda: collections.default_name)
    app.extensions[Access.__name__] = access
    proxy.register(app, Proxies(config))
    page_policy = _PAGE_POLICY.format(ancestors=" ".join(config.frame_ancestors) or "'none'")
    hosts = _own_hosts(config)

    @app.before_request
    def check() -> Response | None:
        if config.host in LOOPBACK:
            _require_own_host(hosts)
        if proxy.is_outside():
            raise ApiError("not_found", f"All that is here is below {config.base_path}/.")
        if cors.is_preflight(config.cors):
            return cors.preflight()
        _require_own_origin(config.cors)
        rights.let_in()
        return None

    @app.after_request
    def protect(response: Response) -> Response:
        page = response.mimetype == "text/html"
        response.headers.setdefault("Content-Security-Policy", page_policy if page else _API_POLICY)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = _ONLY_TLS
        rights.show_left(response)
        cors.permit(response, config.cors)
        response.headers["X-Request-Id"] = g.get("request_id", "")
        return response


def _own_hosts(config: Config) -> tuple[str, ...]:
    """Return the names of a service that listens on this machine alone.

    Where a proxy on this machine stands before it, that is also the name that people use.
    """
    public = urlsplit(config.public_url or "").hostname if config.trust_proxy else None
    return (*LOOPBACK, public) if public else LOOPBACK


def _require_own_host(hosts: tuple[str, ...]) -> None:
    """Refuse a name that somebody made point at this machine (DNS rebinding)."""
    if not is_named(request.host, hosts):
        raise ApiError("foreign_host", "This service only answers on this machine.")


def is_named(said: str, hosts: tuple[str, ...]) -> bool:
    """Tell whether the `Host` of a request is one of these names, whatever its port."""
    try:
        return urlsplit(f"//{said}").hostname in hosts
    except ValueError:
        return False


def _require_own_origin(allowed: tuple[str, ...]) -> None:
    """Refuse a change that another site's page asks for, unless that site is allowed to."""
    if request.method in ("GET", "HEAD", "OPTIONS") or cors.is_allowed(allowed):
        return
    if cors.is_foreign():
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
