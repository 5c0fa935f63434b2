"""What the service counts of its work, and what a scrape of it costs."""

import threading
import urllib.request
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from scraping import Scrape, scrape
from serving import Client, running, serving_collection
from several_collections import fill, several
from waiting import until
from web_client import ASK, DOCUMENTS, HERONS, KEY, QUESTION, MakeClient, ask, fault, stream, upload

from qa.config import Config
from qa.errors import ConfigError
from qa.service.service import Service
from qa.web.app import create_app
from qa.web.serving.metrics_server import metrics_server
from qa.web.serving.serve import _metrics_server
from qa.web.watching.metrics import Metrics

REQUESTS, ANSWERS = "pincite_http_requests_total", "pincite_answers_total"
STAGES = "pincite_answer_stage_seconds"


def count(found: Scrape, method: str, route: str, status: int) -> float:
    return found(REQUESTS, method=method, route=route, status=str(status))


def test_requests_are_counted_by_the_rule_of_their_route(client: FlaskClient) -> None:
    for method, path in (
        ("GET", f"{DOCUMENTS}/secret-name?also=secret"),
        ("GET", f"{DOCUMENTS}/another"),
        ("GET", "/secret/path"),
        ("SECRET", "/healthz"),
    ):
        client.open(path, method=method).close()
    client.post(ASK, json={"question": "secret"}).close()
    found = scrape(client)

    assert count(found, "GET", f"{DOCUMENTS}/<document_id>", 404) == 2
    assert count(found, "GET", "-", 404) == 1
    assert count(found, "POST", ASK, 409) == 1
    assert found("pincite_http_request_seconds_count", route=ASK) == 1
    assert found("pincite_http_request_seconds_sum", route=ASK) > 0
    assert any(labels["method"] == "OTHER" for labels in found.labels(REQUESTS))
    assert not any("secret" in str(sample).lower() for sample in found.samples)


def test_a_stream_is_counted_once_it_is_over(client: FlaskClient) -> None:
    upload(client, "herons.txt", HERONS.encode())
    reply = stream(client)
    assert count(scrape(client), "POST", ASK, 200) == 0
    reply.close()
    assert count(scrape(client), "POST", ASK, 200) == 1


def test_stages_of_answers_are_timed_and_answers_counted(client: FlaskClient) -> None:
    upload(client, "herons.txt", HERONS.encode())
    ask(client)
    ask(client)  # is kept
    ask(client, "Who counted the herons?", confidence=1.0)
    found = scrape(client)

    assert found(ANSWERS, status="answered", origin="made") == 1
    assert found(ANSWERS, status="answered", origin="cache") == 1
    assert found(ANSWERS, status="unanswered", origin="made") == 1
    for stage in ("embed", "search", "read", "whole"):
        assert found(f"{STAGES}_count", stage=stage) >= 2
        assert found(f"{STAGES}_bucket", stage=stage, le="+Inf") == found(
            f"{STAGES}_count", stage=stage
        )
        below = [
            value
            for (name, labels), value in found.samples.items()
            if name == f"{STAGES}_bucket" and ("stage", stage) in labels
        ]
        assert below == sorted(below), "each bucket holds those below"
    parts = sum(found(f"{STAGES}_sum", stage=stage) for stage in ("embed", "search", "read"))
    assert 0 < parts <= found(f"{STAGES}_sum", stage="whole")


def test_what_is_in_a_collection_is_told_and_told_anew_after_a_change(client: FlaskClient) -> None:
    assert scrape(client)("pincite_documents", collection="main") == 0
    document_id = upload(client, "herons.txt", HERONS.encode()).get_json()["document"]["id"]
    found = scrape(client)
    assert found("pincite_documents", collection="main") == 1
    assert found("pincite_passages", collection="main") == 1
    assert found("pincite_collection_ready", collection="main") == 1
    client.delete(f"{DOCUMENTS}/{document_id}")
    assert scrape(client)("pincite_documents", collection="main") == 0


def test_uploads_are_counted_by_how_they_ended(client: FlaskClient) -> None:
    upload(client, "herons.txt", HERONS.encode())
    assert fault(upload(client, "empty.txt", b" "), 422) == "empty_document"
    found = scrape(client)

    assert found("pincite_jobs_total", outcome="read") == 1
    assert found("pincite_jobs_total", outcome="refused") == 1
    assert found("pincite_uploads", collection="main", state="waiting") == 0


