"""What was freed goes back to the system, whichever of many threads freed it."""

import subprocess
import sys

import pytest
from toys import live_modules

THREADS = """
import os, sys, threading, time
import numpy as np
from qa.web.serving.heap import Heap

if sys.argv[1] == "bounded":
    Heap(0.2).start()

def resident():
    pages = int(open("/proc/self/statm").read().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

def work():
    # A batch of passages: large blocks come and go, and raise the bound below which glibc
    # keeps what is freed; small ones that stay keep a heap from shrinking.
    for size in (31, 16, 31, 8, 16, 31):
        block = np.ones(size << 20, np.uint8)
        kept.append(np.ones(2000, np.uint8))
        del block
    done.wait()
    leave.wait()

before, kept = resident(), []
done, leave = threading.Barrier(13), threading.Event()
threads = [threading.Thread(target=work) for _ in range(12)]
for thread in threads:
    thread.start()
done.wait()
if sys.argv[1] == "bounded":
    until = time.monotonic() + 120
    while resident() - before > 100 and time.monotonic() < until:
        time.sleep(0.1)
print(resident() - before)
leave.set()
"""
"""Twelve threads that free all but a few kilobytes of what they allocated, and live on."""


def held(how: str) -> float:
    """Return the megabytes that a process still has of what its threads have freed."""
    done = subprocess.run(
        [sys.executable, "-c", THREADS, how],
        env=live_modules(),
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="it is glibc's malloc that is set up")
def test_freed_memory_goes_back_to_the_system() -> None:
    """Of one heap beside the first 64 MB may stay: glibc cuts off its end only when it grows."""
    assert held("as it is") > 150, "otherwise this shows nothing"
    assert held("bounded") < 100
