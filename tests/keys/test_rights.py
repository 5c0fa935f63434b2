"""What each key may do: every endpoint with a key of every kind."""

import json
import logging
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from key_calls import (
    ADMINISTRATORS,
    HERE,
    Keys,
    addresses,
    call,
    code_of,
    file_of,
    methods,
    rules,
    upload,
)
from web_client import HERONS
from werkzeug.test import TestResponse

from index import LocalIndex
from qa.service.keys import POWERS, Power, Right
from qa.web.security.access import OPEN
from qa.web.security.rights import ADMINISTRATORS as SERVICE
from qa.web.security.rights import ANYWHERE, NAMED_IN_BODY, NEEDED, right_for
from qa.web.security.wrong_keys import MOST

KINDS = (
    "none", "wrong", "revoked", "expired", "foreign", "read", "add", "manage", "administrator",
)  # fmt: skip
SAFE = {"GET", "HEAD", "OPTIONS"}
SHUT_OUT = {"none", "wrong", "revoked", "expired"}
CHANGES_NOTHING = {
    "anthropic.create_message", "anthropic.search_results", "api.ask", "api.find", "api.search",
    "api.verify_record", "checks.check", "checks.check_file", "checks.export_check",
    "collection.suggest_next", "exports.export", "exports.export_batch", "exports.export_dated",
    "exports.export_found", "mcp.message", "openai.chat_completions", "openai.create_response",
    "timelines.dated_about",
}  # fmt: skip
"""The endpoints that take a body and store nothing."""


def send(client: FlaskClient, key: str, method: str, path: str) -> TestResponse:
    if method in ("POST", "PATCH"):
        return call(client, key, method, path, json={})
    return call(client, key, method, path)


def expected(kind: str, needed: Power) -> tuple[int, str] | None:
    """Return status and code with which a request is refused; None where it is let through."""
    if kind in SHUT_OUT:
        return 401, "key_needed"
    if kind == "foreign":
        return 404, "unknown_collection"
    if kind == "administrator" or POWERS.index(kind) >= POWERS.index(needed):
        return None
    return 403, "not_allowed"


def test_every_endpoint_is_open_or_says_what_it_needs(client: FlaskClient) -> None:
    known = {rule.endpoint for rule in client.application.url_map.iter_rules()}
    listed = [endpoint for endpoints in NEEDED.values() for endpoint in endpoints]

    assert sorted([*listed, *ANYWHERE, *SERVICE]) == sorted(known - OPEN)
    assert right_for("of.tomorrow") == "administer"


def test_who_may_only_read_changes_nothing(client: FlaskClient) -> None:
    changing = {rule.endpoint for rule in rules(client) if not methods(rule) <= SAFE}

    assert changing & NEEDED["read"] == CHANGES_NOTHING


@pytest.mark.parametrize("kind", KINDS)
def test_every_endpoint_with_a_key_of_each_kind(client: FlaskClient, keys: Keys, kind: str) -> None:
    key, wrong = keys.of_kind(kind), {}
    for endpoint, method, path in addresses(client):
        reply = send(client, key, method, path)
        # Which collection is asked, their body says: of a foreign one there is none of this name.
        named = kind == "foreign" and endpoint in NAMED_IN_BODY
        wanted = None if named else expected(kind, right_for(endpoint))
        got = reply.status_code, code_of(reply)
        if method == "HEAD":
            got = (got[0], wanted[1]) if wanted else got
        let_through = got[0] not in (401, 403) and got[1] != "unknown_collection"
        if got != wanted and not (wanted is None and let_through):
            wrong[f"{method} {path}"] = got, wanted

    assert wrong == {}


@pytest.mark.parametrize("kind", KINDS)
def test_the_whole_service_is_the_administrators(
    client: FlaskClient, keys: Keys, kind: str
) -> None:
    key = keys.of_kind(kind)
    ours = [r for r in client.application.url_map.iter_rules() if r.endpoint in SERVICE]
    statuses = {
        send(client, key, method, path).status_code for _, method, path in addresses(client, ours)
    }

    if kind == "administrator":
        assert not statuses & {401, 403}
    else:
        assert statuses == {401 if kind in SHUT_OUT else 403}


