"""Whether a service that is used for long stays as it was: memory, descriptors, threads, files.

    python -m benchmarks.soak --minutes 30

Starts `pincite serve` over a collection of its own. For so many minutes clients ask (also in
streams, which half of them leave), search, find, read, look at pages, upload seven formats,
replace and remove, while `pincite sync` follows a folder that changes. How many documents there
are stays the same, so nothing has a reason to grow. At the end every acknowledged upload must be
there, every acknowledged removal gone, and `pincite doctor` content. The exit status is 1 where
something grows faster than its limit, or anything of this is not so.
"""

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks import traffic
from benchmarks.machine import RESULTS, circumstances, tell
from benchmarks.process import ROOT, errors_in, last_words
from benchmarks.sampling import Sample, level_of, slope_of, take_sample
from benchmarks.service import PINCITE, Service, serving
from benchmarks.texts import Writer, sentences

_SAMPLE_SECONDS = 10
_SYNC_SECONDS = 20
_SYNCED_FILES = 20
_SETTLE_SECONDS = 120
"""The most that uploads which still wait may take at the end."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How much a figure may grow in a minute, once warmed up."""

    name: str
    label: str
    unit: str
    most: float


LIMITS = (
    Limit("private_mb", "memory of its own", "MB", 1.0),
    Limit("rss_mb", "resident memory", "MB", 1.0),
    Limit("readers_mb", "memory of the readers", "MB", 1.0),
    Limit("descriptors", "descriptors", "", 0.5),
    Limit("threads", "threads", "", 0.5),
    Limit("ledger_mb", "`ledger.db`", "MB", 0.5),
    Limit("log_mb", "its write-ahead log", "MB", 0.5),
    Limit("vectors_mb", "saved vectors", "MB", 0.5),
)


