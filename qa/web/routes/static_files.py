"""What the pages load: under addresses that change with it, so that browsers keep it."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response

_KEPT = "public, max-age=31536000, immutable"  # for a year, and asked about no more


def register(app: Flask) -> None:
    """Put the version of all static files before their paths, wherever a page links to one.

    Modules and styles name each other by relative paths, so they have the same version. Without
    one, or with another (a page that was opened before an update, a server that is behind one),
    a file is sent as it is now, and a browser asks at each use whether it has changed.
    """
    assert app.static_folder is not None
    current = _version_of(Path(app.static_folder))

    @app.url_defaults
    def with_version(endpoint: str, values: dict[str, str]) -> None:
        if endpoint == "static":
            values.setdefault("version", current)

    def send(filename: str, version: str = "") -> Response:
        response = app.send_static_file(filename)
        if version == current:
            response.headers["Cache-Control"] = _KEPT
        return response

    app.view_functions["static"] = send
    app.add_url_rule("/static/v-<version>/<path:filename>", endpoint="static")


@cache
def _version_of(folder: Path) -> str:
    """Return what changes with any byte or any name in a folder, as it was when first asked."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]
