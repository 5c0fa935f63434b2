"""The chat page and the HTTP API; the one package that imports Flask."""