def test_a_list_of_collections_has_those_that_a_key_may_read(
    client: FlaskClient, keys: Keys
) -> None:
    mine, foreign = keys.make(), keys.make("manage", frozenset({"elsewhere"}))
    listed = [call(client, key, "GET", "/api/v1/collections").get_json() for key in (mine, foreign)]
    assert [[one["name"] for one in said["collections"]] for said in listed] == [["main"], []]
    assert [said["may_change"] for said in listed] == [False, False]
    assert [said["default"] for said in listed] == ["main", ""]
    one = [call(client, foreign, "GET", f"/api/v1/collections/{name}") for name in ("main", "zzz")]

    assert [code_of(reply) for reply in one] == ["unknown_collection"] * 2
    assert call(client, mine, "GET", "/api/v1/collections/main").status_code == 200
    assert call(client, "", "GET", "/api/v1/collections").status_code == 401


def test_the_key_is_also_taken_as_other_clients_send_it(client: FlaskClient, keys: Keys) -> None:
    key = keys.make()
    body = {"question": "herons"}

    sent = {"X-Api-Key": key}
    assert client.post("/v1/search_results", json=body, headers=sent).status_code != 401
    assert client.get("/v1/models", headers=sent).status_code == 200
    assert client.get("/api/v1/documents", headers=sent).status_code == 401
    assert call(client, key, "POST", "/mcp", json={"jsonrpc": "2.0"}).status_code not in (401, 403)


HEADERS: list[Any] = [
    {}, {"Authorization": ""}, {"Authorization": "Bearer"}, {"Authorization": "Bearer null"},
    {"Authorization": "Bearer undefined"}, {"Authorization": "Basic {key}"},
    {"Authorization": "bearer {key}"}, {"Authorization": "Bearer {key} "},
    {"Authorization": "Bearer  {key}"}, {"Authorization": "Bearer {KEY}"},
    {"Authorization": "Bearer é"}, {"Authorization": "Bearer " + "k" * 8000},
    {"Authorization": "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9."},
    [("Authorization", "Bearer wrong"), ("Authorization", "Bearer {key}")],
    {"X-Api-Key": "{key}"}, {"Cookie": "key={key}"}, {"X-User": "administrator"},
]  # fmt: skip


@pytest.mark.parametrize("which", ["administrator", "manage"])
@pytest.mark.parametrize("headers", HEADERS, ids=lambda one: str(one)[:50])
def test_what_is_not_exactly_a_key_gets_one_fixed_reply(
    client: FlaskClient, keys: Keys, headers: Any, which: str
) -> None:
    key = keys.of_kind(which)
    pairs = headers.items() if isinstance(headers, dict) else headers
    sent = [
        (name, value.replace("{key}", key).replace("{KEY}", key.upper())) for name, value in pairs
    ]
    reply = client.get(f"/api/v1/documents?key={key}", headers=sent)
    error = reply.get_json()["error"]

    assert reply.status_code == 401
    assert error.pop("request_id")
    assert error == {
        "code": "key_needed",
        "message": "Send a valid key as `Authorization: Bearer KEY`.",
    }
    assert reply.headers["WWW-Authenticate"] == "Bearer"


def test_a_collection_that_a_key_may_not_read_is_one_that_does_not_exist(
    client: FlaskClient, keys: Keys, index: LocalIndex
) -> None:
    """Whatever is asked for, by ids that there are and that there are not: one reply."""
    sent = upload(client, ADMINISTRATORS, HERONS)
    known = sent.get_json()["document"]["id"]
    key = keys.make("manage", frozenset({"elsewhere"}))
    bodies = set()
    for document in (known, "0" * len(known), "%2e%2e"):
        for method, path in (
            ("GET", f"/api/v1/documents/{document}"),
            ("GET", f"/api/v1/documents/{document}/text"),
            ("GET", f"/api/v1/documents/{document}/pages/1.png"),
            ("DELETE", f"/api/v1/documents/{document}"),
            ("GET", "/api/v1/documents"),
            ("GET", "/api/v1/map"),
            ("GET", "/api/v1/examples"),
            ("GET", f"/api/v1/jobs/{document}"),
        ):
            reply = call(client, key, method, path)
            error = reply.get_json()["error"]
            error = error if isinstance(error, dict) else {}
            bodies.add((reply.status_code, error.get("code"), error.get("message")))
    asked = call(client, key, "POST", "/api/v1/ask", json={"question": "Who counted herons?"})

    assert {(status, code) for status, code, _ in bodies} == {(404, "unknown_collection")}
    assert len({message for *_, message in bodies}) == 1
    assert asked.status_code == 404
    assert "heron" not in asked.text.lower()
    with index.reader() as reader:
        assert reader.document_count() == 1


