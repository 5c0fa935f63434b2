"""Embeds text with sentence-transformers; the one module that imports it."""

import json
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from tokenizers import Tokenizer

from corpus import Span
from index.embedder import PassageText, PassageVectors, Vector
from index.errors import PassageTooLong
from index.model_files import ModelFiles

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

RECIPE = "st2"
"""Changes whenever the same files would give other vectors than before."""

T = TypeVar("T")
V = TypeVar("V")

_BATCH = 32
_DEFAULT_WINDOW = 512


class SentenceEncoder:
    """An embedder over any sentence-transformers model.

    A sentence's vector is the sum of two: the mean of its tokens' vectors in the context of
    the whole passage ("late chunking", Günther et al. 2024, arXiv:2409.04701), in which "he"
    or "this" carry what they stand for, and the sentence embedded alone, which tells it from
    its neighbours. Each alone chooses sentences worse (`docs/quality.md`). The model is
    loaded at the first embedding, because importing sentence-transformers takes seconds;
    counting tokens needs only the tokenizer.
    """

    def __init__(self, files: ModelFiles) -> None:
        self._files = files
        self._lock = threading.Lock()
        self._added_tokens = self._tokenizer.num_special_tokens_to_add(False)

    @property
    def id(self) -> str:
        return f"{self._files.name}@{self._files.fingerprint}/{RECIPE}"

    @cached_property
    def dimension(self) -> int:
        pooling = _json(self._files.folder / "1_Pooling" / "config.json")
        size = pooling.get("word_embedding_dimension") or pooling.get("embedding_dimension")
        if isinstance(size, int):
            return size
        return int(self.load().get_embedding_dimension() or 0)

    @cached_property
    def window(self) -> int:
        """Return the tokens that the model reads of a text, less those it adds."""
        folder = self._files.folder
        told = _json(folder / "sentence_bert_config.json").get("max_seq_length")
        told = told or _json(folder / "config.json").get("max_position_embeddings")
        added = self._added_tokens + self.count_tokens([self._prompt])[0]
        return (told if isinstance(told, int) else _DEFAULT_WINDOW) - added

    @cached_property
    def _prompt(self) -> str:
        """Return what the model wants before each passage; known without loading it."""
        told = _json(self._files.folder / "config_sentence_transformers.json").get("prompts") or {}
        return told.get("document") or ""

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(self._files.folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encoded]

    def load(self) -> "SentenceTransformer":
        """Load the model now, rather than at the first embedding; again costs nothing."""
        with self._lock:
            return self._model

    @cached_property
    def _model(self) -> "SentenceTransformer":
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]
        return SentenceTransformer(
            str(self._files.folder), local_files_only=True, trust_remote_code=False
        ).eval()

    def embed_question(self, text: str) -> Vector:
        model = self.load()
        vector = model.encode_query(
            text, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(vector, dtype=np.float32)

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        sizes = self.count_tokens([passage.text for passage in passages])
        for passage, size in zip(passages, sizes, strict=True):
            if size > self.window:
                raise PassageTooLong(
                    f"a passage of {size} tokens is longer than the {self.window} that "
                    f"{self._files.name} reads ({passage.text[:40]!r}…)"
                )
        in_context = _longest_first(self._embed_in_context, passages, sizes)
        sentences = [
            passage.text[start:end] for passage in passages for start, end in passage.sentences
        ]
        alone = iter(_longest_first(self._embed_alone, sentences, self.count_tokens(sentences)))
        return [
            PassageVectors(whole, _unit(rows + np.reshape([next(alone) for _ in rows], rows.shape)))
            for whole, rows in in_context
        ]

    def _embed_in_context(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        prompt = self._prompt
        texts = [prompt + passage.text for passage in passages]
        whole, tokens, offsets = self._run(texts)
        return [
            PassageVectors(
                whole[row],
                _token_means(
                    tokens[row], offsets[row] - len(prompt), passage.sentences, whole[row]
                ),
            )
            for row, passage in enumerate(passages)
        ]

    def _embed_alone(self, sentences: Sequence[str]) -> list[Vector]:
        return list(self._run([self._prompt + text for text in sentences])[0])

    def _run(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return each text's unit vector, its tokens' vectors, and where the tokens lie."""
        import torch

        model = self.load()
        encoded = model.tokenizer(
            list(texts),
            padding=True,
            truncation=True,
            max_length=model.max_seq_length,
            return_tensors="pt",
            return_offsets_mapping=True,
        )
        offsets = encoded.pop("offset_mapping").numpy()
        with torch.inference_mode():
            output: dict[str, Any] = model(dict(encoded.to(model.device)))
        tokens = output["token_embeddings"].float().cpu().numpy()
        return _unit(output["sentence_embedding"].float().cpu().numpy()), tokens, offsets


def _longest_first(
    embed: Callable[[Sequence[T]], Sequence[V]], items: Sequence[T], sizes: Sequence[int]
) -> list[V]:
    """Embed in batches of like sizes, so that little is padding; keep the order."""
    by_size = sorted(range(len(items)), key=sizes.__getitem__, reverse=True)
    found: dict[int, V] = {}
    for start in range(0, len(by_size), _BATCH):
        batch = by_size[start : start + _BATCH]
        found.update(zip(batch, embed([items[position] for position in batch]), strict=True))
    return [found[position] for position in range(len(items))]


def _token_means(
    tokens: np.ndarray, offsets: np.ndarray, spans: Sequence[Span], fallback: Vector
) -> np.ndarray:
    """Return the mean of the tokens that lie in each span, as unit rows."""
    rows = np.empty((len(spans), len(fallback)), dtype=np.float32)
    real = offsets[:, 1] > offsets[:, 0]
    for position, (start, end) in enumerate(spans):
        inside = real & (offsets[:, 0] < end) & (offsets[:, 1] > start)
        rows[position] = tokens[inside].mean(axis=0) if inside.any() else fallback
    return _unit(rows)


def _unit(rows: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), dtype=np.float32)


def _json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    value = json.loads(path.read_text("utf-8"))
    return value if isinstance(value, dict) else {}
