"""Trains the entailment model from the weights of the reader.

    python -m qa.checking.entailment.training.train --stage FILE… [--stage FILE…] --out FOLDER

Each stage is one pass over its files of pairs; of `FILE:3000` only 3,000 drawn ones. `--resume`
goes on from the last checkpoint. Embeddings and lower layers stay those of the embedding model.

What is learned: which of the four it is; and, where it is known, for each token of the claim
whether the evidence leaves it uncovered.
"""

import argparse
import json
import logging
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional
from transformers import BertModel

from index import BUNDLED, find_model
from index.embedding.encoder import whole_tokenizer
from qa.checking.entailment.layout import PairLayout, lay_out_pair
from qa.checking.entailment.training.pairs import LABELS, Pair, read
from qa.reader.shipped import changed, load_arrays, shipped_reader

FROZEN = 2
"""Layers that stay as they are, as many as those of the reader."""
HIDDEN = 128  # of the head; a guess
RATE, HEAD_RATE = 1.2e-4, 1e-3  # guesses, those of the reader
DECAY = 0.01  # a guess
WARM_UP = 0.06  # share of a stage; a guess
SMOOTHING = 0.05  # of labels, which people of public sets gave in haste; a guess
TOKEN_SHARE = 0.3  # of the loss that the tokens of claims have; a guess
TOKENS = 2000  # of a step, padded: some forty pairs
MOST = 128  # tokens of a pair; longer ones are left out, because they cost most
SAVE_EVERY = 180  # seconds

log = logging.getLogger(__name__)


class EntailmentModel(nn.Module):
    """A transformer with a head for four labels and one for the tokens of a claim."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            str(folder),
            add_pooling_layer=False,
            # A pair is seen once or twice, so there is little to overfit to, and dropout takes a
            # third of the time.
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        size = self.bert.config.hidden_size
        self.head = nn.Sequential(
            nn.Linear(3 * size, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, len(LABELS))
        )
        self.token = nn.Linear(size, 1)
        self.spread = nn.Parameter(torch.tensor([-0.1, 0.1, 0.1, 0.1]))
        self.register_buffer("temperature", torch.tensor(1.0))  # `ship` fits it
        self.bert.embeddings.requires_grad_(False)
        for layer in self.bert.encoder.layer[:FROZEN]:
            layer.requires_grad_(False)

    def take(self, base: Path, reader: Path) -> None:
        """Begin with the layers of the reader."""
        tensors = dict(changed(load_file(base / "model.safetensors"), load_arrays(reader)))
        found = {name: torch.from_numpy(values.copy()) for name, values in tensors.items()}
        self.bert.load_state_dict(found, strict=False)

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, claims: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return scores of the four for each row, and of each token; `claims` marks the claim's."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        return self.scored(states.float(), claims)

    def scored(
        self, states: torch.Tensor, claims: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return what `forward` does, from the states of the tokens."""
        tokens = self.token(states).squeeze(-1)
        inside = claims.unsqueeze(-1)
        mean = (states * inside).sum(1) / inside.sum(1)
        most = states.masked_fill(~inside, -1e4).amax(1)
        worst = tokens.masked_fill(~claims, -1e4).amax(1)
        scores = self.head(torch.cat([states[:, 0], mean, most], 1))
        return scores + self.spread * worst.unsqueeze(1), tokens


@dataclass(frozen=True, slots=True)
class Prepared:
    """A pair as token ids; `uncovered` says it of each token of the claim, where it is known."""

    layout: PairLayout
    label: int
    uncovered: tuple[bool, ...] | None


def prepare(tokenizer: Tokenizer, pair: Pair) -> Prepared:
    """Return a pair as the model takes it."""
    layout = lay_out_pair(tokenizer, pair.claim, pair.evidence)
    marks = None
    if pair.uncovered is not None:
        offsets = tokenizer.encode(pair.claim, add_special_tokens=False).offsets
        first, end = layout.claim
        marks = tuple(
            any(a < stop and b > start for start, stop in pair.uncovered)
            for a, b in offsets[: end - first]
        )
    return Prepared(layout, LABELS[pair.label], marks)


def batches(
    items: Sequence[Prepared], draw: random.Random, tokens: int = TOKENS
) -> Iterator[list[Prepared]]:
    """Yield pairs of like lengths together, as many as make a step, in any order."""
    order = list(range(len(items)))
    draw.shuffle(order)
    groups: list[list[Prepared]] = []
    for start in range(0, len(order), 2000):  # sorted within what is near in the drawn order
        held: list[Prepared] = []
        for place in sorted(order[start : start + 2000], key=lambda at: len(items[at].layout.ids)):
            if held and (len(held) + 1) * len(items[place].layout.ids) > tokens:
                groups.append(held)
                held = []
            held.append(items[place])
        groups.append(held)
    draw.shuffle(groups)
    yield from (group for group in groups if group)


