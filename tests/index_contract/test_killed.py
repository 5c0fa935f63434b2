"""A process that is killed between any two writes leaves what was before, or what comes after."""

import subprocess
import sys
from pathlib import Path

from index.milvus.address import Address

PROGRAM = Path(__file__).parent / "killed.py"


def test_a_kill_between_any_two_writes_leaves_old_or_new_and_no_more(
    address: Address | None, tmp_path: Path
) -> None:
    url = "" if address is None else f"milvus+http://{address.endpoint}"
    done = subprocess.run(
        [sys.executable, PROGRAM, url, tmp_path / "killed"], capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout + done.stderr
