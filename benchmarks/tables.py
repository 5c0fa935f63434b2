"""The tables of `docs/performance.md`, from what was measured, as lines of Markdown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.aims import COMPARED, GROWN, Aim, sized

NAMES = {
    "pincite": "Pincite",
    "txtai": "txtai",
    "haystack": "Haystack",
    "llamaindex": "LlamaIndex",
}
Library = dict[str, Any]
Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the comparison.

    `own` names what is set against the others; `reason` says why Pincite is behind, where it is.
    """

    label: str
    unit: str
    figure: Callable[[Library], float]
    own: str = "pincite"
    more_is_better: bool = False
    reason: str = ""


def _median(key: str) -> Callable[[Library], float]:
    return lambda library: float(median(library[key]))


def _in(part: str, key: str) -> Callable[[Library], float]:
    return lambda library: float(library[part][key])


MEASURES = (
    Measure("cold start to an answer, the article alone", "s", _median("cold_small_s")),
    Measure("cold start to an answer, all passages", "s", _median("cold_large_s")),
    Measure(
        "taking in all passages",
        "s",
        _median("ingest_s"),
        reason="Pincite also reads and cuts the documents, embeds the title and headings with "
        "each passage, keeps a vector for every sentence, and flushes each document to disk.",
    ),
    Measure(
        "warm, the whole answer with its quotations: median",
        "ms",
        _in("warm", "p50_ms"),
        reason="The others only retrieve; Pincite also weighs every sentence of the passages, "
        "quotes, and says how sure it is.",
    ),
    Measure("the same: 95th percentile", "ms", _in("warm", "p95_ms"), reason="Likewise."),
    Measure(
        "warm, the passages alone: median",
        "ms",
        _in("warm", "p50_ms"),
        own="search",
        reason="Pincite ranks fifty candidates by learned weights, the others ten by their ranks.",
    ),
    Measure(
        "answers a second, many clients",
        "/s",
        _in("crowd", "per_second"),
        more_is_better=True,
        reason="The others only retrieve.",
    ),
    Measure(
        "how long those wait: 95th percentile",
        "ms",
        _in("crowd", "p95_ms"),
        reason="The others only retrieve.",
    ),
    Measure("most memory while answering", "MB", lambda library: float(library["serving_mb"])),
    Measure(
        "most memory while taking in",
        "MB",
        lambda library: float(library["ingest_peak_mb"]),
        reason="Pincite embedded 32 texts at once, however long; by now it goes by their tokens.",
    ),
    Measure(
        "disk",
        "MB",
        lambda library: float(library["disk_mb"]),
        reason="Pincite also keeps a vector for every sentence, in its ledger and with checksums, "
        "so that choosing a quotation needs no model.",
    ),
)


def comparison(result: Result) -> list[str]:
    """Return the comparison as lines of Markdown."""
    libraries = result["libraries"]
    shown = [name for name in NAMES if name in libraries]
    lines = [
        "| | " + " | ".join(NAMES[name] for name in shown) + " |",
        "|---|" + "---|" * len(shown),
    ]
    behind: list[str] = []
    for measure in MEASURES:
        own = figure(libraries.get(measure.own), measure)
        cells = []
        for name in shown:
            found = own if name == "pincite" else figure(libraries[name], measure)
            cells.append(_cell(found, own if name != "pincite" else None, measure))
        lines.append(f"| {measure.label} | " + " | ".join(cells) + " |")
        ahead = [
            name for name in shown[1:] if _behind(figure(libraries[name], measure), own, measure)
        ]
        if ahead:
            who = " and ".join(NAMES[name] for name in ahead)
            reason = measure.reason or "Why is not known yet."
            behind.append(f"- *{measure.label}*: {who} ahead. {reason}")
    for name in shown:
        errors = libraries[name].get("crowd", {}).get("errors")
        if errors:
            told = "; ".join(f"{count} × `{what[:80]}`" for what, count in errors.items())
            behind.append(f"- With many clients {NAMES[name]} failed: {told}.")
        if "failed" in libraries[name]:
            behind.append(f"- {NAMES[name]} failed: `{libraries[name]['failed'][:200]}`")
    heading = ["", "Where Pincite is behind, and what failed:", ""] if behind else []
    return [*lines, *heading, *behind]


def figure(library: Library | None, measure: Measure) -> float | None:
    """Return the figure of a library; None where it was not measured."""
    try:
        return None if library is None else measure.figure(library)
    except KeyError:
        return None


def _cell(found: float | None, own: float | None, measure: Measure) -> str:
    if found is None:
        return "–"
    ratio = ""
    if own and found:
        ratio = f" ({found / own:.2g}×)"
    return f"{number(found)} {measure.unit}{ratio}"


