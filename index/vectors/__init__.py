"""Vectors in memory and on disk, exact and as a graph: a cache of the ledger."""
