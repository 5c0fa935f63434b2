"""The part of the seam that is about what people say of documents, and who changed what."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from index.types import Alert, LoggedChange, Mark, Sighting

if TYPE_CHECKING:
    from index.ledger.carried import CarriedSayings


class KeepsSayings(Protocol):
    """Keeps marks, alerts and the log of changes; safe between threads."""

    def mark(self, mark: Mark) -> Mark | None:
        """Keep whether words answer a question; None if there is no such document.

        It takes the place of a mark of the same question and words, and changes no answer. It
        goes with its document; where that changes, it follows its words.

        Raises:
            MarkRejected: If these words are not in the document as it is now.
            QuotaReached: If there are as many marks as there may be.
        """

    def unmark(self, mark_ids: Iterable[str]) -> set[str]:
        """Remove marks; return the ids of those that there were."""

    def unmark_all(self) -> int:
        """Remove every mark, damaged ones too; return how many there were."""

    def add_alert(self, alert: Alert) -> Alert:
        """Keep a question or topic, to be asked again when documents come.

        If there is one of the same words already, that is returned.

        Raises:
            QuotaReached: If there are as many alerts as there may be.
        """

    def keep_look(
        self, alert_id: str, reached: int, seen: Iterable[Sighting]
    ) -> list[Sighting] | None:
        """Keep what a look of an alert came upon; return what is new to it, None if it is gone.

        `reached` is what `last_passage` was when it looked. What the first look comes
        upon is not new. All of it goes with its document; where that changes, it follows its
        words, or goes with them.
        """

    def take_sightings_along(self, moves: Mapping[str, str]) -> None:
        """Give what alerts saw of documents to others, by id, of the same text."""

    def remove_alerts(self, alert_ids: Iterable[str]) -> set[str]:
        """Remove alerts and all that they found; return the ids of those that there were."""

    def remove_all_alerts(self) -> int:
        """Remove every alert, damaged ones too; return how many there were."""

    def log_change(self, change: LoggedChange) -> None:
        """Log a change that was made beside the ledger, such as that of a collection's name."""

    def take_over(self, carried: "CarriedSayings") -> None:
        """Keep what people said in another collection, of documents that are carried already.

        What is here already stays, once.
        """