def test_the_readiness_of_a_collection_counts_nothing_for_who_may_not_read_it(
    client: FlaskClient, keys: Keys
) -> None:
    foreign = keys.make("manage", frozenset({"elsewhere"}))
    assert call(client, foreign, "GET", "/readyz").get_json() == {"status": "ready"}
    assert call(client, "", "GET", "/readyz").get_json() == {"status": "ready"}
    assert "documents" in call(client, keys.make(), "GET", "/readyz").get_json()


# What a key may add ------------------------------------------------------------------------


def test_who_may_add_replaces_nothing(client: FlaskClient, keys: Keys) -> None:
    add, manage = keys.make("add"), keys.make("manage")
    first = upload(client, add, "The heron stands.")
    assert first.status_code == 201
    for query in ("", "on_conflict=replace"):
        refused = upload(client, add, "The heron flies.", query)
        assert (refused.status_code, code_of(refused)) == (409, "name_taken")
        assert "may not replace" in refused.get_json()["error"]["message"]
    assert upload(client, add, "The heron flies.", "on_conflict=keep").status_code == 201
    assert upload(client, add, "The heron stands.").status_code == 200
    replaced = upload(client, manage, "The heron sleeps.")

    assert replaced.get_json()["replaced"]["version"] == first.get_json()["document"]["version"]


@pytest.mark.parametrize("right", ["read", "add"])
def test_who_may_not_manage_removes_nothing(client: FlaskClient, keys: Keys, right: Right) -> None:
    document = upload(client, ADMINISTRATORS, "The heron stands.").get_json()["document"]["id"]
    key, path = keys.make(right), f"/api/v1/documents/{document}"

    assert call(client, key, "DELETE", path).status_code == 403
    assert call(client, key, "PATCH", path, json={"title": "x"}).status_code == 403
    refused = call(client, keys.make("read"), "POST", "/api/v1/documents", data=b"x")
    assert "may only read here" in refused.get_json()["error"]["message"]
    assert call(client, ADMINISTRATORS, "GET", path).get_json()["title"] == "note"


def test_who_may_add_dismisses_no_upload_of_others(client: FlaskClient, keys: Keys) -> None:
    """It would take their bytes with it, which are kept to be tried again."""
    mine, other, manage = keys.make("add"), keys.make("add"), keys.make("manage")
    form = {"file": (BytesIO(b"%PDF-1.4 broken"), "broken.pdf")}
    job = call(client, mine, "POST", "/api/v1/documents", data=form).get_json()["job"]["id"]
    path = f"/api/v1/jobs/{job}"
    call(client, mine, "GET", path, headers={"Accept": "text/event-stream"}).get_data()
    assert call(client, mine, "GET", path).get_json()["state"] == "failed"

    refused = call(client, other, "DELETE", path)
    assert (refused.status_code, code_of(refused)) == (403, "not_allowed")
    assert "Somebody else sent this" in refused.get_json()["error"]["message"]
    assert call(client, other, "DELETE", "/api/v1/jobs/none").status_code == 404
    assert call(client, other, "POST", f"{path}/retry").status_code == 202
    call(client, mine, "GET", path, headers={"Accept": "text/event-stream"}).get_data()
    assert call(client, mine, "DELETE", path).status_code == 204
    job = call(client, mine, "POST", "/api/v1/documents", data={
        "file": (BytesIO(b"%PDF-1.4 broken"), "broken.pdf")
    }).get_json()["job"]["id"]  # fmt: skip
    assert call(client, manage, "DELETE", f"/api/v1/jobs/{job}").status_code == 204


