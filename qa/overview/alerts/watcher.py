"""Asks alerts again, in a thread of its own, when documents have come and nobody is asking."""

import logging
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass

from index import Alert, Index, Sighting
from index.errors import IndexFault, LedgerDamaged
from qa.answering.answerer import Answerer
from qa.errors import AnswerError
from qa.overview.alerts.looking import ROUNDS, Before, due, look

log = logging.getLogger("pincite.web")

_EVERY = 3.0  # seconds between two looks at the ledger; a guess: news may be that old
_AT_LAST = 60.0
"""Seconds after which an alert is asked though documents still come, or people still ask; a
guess: people who wait for news mind a minute less than people who ask mind a tenth of a second."""


@dataclass(frozen=True, slots=True)
class News:
    """An alert, and what a look found that was new; at the first look, nothing is."""

    alert: Alert
    new: tuple[Sighting, ...]


class _Ending(Exception):
    """Stops a look partway; nothing of it is kept."""


def looks(
    index: Index, answerer: Answerer, before: Before = lambda: None
) -> Generator[News, None, None]:
    """Ask each alert again that has not looked at what is there now, yielding what is new.

    Only one of the processes that use a collection does it at a time; the others yield nothing.
    `before` is called before each question.

    Raises:
        LedgerDamaged: In the end, if what an alert came upon is damaged; the others are asked too.
        AnswerError: In the end, if the question of an alert cannot be answered.
    """
    with index.alone("alerts") as mine:
        if not mine:
            return
        with index.reader() as reader:
            alerts = due(reader)
        failed: Exception | None = None
        for alert in alerts:
            try:
                new = look(index, answerer, alert, before)
            except (LedgerDamaged, AnswerError) as exc:
                failed = failed or exc
                continue
            if new is not None:
                yield News(alert, tuple(new))
        if failed is not None:
            raise failed


class AlertWatcher:
    """Looks for what is new to alerts, whoever added it, until it is stopped.

    It waits until documents stop coming, for a minute at most, and before each question until
    nobody is asking. Its thread has the usual priority: at a low one, it would hold the
    interpreter's lock while those that answer wait for it.
    """

    def __init__(
        self,
        index: Index,
        answerer: Answerer,
        is_quiet: Callable[[], bool],
        *,
        every: float = _EVERY,
        at_last: float = _AT_LAST,
    ) -> None:
        """Watch a collection; nothing is done before the start.

        Args:
            index: The collection.
            answerer: Answers the questions.
            is_quiet: Says whether nobody is asking.
            every: Seconds between two looks at the ledger.
            at_last: Seconds after which it looks in any case.
        """
        self._index = index
        self._answerer = answerer
        self._is_quiet = is_quiet
        self._every = every
        self._at_last = at_last
        self._ending = threading.Event()
        self._waking = threading.Event()
        self._thread = threading.Thread(target=self._run, name="alerts", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Look at the ledger now."""
        self._waking.set()

    def stop(self, seconds: float = 10) -> None:  # a guess: one question takes less
        """End after the question that is being asked."""
        self._ending.set()
        self._waking.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _run(self) -> None:
        while not self._ending.is_set():
            self._waking.wait(self._every)
            self._waking.clear()
            try:
                if self._is_due() and self._settled():
                    self._look()
            except _Ending:
                return
            except (IndexFault, AnswerError) as exc:
                log.error("alerts cannot be looked at now: %s", exc)
                self._ending.wait(self._at_last)
            except Exception:
                log.exception("alerts are not being looked at")
                self._ending.wait(self._at_last)

    def _is_due(self) -> bool:
        with self._index.reader() as reader:
            return bool(due(reader))

    def _settled(self) -> bool:
        """Wait until no document came for a while; return false if it ends meanwhile."""
        until = time.monotonic() + self._at_last
        last = -1
        while time.monotonic() < until and not self._ending.is_set():
            with self._index.reader() as reader:
                now = reader.last_passage()
            if now == last:
                break
            last = now
            self._ending.wait(self._every)
        return not self._ending.is_set()

    def _look(self) -> None:
        for _ in looks(self._index, self._answerer, self._wait_for_quiet):
            pass

    def _wait_for_quiet(self) -> None:
        """Wait until nobody is asking, but no longer than a question's share of the wait of a look.

        Raises:
            _Ending: If the watcher ends meanwhile.
        """
        until = time.monotonic() + self._at_last / ROUNDS
        while not self._is_quiet() and time.monotonic() < until and not self._ending.is_set():
            self._ending.wait(self._every / 10)
        if self._ending.is_set():
            raise _Ending
