"""A Milvus that is away is said to be, and is there again as soon as it is back."""

import socket
import threading
from pathlib import Path

import pytest
from milvus_passages import DIMENSION, Layer, ids, new_passages
from milvus_servers import free_ports, running

from index.errors import IndexAway
from index.milvus.address import Address
from index.milvus.client import Connection
from index.milvus.passages import MilvusPassages

BIRDS = ["The heron waits.", "A heron catches fish.", "Owls hunt at night."]


def test_where_nobody_listens_milvus_is_away() -> None:
    (port,) = free_ports(1)
    connection = Connection(Address.parse(f"milvus+http://ann:secret@127.0.0.1:{port}"))

    with pytest.raises(IndexAway, match=f"Milvus at 127.0.0.1:{port} cannot be reached") as fault:
        MilvusPassages(connection, "birds", DIMENSION)

    assert "secret" not in str(fault.value)
    assert fault.value.message.endswith("Try again in a few seconds.")


def test_what_listens_and_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        connection = Connection(Address.parse(f"milvus+http://127.0.0.1:{port}"))

        with pytest.raises(IndexAway, match="does not answer"):
            connection.names()


@pytest.mark.parametrize("kind", ["lite", "full"])
def test_a_killed_milvus_is_away_until_it_is_back_with_all_that_it_acknowledged(
    kind: str, tmp_path: Path
) -> None:
    """Killed with -9 while documents are written: none that was acknowledged is lost or double."""
    with running(kind, tmp_path) as server:
        connection = Connection(Address.parse(server.url))
        layer = Layer(connection, "birds", DIMENSION)
        acknowledged: list[int] = []
        enough = threading.Event()

        def write() -> None:
            for epoch in range(1, 1000):
                try:
                    layer.write(epoch, new_passages(BIRDS * 20))
                except IndexAway:
                    return
                acknowledged.append(epoch)
                if len(acknowledged) == 20:
                    enough.set()

        writer = threading.Thread(target=write)
        writer.start()
        assert enough.wait(60)
        server.kill()
        writer.join()
        with pytest.raises(IndexAway):
            layer.nearest("heron", 1)
        server.start()
        begun = max(acknowledged) + 1
        layer.write(begun, new_passages(BIRDS * 20))  # what was not acknowledged, once more

        reader = layer.reader()
        expected = [*acknowledged, begun]
        for epoch in expected:
            found = reader.of(epoch, 0, 100)
            assert [row.passage.ordinal for row in found] == list(range(60))
        wanted = {key for epoch in expected for key in ids(epoch, *range(60))}
        everything = reader.nearest(reader.rows(ids(1, 0))[ids(1, 0)[0]].vectors.passage, 16_000)
        assert sorted(key for key, _ in everything) == sorted(wanted)
        connection.close()
