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
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.comparison import WARM_UP, Comparison
from benchmarks.libraries import PEERS, install, own_program, program
from benchmarks.machine import RESULTS, circumstances, tell
from benchmarks.process import Program
from benchmarks.texts import ARTICLE_QUESTIONS, article, make, preparer, take
from qa.config import Config
from qa.wiring import make_embedder


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
    asked = WARM_UP + options.questions + options.crowds * options.crowd
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
    alone, crowded = WARM_UP + options.questions, large.questions
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
