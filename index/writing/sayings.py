"""What people say about documents, and want to hear about: marks and alerts."""

from collections.abc import Iterable, Mapping

from index.ledger.alert_rows import (
    forget_alerts,
    forget_all_alerts,
    keep_alert,
    keep_look,
    take_sightings_along,
)
from index.ledger.ledger import Ledger
from index.ledger.mark_rows import forget_all_marks, forget_marks, keep_mark
from index.types import Alert, Mark, Sighting
from index.writing.removal import Remover


class Sayings:
    """The part of an index that keeps them; `index.protocol.Index` says what each method does."""

    _ledger: Ledger
    _remover: Remover

    def mark(self, mark: Mark) -> Mark | None:
        with self._ledger.writing() as change:
            kept = keep_mark(change, mark)
            change.require_room()
            return kept

    def unmark(self, mark_ids: Iterable[str]) -> set[str]:
        ids = list(mark_ids)
        return self._remover.forget(lambda db: forget_marks(db, ids))

    def unmark_all(self) -> int:
        return self._remover.forget(forget_all_marks)

    def add_alert(self, alert: Alert) -> Alert:
        with self._ledger.writing() as change:
            kept = keep_alert(change, alert)
            change.require_room()
            return kept

    def keep_look(
        self, alert_id: str, reached: int, seen: Iterable[Sighting]
    ) -> list[Sighting] | None:
        with self._ledger.writing() as change:
            new = keep_look(change, alert_id, reached, seen)
            change.require_room()
            return new

    def take_sightings_along(self, moves: Mapping[str, str]) -> None:
        with self._ledger.writing() as change:
            take_sightings_along(change.connection, moves.items())

    def remove_alerts(self, alert_ids: Iterable[str]) -> set[str]:
        ids = list(alert_ids)
        return self._remover.forget(lambda db: forget_alerts(db, ids))

    def remove_all_alerts(self) -> int:
        return self._remover.forget(forget_all_alerts)
