"""Reads each document in a confined process of its own."""
