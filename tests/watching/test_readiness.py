"""How ready each part of a service is, for those who may know."""

from pathlib import Path

import pytest
from services import make_service
from toys import WordEmbedder
from web_client import HERONS, KEY, MakeClient, upload

from index import LocalIndex
from index.errors import ModelRefused
from index.types import Vector
from qa.config import Config
from qa.service import readiness
from qa.service.readiness import parts
from qa.service.service import Service, State
from qa.web.app import create_app

PARTS = ["model", "ledger", "vectors", "reader", "readers", "disk"]


class Refused(WordEmbedder):
    """A model that cannot be used."""

    def embed_question(self, text: str) -> Vector:
        raise ModelRefused("its files are changed")


def states(service: Service) -> dict[str, str]:
    return {name: part.state for name, part in parts(service).items()}


def test_parts_are_told_to_whoever_has_the_key_alone(make_client: MakeClient) -> None:
    client = make_client(key=KEY)
    right = {"Authorization": f"Bearer {KEY}"}

    told = client.get("/readyz", headers=right).get_json()

    assert [*told["parts"]] == PARTS
    assert told["parts"]["disk"]["free_bytes"] > 0
    assert client.get("/readyz").get_json().keys() == {"status"}
    wrong = {"Authorization": "Bearer wrong-horse-battery"}
    assert client.get("/readyz", headers=wrong).get_json().keys() == {"status"}


def test_a_service_that_is_ready_says_so_of_each_part(
    make_client: MakeClient, services: list[Service]
) -> None:
    client = make_client()
    upload(client, "herons.txt", HERONS.encode())
    services[-1].load()

    ready = dict.fromkeys(PARTS, "ready") | {"reader": "off"}  # the toy model has no reader
    assert states(services[-1]) == ready
    told = client.get("/readyz").get_json()["parts"]
    assert told["readers"] == {"state": "ready", "running": 1, "most": 3}


@pytest.mark.parametrize(
    ("loading", "state", "expected"),
    [
        ("model", "loading", ["loading", "waiting", "waiting", "waiting"]),
        ("vectors", "loading", ["ready", "ready", "loading", "waiting"]),
        ("ledger", "failed", ["ready", "failed", "waiting", "waiting"]),
    ],
)
def test_parts_are_loaded_one_after_the_other(
    make_client: MakeClient, services: list[Service], loading: str, state: State,
    expected: list[str],
) -> None:  # fmt: skip
    make_client()
    services[-1].loading, services[-1].state = loading, state

    assert [*states(services[-1]).values()][:4] == expected


def test_a_model_that_is_refused_is_named(tmp_path: Path, services: list[Service]) -> None:
    config = Config(data=tmp_path)
    service = make_service(LocalIndex(config.directory, Refused), config, state="loading")
    services.append(service)
    service.load()
    reply = create_app(service).test_client().get("/readyz")

    assert (reply.status_code, reply.get_json()["status"]) == (503, "failed")
    assert reply.get_json()["parts"]["model"] == {"state": "failed"}


def test_a_disk_with_little_room_is_low(
    make_client: MakeClient, services: list[Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_client()
    monkeypatch.setattr(readiness, "LOW", 1 << 62)

    assert states(services[-1])["disk"] == "low"
