"""Whether collections stay apart when many people use one service at once.

    python -m benchmarks.team --minutes 10

Starts `pincite serve` over ten collections that hold documents of the same names and with the
same sentences, but for a word and some figures of their own, and makes fifty keys: most read one
or two collections, some may add to one, some may ask little. Eight clients use it at once in
every way that gives words out, each request with another key. A reply may have the words of the
collections that it was asked of and that its key may read, and no others; one about any other
collection must be the reply about a collection that does not exist. Every ten seconds a key is
revoked and another made. Notes are uploaded and removed, so that each collection has about as many
documents all the time. The exit status is 1 if words were mixed, a request failed otherwise, or
the service grew faster than `benchmarks.soak` lets it.
"""

import argparse
import json
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

from benchmarks.machine import RESULTS, circumstances, summary, tell
from benchmarks.process import errors_in, last_words
from benchmarks.sampling import Sample, slope_of, take_sample
from benchmarks.service import PINCITE, Service, serving
from benchmarks.soak import LIMITS, pincite
from benchmarks.team_clients import (
    ADMINISTRATORS,
    NAMES,
    PROJECTS,
    STEPS,
    TIMEOUT,
    Client,
    Ledger,
    Team,
    project,
    run,
    tidy,
    upload,
)

CLIENTS = 8
_FILES = 8
_WARM_UP = 0.5
"""The share of the minutes after which growth counts, unless said; a guess: caches are full."""
_NAMED = 100
"""How many of the replies that were wrong are in the result; all are counted."""


# The collections ---------------------------------------------------------------------


def fill(data: Path, work: Path, environment: dict[str, str]) -> None:
    """Make the collections, each of files of the same names.

    Raises:
        RuntimeError: If one cannot be made.
    """
    for name in NAMES:
        folder = work / name
        folder.mkdir(parents=True)
        for file in range(_FILES):
            numbers = range(file, PROJECTS, _FILES)
            text = "\n\n".join(project(name, number) for number in numbers)
            (folder / f"report-{file}.txt").write_text(text + "\n", "utf-8")
        done = pincite(environment, "--collection", name, "add", str(folder))
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr[-500:]}")


def measure(options: argparse.Namespace, work: Path) -> dict[str, Any]:
    """Return what was found of a service that was used for so many minutes."""
    data = work / "data"
    environment = {
        "PINCITE_DATA": str(data),
        "PINCITE_COLLECTION": NAMES[0],
        "PINCITE_KEY": ADMINISTRATORS,
        "HF_HUB_OFFLINE": "1",
    }
    if options.models:
        environment["PINCITE_MODELS"] = str(options.models.absolute())
    if options.model:
        environment["PINCITE_MODEL"] = options.model
    fill(data, work / "files", environment)
    ledger, ending, team = Ledger(), threading.Event(), Team(data)
    log = work / "serve.log"
    with serving([sys.executable, *PINCITE, "serve", "--port", "0"], environment, log) as service:
        service.wait()
        steps = {
            step: n
            for step, n in STEPS.items()
            if step not in (upload, tidy) or not options.read_only
        }
        clients = [Client(service.port, team, ledger, seed) for seed in range(CLIENTS)]
        threads = [
            threading.Thread(target=run, args=(one, steps, ending, options.pause), daemon=True)
            for one in clients
        ]
        threads.append(threading.Thread(target=team.exchange_until, args=(ending,), daemon=True))
        for thread in threads:
            thread.start()
        tell(f"{CLIENTS} clients for {options.minutes:g} minutes")
        samples = _sampled(service, data, options, ledger)
        ending.set()
        for thread in threads:
            thread.join(TIMEOUT)
        if service.process.poll() is not None:
            ledger.faults.append(f"the service ended: {last_words(log)}")
    return {
        "minutes": options.minutes,
        "warm_up": options.warm_up,
        "samples": samples,
        "requests": dict(ledger.requests),
        "statuses": dict(ledger.statuses),
        "refused": dict(ledger.refused),
        "with_words": dict(ledger.with_words),
        "latency": summary(ledger.seconds),
        "mixed": ledger.mixed[:_NAMED],
        "mixed_count": len(ledger.mixed),
        "faults": ledger.faults[:_NAMED],
        "fault_count": len(ledger.faults),
        "errors": errors_in(log),
    }


