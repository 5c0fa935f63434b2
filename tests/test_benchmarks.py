"""What measures is right itself: texts, the agreement with programs, medians, the page."""

import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from toys import WordEmbedder

from benchmarks import compare, growth, nearest, questions, report, tables
from benchmarks.comparison import Comparison, rotated, together
from benchmarks.libraries import PEERS
from benchmarks.machine import summary, throughput
from benchmarks.peers.worker import crowd
from benchmarks.process import ROOT, Program, ProgramFailed, Worker, cold, errors_in
from benchmarks.texts import Prepare, Workload, Writer, make, preparer, sentences, take
from corpus import Document, find_files, read_file
from index import LocalIndex

TOY = """
import sys
from pathlib import Path
from benchmarks.peers.worker import main, passages

class Toy:
    def load(self):
        print("a library may print what it likes")
    def ingest(self, workload, store):
        store.mkdir(parents=True)
        (store / "texts").write_text("\\n".join(p["text"][:9] for p in passages(workload)))
    def open(self, store):
        self.lines = (store / "texts").read_text().splitlines()
    def ask(self, question):
        if question == "end":
            sys.exit("I was told to end")
        return self.lines

main(Toy)
"""


@pytest.fixture
def cut(embedder: WordEmbedder) -> Prepare:
    return preparer(embedder)


@pytest.fixture
def workload(tmp_path: Path, cut: Prepare) -> Workload:
    return make(tmp_path / "made", 200, 40, cut)


@pytest.fixture
def toy() -> Program:
    return Program("toy", (sys.executable, "-c", TOY), {"PYTHONPATH": str(ROOT)})


def rows(workload: Workload) -> list[dict[str, str]]:
    lines = (workload.folder / "passages.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


# Texts ------------------------------------------------------------------------------


def test_texts_are_the_same_at_every_run(workload: Workload, tmp_path: Path, cut: Prepare) -> None:
    again = make(tmp_path / "again", 200, 40, cut)

    assert rows(again) == rows(workload)
    assert again.questions == workload.questions


def test_no_two_passages_and_no_two_questions_are_alike(workload: Workload) -> None:
    """Pincite embeds equal texts once and may keep answers, which others do not."""
    texts = [row["text"] for row in rows(workload)]

    assert len(set(texts)) == len(texts) == workload.passages == 200
    assert len(set(workload.questions)) == 40


def test_the_documents_hold_the_passages_that_the_others_get(
    workload: Workload, cut: Prepare
) -> None:
    """Pincite reads the documents and cuts them itself; it must end with the same texts."""
    documents = [read_file(found) for found in find_files([workload.folder / "documents"])]
    passages = [
        passage.text.strip() for document in documents for passage in cut(document).passages
    ]

    assert len(documents) == workload.documents > 1
    assert passages == [row["text"] for row in rows(workload)]


def test_own_documents_are_taken_so_far_as_they_go(tmp_path: Path, cut: Prepare) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "wren.md").write_text("# Wrens\n\nThe wren sings loudly in winter.")
    (tmp_path / "own" / "broken.bin").write_bytes(bytes(range(256)))
    taken = take(tmp_path / "taken", tmp_path / "own", 50, 8, cut)

    assert (taken.documents, taken.passages, len(taken.questions)) == (1, 1, 8)
    assert "wren sings" in rows(taken)[0]["text"]
    assert [path.name for path in (taken.folder / "documents").iterdir()] == ["00001.md"]


