"""Many questions at once, of the whole collection or of each document."""
