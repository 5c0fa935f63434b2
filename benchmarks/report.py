"""Renders `docs/performance.md` and its plots from what was measured.

python -m benchmarks.report
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import soak, tables, team
from benchmarks.machine import RESULTS
from benchmarks.plots import plot_comparison, plot_growth
from benchmarks.process import ROOT
from benchmarks.tables import NAMES, Result, aims, comparison, growth, limits, ratios

MEASURED = ("compare", "documents", "growth", "nearest", "questions", "soak", "team")


def circumstances(result: Result) -> str:
    """Return in a sentence when, where and how something was measured."""
    found = result["circumstances"]
    versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items())
    threads = ", ".join(f"{key}={value}" for key, value in found["threads"].items())
    return (
        f"{found['date']}, {found['processor']}, {found['cores']} cores, "
        f"{found['memory_gb']} GB, {found['system']}, Python {found['python']}; load before: "
        f"{found['load_before']}. {threads or 'No variable sets the number of threads'}. "
        f"{versions}. `{found['command']}`"
    )


def peer_versions(result: Result) -> str:
    return "; ".join(
        ", ".join(f"{package} {version}" for package, version in one["versions"].items())
        for name, one in result["libraries"].items()
        if name in NAMES and one.get("versions")
    )


def page(results: Mapping[str, Result]) -> str:
    """Return the whole page, of what was measured."""
    compared, grown = results.get("compare"), results.get("growth")
    near, asked, real = (results.get(name) for name in ("nearest", "questions", "documents"))
    parts = [INTRODUCTION, "\n".join(aims(compared, grown)) + "\n"]
    if compared:
        work = compared["workload"]
        parts += [
            "## Beside other libraries\n",
            f"{work['passages']:,} passages of {work['documents']} documents, "
            f"{work['characters'] / 1e6:.1f} million characters; the article alone is "
            f"{work['small_passages']} passages. {BESIDE}",
            "\n".join(comparison(compared)),
            "\n![The same as ratios](images/comparison.svg)\n",
            f"Measured {circumstances(compared)}. {peer_versions(compared)}.\n",
            "## Against the limits\n",
            LIMITS,
            "\n".join(limits(compared)) + "\n",
        ]
    if real:
        work, peak = real["workload"], real["libraries"]["pincite"]["ingest_peak_mb"]
        parts += [
            "## Taking in real documents\n",
            f"{work['documents']:,} Markdown files, {work['characters'] / 1e6:.1f} million "
            f"characters, {work['passages']:,} passages; the most memory that it took was "
            f"{peak:,.0f} MB.\n",
            "\n".join(tables.limits(real)[:3]) + "\n",
            f"Measured {circumstances(real)}.\n",
        ]
    if grown:
        parts += [
            "## As a collection grows\n",
            GROWTH,
            "\n".join(growth(grown)),
            "\n![Latency and memory by passages](images/growth.svg)\n",
            f"Measured {circumstances(grown)}.\n",
        ]
    if near:
        parts += [
            "## Exact, or by a graph\n",
            NEAREST,
            f"{near['vectors']:,} vectors, {near['questions']} questions; the graph was made in "
            f"{near['build_s']:.0f} s on one core.\n",
            "\n".join(tables.nearest(near)),
            f"\nMeasured {circumstances(near)}.\n",
        ]
    if asked:
        parts += [
            "## Questions that come together\n",
            TOGETHER,
            "\n".join(tables.questions(asked)),
            f"\nMeasured {circumstances(asked)}.\n",
        ]
    if soaked := results.get("soak"):
        requests = sum(soaked["statuses"].values())
        parts += [
            "## Used for long\n",
            SOAKED,
            f"{soaked['minutes']:g} minutes, {requests:,} requests; judged from minute "
            f"{soaked['warm_up']:g} on. {len(soaked['faults'])} failed; of "
            f"{soaked['uploads_promised'] + soaked['removals_promised']:,} documents that were "
            f"uploaded or removed, {len(soaked['broken'])} were not as promised.\n",
            "\n".join(soak.table(soaked)),
            f"\nMeasured {circumstances(soaked)}.\n",
        ]
    if used := results.get("team"):
        refused = sum(used["refused"].values())
        parts += [
            "## Many people, many collections\n",
            TEAM,
            f"{used['minutes']:g} minutes, {sum(used['requests'].values()):,} requests, "
            f"{refused:,} "
            f"of them refused as they must be ({_counts(used['refused'])}). "
            f"{sum(used['with_words'].values()):,} replies had words of documents; "
            f"{used['mixed_count']} had words of a collection that was not asked or that the key "
            f"may not read. "
            f"{used['fault_count']} failed otherwise. Median {used['latency']['p50_ms']:.0f} ms, "
            f"95th percentile {used['latency']['p95_ms']:,.0f} ms.\n",
            "\n".join(team.table(used)),
            f"\nMeasured {circumstances(used)}.\n",
        ]
    return "\n".join(parts)


def _counts(found: Mapping[str, int]) -> str:
    return ", ".join(f"{name}: {count:,}" for name, count in sorted(found.items()))


INTRODUCTION = """# How quick and how small it is

