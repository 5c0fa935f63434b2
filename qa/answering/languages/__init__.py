"""The languages that questions are understood and answered in."""

from qa.answering.languages.asked import ALL, asked_in, phrases_of
from qa.answering.languages.phrases import Kind, Phrases

__all__ = ["ALL", "Kind", "Phrases", "asked_in", "phrases_of"]
