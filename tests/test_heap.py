"""What was freed goes back to the system, whichever of many threads freed it."""

import subprocess
import sys

import pytest
from toys import live_modules

THREADS = """
import os, sys, threading
import numpy as np
from qa.web.heap import bound_heap

if sys.argv[1] == "bounded":
    assert bound_heap()

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
done, leave = threading.Barrier(9), threading.Event()
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
done.wait()
print(resident() - before)
leave.set()
"""
"""Eight threads that free all but a few kilobytes of what they allocated, and live on."""


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
    assert held("as it is") > 60, "otherwise this shows nothing"
    assert held("bounded") < 20
