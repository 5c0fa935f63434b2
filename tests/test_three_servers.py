"""Three servers over one Milvus: every reply is of a state that the collection had."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from live_server import PROGRAM, Server, running
from milvus_servers import running as milvus_running
from postgres_server import is_installed
from postgres_server import running as postgres_running
from server_trial import Trial

REQUESTS = int(os.environ.get("PINCITE_TRIAL_REQUESTS", "120"))
"""As many as that, of all clients together; 1,000 for the whole trial."""
CLIENTS, DOCUMENTS = 5, 8


@pytest.fixture
def settings(tmp_path: Path, model: Path, light_models: Path) -> Iterator[dict[str, str]]:
    """What all servers are told: one Milvus, and one PostgreSQL where that is installed."""
    with ExitStack() as stack:
        milvus = stack.enter_context(milvus_running("lite", tmp_path / "milvus"))
        told = {
            "PINCITE_INDEX": milvus.url,
            "PINCITE_MODEL": str(model),
            "PINCITE_MODELS": str(light_models),
            "PINCITE_CONFIDENCE": "0",
        }
        if is_installed():
            told["PINCITE_STORE"] = stack.enter_context(postgres_running()).url()
        yield told


@pytest.fixture
def servers(settings: dict[str, str], tmp_path: Path) -> Iterator[list[Server]]:
    """Three servers; with PostgreSQL none of them has anything of its own."""
    with ExitStack() as stack:
        started = []
        for number in range(3):
            folder = tmp_path / (f"data-{number}" if "PINCITE_STORE" in settings else "data")
            command = [str(PROGRAM), "serve", "--port", "0"]
            server = stack.enter_context(running(command, PINCITE_DATA=str(folder), **settings))
            server.wait()
            started.append(server)
        yield started


def test_no_reply_is_of_a_state_that_the_collection_did_not_have(servers: list[Server]) -> None:
    trial = Trial(servers, DOCUMENTS)

    trial.run(REQUESTS, CLIENTS)

    said = "".join(line for server in servers for line in server.said)
    assert trial.wrong == [], (trial.counts, said)
    assert trial.counts["question"] > REQUESTS // 4
    assert trial.counts["places checked"] > REQUESTS
    assert trial.counts["citations verified"] > REQUESTS // 4
    assert trial.counts["removed"] > 1