def _behind(other: float | None, own: float | None, measure: Measure) -> bool:
    if other is None or own is None:
        return False
    return other > own if measure.more_is_better else other < own


def number(value: float) -> str:
    """Return a figure with as many digits as mean something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def limits(result: Result) -> list[str]:
    """Return what Pincite takes beside what nobody can go below, as lines of Markdown."""
    found = result["libraries"]

    def pair(label: str, unit: str, own: Callable[[], float], least: Callable[[], float]) -> str:
        try:
            one, other = own(), least()
        except KeyError:
            return f"| {label} | – | – | – |"
        return f"| {label} | {number(one)} {unit} | {number(other)} {unit} | {one / other:.2f} |"

    def warm(name: str) -> Callable[[], float]:
        return lambda: float(found[name]["warm"]["p50_ms"])

    return [
        "| | Pincite | the limit | ratio |",
        "|---|---|---|---|",
        pair(
            "taking in all passages; the model alone over the same texts",
            "s",
            lambda: median(found["pincite"]["ingest_s"]),
            lambda: median(found["bare"]["ingest_s"]),
        ),
        pair(
            "a warm answer; embedding the question and FAISS", "ms", warm("pincite"), warm("bare")
        ),
        pair("finding passages; the same", "ms", warm("search"), warm("bare")),
        pair("an answer over HTTP; an empty route of Flask", "ms", warm("http"), warm("empty")),
        pair("finding passages; FAISS alone", "ms", warm("search"), warm("faiss")),
    ]


def growth(result: Result) -> list[str]:
    """Return how figures change with the number of passages, as lines of Markdown."""
    lines = [
        "| passages | `pincite ask`, cold | ready to serve | over HTTP: median / 95th | "
        "the pipeline: median / 95th | a second; 95th of the wait | memory | disk |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for size in result["sizes"]:
        crowd = size["crowd"]
        lines.append(
            f"| {size['passages']:,} | {number(median(size['cold_s']))} s "
            f"| {number(median(size['ready_s']))} s "
            f"| {number(size['http']['p50_ms'])} / {number(size['http']['p95_ms'])} ms "
            f"| {number(size['total_ms']['p50_ms'])} / {number(size['total_ms']['p95_ms'])} ms "
            f"| {number(crowd['per_second'])}; {number(crowd['p95_ms'])} ms "
            f"| {number(size['serving_mb'])} MB | {number(size['disk_mb'])} MB |"
        )
    return lines


def questions(result: Result) -> list[str]:
    """Return what embedding a question takes in each way, as lines of Markdown."""
    lines = ["| eight at the same time | a question |", "|---|---|"]
    lines += [f"| {way['way']} | {way['ms']:.2f} ms |" for way in result["ways"]]
    return lines


def nearest(result: Result) -> list[str]:
    """Return what each way of search by meaning takes and finds, as lines of Markdown."""
    lines = ["| | a search | of the ten nearest |", "|---|---|---|"]
    for way in result["ways"]:
        lines.append(f"| {way['way']} | {way['ms']:.2f} ms | {way['recall']:.2%} |")
    return lines


def aims(compared: Result | None, grown: Result | None) -> list[str]:
    """Return what is aimed at beside what was reached, as lines of Markdown."""
    rows: list[tuple[str, Aim, float | None]] = []
    for aim in COMPARED if compared else ():
        rows.append((aim.label, aim, _of(aim, compared["libraries"] if compared else {})))
    for passages, aim in GROWN if grown else ():
        one = sized(grown["sizes"] if grown else [], passages)
        rows.append((f"{passages:,} passages: {aim.label}", aim, _of(aim, one)))
    lines = ["| | aimed at | measured | |", "|---|---|---|---|"]
    for label, aim, found in rows:
        bound = f"{'at least' if aim.at_least else 'at most'} {number(aim.bound)} {aim.unit}"
        if found is None:
            lines.append(f"| {label} | {bound} | not measured | |")
        else:
            reached = "reached" if aim.is_reached(found) else "**missed**"
            lines.append(f"| {label} | {bound} | {number(found)} {aim.unit} | {reached} |")
    return lines


def _of(aim: Aim, figures: Mapping[str, Any] | None) -> float | None:
    try:
        return None if figures is None else aim.figure(figures)
    except KeyError:
        return None


def ratios(result: Result) -> dict[str, dict[str, float]]:
    """Return for each measure and library how many times worse than Pincite it is."""
    found: dict[str, dict[str, float]] = {}
    libraries = result["libraries"]
    for measure in MEASURES:
        own = figure(libraries.get(measure.own), measure)
        row = {}
        for name in NAMES:
            other = figure(libraries.get(name), measure)
            if name != "pincite" and own and other:
                row[NAMES[name]] = own / other if measure.more_is_better else other / own
        found[measure.label] = row
    return found
