"""Framed links of a service with several collections."""

import json
import time
from pathlib import Path

from flask.testing import FlaskClient
from several_collections import fill
from web_client import KEY, MakeClient

from qa.service.framed import FramedSpan, FrameKey

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
