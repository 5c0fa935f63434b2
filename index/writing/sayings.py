"""What people say about documents, and want to hear about, and who changed what."""

from collections.abc import Callable, Iterable, Mapping

from index.ledger.alert_rows import (
    forget_alerts,
    forget_all_alerts,
    keep_alert,
    keep_look,
    take_sightings_along,
)
from index.ledger.carried import CarriedSayings, take_over_sayings
from index.ledger.catalogue import AnyCatalogue
from index.ledger.mark_rows import forget_all_marks, forget_marks, keep_mark
from index.ledger.transaction import Change
from index.types import Alert, ChangeKind, LoggedChange, Mark, Sighting
from index.writing.removal import Remover


class Sayings:
    """The part of an index that keeps them; `index.protocol.Index` says what each method does."""

    _ledger: AnyCatalogue
    _remover: Remover
    _who: str

    def log_change(self, change: LoggedChange) -> None:
        with self._ledger.writing(self._who) as writing:
            writing.log_change(change)

    def mark(self, mark: Mark) -> Mark | None:
        with self._ledger.writing(self._who) as change:
            kept = keep_mark(change, mark)
            if kept is not None:
                change.log_change(LoggedChange("mark_added", kept.document_id, kept.id))
            change.require_room()
            return kept

    def unmark(self, mark_ids: Iterable[str]) -> set[str]:
        ids = list(mark_ids)
        return self._forget("mark_removed", lambda change: forget_marks(change.connection, ids))

    def unmark_all(self) -> int:
        return self._forget_all("mark_removed", lambda change: forget_all_marks(change.connection))

    def add_alert(self, alert: Alert) -> Alert:
        with self._ledger.writing(self._who) as change:
            there = change.count("alerts")
            kept = keep_alert(change, alert)
            if change.count("alerts") > there:
                change.log_change(LoggedChange("alert_added", subject=kept.id))
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

    def take_over(self, carried: CarriedSayings) -> None:
        with self._ledger.writing(self._who) as change:
            take_over_sayings(change, carried)
            change.require_room()

    def remove_alerts(self, alert_ids: Iterable[str]) -> set[str]:
        ids = list(alert_ids)
        return self._forget("alert_removed", lambda change: forget_alerts(change.connection, ids))

    def remove_all_alerts(self) -> int:
        return self._forget_all(
            "alert_removed", lambda change: forget_all_alerts(change.connection)
        )

    def _forget(self, what: ChangeKind, how: Callable[[Change], set[str]]) -> set[str]:
        """Remove marks or alerts, and log each."""

        def work(change: Change) -> set[str]:
            done = how(change)
            for subject in sorted(done):
                change.log_change(LoggedChange(what, subject=subject))
            return done

        return self._remover.forget(work, self._who)

    def _forget_all(self, what: ChangeKind, how: Callable[[Change], int]) -> int:
        """Remove all marks or alerts, and log how many there were."""

        def work(change: Change) -> int:
            done = how(change)
            if done:
                change.log_change(LoggedChange(what, details=(("count", done),)))
            return done

        return self._remover.forget(work, self._who)
