"""Pincite beside other libraries, on the same texts, in alternation.

    python -m benchmarks.compare --venvs DIR
    python -m benchmarks.compare --only pincite,bare --passages 500

Each library is set up as its own documentation does it, runs in a process of its own, and gets
the same passages and questions; the others only retrieve (no language model), Pincite is
measured with its whole answer and with its search alone. `bare` is the arithmetic that nobody
can go below: the model over the same texts, then FAISS; `faiss` is FAISS alone; `http` is
`pincite serve`, `empty` an HTTP route that does nothing. Figures go to a file of JSON, which
`python -m benchmarks.report` turns into `docs/performance.md`.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

from benchmarks.libraries import PEERS, install, own_program, program
from benchmarks.machine import circumstances, summary, tell, throughput
from benchmarks.peers.worker import crowd
from benchmarks.process import Program, ProgramFailed, Worker, cold, size_of
from benchmarks.service import EMPTY, PINCITE, Service, serving
from benchmarks.texts import ARTICLE_QUESTIONS, Workload, article, make, preparer, take
from qa.config import Config
from qa.wiring import make_embedder

RESULTS = Path(__file__).parent / "results"
_WARM_UP = 5

Figures = dict[str, dict[str, Any]]


class Asked(Protocol):
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
        self.figures: Figures = {program.name: {} for program in programs}
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
                    figures["warm"] = summary(times[name][_WARM_UP:])
                    figures["crowd"] = throughput(together(done[name]), clients)
                    figures["serving_mb"] = round(one.serving_mb(), 1)

    def _opened(self, stack: ExitStack) -> Iterator[tuple[str, Asked]]:
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


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.compare", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--venvs", type=Path, help="where the others are installed (4.5 GB)")
    parser.add_argument("--only", default="", help="names, with commas between them")
    parser.add_argument("--passages", type=int, default=5000)
    parser.add_argument("--documents", type=Path, help="a folder of documents, for made ones")
    parser.add_argument("--ingests", type=int, default=2, help="how often each takes all in")
    parser.add_argument("--colds", type=int, default=5, help="how often each starts from cold")
    parser.add_argument("--questions", type=int, default=200, help="asked one after the other")
    parser.add_argument("--crowds", type=int, default=3, help="how often many clients ask")
    parser.add_argument("--crowd", type=int, default=96, help="the questions of each crowd")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--work", type=Path, help="where collections lie meanwhile")
    parser.add_argument("--output", type=Path, default=RESULTS / "compare.json")
    return parser.parse_args(arguments)


def programs(options: argparse.Namespace, models: Path) -> list[Program]:
    """Return the programs of a run, the peers' installed."""
    wanted = set(filter(None, options.only.split(",")))
    names = {"pincite", "bare", *(peer.name for peer in PEERS)}
    if wanted - names:
        raise SystemExit(f"{', '.join(wanted - names)}: there is only {', '.join(sorted(names))}")
    found = [own_program(name, models) for name in ("pincite", "bare")]
    for peer in PEERS:
        if wanted and peer.name not in wanted:
            continue
        if options.venvs is None:
            raise SystemExit("say with --venvs DIR where to install the other libraries")
        install(peer, options.venvs.absolute())
        found.append(program(peer, options.venvs.absolute()))
    return [one for one in found if not wanted or one.name in wanted]


def run(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Measure everything; return what was found."""
    config = Config.from_env()
    models = config.models or folder / "models"
    compared = programs(options, models)
    embedder = make_embedder(Config(model=config.model, models=models))
    embedder.embed_question("ready")  # the light form is made now, not within what is measured
    cut = preparer(embedder)
    asked = _WARM_UP + options.questions + options.crowds * options.crowd
    if options.documents:
        large = take(folder / "large", options.documents, options.passages, asked, cut)
    else:
        large = make(folder / "large", options.passages, asked, cut)
    small = make(folder / "small", len(cut(article()).passages), 1, cut)
    found = circumstances("benchmarks.compare", sys.argv[1:])
    comparison = Comparison(compared, folder, models)
    tell(f"taking in {large.passages} passages of {large.documents} documents")
    comparison.ingest(large, small, options.ingests)
    tell("answering from cold")
    comparison.cold(ARTICLE_QUESTIONS[0], options.colds)
    tell("answering while warm")
    alone, crowded = _WARM_UP + options.questions, large.questions
    crowds = [
        list(crowded[alone + turn * options.crowd : alone + (turn + 1) * options.crowd])
        for turn in range(options.crowds)
    ]
    comparison.warm(large.questions[:alone], crowds, options.clients)
    return {
        "circumstances": found,
        "workload": {
            "passages": large.passages,
            "documents": large.documents,
            "characters": large.characters,
            "small_passages": small.passages,
            "questions": options.questions,
        },
        "libraries": comparison.figures,
    }


def main(arguments: Sequence[str]) -> None:
    options = parsed(arguments)
    with ExitStack() as stack:
        folder = options.work or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for part in ("large", "small", "stores"):
            shutil.rmtree(folder / part, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        found = run(options, folder.absolute())
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    tell(f"{options.output}: python -m benchmarks.report shows it")


if __name__ == "__main__":
    main(sys.argv[1:])
