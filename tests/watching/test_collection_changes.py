"""What is done to a collection as a whole is in its log, wherever its folder goes."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from scraping import scrape
from several_collections import fill, several

from qa.web.app import create_app

COLLECTIONS, BIN = "/api/v1/collections", "/api/v1/bin"


def changes(client: FlaskClient, name: str) -> list[tuple[str, str]]:
    reply = client.get(f"{COLLECTIONS}/{name}/changes")
    assert reply.status_code == 200
    return [(line["who"], line["what"]) for line in reply.get_json()["changes"]]


@pytest.mark.parametrize("new", ["fowl", "letters"])
def test_a_collection_that_comes_and_goes_keeps_its_log(tmp_path: Path, new: str) -> None:
    with several(tmp_path) as collections:
        client = create_app(collections.default, collections).test_client()
        assert client.post(COLLECTIONS, json={"name": "birds"}).status_code == 201
        assert client.patch(f"{COLLECTIONS}/birds", json={"name": new}).status_code == 200
        removed = client.delete(f"{COLLECTIONS}/{new}").get_json()["id"]
        assert client.post(f"{BIN}/{removed}/restore", json={}).status_code == 201
        me = "administrator"

        assert changes(client, new) == [
            (me, "collection_brought_back"),
            (me, "collection_removed"),
            (me, "collection_renamed"),
            (me, "collection_created"),
        ]
        line = client.get(f"{COLLECTIONS}/{new}/changes").get_json()["changes"][2]
        assert line["details"] == {"from": "birds", "to": new}


def test_figures_of_a_removed_collection_go(tmp_path: Path) -> None:
    fill(tmp_path, {"birds": "The heron stands."})
    with several(tmp_path) as collections:
        client = create_app(collections.default, collections).test_client()
        client.get("/c/birds/api/v1/documents").close()
        assert {"collection": "birds"} in scrape(client).labels("pincite_documents")
        assert client.delete(f"{COLLECTIONS}/birds?now=true").status_code == 204

        assert {"collection": "birds"} not in scrape(client).labels("pincite_documents")
