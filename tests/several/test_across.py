"""One question to several collections at once."""

import csv
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from several_collections import add, fill
from web_client import ASK, FIND, SEARCH, VERIFY, events, fault

HERON = "Ada Lund counted 40 herons in 1871."
TERN = "Ada Lund counted 12 terns in 1880 near the harbour of the town."
QUESTION = "Who counted the herons?"


@pytest.fixture
def client(tmp_path: Path, make_client: Any) -> FlaskClient:
    fill(tmp_path, {"birds": HERON, "harbour": TERN, "empty": "x"})
    found: FlaskClient = make_client()
    found.post("/api/v1/collections", json={"name": "nothing"})
    return found


def asked(client: FlaskClient, *names: str, question: str = QUESTION, **more: Any) -> Any:
    reply = client.post(ASK, json={"question": question, "collections": names, **more})
    assert reply.status_code == 200, reply.text
    return reply.get_json()


def test_each_citation_names_its_collection(client: FlaskClient) -> None:
    record = asked(client, "birds", "harbour", question="What did Ada Lund count?")
    quotes = {one["collection"]: one["quote"] for one in record["citations"]}

    assert quotes == {"birds": HERON, "harbour": TERN}
    assert [one["number"] for one in record["citations"]] == [1, 2]
    cited = {one["number"]: one["quote"] for one in record["citations"]}
    assert all(one["text"] == cited[one["citations"][0]] for one in record["sentences"])


def test_the_surest_comes_first_whatever_the_order(client: FlaskClient) -> None:
    alone = {
        name: client.post(f"/c/{name}{ASK}", json={"question": QUESTION}).get_json()["confidence"]
        for name in ("birds", "harbour")
    }
    assert alone["birds"] > alone["harbour"]
    for names in (("birds", "harbour"), ("harbour", "birds")):
        record = asked(client, *names)
        assert record["citations"][0]["collection"] == "birds"
        assert record["confidence"] == alone["birds"]
        assert [one["name"] for one in record["collections"]] == [*names]
        assert {one["name"]: one["confidence"] for one in record["collections"]} == alone


def test_it_says_as_many_quotes_as_are_asked_for(client: FlaskClient) -> None:
    record = asked(client, "birds", "harbour", quotes=1)

    assert [one["collection"] for one in record["citations"]] == ["birds"]


def test_a_collection_that_does_not_answer_is_named(client: FlaskClient) -> None:
    record = asked(client, "birds", "nothing")

    assert record["status"] == "answered"
    assert record["reason"] == "No answer in nothing."
    _, nothing = record["collections"]
    assert (nothing["status"], nothing["confidence"]) == ("unanswered", 0.0)
    assert "no documents" in nothing["reason"]


def test_where_none_answers_each_says_why(client: FlaskClient) -> None:
    record = asked(client, "birds", "harbour", question="Where do whales sing?", confidence=1.0)

    assert record["status"] == "unanswered"
    assert record["sentences"] == record["citations"] == []
    assert {one["collection"] for one in record["closest"]} == {"birds", "harbour"}
    assert record["reason"]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("Who is the treasurer of the whales?", "the documents"),
        ("Wer ist der Kassenwart der Wale?", "den Dokumenten"),
    ],
)
def test_all_say_why_in_the_language_of_the_question(
    client: FlaskClient, tmp_path: Path, question: str, says: str
) -> None:
    add(tmp_path / "verein", "satzung.txt", "Die Kasse des Vereins wird von dem Vorstand geführt.")
    record = asked(client, "birds", "verein", question=question, confidence=1.0)

    assert record["status"] == "unanswered"
    reasons = [one["reason"] for one in record["collections"]]
    assert [says in reason for reason in reasons] == [True, True], reasons


def test_a_damaged_one_keeps_no_other_from_answering(client: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "harbour" / "ledger.db").write_bytes(b"damaged" * 100)
    record = asked(client, "harbour", "birds")

    assert record["status"] == "answered"
    assert record["reason"] == "No answer in harbour."
    assert fault(client.post(ASK, json={"question": QUESTION, "collections": ["harbour"]}), 503)


def test_none_that_can_be_asked_is_an_error(client: FlaskClient) -> None:
    body = {"question": QUESTION, "collections": ["nothing", "main"]}
    assert fault(client.post(ASK, json=body), 409) == "collection_empty"


@pytest.mark.parametrize("path", [ASK, SEARCH, FIND])
def test_an_unknown_one_is_unknown(client: FlaskClient, path: str) -> None:
    word = "topic" if path == FIND else "question"
    for name in ("cats", "..", "Birds", ".bin"):
        reply = client.post(path, json={word: QUESTION, "collections": ["birds", name]})
        assert fault(reply, 404) == "unknown_collection"


def test_all_that_are_unknown_are_named(client: FlaskClient) -> None:
    body = {"question": QUESTION, "collections": ["cats", "birds", "dogs"]}
    error = client.post(ASK, json=body).get_json()["error"]

    assert error["message"] == "There are no collections 'cats', 'dogs': leave them out."


