"""Three servers over one Milvus: every reply is of a state that the collection had."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from live_server import Server, running
from milvus_servers import running as milvus_running
from server_trial import Trial
from toys import live_modules

REQUESTS = int(os.environ.get("PINCITE_TRIAL_REQUESTS", "120"))
"""As many as that, of all clients together; 1,000 for the whole trial."""
CLIENTS, DOCUMENTS = 5, 16

SERVER = """
import sys
from pathlib import Path
from toys import WordEmbedder
from index.milvus.address import Address
from index.milvus.index import MilvusIndex
from qa.config import Config
from qa.service.collections import Collections
from qa.web.serving.serve import end_on_signals, make_server, run
from services import make_service

index = MilvusIndex(Path(sys.argv[1]), Address.parse(sys.argv[2]), WordEmbedder)
service = make_service(index, Config(port=0, confidence=0.0))
service.worker.start()
server = make_server(service)
end_on_signals(server)
print(f"on http://127.0.0.1:{server.port}", file=sys.stderr, flush=True)
run(server, Collections.alone(service))
"""


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[list[Server]]:
    with ExitStack() as stack:
        milvus = stack.enter_context(milvus_running("lite", tmp_path / "milvus"))
        command = [sys.executable, "-c", SERVER, str(tmp_path / "index" / "main"), milvus.url]
        yield [stack.enter_context(running(command, **live_modules())) for _ in range(3)]


def test_no_reply_is_of_a_state_that_the_collection_did_not_have(servers: list[Server]) -> None:
    trial = Trial(servers, DOCUMENTS)

    trial.run(REQUESTS, CLIENTS)

    said = "".join(line for server in servers for line in server.said)
    assert trial.wrong == [], (trial.counts, said)
    assert trial.counts["question"] > REQUESTS // 4
    assert trial.counts["places checked"] > REQUESTS
    assert trial.counts["citations verified"] > REQUESTS // 4
    assert trial.counts["removed"] > 1
