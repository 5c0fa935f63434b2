"""What Milvus refuses is told from a Milvus that is away: waiting for it is of no use."""

import secrets
from collections.abc import Callable
from pathlib import Path

import grpc
import pytest
from click.testing import CliRunner
from milvus_passages import DIMENSION, Layer, new_passages
from milvus_servers import MilvusServer
from pymilvus.exceptions import DataNotMatchException, MilvusException
from refusing_milvus import Refusal, refusing
from toys import WordEmbedder

from corpus import Document
from index import MilvusIndex
from index.errors import DiskFull, IndexAway, IndexFault, IndexRefused, PassagesLost
from index.ingest.parcel import patiently
from index.milvus.address import Address
from index.milvus.client import Connection
from index.milvus.faults import fault_of
from index.milvus.passages import MilvusPassages
from qa.commands.cli import main

PASSWORD = grpc.StatusCode.UNAUTHENTICATED, "auth check failure, please check username and password"
RIGHT = grpc.StatusCode.PERMISSION_DENIED, "PrivilegeShowCollections: permission deny to ann"
DATABASE = 800, "database not found[database=birds]"
REFUSALS = {"password": PASSWORD, "right": RIGHT, "database 'birds'": DATABASE}


@pytest.mark.parametrize(("named", "refusal"), REFUSALS.items(), ids=REFUSALS)
def test_what_is_refused_is_named_with_its_remedy(
    named: str, refusal: Refusal, tmp_path: Path
) -> None:
    with refusing(refusal) as url:
        index = MilvusIndex(tmp_path / "birds", Address.parse(url), WordEmbedder)

        with pytest.raises(IndexRefused) as fault:
            patiently(lambda: list(index.add([Document("owls", "Owls", "owls.txt", "Owls hunt.")])))
        (finding,) = index.findings()
        index.end()

    assert named in str(fault.value)
    assert refusal[1] in str(fault.value)
    assert finding == str(fault.value)
    assert "secret" not in str(fault.value)
    assert fault.value.code == "index_refused"


def test_the_command_line_stops_at_once_and_doctor_says_why(
    tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "owls.txt").write_text("Owls hunt at night.")
    with refusing(DATABASE) as url:
        monkeypatch.setenv("PINCITE_INDEX", url)
        monkeypatch.setenv("PINCITE_MODEL", str(model))
        added = CliRunner().invoke(main, ["add", str(tmp_path / "owls.txt")])
        doctor = CliRunner().invoke(main, ["doctor"])

    assert added.exit_code != 0
    assert "has no database 'birds'" in added.output
    assert doctor.exit_code == 1
    assert "has no database 'birds'" in doctor.output


def milvus(code: object, said: str = "…", **more: bool) -> MilvusException:
    return MilvusException(code, said, **more)


AWAY = [
    milvus(1, "service not ready: node is starting"),
    milvus(2, "Fail connecting to server"),
    milvus(4, "request limit exceeded"),
    milvus(8, "rate limit exceeded"),
    milvus(9, "quota exceeded[reason=memory quota exceeded]"),
    milvus(106, "collection on recovering"),
    milvus(503, "channel not available"),
    milvus(901, "node not found"),
    milvus(1100, "invalid parameter", retriable=True),
    milvus(65535, "unexpected error"),
    milvus(grpc.StatusCode.UNAVAILABLE, "Retry timeout: 10s"),
]
REFUSED = [
    milvus(102, "exceeded the limit number of collections"),
    milvus(109, "collection schema mismatch"),
    milvus(700, "index not found"),
    milvus(1100, "invalid parameter"),
    milvus(1401, "privilege not permitted"),
    milvus(1800, "user hasn't authenticated"),
    milvus(65535, "the request is malformed", is_input_error=True),
    milvus(2, "Retry timeout: … Ssl handshake failed: … CERTIFICATE_VERIFY_FAILED"),
    milvus(grpc.StatusCode.UNKNOWN, "Retry timeout: …, auth check failure"),
    DataNotMatchException(message="Attempt to insert an unexpected field"),
]


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        *((one, IndexAway) for one in AWAY),
        *((one, IndexRefused) for one in REFUSED),
        (milvus(100, "collection not found"), PassagesLost),
        (milvus(9, "quota exceeded[reason=disk quota exceeded]"), DiskFull),
    ],
    ids=lambda one: one.message if isinstance(one, MilvusException) else "",
)
def test_what_comes_back_by_itself_is_away_and_all_else_is_not(
    raised: MilvusException, kind: type[IndexFault]
) -> None:
    fault = fault_of(raised, Address.parse("milvus+http://ann:secret@127.0.0.1:19530/birds"))

    assert type(fault) is kind
    assert " ".join(raised.message.split()) in str(fault)
    assert "secret" not in str(fault)


def test_a_collection_of_another_format_is_refused_and_left_as_it_is(
    connection: Connection,
) -> None:
    name = f"pincite_test_{secrets.token_hex(8)}"
    connection.open(name, DIMENSION, make=True)
    try:
        with pytest.raises(IndexRefused, match=f"{name} of another format .* of {DIMENSION}"):
            MilvusPassages(connection, name, DIMENSION * 2)
        client = connection._connected()
        client.drop_collection(name)
        client.create_collection(name, dimension=DIMENSION)
        with pytest.raises(IndexRefused, match=f"{name} of another format"):
            MilvusPassages(connection, name, DIMENSION)
        assert name in connection.names()
    finally:
        connection.drop(name)


def test_a_collection_whose_maker_was_killed_before_its_indexes_gets_them(
    connection: Connection,
) -> None:
    name = f"pincite_test_{secrets.token_hex(8)}"
    connection._connected().create_collection(
        name, schema=connection._schema(DIMENSION, connection.has_words)
    )
    try:
        layer = Layer(connection, name, DIMENSION)
        layer.write(1, new_passages(["The heron waits."]))
        assert len(layer.nearest("heron", 1)) == 1
        assert connection._connected().list_indexes(name, "vector")
    finally:
        connection.drop(name)


def test_a_collection_that_milvus_lost_is_said_to_be_and_can_be_filled_again(
    servers: Callable[[str], MilvusServer], tmp_path: Path
) -> None:
    index = MilvusIndex(tmp_path / "birds", Address.parse(servers("lite").url), WordEmbedder)
    owls = Document("owls", "Owls", "owls.txt", "Owls hunt at night.")
    list(index.add([owls]))
    (name,) = (place.name for place in index._engine._open)
    index._engine.connection.drop(name)

    for _ in range(2):  # asked again it is not taken for an empty one
        with index.reader() as reader, pytest.raises(PassagesLost, match="restore a backup"):
            reader.document("owls")
    assert index.delete("owls")
    assert [one.status for one in index.add([owls])] == ["added"]
    assert list(index.findings()) == []
    index._engine.connection.drop(name)
    index.end()