class Syncing:
    """Changes a folder and has `pincite sync` follow it, again and again."""

    def __init__(self, folder: Path, environment: dict[str, str], record: traffic.Record) -> None:
        self._folder, self._environment, self._record = folder, environment, record
        self._writer = Writer(sentences(), 99)
        folder.mkdir()

    def run(self, ending: threading.Event) -> None:
        while not ending.is_set():
            self._change()
            done = pincite(self._environment, "sync", str(self._folder))
            self._record.count("sync", 0)
            if done.returncode:
                self._record.fault(f"sync: {done.returncode}: {done.stderr[-300:]}")
            ending.wait(_SYNC_SECONDS)

    def _change(self) -> None:
        """Write a quarter of the files anew, remove one."""
        for number in random.sample(range(_SYNCED_FILES), _SYNCED_FILES // 4):
            text = "\n\n".join(self._writer.paragraph() for _ in range(4))
            (self._folder / f"synced-{number}.txt").write_text(text, "utf-8")
        (self._folder / f"synced-{random.randrange(_SYNCED_FILES)}.txt").unlink(missing_ok=True)

    def expected(self) -> dict[str, str]:
        files = self._folder.iterdir()
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def pincite(environment: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *PINCITE, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


def sampled(service: Service, folder: Path, minutes: float, every: float) -> list[Sample]:
    """Return samples of a service over so many minutes; fewer if it ends."""
    process = psutil.Process(service.process.pid)
    samples: list[Sample] = []
    began = time.monotonic()
    while (minute := (time.monotonic() - began) / 60) < minutes:
        try:
            samples.append(take_sample(process, folder, minute))
        except psutil.Error:
            break
        if len(samples) % 6 == 0:
            tell("  " + ", ".join(f"{k} {v:.1f}" for k, v in samples[-1].items()))
        time.sleep(every)
    return samples


def kept(port: int, record: traffic.Record, synced: dict[str, str]) -> list[str]:
    """Return in sentences which promise was not kept."""
    client = traffic.Client(port, traffic.Record())
    until = time.monotonic() + _SETTLE_SECONDS
    while time.monotonic() < until:
        jobs = json.loads(client.request("jobs", "GET", "/api/v1/jobs")[1])["jobs"]
        if not any(job["state"] in ("waiting", "reading") for job in jobs):
            break
        time.sleep(0.5)
    listed = json.loads(client.request("list", "GET", "/api/v1/documents")[1])["documents"]
    there: dict[str, str] = {
        one["source"].rpartition("/")[2]: one["origin_sha256"] for one in listed
    }
    broken = []
    for name, sha256 in {**record.expected, **synced}.items():
        if there.get(name) != sha256:
            what = "was removed and is there" if sha256 is None else "is missing or an older one"
            broken.append(f"{name} {what}")
    unasked = there.keys() - record.expected.keys() - synced.keys()
    return broken + [f"{name} is there and nobody added it" for name in unasked]


def soak(options: argparse.Namespace, work: Path) -> dict[str, Any]:
    """Return what was found of a service that was used for so many minutes."""
    environment = {"PINCITE_DATA": str(work / "data"), "HF_HUB_OFFLINE": "1"}
    if options.models:
        environment["PINCITE_MODELS"] = str(options.models.absolute())
    if options.model:
        environment["PINCITE_MODEL"] = options.model
    record, ending, log = traffic.Record(), threading.Event(), work / "serve.log"
    with serving([sys.executable, *PINCITE, "serve", "--port", "0"], environment, log) as service:
        service.wait()
        syncing = Syncing(work / "synced", environment, record)
        steps = traffic.clients(options.uploaders)
        threads = traffic.start(steps, service.port, record, sentences(), ending, options.pause)
        threads.append(threading.Thread(target=syncing.run, args=(ending,), daemon=True))
        threads[-1].start()
        tell(f"{len(threads)} clients for {options.minutes:g} minutes")
        samples = sampled(service, work / "data" / "main", options.minutes, options.every)
        ending.set()
        for thread in threads:
            thread.join(traffic.TIMEOUT)
        alive = service.process.poll() is None
        synced = syncing.expected()
        broken = kept(service.port, record, synced) if alive else [f"it ended: {last_words(log)}"]
        service.process.send_signal(signal.SIGTERM)
        code = service.process.wait(60)
    doctor = pincite(environment, "doctor")
    return {
        "samples": samples,
        "warm_up": options.warm_up,
        "minutes": options.minutes,
        "done": dict(record.done),
        "statuses": dict(record.statuses),
        "faults": record.faults,
        "uploads_promised": sum(1 for sha256 in record.expected.values() if sha256),
        "removals_promised": sum(1 for sha256 in record.expected.values() if not sha256),
        "broken": broken,
        "exit": code,
        "errors": errors_in(log),
        "doctor": "" if doctor.returncode == 0 else (doctor.stdout + doctor.stderr)[-1000:],
    }


def complaints(result: dict[str, Any]) -> list[str]:
    """Return in sentences what is not as it must be."""
    found = []
    for limit in LIMITS:
        slope = slope_of(result["samples"], limit.name, result["warm_up"])
        if slope > limit.most:
            unit = f" {limit.unit}" if limit.unit else ""
            found.append(
                f"{limit.label} grows by {slope:.2f}{unit} a minute; at most {limit.most:g}{unit} "
                "is allowed"
            )
    if result["faults"]:
        found.append(f"{len(result['faults'])} requests failed, the first: {result['faults'][0]}")
    if result["broken"]:
        found.append(f"{len(result['broken'])} promises broken, the first: {result['broken'][0]}")
    if result["exit"]:
        found.append(f"SIGTERM: exit status {result['exit']} instead of 0")
    if result["errors"]:
        found.append(f"{len(result['errors'])} errors in the log: {result['errors'][0]}")
    if result["doctor"]:
        found.append(f"`pincite doctor` found something: {result['doctor']}")
    return found


def table(result: dict[str, Any]) -> list[str]:
    """Return the figures as lines of Markdown."""
    samples, after = result["samples"], result["warm_up"]
    rows = [
        "| | after warming up | at the end | largest | a minute | limit |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for limit in LIMITS:
        first, last, largest = level_of(samples, limit.name, after)
        slope = slope_of(samples, limit.name, after)
        label = f"{limit.label}, {limit.unit}" if limit.unit else limit.label
        values = f"{first:.1f} | {last:.1f} | {largest:.1f} | {slope:+.2f} | {limit.most:g}"
        rows.append(f"| {label} | {values} |")
    return rows


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.soak", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--warm-up", type=float, help="minutes that are not judged; a sixth")
    parser.add_argument("--every", type=float, default=_SAMPLE_SECONDS, help="seconds, of samples")
    parser.add_argument("--pause", type=float, default=0.1, help="seconds between two steps")
    parser.add_argument("--uploaders", type=int, default=2)
    parser.add_argument("--model", help="another embedding model than the one set")
    parser.add_argument("--models", type=Path, help="where light forms of models are kept")
    parser.add_argument("--work", type=Path, help="where to keep what is made; else it goes")
    parser.add_argument("--output", type=Path, default=RESULTS / "soak.json")
    options = parser.parse_args(arguments)
    if options.warm_up is None:
        options.warm_up = options.minutes / 6
    return options


def main(arguments: Sequence[str]) -> int:
    options = parsed(arguments)
    found = circumstances("benchmarks.soak", sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="soak-") as temporary:
        work = options.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        result = {"circumstances": found, **soak(options, work.absolute())}
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print("\n".join(table(result)))
    print(", ".join(f"{count} × {what}" for what, count in sorted(result["done"].items())))
    said = complaints(result)
    for complaint in said:
        print(f"NOT AS IT MUST BE: {complaint}")
    print(f"{options.output}: {'it failed' if said else 'all is as it must be'}")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
