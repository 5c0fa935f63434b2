"""Alerts over HTTP: added, asked again, listed, read as a feed and deleted."""

import threading
import time
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree
from serving import wait_until
from web_client import DOCUMENTS, HERONS, KEY, QUESTION, MakeClient, ask, fault, upload

from corpus import Document
from index import LocalIndex
from qa.answering.answer_cache import AnswerCache
from qa.answering.question import Request
from qa.config import Config
from qa.overview.alerts.watcher import AlertWatcher, looks
from qa.wiring import make_answerer

ALERTS = "/api/v1/alerts"
MORE = "Bo Lark counted the herons in 1902, and found ninety."
ATOM = "{http://www.w3.org/2005/Atom}"


def add(client: FlaskClient, words: str = QUESTION, **more: str) -> Any:
    return client.post(ALERTS, json={"words": words, **more}).get_json()


def look(index: LocalIndex) -> None:
    list(looks(index, make_answerer(Config(confidence=0.0), index)))


@pytest.fixture
def alert(client: FlaskClient, document_id: str, index: LocalIndex) -> Any:
    """An alert that found something in a second document."""
    alert = add(client)
    look(index)
    upload(client, "more.txt", MORE.encode())
    look(index)
    return alert


def test_asking_keeps_no_alert_and_a_call_does(client: FlaskClient, document_id: str) -> None:
    ask(client)
    assert client.get(ALERTS).get_json() == {"limit": 50, "alerts": []}
    alert = add(client, kind="find")

    assert (alert["words"], alert["kind"], alert["looked"]) == (QUESTION, "find", None)
    assert client.get(ALERTS).get_json()["alerts"] == [alert]
    assert add(client, kind="find") == alert


def test_what_is_new_comes_with_its_place(client: FlaskClient, alert: Any) -> None:
    shown = client.get(f"{ALERTS}/{alert['id']}").get_json()
    (found,) = shown["found"]

    assert (found["quote"], found["title"], found["start"]) == (MORE, "more", 0)
    assert found["link"] is None
    assert shown["looked"] is not None
    assert client.get(ALERTS).get_json()["alerts"] == [shown]


def test_removing_a_document_empties_its_alerts_and_feeds(client: FlaskClient, alert: Any) -> None:
    (found,) = client.get(f"{ALERTS}/{alert['id']}").get_json()["found"]
    client.delete(f"{DOCUMENTS}/{found['document_id']}")

    assert client.get(f"{ALERTS}/{alert['id']}").get_json()["found"] == []
    assert MORE.encode() not in client.get(alert["feed"]).data


def test_an_alert_is_deleted(client: FlaskClient, alert: Any) -> None:
    path = f"{ALERTS}/{alert['id']}"
    assert client.delete(path).status_code == 204

    assert client.get(ALERTS).get_json()["alerts"] == []
    for reply in (client.delete(path), client.get(path), client.get(f"{path}/feed.atom")):
        assert fault(reply, 404) == "unknown_alert"


