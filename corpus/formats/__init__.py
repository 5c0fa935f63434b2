"""One module or folder for each format: bytes → document. Imported by the reader process alone."""
