"""The log of changes over HTTP."""

from typing import Any

from flask import g
from flask.testing import FlaskClient
from web_client import DOCUMENTS, HERONS, KEY, MakeClient, fault, upload

CHANGES = "/api/v1/changes"


class Named:
    """What stands in `g.grant` of a request by a key."""

    key_id = "1a2b3c4d"

    def __init__(self, name: str) -> None:
        self.name = name

    def may(self, right: str, collection: str) -> bool:
        return True


def listed(client: FlaskClient, **query: Any) -> Any:
    reply = client.get(CHANGES, query_string=query)
    assert reply.status_code == 200
    return reply.get_json()


def test_changes_by_requests_are_logged_as_of_the_key_that_they_came_with(
    client: FlaskClient,
) -> None:
    names = iter(("ann", "bo", "ann", "bo", "ann"))

    @client.application.before_request
    def say_who() -> None:
        g.grant = Named(next(names))

    document_id = upload(client, "herons.txt", HERONS.encode()).get_json()["document"]["id"]
    assert client.patch(f"{DOCUMENTS}/{document_id}", json={"title": "Herons"}).status_code == 200
    alert = client.post("/api/v1/alerts", json={"words": "Who counted?"}).get_json()
    assert client.delete(f"/api/v1/alerts/{alert['id']}").status_code == 204
    lines = listed(client)["changes"]

    assert [(line["who"], line["what"]) for line in lines] == [
        ("bo", "alert_removed"),
        ("ann", "alert_added"),
        ("bo", "document_corrected"),
        ("ann", "document_added"),
        ("ann", "upload_accepted"),
    ]
    assert lines[2]["details"] == {"fields": "title"}
    assert lines[3]["title"] == "Herons"
    assert lines[4]["details"] == {"bytes": len(HERONS)}


def test_the_log_comes_in_pages_and_is_filtered(client: FlaskClient, document_id: str) -> None:
    client.delete(f"{DOCUMENTS}/{document_id}")
    first = listed(client, most=2)
    rest = listed(client, most=2, after=first["next"])

    whats = [line["what"] for line in (*first["changes"], *rest["changes"])]
    assert whats == ["document_removed", "document_added", "upload_accepted"]
    assert rest["next"] is None
    assert listed(client, what="document_removed", document_id=document_id)["changes"] == [
        first["changes"][0]
    ]
    assert listed(client, who="ann") == {"changes": [], "next": None}
    assert listed(client, since="2999-01-01")["changes"] == []


def test_what_the_log_cannot_be_asked_is_refused(client: FlaskClient) -> None:
    assert fault(client.get(CHANGES, query_string={"since": "soon"}), 400) == "filter_rejected"
    for query in ({"what": "eaten"}, {"most": 0}, {"after": 0}, {"after": 2**63}, {"x": 1}):
        assert fault(client.get(CHANGES, query_string=query), 422) == "invalid_field"


def test_the_log_needs_the_key(make_client: MakeClient) -> None:
    client = make_client(key=KEY)
    assert fault(client.get(CHANGES), 401) == "key_needed"
    assert client.get(CHANGES, headers={"Authorization": f"Bearer {KEY}"}).status_code == 200
