"""Places for those who keep a thread waiting, such as for streams of jobs."""

import threading


class StreamPlace:
    """A place that somebody holds, until he gives it back or it goes to somebody who has fewer."""

    def __init__(self, places: "StreamPlaces", holder: str) -> None:
        self.holder = holder
        self._places = places
        self._taken_away = threading.Event()

    @property
    def is_taken_away(self) -> bool:
        """Return whether whoever holds it must end what he does with it."""
        return self._taken_away.is_set()

    def take_away(self) -> None:
        self._taken_away.set()

    def give_back(self) -> None:
        """Give it back, once what was done with it has ended; again is nothing."""
        self._places.end(self)


class StreamPlaces:
    """So many places, shared fairly by whoever comes. Safe to share between threads.

    Whoever has some gets another only while more than that are free. So one alone gets half of
    them, and who has none gets one as long as any is free; nobody has to say how many will come.
    Switches share their buffers so (Choudhury and Hahne, Dynamic queue length thresholds, 1998).
    Where several have taken all of them, whoever has two fewer than another gets one of his, the
    one that he took last: until all have as many, or one each.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._held: list[StreamPlace] = []
        self._leaving: list[StreamPlace] = []
        self._lock = threading.Lock()

    def take(self, holder: str) -> StreamPlace | None:
        """Take a place; None if there is none."""
        with self._lock:
            free = self._places - len(self._held)
            own = self._count(holder)
            if free <= own and not (free == 0 and self._take_from_another(own)):
                return None
            place = StreamPlace(self, holder)
            self._held.append(place)
            return place

    def end(self, place: StreamPlace) -> None:
        with self._lock:
            for places in (self._held, self._leaving):
                if place in places:
                    places.remove(place)

    def _count(self, holder: str) -> int:
        return sum(place.holder == holder for place in self._held)

    def _take_from_another(self, own: int) -> bool:
        """Take a place from whoever has the most, if that are two more than these.

        What he does with it ends within a second or when its client goes; as many may be about to
        as there are places, so that no more threads are ever kept than twice the places.
        """
        if len(self._leaving) == self._places:
            return False
        # The place that was taken last, of those who have the most: they lose the least.
        last = max(reversed(self._held), key=lambda place: self._count(place.holder))
        if self._count(last.holder) < own + 2:
            return False
        self._held.remove(last)
        self._leaving.append(last)
        last.take_away()
        return True
