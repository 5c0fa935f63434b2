"""One program for each library, run by the Python of that library's own environment.

Nothing here imports what is not the library's own, or Python's.
"""
