"""Haystack as its documentation sets up hybrid retrieval with its own store."""

from pathlib import Path

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from benchmarks.peers.worker import main, model_folder, passages


class Haystack:
    """Its in-memory store, by words and by meaning, joined by reciprocal rank."""

    def load(self) -> None:
        self._writer = SentenceTransformersDocumentEmbedder(
            model=model_folder(), progress_bar=False
        )
        self._writer.warm_up()
        self._writer.run(documents=[Document(content="ready")])

    def ingest(self, workload: Path, store: Path) -> None:
        documents = [Document(id=p["id"], content=p["text"]) for p in passages(workload)]
        found = InMemoryDocumentStore(embedding_similarity_function="cosine")
        found.write_documents(self._writer.run(documents=documents)["documents"])
        store.mkdir(parents=True, exist_ok=True)
        found.save_to_disk(str(store / "store.json"))

    def open(self, store: Path) -> None:
        found = InMemoryDocumentStore.load_from_disk(str(store / "store.json"))
        embedder = SentenceTransformersTextEmbedder(model=model_folder(), progress_bar=False)
        embedder.warm_up()
        self._pipeline = Pipeline()
        self._pipeline.add_component("embedder", embedder)
        self._pipeline.add_component("words", InMemoryBM25Retriever(found, top_k=10))
        self._pipeline.add_component("meaning", InMemoryEmbeddingRetriever(found, top_k=10))
        self._pipeline.add_component(
            "joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=10)
        )
        self._pipeline.connect("embedder.embedding", "meaning.query_embedding")
        self._pipeline.connect("words", "joiner")
        self._pipeline.connect("meaning", "joiner")

    def ask(self, question: str) -> list[str]:
        given = {"embedder": {"text": question}, "words": {"query": question}}
        documents = self._pipeline.run(given)["joiner"]["documents"]
        return [document.content or "" for document in documents]


if __name__ == "__main__":
    main(Haystack)