def test_common_words_are_common_and_most_words_rare() -> None:
    writer = Writer(sentences())
    text = " ".join(writer.sentence() for _ in range(2000)).split()
    counts = sorted(Counter(text).values(), reverse=True)

    assert counts[0] > len(text) / 40
    assert counts[len(counts) // 2] <= 3


# Programs ---------------------------------------------------------------------------


def test_a_program_does_what_it_is_told(toy: Program, workload: Workload, tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    with Worker(toy, tmp_path / "log") as worker:
        worker.do("load")
        done = worker.do("ingest", workload=str(workload.folder), store=store)
        worker.do("open", store=store)
        found = worker.do("ask", question="what?")["found"]
        many = worker.do("crowd", questions=["a", "b", "c"], clients=2)

    assert done["seconds"] >= 0
    assert done["peak_mb"] > 1
    assert found == [rows(workload)[0]["text"][:9]]
    assert (len(many["latencies"]), many["errors"]) == (3, {})


def test_a_program_that_ends_says_why(toy: Program, workload: Workload, tmp_path: Path) -> None:
    with Worker(toy, tmp_path / "log") as worker:
        worker.do("ingest", workload=str(workload.folder), store=str(tmp_path / "store"))
        worker.do("open", store=str(tmp_path / "store"))
        with pytest.raises(ProgramFailed, match="I was told to end"):
            worker.do("ask", question="end")


def test_from_cold_a_program_must_answer(toy: Program, workload: Workload, tmp_path: Path) -> None:
    with Worker(toy, tmp_path / "log") as worker:
        worker.do("ingest", workload=str(workload.folder), store=str(tmp_path / "store"))
    arguments = ["cold", str(tmp_path / "store")]

    assert cold(toy, tmp_path / "log", [*arguments, "what?"]) > 0
    with pytest.raises(ProgramFailed, match="I was told to end"):
        cold(toy, tmp_path / "log", [*arguments, "end"])


def test_one_that_fails_stops_no_other(toy: Program, workload: Workload, tmp_path: Path) -> None:
    broken = Program("broken", (sys.executable, "-c", "raise SystemExit('no')"), {})
    comparison = Comparison([broken, toy], tmp_path, tmp_path)
    comparison.ingest(workload, workload, 1)
    comparison.warm(workload.questions[:8], [list(workload.questions[8:16])], 2)

    assert comparison.figures["broken"] == {"failed": comparison.figures["broken"]["failed"]}
    assert comparison.figures["toy"]["warm"]["count"] == 3
    assert comparison.figures["toy"]["crowd"]["count"] == 8
    assert comparison.figures["toy"]["disk_mb"] >= 0


def test_a_crowd_counts_what_failed() -> None:
    def ask(question: str) -> None:
        if question == "bad":
            raise ValueError("no")

    done = crowd(ask, ["good", "bad", "good", "bad", "bad"], 3)

    assert len(done["latencies"]) == 2
    assert done["errors"] == {"ValueError: no": 3}
    assert throughput(done | {"seconds": 4.0}, 3)["per_second"] == 0.5


def test_each_has_its_turn_to_be_first() -> None:
    assert [rotated(["a", "b", "c"], turn)[0] for turn in range(4)] == ["a", "b", "c", "a"]
    assert sorted(rotated(["a", "b", "c"], 2)) == ["a", "b", "c"]


def test_crowds_are_put_together() -> None:
    one = {"seconds": 2.0, "latencies": [1.0], "errors": {"x": 1}}
    two = {"seconds": 3.0, "latencies": [2.0, 3.0], "errors": {"x": 2, "y": 1}}

    assert together([one, two]) == {
        "seconds": 5.0,
        "latencies": [1.0, 2.0, 3.0],
        "errors": {"x": 3, "y": 1},
    }


def test_percentiles_are_in_milliseconds() -> None:
    assert summary([0.001, 0.002, 0.003]) == {"p50_ms": 2.0, "p95_ms": 2.9, "count": 3}
    assert summary([]) == {"count": 0}


def test_every_peer_has_a_program_and_exact_versions() -> None:
    assert PEERS
    for peer in PEERS:
        assert (ROOT / "benchmarks" / "peers" / f"{peer.name}.py").is_file()
        assert all("==" in package for package in peer.packages)


# The page ---------------------------------------------------------------------------


def library(**changed: Any) -> dict[str, Any]:
    return {
        "cold_small_s": [2.0, 1.0, 3.0],
        "ingest_s": [10.0],
        "warm": {"p50_ms": 20.0, "p95_ms": 40.0},
        "crowd": {"per_second": 30.0, "p95_ms": 90.0, "errors": {}},
        "disk_mb": 50.0,
        "versions": {},
        **changed,
    }


def test_the_page_tells_where_pincite_is_behind() -> None:
    found = {
        "libraries": {
            "pincite": library(),
            "search": library(),
            "txtai": library(cold_small_s=[20.0], disk_mb=10.0),
        }
    }
    lines = tables.comparison(found)

    assert "| cold start to an answer, the article alone | 2 s | 20 s (10×) |" in lines
    assert "| disk | 50 MB | 10 MB (0.2×) |" in lines
    assert [line for line in lines if line.startswith("- ")] == [
        line for line in lines if line.startswith("- *disk*: txtai ahead. Pincite also keeps")
    ]


def test_more_answers_a_second_are_better() -> None:
    quick = library(crowd={"per_second": 60.0, "p95_ms": 90.0, "errors": {}})
    found = {"libraries": {"pincite": library(), "txtai": quick}}

    assert any("answers a second, many clients*: txtai" in s for s in tables.comparison(found))
    assert tables.ratios(found)["answers a second, many clients"] == {"txtai": 0.5}


def test_what_failed_is_on_the_page() -> None:
    crashed = library(crowd={"per_second": 1.0, "p95_ms": 9.0, "errors": {"X: no": 4}})
    found = {"libraries": {"pincite": library(), "txtai": {"failed": "gone"}, "haystack": crashed}}
    lines = tables.comparison(found)

    assert "- txtai failed: `gone`" in lines
    assert "- With many clients Haystack failed: 4 × `X: no`." in lines


def test_an_aim_is_reached_missed_or_not_measured() -> None:
    compared = {"libraries": {"pincite": library(), "txtai": library(cold_small_s=[9.0])}}
    size = {"asked_for": 100_000, "serving_mb": 601, "crowd": {"per_second": 26, "p95_ms": 500}}
    lines = tables.aims(compared, {"sizes": [size]})

    assert "| `pincite ask` from cold, the article | at most 2 s | 2 s | reached |" in lines
    assert "| txtai from cold, times that | at least 5 × | 4.5 × | **missed** |" in lines
    memory = "memory while serving"
    assert f"| 100,000 passages: {memory} | at most 600 MB | 601 MB | **missed** |" in lines
    assert f"| 1,000,000 passages: {memory} | at most 4,000 MB | not measured | |" in lines


# All of it, small -------------------------------------------------------------------


@pytest.mark.model
def test_comparing_ends_in_a_page_with_a_plot(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pincite and the bare arithmetic alone: the others are not installed here."""
    monkeypatch.setenv("PINCITE_MODEL", str(model))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    few = "--passages 60 --ingests 1 --colds 1 --questions 4 --crowds 1 --crowd 8 --clients 2"
    output = tmp_path / "results" / "compare.json"
    compare.main(["--only", "pincite,bare", *few.split(), "--output", str(output)])
    page = rendered(tmp_path, "comparison")
    figures = json.loads(output.read_text("utf-8"))["libraries"]

    assert {name for name in figures if "failed" not in figures[name]} == {
        *("pincite", "bare", "search", "faiss", "http", "empty")
    }
    assert figures["http"]["crowd"]["count"] == figures["pincite"]["crowd"]["count"] == 8
    assert "OMP_NUM_THREADS=1" in page
    assert "–" not in "".join(tables.limits({"libraries": figures}))


@pytest.mark.model
def test_growing_ends_in_a_page_with_a_plot(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_MODEL", str(model))
    few = ["--questions", "4", "--crowd", "8", "--clients", "2", "--starts", "1"]
    output = tmp_path / "results" / "growth.json"
    where = ["--work", str(tmp_path / "grow"), "--output", str(output)]
    growth.main(["--sizes", "200", *few, *where])
    page = rendered(tmp_path, "growth")
    (size,) = json.loads(output.read_text("utf-8"))["sizes"]

    assert size["passages"] >= 200
    assert size["crowd"]["count"] == 8
    assert f"| {size['passages']} |" in page


def test_what_a_graph_finds_is_measured_beside_exact_search(
    tmp_path: Path, make_document: Callable[..., Document]
) -> None:
    index = LocalIndex(tmp_path / "data" / "birds", WordEmbedder)
    words = [f"Bird {n} eats. It has {n % 13} of {n % 7} eggs." for n in range(40)]
    list(index.add(make_document(text, f"{n}.txt") for n, text in enumerate(words)))
    output = tmp_path / "results" / "nearest.json"
    nearest.main(["--data", str(tmp_path / "data"), "--questions", "9", "--output", str(output)])
    result = json.loads(output.read_text("utf-8"))
    report.main(["--results", str(output.parent), "--output", str(tmp_path / "page.md")])
    page = (tmp_path / "page.md").read_text("utf-8")

    assert (result["vectors"], result["questions"]) == (40 + 80 - 9, 9)
    assert result["ways"][0]["recall"] == 1
    assert "| graph, effort 200 |" in page
    assert str(tmp_path) not in page


@pytest.mark.model
def test_embedding_questions_together_is_measured(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_MODEL", str(model))
    output = tmp_path / "results" / "questions.json"
    questions.main(["--questions", "8", "--rounds", "1", "--output", str(output)])
    report.main(["--results", str(output.parent), "--output", str(tmp_path / "page.md")])

    assert "| 8 together | " in (tmp_path / "page.md").read_text("utf-8")


def rendered(folder: Path, plot: str) -> str:
    """Render the page; it names no folder of this machine and comes with its plot."""
    report.main(["--results", str(folder / "results"), "--output", str(folder / "page.md")])
    page = (folder / "page.md").read_text("utf-8")

    assert str(folder) not in page
    assert f"images/{plot}.svg" in page
    assert (folder / "images" / f"{plot}.svg").read_text("utf-8").startswith("<?xml")
    return page


def test_what_nobody_expected_is_found_in_the_log(tmp_path: Path) -> None:
    log = tmp_path / "serve.log"
    log.write_text(
        "2026-11-26T19:47:57Z INFO POST /api/v1/ask 200 6.5 ms\n"
        "2026-11-26T19:47:57Z ERROR it is still being computed: ask again in a moment\n"
        "2026-11-26T19:47:58Z ERROR a request failed [57d9ab4174ccd0b6]\n"
    )
    (line,) = errors_in(log)

    assert "a request failed" in line
