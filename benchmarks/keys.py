"""What keys cost, how soon a new one works, and whether timing reveals a closed collection.

    python -m benchmarks.keys

Starts `pincite serve` over a small collection of its own, with 50 keys. It asks in
turn for a collection that its key may not read and for one that does not exist, and compares the
difference of the median times with that of two runs at the same address.
"""

import argparse
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.machine import circumstances
from benchmarks.service import PINCITE
from qa.service.key_ring import KeyRing
from qa.service.key_store import KeyStore

_LOOKS = 20_000
_KEYS = 50
_TURNS = 30


class Client:
    """A connection that is kept open, and a key."""

    def __init__(self, port: int, key: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def ask(self, path: str) -> tuple[int, float]:
        """Return the status of a request, and its seconds."""
        began = time.perf_counter()
        self._connection.request("GET", path, headers=self._headers)
        reply = self._connection.getresponse()
        reply.read()
        return reply.status, time.perf_counter() - began


def main() -> None:
    """Measure, and print a table as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=1000, help="pairs of requests that are timed")
    pairs = parser.parse_args().pairs
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        for name in ("main", "mine", "foreign"):
            note = data / f"{name}.txt"
            note.write_text(f"The heron of {name} stands in shallow water.\n")
            _run(data, "--collection", name, "add", str(note))
        store = KeyStore(data)
        keys = [store.add(f"key {n}", "read", frozenset({"mine"}))[1] for n in range(_KEYS)]
        found = {"look_us": _look_us(data, keys), **_served(data, store, keys[0], pairs)}
    print(
        json.dumps(
            {
                **circumstances("benchmarks.keys", sys.argv[1:]),
                "keys": _KEYS,
                "pairs": pairs,
                **found,
            },
            indent=2,
        )
    )


def _look_us(data: Path, keys: list[str]) -> float:
    """Return the microseconds of looking a key up while nothing changes."""
    ring = KeyRing(data)
    ring.find(keys[0])
    began = time.perf_counter()
    for n in range(_LOOKS):
        assert ring.find(keys[n % _KEYS])
    return round((time.perf_counter() - began) / _LOOKS * 1e6, 1)


def _served(data: Path, store: KeyStore, key: str, pairs: int) -> dict[str, Any]:
    command = [sys.executable, *PINCITE, "--data", str(data), "serve", "--port", "0"]
    environment = {**os.environ, "PINCITE_KEY": "correct-horse-battery"}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        port = _port(process)
        return {
            "times_ms": _times(port, key, pairs),
            "valid_after_ms": _valid_after(port, store),
            "refused_after_ms": _refused_after(port, store),
            "stream_ends_after_s": _stream_ends_after(port, store),
        }
    finally:
        process.terminate()
        process.wait()


def _port(process: "subprocess.Popen[str]") -> int:
    assert process.stderr is not None
    port = 0
    for line in process.stderr:
        if match := re.search(r"on http://[\d.]+:(\d+)", line):
            port = int(match[1])
        if "ready to answer" in line:
            break
    threading.Thread(target=process.stderr.read, daemon=True).start()
    return port


def _times(port: int, key: str, pairs: int) -> dict[str, Any]:
    """Return the medians of requests for a foreign and a missing collection, asked for in turn."""
    client = Client(port, key)
    addresses = {
        "foreign": "/c/foreign/api/v1/documents",
        "missing": "/c/missing/api/v1/documents",
        "missing again": "/c/missing/api/v1/documents",
    }
    times: dict[str, list[float]] = {name: [] for name in addresses}
    for _ in range(pairs):
        for name, address in addresses.items():
            status, seconds = client.ask(address)
            assert status == 404
            times[name].append(seconds * 1000)
    medians = {name: round(statistics.median(some), 4) for name, some in times.items()}
    spread = {name: round(statistics.stdev(some), 3) for name, some in times.items()}
    return {"median": medians, "standard_deviation": spread}


def _valid_after(port: int, store: KeyStore) -> float:
    """Return the most milliseconds until a new key is taken."""
    return round(max(_new_key_takes(port, store, turn) for turn in range(_TURNS)), 1)


def _new_key_takes(port: int, store: KeyStore, turn: int) -> float:
    _, text = store.add(f"new {turn}", "read", frozenset({"mine"}))
    return _until(Client(port, text), 200)


def _refused_after(port: int, store: KeyStore) -> float:
    """Return the most milliseconds until a revoked key is refused."""
    worst = 0.0
    for turn in range(_TURNS):
        client = Client(port, store.add(f"old {turn}", "read", frozenset({"mine"}))[1])
        _until(client, 200)
        store.revoke(f"old {turn}")
        worst = max(worst, _until(client, 401))
    return round(worst, 1)


def _until(client: Client, wanted: int) -> float:
    began = time.perf_counter()
    while client.ask("/c/mine/api/v1/documents")[0] != wanted:
        pass
    return (time.perf_counter() - began) * 1000


def _stream_ends_after(port: int, store: KeyStore) -> float:
    """Return the seconds until a stream in which nothing happens ends, once its key is revoked."""
    _, text = store.add("stream", "read", frozenset({"mine"}))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {text}", "Accept": "text/event-stream"}
    connection.request("GET", "/c/mine/api/v1/jobs", headers=headers)
    reply = connection.getresponse()
    store.revoke("stream")
    began = time.perf_counter()
    with suppress(http.client.HTTPException):
        said = reply.read()
        assert b"key_needed" in said, said
    return round(time.perf_counter() - began, 2)


def _run(data: Path, *arguments: str) -> None:
    command = [sys.executable, *PINCITE, "--data", str(data), *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