def test_an_empty_default_collection_says_which_others_there_are(client: FlaskClient) -> None:
    for path, word in ((ASK, "question"), (SEARCH, "question"), (FIND, "topic")):
        reply = client.post(path, json={word: QUESTION})
        assert fault(reply, 409) == "collection_empty"
        said = reply.get_json()["error"]["message"]
        assert said.endswith(" Or ask 'birds', 'empty', 'harbour', in `collections`.")
    named = client.post(f"/c/nothing{ASK}", json={"question": QUESTION})
    assert "Or ask" not in named.get_json()["error"]["message"]


def test_documents_of_one_where_none_matches_the_filter_are_counted(
    client: FlaskClient, tmp_path: Path
) -> None:
    within = {"documents": [add(tmp_path / "birds", "other.txt", "Ada Lund counted 41 herons.")]}
    both = ["birds", "harbour"]
    found = client.post(FIND, json={"topic": "Lund", "collections": both, "within": within})

    for record in (asked(client, *both, within=within), found.get_json()):
        assert (record["within"]["documents"], record["within"]["of"]) == (1, 3)


def test_only_quotes_can_be_asked_of_several(client: FlaskClient) -> None:
    body = {"question": QUESTION, "collections": ["birds"], "answer": "written"}
    assert fault(client.post(ASK, json=body), 422) == "invalid_field"


def test_the_stream_ends_with_the_same_record(client: FlaskClient) -> None:
    body = {"question": QUESTION, "collections": ["birds", "harbour"]}
    stream = client.post(ASK, json=body, headers={"Accept": "text/event-stream"})
    names, said = zip(*events(stream), strict=True)
    record = asked(client, "birds", "harbour")

    assert names == ("hits", *["sentence"] * len(record["sentences"]), "answer")
    assert {**said[-1], "timings": {}} == {**record, "timings": {}}
    assert [one["citation"]["collection"] for one in said[1:-1]] == ["birds", "harbour"]


def test_a_record_of_several_is_verified_in_each(client: FlaskClient, tmp_path: Path) -> None:
    record = asked(client, "birds", "harbour")

    assert client.post(VERIFY, json=record).get_json()["all_verbatim"] is True
    assert client.post(f"/c/harbour{VERIFY}", json=record).get_json()["all_verbatim"] is True
    add(tmp_path / "harbour", "note.txt", "Nobody counted terns.")
    checks = client.post(VERIFY, json=record).get_json()["citations"]
    assert [one["verdict"] for one in checks] == ["verbatim", "stale"]
    client.delete("/api/v1/collections/birds")
    checks = client.post(VERIFY, json=record).get_json()["citations"]
    assert [one["verdict"] for one in checks] == ["gone", "stale"]


def test_a_damaged_one_leaves_its_own_citations_unread(client: FlaskClient, tmp_path: Path) -> None:
    record = asked(client, "birds", "harbour")
    (tmp_path / "harbour" / "ledger.db").write_bytes(b"damaged" * 100)
    checked = client.post(VERIFY, json=record).get_json()

    assert [one["verdict"] for one in checked["citations"]] == ["verbatim", "unread"]
    assert "cannot be read" in checked["citations"][1]["note"]
    assert checked["all_verbatim"] is False
    assert client.post("/api/v1/export?format=md", json=record).text.count("could not be read") == 1
    reply = client.post("/api/v1/export?format=jsonld", json=record)
    items = reply.get_json(force=True)["first"]["items"]
    assert {one["pincite"]["verdict"] for one in items} == {"verbatim", "unread"}


def test_one_that_cannot_be_opened_leaves_its_own_citations_unread(
    tmp_path: Path, make_client: Any
) -> None:
    fill(tmp_path, {"birds": HERON, "harbour": TERN})
    record = asked(make_client(), "birds", "harbour")
    (tmp_path / "harbour" / "ledger.db").write_bytes(b"damaged" * 100)
    client = make_client()

    checks = client.post(VERIFY, json=record).get_json()["citations"]
    assert [one["verdict"] for one in checks] == ["verbatim", "unread"]
    assert client.post("/api/v1/export?format=jsonld", json=record).status_code == 200


def test_a_record_cannot_say_that_words_are_of_another_collection(client: FlaskClient) -> None:
    record = asked(client, "birds", "harbour")
    for one in record["citations"]:
        one["collection"] = {"birds": "harbour", "harbour": "birds"}[one["collection"]]

    checks = client.post(VERIFY, json=record).get_json()
    assert not checks["all_verbatim"]
    assert {one["verdict"] for one in checks["citations"]} <= {"altered", "stale", "gone"}


def test_passages_of_several_are_found(client: FlaskClient) -> None:
    body = {"question": QUESTION, "collections": ["harbour", "birds", "nothing"], "k": 2}
    hits = client.post(SEARCH, json=body).get_json()["hits"]

    assert [one["collection"] for one in hits] == ["birds", "harbour"]


