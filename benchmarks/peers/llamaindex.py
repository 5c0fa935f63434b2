"""LlamaIndex as its documentation sets up FAISS and BM25, joined by reciprocal rank."""

from pathlib import Path

import faiss
from llama_index.core import StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.schema import TextNode
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index.vector_stores.faiss import FaissVectorStore

from benchmarks.peers.worker import main, model_folder, passages


class LlamaIndex:
    """No question is rewritten (`num_queries=1`), so the language model is never called."""

    def __init__(self) -> None:
        self._embedder = HuggingFaceEmbedding(model_name=model_folder())

    def load(self) -> None:
        self._embedder.get_query_embedding("ready")

    def ingest(self, workload: Path, store: Path) -> None:
        nodes = [TextNode(id_=p["id"], text=p["text"]) for p in passages(workload)]
        dimension = len(self._embedder.get_query_embedding("ready"))
        vectors = FaissVectorStore(faiss_index=faiss.IndexFlatL2(dimension))
        storage = StorageContext.from_defaults(vector_store=vectors)
        VectorStoreIndex(nodes, storage_context=storage, embed_model=self._embedder)
        storage.persist(str(store))
        BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=10).persist(str(store / "bm25"))

    def open(self, store: Path) -> None:
        vectors = FaissVectorStore.from_persist_dir(str(store))
        storage = StorageContext.from_defaults(vector_store=vectors, persist_dir=str(store))
        index = load_index_from_storage(storage, embed_model=self._embedder)
        self._retriever = QueryFusionRetriever(
            [
                index.as_retriever(similarity_top_k=10),
                BM25Retriever.from_persist_dir(str(store / "bm25")),
            ],
            llm=MockLLM(),
            mode="reciprocal_rerank",
            similarity_top_k=10,
            num_queries=1,
            use_async=False,
        )

    def ask(self, question: str) -> list[str]:
        return [found.node.get_content() for found in self._retriever.retrieve(question)]


if __name__ == "__main__":
    main(LlamaIndex)
