"""Shows in a terminal how far a command is, also inside of one large file."""

import shutil
import threading
import time
from types import TracebackType
from typing import Self

from tqdm import tqdm

from index.counted import counted
from index.writing.progress import Embedding, Reading, Spreading, Step
from qa.commands.output import shown

_EVERY = 0.5  # seconds between two updates; a guess: quick enough for a person
_NAME = 30  # characters of a name, of which the end is shown: the rest of a line needs 45


class FileProgress:
    """A bar that counts files and, below it, what is being done to which.

    Where standard error is not a terminal, nothing is shown.
    """

    def __init__(self, total: int) -> None:
        self._bar = tqdm(total=total, unit="file", disable=None, leave=False)
        self._line = tqdm(bar_format="{desc}", position=1, disable=None, leave=False)
        self._doing: tuple[Step, float] | None = None
        self._ended = threading.Event()
        self._showing = threading.Thread(target=self._show, daemon=True)

    def __enter__(self) -> Self:
        if not self._bar.disable:
            self._showing.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._ended.set()
        if self._showing.is_alive():
            self._showing.join()
        self._line.close()
        self._bar.close()

    def step(self, step: Step) -> None:
        """Take note of what is done now; a thread shows it, because it may take long."""
        began = time.monotonic()
        if self._doing is not None and _goes_on(self._doing[0], step):
            began = self._doing[1]
        self._doing = step, began

    def done(self) -> None:
        """Count a file that is done."""
        self._bar.update()

    def _show(self) -> None:
        """Show twice a second what is done, and for how long: a large file shows that it moves."""
        while not self._ended.wait(_EVERY):
            if self._doing is not None:
                step, began = self._doing
                line = f"{describe(step)} ({time.monotonic() - began:.0f} s)"
                self._line.set_description_str(line[: shutil.get_terminal_size().columns - 1])
                self._bar.refresh()


def describe(step: Step) -> str:
    """Say what is being done: "big.pdf: 340 of 1,200 passages embedded"."""
    match step:
        case Reading(source, size):
            return f"reading {_name(source)}, {_size(size)}"
        case Embedding(sources, done, passages):
            which = _name(sources[0]) if len(sources) == 1 else counted(len(sources), "file")
            return f"{which}: {done:,} of {counted(passages, 'passage')} embedded"
        case Spreading(threads, files):
            return f"{counted(files, 'file')} with workers, which have {counted(threads, 'thread')}"


def _goes_on(before: Step, step: Step) -> bool:
    match before, step:
        case Embedding(), Embedding():
            return before.sources == step.sources
        case Spreading(), Spreading():
            return True
    return False


def _name(source: str) -> str:
    name = shown(source)
    return name if len(name) <= _NAME else f"…{name[1 - _NAME :]}"


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.1f} kB"
