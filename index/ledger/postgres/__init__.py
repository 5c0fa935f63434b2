"""A ledger's tables in PostgreSQL, for many servers that share one collection."""
