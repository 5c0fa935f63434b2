"""What compares both stores writes the same to each, and says how they compare."""

import json
from pathlib import Path

import pytest

from benchmarks import stores
from index.ledger.postgres.connection import PostgresConnection
from index.ledger.postgres.registry import Registry


def test_both_stores_are_written_to(
    url: str, db: PostgresConnection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "stores.json"
    arguments = ["--work", str(tmp_path / "work"), "--url", url, "--output", str(output)]
    stores.main([*arguments, "--times", "2"])

    found = json.loads(output.read_text())
    assert json.loads(capsys.readouterr().out) == found
    assert all(size > 0 for size in found["bytes"].values())
    for name in ("a line of the log", "an upload of 20 kB", "a new document of 20 passages"):
        assert found[name]["postgresql"]["count"] == found[name]["sqlite"]["count"] == 2
        assert found[name]["ratio"] > 0
    (entry,) = Registry(url).entries()
    for table, many in (("documents", 2), ("jobs", 2), ("epochs", 2), ("terms", 100)):
        (rows,) = db.execute(f"SELECT count(*) FROM {entry.schema}.{table}").fetchone()
        assert rows >= many
    with pytest.raises(SystemExit):
        stores.main(arguments)
