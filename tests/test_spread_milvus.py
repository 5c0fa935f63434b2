"""Documents that workers take into Milvus: each there once, though both are killed."""

import os
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from milvus_servers import running
from postgres_server import is_installed
from postgres_server import running as postgres_running
from spread_calls import MilvusToyIndex, cluster, write_notes

from corpus import find_files
from index.ingest.spread import Crew, spread
from index.protocol import every_document

DOCUMENTS = int(os.environ.get("PINCITE_TRIAL_DOCUMENTS", "40"))
"""As many as that; 500 for the whole trial."""


def test_every_document_is_there_once_though_workers_and_milvus_are_killed(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    write_notes(notes, DOCUMENTS)
    killed, joined, away = (DOCUMENTS * part // 500 for part in (120, 200, 300))
    done: list[str] = []

    with ExitStack() as stack:
        server = stack.enter_context(running("lite", tmp_path / "milvus"))
        store = stack.enter_context(postgres_running()).url() if is_installed() else ""
        crew = stack.enter_context(cluster(tmp_path, 2))
        log = tmp_path / "embedded.log"
        toy = MilvusToyIndex(tmp_path / "data", server.url, store, log, seconds=0.02)
        index = toy()
        stack.callback(index.end)
        for outcome in spread(find_files([notes]), index, Crew(crew.address, toy)):
            done.append(outcome.label)
            if len(done) == killed:
                crew.workers[0].kill()
            elif len(done) == joined:
                crew.start_worker()
            elif len(done) == away:
                server.kill()
                server.start()

        with index.reader() as reader:
            ids = [info.id for info in every_document(reader)]
            passages = [reader.passages(one, 0, 10) for one in ids]
            assert len(ids) == len(set(ids)) == DOCUMENTS
            assert Counter(map(len, passages)) == {2: DOCUMENTS}
            assert reader.passage_count() == 2 * DOCUMENTS
        while not index.tidy():
            pass
        assert list(index.findings()) == []
    assert Counter(done).most_common(1)[0][1] == 1
    assert len(done) == DOCUMENTS
