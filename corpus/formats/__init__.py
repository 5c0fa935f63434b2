"""One module for each format: bytes → document. Imported by the reader process alone."""
