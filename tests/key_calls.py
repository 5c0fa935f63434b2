"""Keys of all kinds, and requests with them."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from qa.service.key_file import KeyFile
from qa.service.key_store import KeyStore
from qa.service.keys import KeyLimits, Right, key_text, new_secret
from qa.web.security.access import OPEN
from qa.web.security.rights import ADMINISTRATORS as SERVICE
from qa.web.security.rights import ANYWHERE

ADMINISTRATORS = "correct-horse-battery"
HERE = frozenset({"main"})
_NUMBERS = itertools.count()


@dataclass(frozen=True)
class Keys:
    """Makes keys that are used under a name nobody else has."""

    store: KeyStore

    def make(
        self,
        right: Right = "read",
        collections: frozenset[str] | None = HERE,
        expires: int | None = None,
        limits: KeyLimits | None = None,
    ) -> str:
        """Return the text of a new key."""
        name = f"key {next(_NUMBERS)}"
        return self.store.add(name, right, collections, expires, limits)[1]

    def of_kind(self, kind: str) -> str:
        """Return the key that a test calls by what it may do, or why it may nothing."""
        match kind:
            case "none":
                return ""
            case "wrong":
                return key_text(*new_secret())
            case "expired":
                return self.make("manage", expires=1)
            case "revoked":
                text = self.make("manage")
                self.revoke(text)
                return text
            case "foreign":
                return self.make("manage", frozenset({"elsewhere"}))
            case "administrator":
                return ADMINISTRATORS
            case "read" | "add" | "manage":
                return self.make(kind)
        raise ValueError(kind)

    def revoke(self, text: str) -> None:
        assert self.store.revoke(text.split("_")[1]) is not None


def file_of(store: KeyStore) -> Path:
    """Return the file that has the keys of a store."""
    assert isinstance(store.place, KeyFile)
    return store.place.path


def bearing(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"} if key else {}


def call(
    client: FlaskClient, key: str, method: str, path: str, address: str = "", **options: Any
) -> TestResponse:
    """Send a request with a key, by default from an address that nothing came from before."""
    number = next(_NUMBERS)
    address = address or f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    headers = bearing(key) | options.pop("headers", {})
    return client.open(
        path, method=method, headers=headers, environ_overrides={"REMOTE_ADDR": address}, **options
    )


def upload(client: FlaskClient, key: str, text: str, query: str = "") -> TestResponse:
    """Upload a note, and wait until it was read."""
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="note.txt"\r\n\r\n'
    return call(
        client,
        key,
        "POST",
        f"/api/v1/documents?wait=60&{query}",
        data=f"{head}{text}\r\n--x--\r\n".encode(),
        content_type="multipart/form-data; boundary=x",
    )


def code_of(reply: TestResponse) -> str:
    """Return the code of an error, or "" where the reply is none."""
    body = reply.get_json(silent=True)
    error = body.get("error") if isinstance(body, dict) else None
    return str(error.get("code", "")) if isinstance(error, dict) else ""


def rules(client: FlaskClient) -> list[Rule]:
    """Return the routes that need a right in a collection."""
    rules = client.application.url_map.iter_rules()
    others = OPEN | ANYWHERE | SERVICE
    return [rule for rule in rules if rule.endpoint not in others]


def methods(rule: Rule) -> set[str]:
    return rule.methods or set()


def addresses(
    client: FlaskClient, wanted: Iterable[Rule] | None = None
) -> list[tuple[str, str, str]]:
    """Return endpoint, method and path of each of some rules: of what is of a collection."""
    found = []
    for rule in rules(client) if wanted is None else wanted:
        with client.application.test_request_context():
            _, path = rule.build({name: "1" for name in rule.arguments}) or ("", "")
        found += [(rule.endpoint, method, path) for method in sorted(methods(rule) - {"OPTIONS"})]
    return found