def test_uploads_that_wait_are_told(make_client: MakeClient, services: list[Service]) -> None:
    client = make_client()
    services[-1].worker.stop()
    client.post(
        DOCUMENTS,
        data=b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        b"Herons.\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )

    assert scrape(client)("pincite_uploads", collection="main", state="waiting") == 1


def test_processes_that_read_are_told_and_those_that_are_lost(
    client: FlaskClient, services: list[Service]
) -> None:
    upload(client, "herons.txt", HERONS.encode())
    found = scrape(client)
    assert found("pincite_reader_processes") == found("pincite_reader_starts_total") == 1
    assert found("pincite_reader_processes_max") == 3
    assert found("pincite_reader_restarts_total") == 0
    (process,) = services[-1].pool._running
    process.kill()
    process.wait()
    upload(client, "terns.txt", b"Terns dive.")
    found = scrape(client)

    assert found("pincite_reader_restarts_total") == 1
    assert found("pincite_reader_starts_total") == 2


def test_the_process_and_its_disk_are_told(client: FlaskClient) -> None:
    found = scrape(client)
    assert found("pincite_disk_free_bytes") > 0
    assert found("process_resident_memory_bytes") > 1_000_000


def test_figures_need_the_key(make_client: MakeClient) -> None:
    client = make_client(key=KEY)
    refused = client.get("/metrics")
    assert fault(refused, 401) == "key_needed"
    refused.close()
    found = scrape(client, Authorization=f"Bearer {KEY}")
    assert count(found, "GET", "/metrics", 401) == 1


def test_a_scrape_opens_no_collection_and_names_those_that_are_open(tmp_path: Path) -> None:
    fill(tmp_path, {"birds": "The heron stands.", "fish": "The carp swims."})
    with several(tmp_path) as collections:
        client = create_app(collections.default, collections).test_client()

        def named() -> set[str]:
            labels = scrape(client).labels("pincite_documents")
            return {one["collection"] for one in labels}

        assert named() == {"main"}
        assert [one.config.collection for one in collections.open_services()] == ["main"]
        assert client.get("/c/birds/api/v1/documents").status_code == 200
        assert client.get("/c/nowhere/api/v1/documents").status_code == 404
        assert named() == {"main", "birds"}


def test_a_scrape_counts_no_rows_while_nothing_changes(
    make_client: MakeClient, services: list[Service]
) -> None:
    client = make_client()
    upload(client, "herons.txt", HERONS.encode())
    services[-1].worker.stop(60)  # it tidies up after the upload, with the same connections
    scrape(client)
    statements: list[str] = []

    def looked() -> bool:
        """Tell whether a scrape took a connection that is traced."""
        statements.clear()
        for _, connection in services[-1].index._ledger._connections._idle:  # type: ignore[attr-defined]
            connection.set_trace_callback(statements.append)
        scrape(client)
        return any("FROM states" in statement for statement in statements)

    until(looked)
    assert not any("FROM passages" in statement for statement in statements)


def test_a_collection_that_cannot_be_read_hides_no_other(
    client: FlaskClient, services: list[Service], tmp_path: Path
) -> None:
    services[-1].worker.stop(60)  # it would open the ledger again before it is damaged
    services[-1].index._ledger.close()  # type: ignore[attr-defined]
    ledger = services[-1].config.directory / "ledger.db"
    damaged = tmp_path / "damaged"
    for path in ledger.parent.glob("ledger.db*"):
        damaged.write_bytes(b"damaged" * 1000)
        damaged.replace(path)  # in place it would end whoever has it mapped
    found = scrape(client)

    assert found.labels("pincite_documents") == []
    assert found("pincite_disk_free_bytes") > 0


def test_what_the_server_itself_refuses_is_counted_too(tmp_path: Path) -> None:
    with serving_collection(tmp_path / "c") as server:
        with Client(server.port) as client:
            client.send(b"NONSENSE\r\n\r\n")
            assert client.reply().status == 400
        with Client(server.port) as client:
            client.send(b"GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            found = Scrape(client.reply().body.decode())

    assert (
        sum(
            value
            for (name, labels), value in found.samples.items()
            if name == REQUESTS and {("route", "-"), ("status", "400")} <= labels
        )
        == 1
    )


def test_connections_beyond_those_of_an_address_are_counted(tmp_path: Path) -> None:
    with (
        serving_collection(tmp_path / "c", per_address=1, exempt=lambda address: False) as server,
        Client(server.port) as client,
    ):
        client.send(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert client.reply().status == 200
        with Client(server.port) as other:
            assert other.reply().status == 429
        client.send(b"GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        found = Scrape(client.reply().body.decode())

    assert count(found, "OTHER", "-", 429) == 1


def test_on_a_port_of_their_own_figures_need_no_key_and_nothing_else_is_there(
    make_client: MakeClient, services: list[Service]
) -> None:
    client = make_client(key=KEY)
    metrics: Metrics = client.application.extensions[Metrics.__name__]
    with running(metrics_server(metrics, "127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.port}"
        with urllib.request.urlopen(f"{address}/metrics") as reply:
            assert Scrape(reply.read().decode())("pincite_documents", collection="main") == 0
        for path in ("/", "/api/v1/documents", "/readyz"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(f"{address}{path}")
        renamed = urllib.request.Request(f"{address}/metrics", headers={"Host": "evil.example"})
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(renamed)  # a page may have made this name point here


def test_scrapes_from_many_threads_agree(client: FlaskClient) -> None:
    upload(client, "herons.txt", HERONS.encode())
    before = scrape(client)(ANSWERS, status="answered", origin="made")
    threads = [
        threading.Thread(target=lambda n=n: ask(client, f"{QUESTION} {n}?")) for n in range(8)
    ]
    for thread in threads:
        thread.start()
        scrape(client)
    for thread in threads:
        thread.join()

    found = scrape(client)
    made = sum(
        found(ANSWERS, status=status, origin="made") for status in ("answered", "unanswered")
    )
    assert made - before == 8


def test_a_port_for_figures_that_is_taken_is_named(tmp_path: Path) -> None:
    with serving_collection(tmp_path / "c") as server:
        config = Config(metrics_port=server.port)
        with pytest.raises(ConfigError, match=f"PINCITE_METRICS_PORT: port {server.port} of"):
            _metrics_server(config, server)
