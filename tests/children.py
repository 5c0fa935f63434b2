"""The processes that this one has started to read documents."""

import os

import psutil


def readers() -> list[int]:
    """Return the ids of the reader processes of this process, dead ones among them.

    Others, such as the driver of a browser, are nobody's business here.
    """
    return [
        process.pid
        for process in psutil.process_iter(["ppid", "cmdline"])
        if process.info["ppid"] == os.getpid()
        and (not process.info["cmdline"] or "-P" in process.info["cmdline"])
    ]
