"""One SQLite file holds what is true: documents, passages, full text, jobs."""