def tensors_of(batch: Sequence[Prepared]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the ids of a batch, padded, what of them is read, and what of that is the claim."""
    longest = max(len(item.layout.ids) for item in batch)
    ids = torch.zeros((len(batch), longest), dtype=torch.long)
    mask = torch.zeros_like(ids)
    claims = torch.zeros_like(ids, dtype=torch.bool)
    for row, item in enumerate(batch):
        ids[row, : len(item.layout.ids)] = torch.tensor(item.layout.ids)
        mask[row, : len(item.layout.ids)] = 1
        first, end = item.layout.claim
        claims[row, first : max(end, first + 1)] = True
    return ids, mask, claims


def loss_of(model: EntailmentModel, batch: Sequence[Prepared]) -> torch.Tensor:
    """Return the mean loss of a batch."""
    scores, tokens = model(*tensors_of(batch))
    labels = torch.tensor([item.label for item in batch])
    total = functional.cross_entropy(scores, labels, label_smoothing=SMOOTHING)
    said: list[torch.Tensor] = []
    wanted: list[bool] = []
    for row, item in enumerate(batch):
        if item.uncovered:
            first = item.layout.claim[0]
            said.append(tokens[row, first : first + len(item.uncovered)])
            wanted += item.uncovered
    if said:
        marks = torch.tensor(wanted, dtype=torch.float32)
        of_tokens = functional.binary_cross_entropy_with_logits(torch.cat(said), marks)
        total = total + TOKEN_SHARE * of_tokens
    return total


def train(
    stages: Sequence[Sequence[str]],
    out: Path,
    folder: Path,
    *,
    resume: bool,
    reader: Path | None = None,
    seed: int = 7,
    save_every: float = SAVE_EVERY,
    tokens: int = TOKENS,
) -> None:
    """Train through all stages; resumed, the result is that of a run in one go.

    Args:
        stages: The files of each, as on the command line.
        out: Where `checkpoint.pt` is kept, and `stage-N.pt` after each stage.
        folder: The embedding model.
        resume: Whether to go on from the checkpoint.
        reader: The file of the reader whose layers it begins with; None for the embedding model's.
        seed: Of what is drawn.
        save_every: How many seconds may be lost.
        tokens: Of a step, at most.
    """
    torch.manual_seed(seed)  # the head begins anywhere
    tokenizer = whole_tokenizer(folder)
    model = EntailmentModel(folder)
    if reader is not None:
        model.take(folder, reader)
    out.mkdir(parents=True, exist_ok=True)
    state: dict[str, Any] = {"stage": 0, "step": 0}
    optimizer = _optimizer(model)
    if resume:
        state = torch.load(out / "checkpoint.pt", weights_only=False)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
    saved = time.monotonic()
    for number, files in enumerate(stages):
        if number < state["stage"]:
            continue
        pairs = [pair for file in files for pair in _drawn(file, seed + number)]
        items = [prepare(tokenizer, pair) for pair in pairs]
        items = [item for item in items if len(item.layout.ids) <= MOST]
        steps = list(batches(items, random.Random(seed + number), tokens))
        begin = state["step"] if number == state["stage"] else 0
        for step in _steps(model, optimizer, steps, begin, number):
            if time.monotonic() - saved >= save_every:
                saved = time.monotonic()
                _save(out, model, optimizer, number, step + 1)
        torch.save(model.state_dict(), out / f"stage-{number}.pt")
        _save(out, model, optimizer, number + 1, 0)


def _drawn(file: str, seed: int) -> list[Pair]:
    path, _, many = file.partition(":")
    pairs = list(read(Path(path)))
    return random.Random(seed).sample(pairs, min(int(many), len(pairs))) if many else pairs


def _save(
    out: Path, model: EntailmentModel, optimizer: torch.optim.Optimizer, stage: int, step: int
) -> None:
    state = {
        "stage": stage,
        "step": step,
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
    }
    torch.save(state, out / "checkpoint.tmp")
    (out / "checkpoint.tmp").replace(out / "checkpoint.pt")


def _optimizer(model: EntailmentModel) -> torch.optim.Optimizer:
    body = [p for p in model.bert.parameters() if p.requires_grad]
    head = [*model.head.parameters(), *model.token.parameters(), model.spread]
    return torch.optim.AdamW(
        [
            {"params": body, "lr": RATE, "top": RATE},
            {"params": head, "lr": HEAD_RATE, "top": HEAD_RATE},
        ],
        weight_decay=DECAY,
    )


def _steps(
    model: EntailmentModel,
    optimizer: torch.optim.Optimizer,
    steps: Sequence[Sequence[Prepared]],
    begin: int,
    number: int,
) -> Iterator[int]:
    """Take the steps of a stage from `begin` on; yield the number of each that was taken."""
    model.train()
    losses = []
    for step, batch in enumerate(steps):
        if step < begin:
            continue
        share = min(1.0, (step + 1) / (WARM_UP * len(steps))) * (1 - 0.95 * step / len(steps))
        for group in optimizer.param_groups:
            group["lr"] = group["top"] * share
        loss = loss_of(model, batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(float(loss.detach()))
        if step % 50 == 0:
            told = {
                "stage": number,
                "step": step,
                "of": len(steps),
                "loss": float(np.mean(losses[-50:])),
            }
            log.info(json.dumps(told))
        yield step


def main() -> None:
    """Train as the command line says."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stage", nargs="+", action="append", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--resume", action="store_true")
    options = parser.parse_args()
    folder = find_model(BUNDLED).folder
    train(options.stage, options.out, folder, resume=options.resume, reader=shipped_reader())


if __name__ == "__main__":
    main()
