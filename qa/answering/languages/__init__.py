"""The languages that questions are understood and answered in."""

from qa.answering.languages.asked import asked_in, phrases_of
from qa.answering.languages.phrases import Kind, Phrases

__all__ = ["Kind", "Phrases", "asked_in", "phrases_of"]
