"""Text that follows a grammar: front matter, separated values, JSON."""
