"""A reader of a few kilobytes, made of the tiny model; and readers that go by one word."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from tiny_model import make_tiny_model
from tokenizers import Tokenizer
from transformers import BertConfig, BertForSequenceClassification, BertModel

from index import SentenceEncoder, find_model
from index.embedding.encoder import whole_tokenizer
from index.embedding.onnx_export import light_form
from qa.answering.confidence import READ_SIGNS
from qa.answering.ranking import ReadingWeights
from qa.answering.reading import READ_FEATURES
from qa.reader.layout import PassageWords, lay_out
from qa.reader.reader import Scores
from qa.reader.training.loop import FROZEN, padded
from qa.reader.training.ship import ship
from qa.reader.training.train import ReaderModel

HERONS = (
    PassageWords("notes on herons", ("ada lund counted 40 herons.", "it rained.", "who knows?")),
    PassageWords("", ("owls sleep in barns by day, and hunt mice at night.",)),
)


@dataclass(frozen=True, slots=True)
class TinyReader:
    """An embedding model, its light form, and what training made of it."""

    model: Path
    light: Path
    trained: ReaderModel
    shipped: Path

    @property
    def tokenizer(self) -> Tokenizer:
        return whole_tokenizer(self.model)


def make_tiny_reader(folder: Path, light_models: Path, seed: int = 0) -> TinyReader:
    """Write a model and the file of a reader into a folder."""
    model = make_uneven_model(folder / "model", seed)
    files = find_model(str(model))
    SentenceEncoder(files, light_models).load()
    light = light_form(files, light_models)
    assert light is not None
    trained = ReaderModel(model).eval()
    with torch.no_grad():
        for name, weight in trained.named_parameters():
            if weight.requires_grad:
                weight.add_(torch.randn(weight.shape) * (0.05 if name.startswith("bert.") else 0.3))
    torch.save(trained.state_dict(), folder / "stage-0.pt")
    ship(folder / "stage-0.pt", model, folder)
    return TinyReader(model, light, trained, folder / "reader.npz")


def make_uneven_model(folder: Path, seed: int = 0) -> Path:
    """Write a tiny model of which no two weights are the same, as those of a fresh one are."""
    make_tiny_model(folder, seed, layers=FROZEN + 1)
    bert = BertModel.from_pretrained(str(folder))
    with torch.no_grad():
        for weight in bert.parameters():
            weight.add_(torch.randn(weight.shape) * 0.02)
    bert.save_pretrained(str(folder))
    return folder


def make_tiny_cross_encoder(folder: Path) -> Path:
    """Write a model that scores pairs of texts; its tokenizer is that of the tiny model."""
    make_tiny_model(folder)
    config = BertConfig.from_pretrained(folder, num_labels=1, initializer_range=0.5)
    torch.manual_seed(0)
    BertForSequenceClassification(config).save_pretrained(folder)
    shutil.rmtree(folder / "1_Pooling")
    for name in ("modules.json", "sentence_bert_config.json"):
        (folder / name).unlink()
    return folder


def torch_scores(
    model: ReaderModel, tokenizer: Tokenizer, question: str, passage: PassageWords
) -> Scores:
    """Return what PyTorch says of the sentences of a passage, in 32 bits and by itself."""
    (layout,) = lay_out(tokenizer, question, [passage])
    with torch.inference_mode():
        ids, _, matches = padded([layout])
        states = model.bert(input_ids=ids, token_type_ids=matches).last_hidden_state
        spans = [(0, first, end) for first, end in layout.sentences]
        scores, _ = model.scored(states, spans)
    return np.asarray(scores.numpy(), dtype=np.float32)


@dataclass
class WordReader:
    """A `Reader` that is for sentences with a word; it notes what it was given."""

    word: str
    id: str = "word"
    read_for: list[tuple[str, tuple[PassageWords, ...]]] = field(default_factory=list)

    def read(self, question: str, passages: Sequence[PassageWords]) -> list[Scores]:
        self.read_for.append((question, tuple(passages)))
        return [
            np.array([4.0 if self.word in s else -4.0 for s in p.sentences], dtype=np.float32)
            for p in passages
        ]


def by_reader_alone(confidence: dict[str, float] | None = None) -> ReadingWeights:
    """Return weights with which the score of a sentence is ten times its `read`: the reader's.

    There is always an answer.
    """
    order = {**dict.fromkeys(READ_FEATURES, 0.0), "read": 10.0}
    answerable = {"intercept": 9.0, **dict.fromkeys(READ_SIGNS, 0.0)}
    return ReadingWeights(order, confidence or {}, answerable)
