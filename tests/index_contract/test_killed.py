"""A process that is killed between any two writes leaves what was before, or what comes after."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from index.ledger.postgres.registry import Registry
from index.milvus.address import Address

PROGRAM = Path(__file__).parent / "killed.py"


def text_of(address: Address) -> str:
    """Return an address as a setting gives it, with the token of a server that was named."""
    token = f"{quote(address.token, safe=':')}@" if address.token else ""
    return f"milvus+{address.scheme}://{token}{address.endpoint}/{address.database}"


def test_a_kill_between_any_two_writes_leaves_old_or_new_and_no_more(
    address: Address | None, registry: Registry | None, tmp_path: Path
) -> None:
    milvus = "" if address is None else text_of(address)
    postgres = "" if registry is None else registry.url
    done = subprocess.run(
        [sys.executable, PROGRAM, milvus, tmp_path / "killed", postgres],
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout + done.stderr
