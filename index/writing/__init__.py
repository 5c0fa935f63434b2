"""Documents become passages with vectors, added, rebuilt and removed."""
