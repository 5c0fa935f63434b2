"""One comparison: programs take in texts, start from cold, and answer, each in its turn."""

import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

from benchmarks.libraries import own_program
from benchmarks.machine import summary, tell, throughput
from benchmarks.peers.worker import crowd
from benchmarks.process import Program, ProgramFailed, Worker, cold, size_of
from benchmarks.service import EMPTY, PINCITE, Service, serving
from benchmarks.texts import Workload

WARM_UP = 5
"""The questions that are asked first, and not counted."""

FeatureMatrix = dict[str, dict[str, Any]]


class AnalyzedQuestion(Protocol):
    """Something that is open and answers."""

    def ask(self, question: str) -> float:
        """Return the seconds that an answer took."""

    def crowd(self, questions: list[str], clients: int) -> dict[str, Any]: ...

    def serving_mb(self) -> float: ...


class InProcess:
    """A library in a worker, the collection opened."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def ask(self, question: str) -> float:
        return float(self._worker.do("ask", question=question)["seconds"])

    def crowd(self, questions: list[str], clients: int) -> dict[str, Any]:
        return self._worker.do("crowd", questions=questions, clients=clients)

    def serving_mb(self) -> float:
        return float(self._worker.do("memory")["peak_mb"])


class OverHttp:
    """A service, asked by clients in this process."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def ask(self, question: str) -> float:
        began = time.perf_counter()
        self._service.ask(question)
        return time.perf_counter() - began

    def crowd(self, questions: list[str], clients: int) -> dict[str, Any]:
        return crowd(self._service.ask, questions, clients)

    def serving_mb(self) -> float:
        return self._service.memory_mb()


class Comparison:
    """One run over some programs; what is found grows in `figures`."""

    def __init__(self, programs: Sequence[Program], folder: Path, models: Path) -> None:
        self.figures: FeatureMatrix = {program.name: {} for program in programs}
        self._programs = {program.name: program for program in programs}
        self._folder = folder
        self._models = models

    def ingest(self, workload: Workload, small: Workload, rounds: int) -> None:
        """Let each take in the texts, in processes of their own; a small part first, to warm up."""
        for turn in range(rounds):
            for name in rotated(self._alive(), turn):
                with self._noting(name), self._worker(name) as worker:
                    figures = self.figures[name]
                    figures["versions"] = worker.do(
                        "versions", names=list(self._programs[name].versions)
                    )
                    worker.do("load")
                    for part, work in (("small", small), ("large", workload)):
                        shutil.rmtree(self._store(name, part), ignore_errors=True)
                        done = worker.do(
                            "ingest", workload=str(work.folder), store=str(self._store(name, part))
                        )
                    figures.setdefault("ingest_s", []).append(round(done["seconds"], 3))
                    figures["ingest_peak_mb"] = round(done["peak_mb"], 1)
                    figures["disk_mb"] = round(size_of(self._store(name, "large")) / 1e6, 2)
                    tell(f"  {name}: {done['seconds']:.1f} s")

    def cold(self, question: str, rounds: int) -> None:
        """Answer one question from nothing, the collection on disk; the whole process counts."""
        for turn in range(rounds):
            for name in rotated(self._alive(), turn):
                if name in ("bare", "faiss"):
                    continue
                for part in ("small", "large"):
                    with self._noting(name):
                        started, arguments = self._cold(name, self._store(name, part), question)
                        seconds = cold(started, self._log(name), arguments)
                        self.figures[name].setdefault(f"cold_{part}_s", []).append(
                            round(seconds, 3)
                        )

    def warm(self, questions: Sequence[str], crowds: Sequence[list[str]], clients: int) -> None:
        """Ask each in turn the same question, then let crowds ask each in turn."""
        with ExitStack() as stack:
            asked = dict(self._opened(stack))
            times: dict[str, list[float]] = {name: [] for name in asked}
            for turn, question in enumerate(questions):
                for name in rotated(list(asked), turn):
                    with self._noting(name):
                        times[name].append(asked[name].ask(question))
            done: dict[str, list[dict[str, Any]]] = {name: [] for name in asked}
            for turn, crowd_questions in enumerate(crowds):
                for name in rotated(list(asked), turn):
                    with self._noting(name):
                        done[name].append(asked[name].crowd(crowd_questions, clients))
            for name, one in asked.items():
                with self._noting(name):
                    figures = self.figures.setdefault(name, {})
                    figures["warm"] = summary(times[name][WARM_UP:])
                    figures["crowd"] = throughput(together(done[name]), clients)
                    figures["serving_mb"] = round(one.serving_mb(), 1)

    def _opened(self, stack: ExitStack) -> Iterator[tuple[str, AnalyzedQuestion]]:
        own = {"search": own_program("search", self._models, "pincite", "search")}
        own["faiss"] = own_program("faiss", self._models, "bare", "faiss")
        for name, started in {**{n: self._programs[n] for n in self._alive()}, **own}.items():
            store = self._store({"search": "pincite", "faiss": "bare"}.get(name, name), "large")
            if not store.exists():
                continue
            with self._noting(name):
                worker = stack.enter_context(Worker(started, self._log(name)))
                opened = worker.do("open", store=str(store))
                self.figures.setdefault(name, {})["open_s"] = round(opened["seconds"], 3)
                yield name, InProcess(worker)
        if "pincite" not in self._alive():
            return
        environment = {
            **self._programs["pincite"].environment,
            "PINCITE_DATA": str(self._store("pincite", "large")),
        }
        for name, command in (
            ("http", [sys.executable, *PINCITE, "serve", "--port", "0"]),
            ("empty", [sys.executable, "-c", EMPTY]),
        ):
            service = stack.enter_context(serving(command, environment, self._log(name)))
            service.wait()
            yield name, OverHttp(service)

    def _cold(self, name: str, store: Path, question: str) -> tuple[Program, list[str]]:
        started = self._programs[name]
        if name != "pincite":
            return started, ["cold", str(store), question]
        command = (sys.executable, *PINCITE)
        arguments = ["--data", str(store), "ask", "--json", question]
        return Program(name, command, started.environment), arguments

    def _alive(self) -> list[str]:
        return [name for name in self._programs if "failed" not in self.figures[name]]

    def _store(self, name: str, part: str) -> Path:
        return self._folder / "stores" / f"{name}-{part}"

    def _log(self, name: str) -> Path:
        return self._folder / f"{name}.log"

    def _worker(self, name: str) -> Worker:
        return Worker(self._programs[name], self._log(name))

    def _noting(self, name: str) -> "_Noting":
        return _Noting(self.figures.setdefault(name, {}), name)


class _Noting:
    """Notes why a program failed, so that the others go on."""

    def __init__(self, figures: dict[str, Any], name: str) -> None:
        self._figures = figures
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, ProgramFailed | RuntimeError):
            return False
        self._figures["failed"] = str(error)[-500:]
        tell(f"  {self._name} failed: {error}")
        return True


def rotated(names: Sequence[str], turn: int) -> list[str]:
    """Return the names, another one first at every turn."""
    first = turn % max(1, len(names))
    return [*names[first:], *names[:first]]


def together(rounds: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return what several crowds found as if they had been one."""
    errors: dict[str, int] = {}
    for done in rounds:
        for what, count in done["errors"].items():
            errors[what] = errors.get(what, 0) + count
    return {
        "seconds": sum(done["seconds"] for done in rounds),
        "latencies": [seconds for done in rounds for seconds in done["latencies"]],
        "errors": errors,
    }
