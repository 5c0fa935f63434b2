"""Keeps what a service has freed from staying with it: how glibc's malloc is set up.

A service has some forty threads. Left to itself glibc gives up to eight heaps to each core and
raises its bound for memory that is given back at once to 32 MB: after an hour most of what a
service held was freed memory, spread over heaps of which none could shrink.
"""

import ctypes
import sys

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # of glibc's malloc.h
_HEAPS = 2
_GIVEN_BACK = 1 << 20
"""Blocks of a megabyte go back to the system at once: what a batch of passages takes to embed
does, what a question takes does not. Measured on batches of real passages, see `benchmarks.soak`.
"""


def bound_heap() -> bool:
    """Have freed memory go back to the system; tell whether this system's malloc can be told so.

    Call it before there are threads.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):  # musl has none, and needs none
        return False
    options = {
        _M_ARENA_MAX: _HEAPS,
        _M_MMAP_THRESHOLD: _GIVEN_BACK,
        _M_TRIM_THRESHOLD: _GIVEN_BACK,
    }
    return all([mallopt(option, value) == 1 for option, value in options.items()])
