"""Processes that are measured: started, told what to do, and ended."""

import json
import os
import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_UNEXPECTED = re.compile(r" ERROR (a request|a thread) failed")
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Program:
    """How a library's program is started; `environment` is added to this process's own.

    It runs in `folder`, whose Python modules come before all others.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    versions: tuple[str, ...] = ()
    folder: Path = ROOT

    def process(self, log: Path, *arguments: str) -> "subprocess.Popen[str]":
        with log.open("a", encoding="utf-8") as errors:
            return subprocess.Popen(
                [*self.command, *arguments],
                cwd=self.folder,
                env={**os.environ, **self.environment},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
            )


class ProgramFailed(Exception):
    """A program ended, or said something other than was agreed."""


class Worker:
    """A library's program, running; it ends with the block."""

    def __init__(self, program: Program, log: Path) -> None:
        self._log = log
        self._process = program.process(log)

    def do(self, do: str, **arguments: Any) -> dict[str, Any]:
        """Tell it to do something, and return what it answers.

        Raises:
            ProgramFailed: If it ends instead; its last words are in the message.
        """
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
            process.stdin.flush()
            reply = process.stdout.readline()
        except BrokenPipeError:
            reply = ""
        if not reply:
            raise ProgramFailed(f"{process.args!r}: it ended at {do!r}: {last_words(self._log)}")
        answer: dict[str, Any] = json.loads(reply)
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        process = self._process
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            pipe.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def cold(program: Program, log: Path, arguments: Sequence[str]) -> float:
    """Start a program that answers once; return the seconds until it has ended.

    Raises:
        ProgramFailed: If it fails, or says nothing.
    """
    began = time.perf_counter()
    process = program.process(log, *arguments)
    said, _ = process.communicate()
    seconds = time.perf_counter() - began
    if process.returncode != 0 or not said.strip():
        raise ProgramFailed(f"{program.command}: {last_words(log)}")
    return seconds


def last_words(log: Path) -> str:
    return " | ".join(log.read_text("utf-8", "replace").splitlines()[-4:])


def errors_in(log: Path) -> list[str]:
    """Return the lines of a service's log about what nobody expected to go wrong.

    What it refuses because it is busy is a line as well, and none of these.
    """
    lines = log.read_text("utf-8", "replace").splitlines()
    return [line for line in lines if _UNEXPECTED.search(line)]


def size_of(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