def test_an_upload_of_others_that_failed_is_replaced_by_who_may_manage_alone(
    client: FlaskClient, keys: Keys
) -> None:
    def send_broken(key: str, query: str = "") -> TestResponse:
        form = {"file": (BytesIO(b"%PDF-1.4 broken by " + key.encode()), "broken.pdf")}
        sent = call(client, key, "POST", f"/api/v1/documents{query}", data=form)
        watched = {"Accept": "text/event-stream"}
        for job in jobs():
            call(
                client, ADMINISTRATORS, "GET", f"/api/v1/jobs/{job['id']}", headers=watched
            ).get_data()
        return sent

    def jobs() -> list[dict[str, Any]]:
        found = call(client, ADMINISTRATORS, "GET", "/api/v1/jobs").get_json()["jobs"]
        return [one for one in found if one["state"] != "deleted"]

    mine, other = keys.make("add"), keys.make("add")
    send_broken(mine)
    assert code_of(send_broken(other)) == "name_taken"
    assert send_broken(other, "?on_conflict=keep").status_code == 202
    assert {job["name"] for job in jobs()} == {"broken.pdf", "broken (2).pdf"}
    assert send_broken(mine).status_code == 202
    assert len(jobs()) == 2
    assert send_broken(keys.make("manage")).status_code == 202
    assert len(jobs()) == 2


# Wrong keys --------------------------------------------------------------------------------


def test_a_stranger_shuts_out_nobody_who_has_a_key(client: FlaskClient, keys: Keys) -> None:
    """Also from the same address, where a proxy stands."""
    key, there = keys.make(), "198.51.100.7"
    for _ in range(MOST):
        call(client, keys.of_kind("wrong"), "GET", "/api/v1/documents", there)
    wrong = call(client, keys.of_kind("wrong"), "GET", "/api/v1/documents", there)

    assert (wrong.status_code, code_of(wrong)) == (429, "too_many_wrong_keys")
    assert call(client, key, "GET", "/api/v1/documents", there).status_code == 200


@pytest.mark.parametrize("kind", ["revoked", "expired"])
def test_a_key_that_was_valid_once_is_no_guess(client: FlaskClient, keys: Keys, kind: str) -> None:
    """A program that goes on with it shuts out nobody who types one for the first time."""
    old, there = keys.of_kind(kind), "198.51.100.7"
    for _ in range(2 * MOST):
        assert call(client, old, "GET", "/api/v1/documents", there).status_code == 401

    assert call(client, ADMINISTRATORS, "GET", "/api/v1/documents", there).status_code == 200


def test_who_has_a_key_guesses_the_administrators_no_more_often(
    client: FlaskClient, keys: Keys
) -> None:
    there = "198.51.100.7"
    call(client, keys.make(), "GET", "/api/v1/documents", there)
    for _ in range(MOST):
        call(client, "wrong", "GET", "/api/v1/documents", there)

    assert call(client, ADMINISTRATORS, "GET", "/api/v1/documents", there).status_code == 429


# As keys come and go -----------------------------------------------------------------------


def test_a_key_counts_from_the_next_request_on_and_no_longer(
    client: FlaskClient, keys: Keys
) -> None:
    key = keys.make()
    assert call(client, key, "GET", "/api/v1/documents").status_code == 200
    keys.revoke(key)

    assert call(client, key, "GET", "/api/v1/documents").status_code == 401


def test_a_stream_ends_when_its_key_is_revoked(client: FlaskClient, keys: Keys) -> None:
    key = keys.make()
    upload(client, ADMINISTRATORS, HERONS)
    stream = call(client, key, "GET", "/api/v1/jobs", headers={"Accept": "text/event-stream"})
    parts = (one.decode() if isinstance(one, bytes) else one for one in stream.response)
    assert next(parts).startswith("event: job\n")
    keys.revoke(key)
    text = next(parts)

    assert text.startswith("event: error\n")
    data = json.loads(text.partition("data: ")[2])
    assert (data["status"], data["code"]) == (401, "key_needed")
    assert list(parts) == []
    stream.close()


