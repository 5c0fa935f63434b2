"""Embeds text with any sentence-transformers model, in its light form where it has one."""

import threading
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from corpus import Span
from index.embedding.embedder import PassageText, PassageVectors
from index.embedding.engine import Engine, unit
from index.embedding.model_config import ModelShape
from index.embedding.model_files import ModelFiles
from index.embedding.onnx_export import load_light, make_light
from index.embedding.onnx_export_maker import Say
from index.errors import ModelRefused, OnnxExportRefused, PassageTooLong
from index.types import Vector

RECIPE = "st1"
"""Changes whenever the same files would give other vectors than before."""

_TOKENS = 2048
"""How many tokens are embedded at once: twice as many take more memory and no less time."""


def whole_tokenizer(model: Path) -> Tokenizer:
    """Return the tokenizer in the folder of a model; it neither cuts nor pads."""
    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


class SentenceEncoder:
    """An embedder over any sentence-transformers model.

    A sentence's vector is the mean of its tokens' vectors in the context of the whole
    passage ("late chunking", Günther et al. 2024, arXiv:2409.04701): it costs no second
    pass, and "he" or "this" carry what they stand for.

    The model is loaded at the first embedding: in its light form where it has one, made if
    need be, and by sentence-transformers otherwise. Both give the same vectors, so they
    share one id. Counting tokens needs only the tokenizer.
    """

    def __init__(
        self, files: ModelFiles, light: Path | None = None, say: Say = lambda _: None
    ) -> None:
        """Take the model.

        Args:
            files: Its files.
            light: The folder in which light forms are kept; None to embed with
                sentence-transformers.
            say: Reports each step of making a light form, or why there can be none.
        """
        self._files = files
        self._light = light
        self._say = say
        self._shape = ModelShape.of(files.folder)
        self._lock = threading.Lock()
        self._added_tokens = self._tokenizer.num_special_tokens_to_add(False)

    @property
    def id(self) -> str:
        return f"{self._files.name}@{self._files.fingerprint}/{RECIPE}"

    @cached_property
    def dimension(self) -> int:
        return self._shape.dimension or len(self.embed_question(""))

    @cached_property
    def window(self) -> int:
        """Return the tokens that the model reads of a text, less those it adds."""
        prompt = self.count_tokens([self._shape.passage_prompt])[0]
        return self._shape.most_tokens - self._added_tokens - prompt

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return whole_tokenizer(self._files.folder)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encoded]

    def load(self) -> None:
        """Load the model now, rather than at the first embedding; again costs nothing."""
        with self._lock:
            _ = self._engine

    @cached_property
    def _engine(self) -> Engine:
        if self._light is None:
            return self._reference()
        model = (self._files, self._shape, self._tokenizer, self._light)
        try:
            return load_light(*model) or make_light(*model, self._say)
        except (OnnxExportRefused, OSError) as exc:
            self._say(
                f"{self._files.name} has no light form, so PyTorch runs it, which takes more time "
                f"and memory to start: {exc}"
            )
            return self._reference()

    def _reference(self) -> Engine:
        try:
            from index.embedding.torch_engine import TorchEngine
        except ModuleNotFoundError as exc:  # as in a container, which has its light form with it
            raise ModelRefused(
                f"{self._files.name} has no light form here, and {exc.name}, which makes one or "
                "runs the model itself, is not installed: set PINCITE_MODELS to a folder with its "
                "light form, or install Pincite with all that it needs"
            ) from exc

        return TorchEngine(self._files.folder, self._shape)

    def embed_question(self, text: str) -> Vector:
        self.load()
        return self._engine.question(text)

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        sizes = self.count_tokens([passage.text for passage in passages])
        for passage, size in zip(passages, sizes, strict=True):
            if size > self.window:
                raise PassageTooLong(
                    f"a passage of {size} tokens is longer than the {self.window} that "
                    f"{self._files.name} reads ({passage.text[:40]!r}…)"
                )
        self.load()
        found: dict[int, PassageVectors] = {}
        for batch in _batches(sizes):
            vectors = self._embed([passages[position] for position in batch])
            found.update(zip(batch, vectors, strict=True))
        return [found[position] for position in range(len(passages))]

    def _embed(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        prompt = self._shape.passage_prompt
        whole, tokens, offsets = self._engine.encode([prompt + item.text for item in passages])
        return [
            PassageVectors(
                whole[row],
                _sentence_vectors(
                    tokens[row], offsets[row] - len(prompt), passage.sentences, whole[row]
                ),
            )
            for row, passage in enumerate(passages)
        ]


def _batches(sizes: Sequence[int]) -> Iterator[list[int]]:
    """Yield the places of texts, the longest first, as many at once as make `_TOKENS` padded."""
    left = sorted(range(len(sizes)), key=sizes.__getitem__, reverse=True)
    while left:
        many = max(1, _TOKENS // max(1, sizes[left[0]]))
        yield left[:many]
        del left[:many]


def _sentence_vectors(
    tokens: np.ndarray, offsets: np.ndarray, spans: Sequence[Span], fallback: Vector
) -> np.ndarray:
    """Return the mean of the tokens that lie in each span, as unit rows."""
    rows = np.empty((len(spans), len(fallback)), dtype=np.float32)
    real = offsets[:, 1] > offsets[:, 0]
    for position, (start, end) in enumerate(spans):
        inside = real & (offsets[:, 0] < end) & (offsets[:, 1] > start)
        rows[position] = tokens[inside].mean(axis=0) if inside.any() else fallback
    return unit(rows)
