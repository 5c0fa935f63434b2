"""Picks the concrete classes; the one place that knows which index and model are used.

Imports stand inside the functions, because each command needs only some of them and
they are what starting takes.
"""

from typing import TYPE_CHECKING

from qa.config import Config

if TYPE_CHECKING:
    from index import Embedder, LocalIndex
    from qa.answerer import Answerer


def make_embedder(config: Config) -> "Embedder":
    """Return the embedder of the configured model, its files verified."""
    from index import SentenceEncoder, find_model

    return SentenceEncoder(find_model(config.model))


def open_index(config: Config) -> "LocalIndex":
    """Open the configured collection; the model is found when it is first needed."""
    from index import LocalIndex

    return LocalIndex(config.directory, lambda: make_embedder(config))


def make_answerer(config: Config, index: "LocalIndex") -> "Answerer":
    """Return what answers questions from an index."""
    from qa.answerer import Answerer
    from qa.ranking import shipped_weights

    return Answerer(
        index,
        lambda text: index.embedder.embed_question(text),
        config.confidence,
        shipped_weights(),
    )
