"""Written answers: a language model drafts, and what the sources do not say is struck."""