def test_the_feed_is_atom(client: FlaskClient, alert: Any) -> None:
    reply = client.get(alert["feed"])
    feed = etree.fromstring(reply.data)
    (entry,) = feed.findall(f"{ATOM}entry")

    assert reply.mimetype == "application/atom+xml"
    for element in (feed, entry):  # what RFC 4287 asks of each
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1
            assert element.findtext(ATOM + name)
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Pincite"
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert (content.text, content.get("type")) == (MORE, "text")
    assert entry.findtext(f"{ATOM}updated") == feed.findtext(f"{ATOM}updated")
    assert client.get(alert["feed"]).data == reply.data, "ids and times stay as they are"
    again = client.get(alert["feed"], headers={"If-None-Match": reply.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_feed_holds_no_markup_of_a_document_and_links_where_it_can(
    make_client: MakeClient, index: LocalIndex
) -> None:
    client = make_client(public_url="https://p.example")
    alert = add(client)
    look(index)
    words = "Bo counted the herons: <b>&amp;</b> ]]> \x0b 7 herons."
    upload(client, "more.txt", words.encode())
    look(index)
    entry = etree.fromstring(client.get(alert["feed"]).data).find(f"{ATOM}entry")

    assert entry is not None
    assert entry.findall(f"{ATOM}content/*") == [], "no element inside"
    assert "<b>&amp;</b> ]]>" in (entry.findtext(f"{ATOM}content") or "")
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert (link.get("href") or "").startswith("https://p.example/read/")


def test_a_feed_asks_for_its_own_key_or_the_service_s(
    make_client: MakeClient, index: LocalIndex
) -> None:
    client = make_client(key=KEY)
    authorized = {"Authorization": f"Bearer {KEY}"}
    alert = client.post(ALERTS, json={"words": QUESTION}, headers=authorized).get_json()
    other = client.post(ALERTS, json={"words": "Why?"}, headers=authorized).get_json()
    path, _, key = alert["feed"].partition("?key=")

    assert client.get(alert["feed"]).status_code == 200
    assert client.get(path, headers=authorized).status_code == 200
    for wrong in ("", f"?key={KEY}", f"?key={key}x", f"?key={other['feed'].partition('=')[2]}"):
        assert fault(client.get(path + wrong), 401) == "key_needed"
    assert fault(client.get(f"{ALERTS}?key={key}"), 401) == "key_needed"
    unknown = f"{ALERTS}/{'0' * 16}/feed.atom?key={key}"
    assert fault(client.get(unknown), 401) == "key_needed", "nothing tells which feeds there are"
    client.delete(f"{ALERTS}/{alert['id']}", headers=authorized)
    assert fault(client.get(alert["feed"]), 401) == "key_needed"


def test_wrong_keys_of_feeds_are_counted(make_client: MakeClient) -> None:
    client = make_client(key=KEY)
    codes = [client.get(f"{ALERTS}/x/feed.atom?key=x{n}").status_code for n in range(21)]

    assert codes == [401] * 20 + [429]


@pytest.mark.parametrize("body", [{}, {"words": ""}, {"words": "a", "kind": "x"}, {"words": "  ?"}])
def test_what_is_no_alert_is_refused(client: FlaskClient, body: dict[str, str]) -> None:
    assert fault(client.post(ALERTS, json=body), 400, 422) in ("invalid_field", "question_rejected")


def test_a_watcher_looks_by_itself_once_nobody_asks(
    client: FlaskClient, document_id: str, index: LocalIndex
) -> None:
    path = f"{ALERTS}/{add(client)['id']}"
    quiet = threading.Event()
    answerer = make_answerer(Config(confidence=0.0), index)
    watcher = AlertWatcher(index, answerer, quiet.is_set, every=0.05)
    watcher.start()
    try:
        time.sleep(0.5)  # it would have looked by now
        assert client.get(path).get_json()["looked"] is None
        quiet.set()
        wait_until(lambda: client.get(path).get_json()["looked"] is not None)
        upload(client, "more.txt", MORE.encode())
        wait_until(lambda: client.get(path).get_json()["found"] != [])
    finally:
        watcher.stop()


def test_a_watcher_does_not_wait_for_ever(
    client: FlaskClient, document_id: str, index: LocalIndex
) -> None:
    path = f"{ALERTS}/{add(client)['id']}"
    answerer = make_answerer(Config(confidence=0.0), index)
    watcher = AlertWatcher(index, answerer, lambda: False, every=0.05, at_last=0.2)
    watcher.start()
    try:
        wait_until(lambda: client.get(path).get_json()["looked"] is not None)
    finally:
        watcher.stop()


def test_a_watcher_stops_between_two_questions_of_a_look(
    client: FlaskClient, document_id: str, index: LocalIndex
) -> None:
    for number in range(8):  # more than one answer quotes
        upload(client, f"{number}.txt", f"Bo Lark counted {number} herons.".encode())
    path = f"{ALERTS}/{add(client)['id']}"
    asked: list[int] = []

    def is_quiet() -> bool:
        asked.append(1)
        return len(asked) == 1

    answerer = make_answerer(Config(confidence=0.0), index)
    watcher = AlertWatcher(index, answerer, is_quiet, every=0.05, at_last=10_000)
    watcher.start()
    wait_until(lambda: len(asked) > 1, 60)  # the first question was asked, the second waits
    watcher.stop()

    assert client.get(path).get_json()["looked"] is None
    with index.alone("alerts") as mine:
        assert mine, "it let go the lock"


def test_a_question_that_is_being_answered_is_not_quiet(index: LocalIndex) -> None:
    list(index.add([Document("herons", "herons", "herons.txt", HERONS)]))
    answerer = make_answerer(Config(confidence=0.0), index)
    cache = AnswerCache(answerer, lambda: 0)
    stages = cache.stages(Request(QUESTION))
    assert cache.is_quiet()
    next(stages)
    assert not cache.is_quiet()
    del stages
    assert cache.is_quiet(), "whoever goes away asks no more"