Figures of one machine on one day: ratios mean more than absolute figures. Medians unless
said otherwise. `benchmarks/README.md` tells how to measure again; this page is written by
`python -m benchmarks.report` and not by hand.
"""

BESIDE = """Each library is set up as its own documentation does it (txtai: hybrid index
with content; Haystack: in-memory store, BM25 and embeddings joined by reciprocal rank; LlamaIndex:
FAISS and BM25, fused by reciprocal rank), with the same weights of all-MiniLM-L6-v2, in a process
of its own. All are asked in alternation. **The others only retrieve passages**, cut for them
beforehand; no language model writes. Pincite reads and cuts the documents itself, and answers with
quotations. txtai's threads take turns, because threads that search at once end its process
(9.14). In brackets: times Pincite's figure.
"""

LIMITS = """What nobody can go below: the same engine over the very texts that Pincite embeds
(passages under title and headings), sorted by length; the question's embedding and one exact
search; a route that does nothing.
"""

GROWTH = """The collections are made of sentences like the article's with other words; vectors are
those of real passages with noise. Questions are embedded for real and asked over HTTP, one after
the other, then by many clients at once. *Ready to serve* is from the start of the process, after
`kill -9`, to the first answer that it can give.
"""

NEAREST = """Real vectors of passages and sentences; other sentences are asked for, and a hundred
are found for each. A service makes a graph only where it has 50,000 vectors or more and comparing
them takes 15 ms, and uses it only where it finds 99 % (`PINCITE_EFFORT` is 200 unless set). 8 bits
find fewer and take no less time, so vectors are kept in 16.
"""

TOGETHER = """Questions that are waiting could be embedded in one go. They are not: padded to the
longest they take as long, and the first would wait for the others.
"""

SOAKED = """A service is asked, searched and read, in streams too, half of which are left; documents
of seven formats are uploaded, replaced and removed, and a folder that changes is synced, while
the number of documents stays the same. How much each figure grows in a minute is the median
of the slopes between all pairs of samples (Theil and Sen).
"""

TEAM = """One service has ten collections, whose documents have the same names and sentences but for
a word and the figures of each, and fifty keys, one of which is exchanged every ten seconds. Eight
clients ask, stream, search, find, read, chat and call tools, each request with another key, and
look for foreign words in every reply. Keys that may ask little are refused (`limit`), so are those
of other collections (`foreign`) and revoked ones (`revoked`).
"""


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.report", description="Render what was measured."
    )
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "performance.md")
    options = parser.parse_args(arguments)
    results = {name: _read(options.results / f"{name}.json") for name in MEASURED}
    found = {name: result for name, result in results.items() if result is not None}
    if not found:
        raise SystemExit(
            f"there is nothing in {options.results}: run `python -m benchmarks.compare` first"
        )
    images = options.output.parent / "images"
    images.mkdir(parents=True, exist_ok=True)
    if "compare" in found:
        plot_comparison(ratios(found["compare"]), images / "comparison.svg")
    if "growth" in found:
        plot_growth(found["growth"]["sizes"], images / "growth.svg")
    options.output.write_text(page(found), "utf-8")


def _read(path: Path) -> Result | None:
    if not path.exists():
        return None
    result: Result = json.loads(path.read_text("utf-8"))
    return result


if __name__ == "__main__":
    main(sys.argv[1:])
