"""Whose request a line of the log is of: a key by its id, and a collection that is open."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import log_calls
import pytest
from flask import g
from flask.testing import FlaskClient
from several_collections import fill, several
from web_client import DOCUMENTS, MakeClient

from qa.service.keys import ADMINISTRATOR
from qa.web.app import create_app
from qa.web.watching.log import Counter

ANN = replace(ADMINISTRATOR, key_id="1a2b3c4d", name="Ann's laptop")


@pytest.fixture(params=["json", "text"])
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def logged(form: str) -> Iterator[StringIO]:
    """What is logged meanwhile, in a form that the service writes."""
    with log_calls.logged(form) as stream:
        yield stream


def get(client: FlaskClient, path: str, status: int = 200) -> None:
    reply = client.get(path)
    assert reply.status_code == status
    reply.close()


def last(stream: StringIO, form: str) -> Any:
    line = stream.getvalue().splitlines()[-1]
    return json.loads(line) if form == "json" else line


def test_a_request_is_logged_with_its_key_and_collection(
    client: FlaskClient, logged: StringIO, form: str
) -> None:
    @client.application.before_request
    def say_who() -> None:
        g.grant = ANN

    get(client, DOCUMENTS)
    line = last(logged, form)
    if form == "json":
        assert (line["key"], line["key_name"]) == ("1a2b3c4d", "Ann's laptop")
        assert line["collection"] == "main"
    else:
        assert " ms main by Ann's laptop (1a2b3c4d) [" in line


def test_without_keys_a_line_names_none(client: FlaskClient, logged: StringIO, form: str) -> None:
    get(client, DOCUMENTS)
    line = last(logged, form)
    if form == "json":
        assert (line["key"], line["key_name"]) == ("", "administrator")
    else:
        assert " ms main [" in line


def test_a_collection_is_logged_only_if_there_is_one(
    tmp_path: Path, logged: StringIO, form: str
) -> None:
    fill(tmp_path, {"birds": "The heron stands."})
    with several(tmp_path) as collections:
        client = create_app(collections.default, collections).test_client()
        get(client, "/c/birds/api/v1/documents")
        found = last(logged, form)
        get(client, "/c/secret/api/v1/documents", 404)

    if form == "json":
        assert found["collection"] == "birds"
        assert last(logged, form)["collection"] == ""
    else:
        assert " ms birds [" in found
    assert "secret" not in logged.getvalue()


def test_no_key_is_ever_logged(make_client: MakeClient, logged: StringIO) -> None:
    client = make_client(key="correct-horse-battery")
    for key in ("correct-horse-battery", "wrong-horse-battery-1"):
        client.get(DOCUMENTS, headers={"Authorization": f"Bearer {key}"}).close()

    assert DOCUMENTS in logged.getvalue()
    assert "horse" not in logged.getvalue()


def test_warnings_and_errors_are_counted_by_level() -> None:
    counted: list[str] = []
    handler = Counter(counted.append)
    logger = logging.getLogger("index.watched")
    logger.addHandler(handler)
    try:
        logger.warning("low")
        logger.error("bad")
        logger.critical("worse")
        logger.info("fine")
    finally:
        logger.removeHandler(handler)

    assert counted == ["warning", "error", "error"]