def test_keys_that_cannot_be_read_open_nothing_but_the_administrators_does(
    client: FlaskClient, keys: Keys
) -> None:
    key = keys.make()
    assert call(client, key, "GET", "/api/v1/documents").status_code == 200
    file_of(keys.store).unlink()
    file_of(keys.store).write_bytes(b"no database" * 1000)
    refused = call(client, key, "GET", "/api/v1/documents")

    assert (refused.status_code, code_of(refused)) == (503, "keys_unusable")
    assert str(file_of(keys.store)) not in refused.text
    assert call(client, ADMINISTRATORS, "GET", "/api/v1/documents").status_code == 200
    assert call(client, "", "GET", "/api/v1/documents").status_code == 401
    assert client.get("/").status_code == 200


def test_no_key_is_in_the_log(
    client: FlaskClient, keys: Keys, caplog: pytest.LogCaptureFixture
) -> None:
    secrets = [keys.of_kind(kind) for kind in KINDS[1:]]
    with caplog.at_level(logging.DEBUG):
        for key in secrets:
            call(client, key, "GET", f"/api/v1/documents?key={key}").close()
            call(client, key, "GET", "/api/v1/nowhere", headers={"X-Api-Key": key}).close()
        said = call(client, secrets[-1], "POST", "/api/v1/session").get_json()
        client.get("/api/v1/documents").close()
        secrets += [said["token"], feed_of(client, secrets[-1]).partition("key=")[2]]

    assert caplog.messages
    assert [secret for secret in secrets if secret in caplog.text] == []


# Feeds -------------------------------------------------------------------------------------


def feed_of(client: FlaskClient, key: str) -> str:
    call(client, ADMINISTRATORS, "POST", "/api/v1/alerts", json={"words": "Who counts herons?"})
    (alert,) = call(client, key, "GET", "/api/v1/alerts").get_json()["alerts"]
    return str(alert["feed"])


def test_the_address_of_a_feed_ends_with_the_key_of_its_owner(
    client: FlaskClient, keys: Keys
) -> None:
    one, other = keys.make(), keys.make()
    mine, theirs = feed_of(client, one), feed_of(client, other)
    administrators = feed_of(client, ADMINISTRATORS)
    assert len({mine, theirs, administrators}) == 3
    assert one not in mine
    assert {client.get(feed).status_code for feed in (mine, theirs, administrators)} == {200}
    keys.revoke(one)

    assert client.get(mine).status_code == 401
    assert {client.get(feed).status_code for feed in (theirs, administrators)} == {200}


def test_the_address_of_a_feed_opens_no_other(client: FlaskClient, keys: Keys) -> None:
    mine = feed_of(client, keys.make())
    call(client, ADMINISTRATORS, "POST", "/api/v1/alerts", json={"words": "Who counts swans?"})
    path, _, key = mine.partition("?key=")
    alerts = call(client, ADMINISTRATORS, "GET", "/api/v1/alerts").get_json()["alerts"]
    (swans,) = [one for one in alerts if one["words"] == "Who counts swans?"]
    key_id, _, mac = key.partition(".")
    foreign = keys.make("manage", frozenset({"elsewhere"})).split("_")[1]
    wrong = [
        f"/api/v1/alerts/{swans['id']}/feed.atom?key={key}",
        f"{path}?key={key}0", f"{path}?key={key_id}.", f"{path}?key=.{mac}", f"{path}?key={mac}",
        f"{path}?key={foreign}.{mac}", f"{path}?key=", f"{path}?key=é", f"{path}?key=.",
    ]  # fmt: skip

    assert [address for address in wrong if client.get(address).status_code != 401] == []


# No PINCITE_KEY ----------------------------------------------------------------------------


def test_the_first_key_locks_a_service_that_had_none(open_client: FlaskClient, keys: Keys) -> None:
    assert open_client.get("/api/v1/documents").status_code == 200
    key = keys.make()
    assert open_client.get("/api/v1/documents").status_code == 401
    assert call(open_client, key, "GET", "/api/v1/documents").status_code == 200
    keys.revoke(key)

    assert open_client.get("/api/v1/documents").status_code == 401
    assert keys.make("manage", HERE)
