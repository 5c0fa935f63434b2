"""Answers as people paste them elsewhere: documents with footnotes, and lists of references."""
