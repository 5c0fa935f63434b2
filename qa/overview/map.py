"""A map of a collection: each passage a dot, near to those that mean much the same.

The vectors are laid on the plane in which they differ most: their first two principal
components (Pearson 1901), which numpy finds in the eigenvectors of the covariance.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import DocumentInfo, Index, Place, Sample, every_document
from qa.overview.cached_value import CachedValue, state_of

MOST = 4000
"""The most dots; a larger collection is shown by as many of its passages, evenly spread; a
guess: more would hide each other on a screen."""

Points = NDArray[np.float64]
"""A row for each passage: x and y."""


@dataclass(frozen=True, slots=True)
class Plane:
    """A plane in the space of vectors; `kept` is the share of their variance that lies in it."""

    centre: NDArray[np.float64]
    axes: NDArray[np.float64]
    kept: float
    low: NDArray[np.float64]
    span: float

    @classmethod
    def through(cls, vectors: NDArray[np.float32]) -> "Plane":
        """Return the plane in which these vectors differ most."""
        rows = vectors.astype(np.float64)
        centre = rows.mean(axis=0)
        values, columns = np.linalg.eigh(np.cov(rows, rowvar=False, bias=True))
        axes = columns[:, -2:][:, ::-1]
        # An eigenvector has no sign of its own; without one the map could turn over.
        axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(2)])
        flat = (rows - centre) @ axes
        low, span = flat.min(axis=0), np.ptp(flat, axis=0)
        total = float(values.sum())
        kept = float(values[-2:].sum()) / total if total > 0 else 1.0
        middle = low + span / 2
        side = float(span.max()) or 1.0
        return cls(centre, axes, min(1.0, max(0.0, kept)), middle - side / 2, side)

    def points(self, vectors: NDArray[np.float32]) -> Points:
        """Return where vectors lie, within 0 and 1, and far ones at the edge."""
        flat = (vectors.astype(np.float64) - self.centre) @ self.axes
        return np.asarray(np.clip((flat - self.low) / self.span, 0, 1).round(4))


class CollectionMap:
    """Draws the map of an index; what is costly is made once for each of its states."""

    def __init__(self, index: Index, most: int = MOST) -> None:
        self._index = index
        self._kept = CachedValue(lambda: state_of(index), self._make)
        self._most = most

    def _make(self) -> tuple[Sequence[DocumentInfo], Sample, Plane | None]:
        with self._index.reader() as reader:
            documents = list(every_document(reader))
            sample = reader.sample(self._most)
        # One passage has no plane, and two have only a line through them, which is one too.
        plane = Plane.through(sample.vectors) if len(sample.places) > 1 else None
        return documents, sample, plane

    def forget(self) -> None:
        """Forget what is costly, until the map is drawn again."""
        self._kept.forget()

    def record(self, also: Iterable[tuple[str, int]] = ()) -> dict[str, Any]:
        """Return the map as JSON takes it.

        Args:
            also: (document id, character) pairs; the passages that hold them have their
                dot even where the others are thinned out.
        """
        documents, sample, plane = self._kept.get()
        dots = dict(zip(sample.places, _points(plane, sample), strict=True))
        if plane is not None and len(sample.places) < sample.passages:
            dots |= self._further({info.id: info.version for info in documents}, plane, also)
        of: dict[str, list[list[float]]] = {info.id: [] for info in documents}
        for place, (x, y) in dots.items():
            of[place.document_id].append([x, y, place.start, place.end])
        return {
            "passages": sample.passages,
            "shown": len(dots),
            "kept": 1.0 if plane is None else round(plane.kept, 4),
            "documents": [
                {
                    "id": info.id,
                    "version": info.version,
                    "title": info.title,
                    "passages": info.passages,
                    "dots": of[info.id],
                }
                for info in documents
            ],
        }

    def _further(
        self, known: Mapping[str, str], plane: Plane, also: Iterable[tuple[str, int]]
    ) -> dict[Place, list[float]]:
        """Return the dots of passages that the sample left out, of documents as it saw them."""
        with self._index.reader() as reader:
            more = reader.passages_at(also)
        if not more.places:
            return {}
        current = {info.id for info in more.documents if known.get(info.id) == info.version}
        points = zip(more.places, _points(plane, more), strict=True)
        return {place: point for place, point in points if place.document_id in current}


def _points(plane: Plane | None, sample: Sample) -> list[list[float]]:
    """Return x and y of each passage; the middle where there is no plane to lay them on."""
    if plane is None:
        return [[0.5, 0.5] for _ in sample.places]
    points: list[list[float]] = plane.points(sample.vectors).tolist()
    return points