def test_all_about_a_topic_is_found_in_several(client: FlaskClient) -> None:
    body = {"topic": "Ada Lund", "collections": ["birds", "harbour", "empty"]}
    found = client.post(FIND, json=body).get_json()

    assert {one["collection"] for one in found["documents"]} == {"birds", "harbour"}
    assert [one["collection"] for one in found["documents_without"]] == ["empty"]
    assert (found["passages_searched"], found["documents_searched"]) == (3, 3)
    assert found["matched"]["words"] == 2


def test_one_collection_is_answered_as_ever(client: FlaskClient) -> None:
    record = client.post(f"/c/birds{ASK}", json={"question": QUESTION}).get_json()

    assert "collections" not in record
    assert all("collection" not in one for one in record["citations"])


def test_what_each_has_of_a_topic_is_said(client: FlaskClient) -> None:
    body = {"topic": "herons", "collections": ["birds", "nothing", "empty"]}
    birds, nothing, empty = client.post(FIND, json=body).get_json()["collections"]

    assert birds == {"name": "birds", "passages": 1, "reason": None}
    assert empty == {"name": "empty", "passages": 0, "reason": None}
    assert (nothing["passages"], "no documents" in nothing["reason"]) == (0, True)


def test_a_table_of_a_topic_names_the_collection_of_each_passage(client: FlaskClient) -> None:
    body = {"topic": "Ada Lund", "collections": ["birds", "harbour"]}
    table = client.post(f"{FIND}/export?format=csv", json=body).get_data().decode("utf-8-sig")
    rows = list(csv.DictReader(table.splitlines()))

    assert {row["collection"]: row["text"] for row in rows} == {"birds": HERON, "harbour": TERN}
    alone = client.post(f"/c/birds{FIND}/export?format=csv", json={"topic": "Ada Lund"})
    assert b"collection" not in alone.get_data()


ANNOTATIONS = {"Accept": "application/ld+json"}


def test_several_answer_as_annotations(tmp_path: Path, make_client: Any) -> None:
    for name in ("birds", "harbour"):
        add(tmp_path / name, "note.txt", HERON)  # the same document in both
    client = make_client(public_url="https://pins.example")
    body = {"question": QUESTION, "collections": ["birds", "harbour"]}
    reply = client.post(ASK, json=body, headers=ANNOTATIONS)
    items = reply.get_json()["first"]["items"]

    assert reply.mimetype == "application/ld+json"
    sources = {item["pincite"]["collection"]: item["target"][0]["source"] for item in items}
    assert sources.keys() == {"birds", "harbour"}
    assert len({item["id"] for item in items}) == 2
    for name, source in sources.items():
        assert source.startswith(f"https://pins.example/c/{name}/api/v1/documents/")
        text = client.get(source.removeprefix("https://pins.example")).get_data(as_text=True)
        selector = items[0]["target"][0]["selector"][1]
        assert text[selector["start"] : selector["end"]] == HERON


@pytest.mark.parametrize("form", ["md", "txt", "docx", "csl", "ris", "bibtex", "jsonld"])
def test_each_citation_is_written_out_from_its_collection(client: FlaskClient, form: str) -> None:
    record = asked(client, "birds", "harbour")
    for path in ("/api/v1/export", "/c/harbour/api/v1/export", "/c/main/api/v1/export"):
        reply = client.post(f"{path}?format={form}", json=record)
        assert reply.status_code == 200, reply.text
        assert b"could not be checked" not in reply.data
        assert b"Not confirmed" not in reply.data
    if form in ("md", "txt"):
        assert "collection birds" in reply.text
    if form == "jsonld":
        named = [item["pincite"] for item in reply.get_json(force=True)["first"]["items"]]
        assert {(one["collection"], one["verdict"]) for one in named} == {
            ("birds", "verbatim"),
            ("harbour", "verbatim"),
        }


def test_a_document_of_two_collections_is_two_references(tmp_path: Path, make_client: Any) -> None:
    for name in ("birds", "harbour"):
        add(tmp_path / name, "note.txt", HERON)
    client = make_client()
    record = asked(client, "birds", "harbour")
    ris = client.post("/api/v1/export?format=ris", json=record).text

    assert ris.count("TY  - ") == 2
    keys = client.post("/api/v1/export?format=csl", json=record).get_json(force=True)
    assert len({one["id"] for one in keys}) == 2


def test_the_reader_of_a_page_opens_documents_of_others(client: FlaskClient) -> None:
    (cited,) = asked(client, "birds")["citations"]
    path = f"/read/{cited['document_id']}"

    assert client.get(f"/c/nothing{path}").status_code == 404
    assert client.get(f"/c/nothing{path}?collection=birds").status_code == 200
    assert client.get(f"/c/nothing{path}?collection=cats").status_code == 404
    assert client.get(f"/c/nothing{path}x?collection=birds").status_code == 404
