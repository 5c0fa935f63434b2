"""Framed links of a service with several collections."""

import json
import time
from pathlib import Path

from flask.testing import FlaskClient
from several_collections import fill
from web_client import KEY, MakeClient

from qa.service.framed import FramedSpan, FrameKey
from qa.service.key_store import KeyStore

KEYED = {"Authorization": f"Bearer {KEY}"}


def test_a_link_shows_words_of_its_own_collection_and_of_no_other(
    make_client: MakeClient, tmp_path: Path
) -> None:
    fill(tmp_path, {"heron": "The heron stands in shallow water."})
    client: FlaskClient = make_client(key=KEY, confidence=0.0)
    path = "/api/v1/collections/heron/documents"
    listed = client.get(path, headers=KEYED)
    document = listed.get_json()["documents"][0]
    body = json.dumps({"start": 0, "end": 10})
    made = client.post(
        f"{path}/{document['id']}/framed",
        data=body,
        content_type="application/json",
        headers=KEYED,
    )
    assert made.status_code == 200, made.get_json()
    shown = client.get(made.get_json()["path"])
    assert shown.status_code == 200
    assert b"<mark>" in shown.data

    later = int(time.time()) + 60
    facts = (document["id"], document["version"], 0, 10, later)
    key = FrameKey(tmp_path)
    assert client.get(f"/framed/{key.sign(FramedSpan('heron', *facts))}").data == shown.data
    gone = client.get(f"/framed/{key.sign(FramedSpan('nowhere', *facts))}")
    empty = client.get(f"/framed/{key.sign(FramedSpan('main', *facts))}")
    assert (gone.status_code, gone.data) == (empty.status_code, empty.data)
    assert b"<mark>" not in gone.data


def test_a_link_is_revoked_by_way_of_its_own_collection_alone(
    make_client: MakeClient, tmp_path: Path
) -> None:
    """Whoever may manage another one learns nothing of the link."""
    fill(tmp_path, {"heron": "The heron stands in shallow water.", "owl": "The owl hoots."})
    client: FlaskClient = make_client(key=KEY, confidence=0.0)
    listed = client.get("/api/v1/collections/heron/documents", headers=KEYED)
    document = listed.get_json()["documents"][0]
    later = int(time.time()) + 60
    span = FramedSpan("heron", document["id"], document["version"], 0, 10, later)
    token = FrameKey(tmp_path).sign(span)
    owls = KeyStore(tmp_path).add("owls", "manage", frozenset({"owl"}))[1]
    theirs = {"Authorization": f"Bearer {owls}"}
    foreign = client.delete(f"/api/v1/collections/owl/framed/{token}", headers=theirs)
    unknown = client.delete("/api/v1/collections/owl/framed/nonsense", headers=theirs)

    assert foreign.get_json()["error"]["code"] == "unknown_link"
    assert foreign.get_json()["error"]["message"] == unknown.get_json()["error"]["message"]
    assert client.get(f"/framed/{token}").status_code == 200
    where = f"/api/v1/collections/heron/framed/{token}"
    assert client.delete(where, headers=theirs).status_code == 404
    assert client.delete(where, headers=KEYED).status_code == 204
    assert client.get(f"/framed/{token}").status_code == 404
