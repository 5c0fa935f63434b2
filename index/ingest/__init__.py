"""Files, folders and uploads become documents of a collection."""
