"""A run as one HTML file with its plots, as JSON beside it, and compared with a run before."""

import html
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.counted import counted
from qa.errors import AnswerError
from qa.evaluation import kinds, measures, shown
from qa.evaluation.run import Run

FORMAT = 1  # changes with the JSON of a report

SHOWN_HEAD = ("confidence", "shown", "right first", "share")

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#1c2421}table{border-collapse:collapse;margin:1rem 0;width:100%}"
    "td,th{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #d8dedb}"
    "td+td,th+th{text-align:right;font-variant-numeric:tabular-nums}svg{max-width:100%;height:auto}"
    "figure{margin:2rem 0}small{color:#5a6662}"
)


class ReportUnreadable(AnswerError):
    """The file of an earlier run is none."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure against an earlier run: the mean gain on shared cases, with its interval.

    Within the interval that holds 0 it is noise.
    """

    name: str
    gain: float
    low: float
    high: float

    @property
    def is_noise(self) -> bool:
        return self.low <= 0 <= self.high

    def cells(self) -> tuple[str, str, str, str]:
        """Return the change as a row of a table."""
        interval = f"{self.low:+.3f} to {self.high:+.3f}"
        return self.name, f"{self.gain:+.3f}", interval, "noise" if self.is_noise else "a change"


def as_record(run: Run, threshold: float) -> dict[str, Any]:
    """Return a run as JSON keeps it."""
    return {
        "format": FORMAT,
        "set": run.name,
        "digest": run.digest,
        "settings": dict(run.settings),
        "figures": {name: asdict(figure) for name, figure in run.means().items()},
        "single": run.single(threshold),
        "shown": shown.as_record(shown.shown(run, threshold)),
        "kinds": [asdict(kind) for kind in kinds.by_kind(run.outcomes)],
        "traps": [asdict(kind) for kind in kinds.by_trap(run.outcomes)],
        "per_case": run.per_case,
    }


def read_record(path: Path) -> Mapping[str, Any]:
    """Return the record of an earlier run.

    Raises:
        ReportUnreadable: If the file is none.
    """
    try:
        record = json.loads(path.read_text("utf-8"))
        record["figures"], record["digest"]
        for values in record["per_case"].values():
            values.items()
        shown.from_record(record)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
        raise ReportUnreadable(f"{path} is not a report of `pincite eval --report`") from exc
    found: Mapping[str, Any] = record
    return found


def compare(run: Run, before: Mapping[str, Any]) -> list[Change]:
    """Return how each figure changed on the cases that both runs have."""
    changes = []
    for name, values in run.per_case.items():
        earlier = before["per_case"].get(name, {})
        gain, low, high = measures.paired(values, earlier)
        if gain == gain:  # not nan: there were shared cases
            changes.append(Change(name, gain, low, high))
    return changes


def write(run: Run, threshold: float, folder: Path, changes: Sequence[Change]) -> Path:
    """Write `SET.json` and `SET.html` into a folder; return the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", run.name)
    record = as_record(run, threshold)
    (folder / f"{name}.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    page = folder / f"{name}.html"
    page.write_text(_page(run, record, changes), "utf-8")
    return page


def _page(run: Run, record: Mapping[str, Any], changes: Sequence[Change]) -> str:
    title = f"Pincite on {run.name}"
    rows = [
        (name, f"{f['value']:.3f}", f"{f['low']:.3f} to {f['high']:.3f}", str(f["cases"]))
        for name, f in record["figures"].items()
    ]
    parts = [
        f"<h1>{html.escape(title)}</h1>",
        f"<p>{counted(len(run.outcomes), 'question')}; digest of the data "
        f"{html.escape(run.digest)}.</p>",
        _table(("figure", "mean", "95 % interval", "cases"), rows),
    ]
    if record["single"]:
        single = [(name, f"{value:.3f}") for name, value in record["single"].items()]
        parts.append(_table(("of the whole run", "value"), single))
    parts += _divided(run, record)
    if changes:
        parts.append("<h2>Against the earlier run</h2>")
        parts.append(_table(("figure", "gain", "95 % interval", ""), [c.cells() for c in changes]))
    parts += [f"<figure>{plot}</figure>" for plot in _plots(run, record)]
    settings = [(name, str(value)) for name, value in record["settings"].items()]
    parts.append(_table(("setting", "value"), settings))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{_STYLE}</style><body>{''.join(parts)}</body></html>\n"
    )


def _divided(run: Run, record: Mapping[str, Any]) -> list[str]:
    """Return the tables of what was shown: by confidence, by kind, by trap."""
    parts = []
    if record["shown"]:
        rows = [shown.Tenth(*row).cells() for row in record["shown"]["tenths"]]
        parts.append(_table(SHOWN_HEAD, rows))
    for what, groups in (
        ("kind", kinds.by_kind(run.outcomes)),
        ("trap", kinds.by_trap(run.outcomes)),
    ):
        if groups:
            parts.append(_table([what, *kinds.HEAD[1:]], [group.cells() for group in groups]))
    return parts


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    def line(cells: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    return f"<table>{line(head, 'th')}{''.join(line(row, 'td') for row in rows)}</table>"


def _plots(run: Run, record: Mapping[str, Any]) -> list[str]:
    from matplotlib.figure import Figure as Plot

    plots = []
    judged = [o for o in run.outcomes if o.case.answers or o.case.regime != "answerable"]
    if any(o.case.answers for o in judged) and any(o.sure for o in judged):
        sure, right = [o.sure for o in judged], [o.right for o in judged]
        plot = Plot(figsize=(9, 3.6), layout="constrained")
        left, other = plot.subplots(1, 2)
        bins = measures.reliability(sure, right)
        left.plot([0, 1], [0, 1], color="#bbb", linewidth=1)
        left.plot([b[1] for b in bins], [b[2] for b in bins], "o-", color="#0f6b4f")
        left.set(title="Reliability", xlabel="confidence", ylabel="share right")
        curve = measures.risk_coverage(sure, right)
        other.plot([c for c, _ in curve], [a for _, a in curve], color="#0f6b4f")
        other.set(
            title="Risk and coverage", xlabel="share answered", ylabel="accuracy", ylim=(0, 1)
        )
        plots.append(_svg(plot))
    stages = [s for s in ("lexical", "dense", "hybrid") if f"{s}: hit@1" in record["figures"]]
    if stages:
        plot = Plot(figsize=(5, 3.4), layout="constrained")
        axes = plot.subplots()
        for stage in stages:
            values = [record["figures"][f"{stage}: hit@{k}"]["value"] for k in (1, 5, 10)]
            axes.plot(["1", "5", "10"], values, "o-", label=stage)
        axes.set(title="A relevant passage among the first k", xlabel="k", ylabel="hit@k")
        axes.legend()
        plots.append(_svg(plot))
    return plots


def _svg(plot: Any) -> str:
    buffer = io.StringIO()
    plot.savefig(buffer, format="svg", metadata={"Date": None})
    text = buffer.getvalue()
    return text[text.index("<svg") :]
