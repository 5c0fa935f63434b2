"""Opens the page in a browser, if there is a display."""

import os
import sys
import threading
import webbrowser
from collections.abc import Mapping
from urllib.parse import urlsplit

_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}
"""Addresses that a service can listen on but no browser can open, each with one that it can."""


def has_display(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Tell whether a browser opened here would be seen by the person who typed the command."""
    if platform in ("darwin", "win32"):
        return "SSH_CONNECTION" not in environ
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def open_page(address: str) -> None:
    """Open an address in the browser, if there is one, without waiting for it."""
    parts = urlsplit(address)
    local = _ANYWHERE.get(parts.hostname or "")
    if local is not None:
        address = f"{parts.scheme}://{local}:{parts.port}"
    threading.Thread(target=_open, args=(address,), daemon=True).start()


def _open(address: str) -> None:
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    # A text browser would take over the terminal that the service writes to.
    if "BROWSER" in os.environ or type(browser) is not webbrowser.GenericBrowser:
        browser.open(address)