def _sampled(
    service: Service, data: Path, options: argparse.Namespace, ledger: Ledger
) -> list[Sample]:
    process, samples, began = psutil.Process(service.process.pid), [], time.monotonic()
    while (minute := (time.monotonic() - began) / 60) < options.minutes:
        try:
            samples.append(take_sample(process, data, minute))
        except psutil.Error:
            break
        if len(samples) % 6 == 0:
            said = f"{samples[-1]['rss_mb']:.0f} MB, {samples[-1]['descriptors']:.0f} descriptors"
            tell(f"  {minute:.1f} min: {sum(ledger.requests.values())} requests, {said}")
        time.sleep(options.every)
    return samples


# What is said of it ------------------------------------------------------------------


def warm_up_of(result: dict[str, Any]) -> float:
    """Return the minutes after which growth counts."""
    said = result.get("warm_up")
    return float(result["minutes"]) * _WARM_UP if said is None else float(said)


def complaints(result: dict[str, Any]) -> list[str]:
    """Return in sentences what is not as it must be."""
    said = []
    if result["mixed"]:
        said.append(f"{result['mixed_count']} replies had foreign words: {result['mixed'][0]}")
    if result["faults"]:
        said.append(f"{result['fault_count']} requests failed: {result['faults'][0]}")
    if result["errors"]:
        said.append(f"{len(result['errors'])} errors in the log: {result['errors'][0]}")
    for limit in (limit for limit in LIMITS if limit.name in FIGURES):
        slope = slope_of(result["samples"], limit.name, warm_up_of(result))
        if slope > limit.most:
            said.append(f"{limit.label} grows by {slope:.2f} {limit.unit} a minute".rstrip())
    silent = [what for what in SPEAKING if not result["with_words"].get(what)]
    if silent:
        said.append(f"no reply had words, so nothing was compared: {', '.join(silent)}")
    return said


SPEAKING = ("ask", "stream", "ask several", "search", "find", "chat", "tool", "read")
"""The requests whose replies have words of documents."""


def table(result: dict[str, Any]) -> list[str]:
    """Return the memory and the descriptors at three moments as lines of Markdown."""
    samples = result["samples"]
    moments = [samples[0], samples[len(samples) // 2], samples[-1]]
    rows = [
        f"| | at the start | in the middle | at the end | a minute, after {warm_up_of(result):g} |",
        "|---|--:|--:|--:|--:|",
    ]
    for name, label in FIGURES.items():
        values = " | ".join(f"{moment.get(name, 0):.0f}" for moment in moments)
        slope = slope_of(samples, name, warm_up_of(result))
        rows.append(f"| {label} | {values} | {slope:+.2f} |")
    return rows


FIGURES = {
    "rss_mb": "resident memory, MB",
    "private_mb": "memory of its own, MB",
    "readers_mb": "memory of the readers, MB",
    "descriptors": "descriptors",
    "threads": "threads",
}


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.team", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--warm-up", type=float, help="minutes; half of all unless said")
    parser.add_argument("--every", type=float, default=10, help="seconds, of samples")
    parser.add_argument("--pause", type=float, default=0.05, help="seconds between two steps")
    parser.add_argument("--read-only", action="store_true", help="upload nothing")
    parser.add_argument("--model", help="another embedding model than the one set")
    parser.add_argument("--models", type=Path, help="where light forms of models are kept")
    parser.add_argument("--output", type=Path, default=RESULTS / "team.json")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    options = parsed(arguments)
    found = circumstances("benchmarks.team", arguments)
    with tempfile.TemporaryDirectory(prefix="team-") as temporary:
        result = {"circumstances": found, **measure(options, Path(temporary))}
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print("\n".join(table(result)))
    for name in ("requests", "statuses", "refused", "with_words", "latency"):
        print(f"{name}: {', '.join(f'{value} × {key}' for key, value in result[name].items())}")
    said = complaints(result)
    for complaint in said:
        print(f"NOT AS IT MUST BE: {complaint}")
    print(f"{options.output}: {'it failed' if said else 'nothing was mixed'}")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
