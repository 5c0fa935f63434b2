"""Trains the reader: examples from labelled sets, the training itself, the file that is shipped."""
