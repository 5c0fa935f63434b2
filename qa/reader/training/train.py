"""Trains the reader from the weights of the embedding model.

    python -m qa.reader.training.train --stage FILE… [--stage FILE…] --out FOLDER [--resume]

Each stage is one pass over its files of examples; of `FILE:3000` only 3,000 drawn ones. The
embeddings and the lower layers stay as they are: what is shipped is what the upper ones became.

What is learned: the sentences of all passages of a question, and "none of these" with a score of
0, are a softmax that puts its mass on what answers (in each passage by itself as well); where the
answering words are known, a softmax over all tokens on those.
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
from tokenizers import Tokenizer
from torch import nn
from transformers import BertModel

from index import BUNDLED, find_model
from index.embedding.encoder import whole_tokenizer
from qa.reader.layout import Layout, PassageWords, lay_out
from qa.reader.training.examples import Example, read

FROZEN = 2
"""Layers that stay as they are. A guess: two less to learn and to ship."""
HIDDEN = 128  # of the head; a guess
RATE, HEAD_RATE = 1.2e-4, 1e-3  # guesses, near what others fine-tune small models with
DECAY = 0.01  # a guess
WARM_UP = 0.06  # share of a stage; a guess
TOKENS = 4600  # of a step, padded: as many as two cores work through in a second
SPAN_SHARE = 0.3  # of the loss that the answering words have; a guess
OWN_SHARE = 0.5  # of the loss that each passage by itself has; a guess
SAVE_EVERY = 600  # seconds

log = logging.getLogger(__name__)


class ReaderModel(nn.Module):
    """A transformer with a head that scores spans of tokens."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(str(folder), add_pooling_layer=False)
        size = self.bert.config.hidden_size
        self.head = nn.Sequential(nn.Linear(3 * size, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 1))
        self.token = nn.Linear(size, 1)
        self.spread = nn.Parameter(torch.tensor(0.1))
        self.bert.embeddings.requires_grad_(False)
        for layer in self.bert.encoder.layer[:FROZEN]:
            layer.requires_grad_(False)

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, spans: Sequence[tuple[int, int, int]]
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return a score for each (row, first, end) and one for each token."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        return self.scored(states.float(), spans)

    def scored(
        self, states: torch.Tensor, spans: Sequence[tuple[int, int, int]]
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return what `forward` does, from the states of the tokens."""
        tokens = self.token(states).squeeze(-1)
        rows, extra = [], []
        for row, first, end in spans:
            inside = states[row, first:end]
            rows.append(torch.cat([inside.mean(0), inside.amax(0), states[row, 0]]))
            extra.append(tokens[row, first:end].amax())
        scores = self.head(torch.stack(rows)).squeeze(-1) + self.spread * torch.stack(extra)
        return scores, tokens


@dataclass(frozen=True, slots=True)
class Prepared:
    """An example as token ids: the sentences as (passage, first, end), which are right, answers."""

    layouts: tuple[Layout, ...]
    spans: tuple[tuple[int, int, int], ...]
    right: tuple[bool, ...]
    answers: tuple[tuple[int, int, int], ...]


def prepare(tokenizer: Tokenizer, example: Example) -> Prepared:
    """Return an example as the model takes it."""
    words = [PassageWords(item.context, item.sentences) for item in example.passages]
    layouts = lay_out(tokenizer, example.question, words)
    spans, right, answers = [], [], []
    for number, (passage, layout) in enumerate(zip(example.passages, layouts, strict=True)):
        for place, (first, end) in enumerate(layout.sentences):
            if first < end:
                spans.append((number, first, end))
                right.append(place in passage.right)
        for place, start, stop in passage.spans:
            offsets = tokenizer.encode(passage.sentences[place], add_special_tokens=False).offsets
            first, end = layout.sentences[place]
            inside = [first + at for at, (a, b) in enumerate(offsets) if a < stop and b > start]
            inside = [at for at in inside if at < end]
            if inside:
                answers.append((number, inside[0], inside[-1] + 1))
    return Prepared(tuple(layouts), tuple(spans), tuple(right), tuple(answers))


def batches(
    items: Sequence[Prepared], draw: random.Random, tokens: int = TOKENS
) -> Iterator[list[Prepared]]:
    """Yield examples of like lengths together, as many as make a step, in any order."""
    order = list(range(len(items)))
    draw.shuffle(order)
    groups = []
    for start in range(0, len(order), 400):  # sorted within what is near in the drawn order
        pool = sorted(order[start : start + 400], key=lambda at: _longest(items[at]))
        held: list[Prepared] = []
        for place in pool:
            rows = sum(len(item.layouts) for item in held) + len(items[place].layouts)
            if held and rows * _longest(items[place]) > tokens:
                groups.append(held)
                held = []
            held.append(items[place])
        groups.append(held)
    draw.shuffle(groups)
    yield from (group for group in groups if group)


def _longest(item: Prepared) -> int:
    return max(len(layout.ids) for layout in item.layouts)


def loss_of(model: ReaderModel, batch: Sequence[Prepared]) -> torch.Tensor:
    """Return the mean loss of a batch."""
    layouts = [layout for item in batch for layout in item.layouts]
    longest = max(len(layout.ids) for layout in layouts)
    ids = torch.zeros((len(layouts), longest), dtype=torch.long)
    for row, layout in enumerate(layouts):
        ids[row, : len(layout.ids)] = torch.tensor(layout.ids)
    mask = (
        torch.arange(longest)[None] < torch.tensor([len(x.ids) for x in layouts])[:, None]
    ).long()
    spans, base = [], 0
    for item in batch:
        spans += [(base + number, first, end) for number, first, end in item.spans]
        base += len(item.layouts)
    scores, tokens = model(ids, mask, spans)
    total, at, base = torch.zeros(()), 0, 0
    for item in batch:
        own = scores[at : at + len(item.spans)]
        right = torch.tensor(item.right)
        total = total + _listwise(own, right)
        owner = torch.tensor([number for number, _, _ in item.spans])
        parts = [_listwise(own[owner == n], right[owner == n]) for n in range(len(item.layouts))]
        total = total + OWN_SHARE * torch.stack(parts).mean()
        if item.answers:
            rows = slice(base, base + len(item.layouts))
            logits = tokens[rows].masked_fill(mask[rows] == 0, -1e4)
            chosen = torch.zeros_like(logits, dtype=torch.bool)
            for number, first, end in item.answers:
                chosen[number, first:end] = True
            gold = torch.logsumexp(logits[chosen], 0)
            total = total + SPAN_SHARE * (torch.logsumexp(logits.flatten(), 0) - gold)
        at += len(item.spans)
        base += len(item.layouts)
    return total / len(batch)


def _listwise(scores: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    everything = torch.logsumexp(torch.cat([scores, scores.new_zeros(1)]), 0)
    if right.any():
        return everything - torch.logsumexp(scores[right], 0)
    return everything


def train(
    stages: Sequence[Sequence[str]],
    out: Path,
    folder: Path,
    *,
    resume: bool,
    seed: int = 7,
    save_every: float = SAVE_EVERY,
    tokens: int = TOKENS,
) -> None:
    """Train through all stages; resumed, the result is that of a run in one go.

    Args:
        stages: The files of each, as on the command line.
        out: Where `checkpoint.pt` is kept, and `stage-N.pt` after each stage.
        folder: The embedding model that it begins with.
        resume: Whether to go on from the checkpoint.
        seed: Of what is drawn.
        save_every: How many seconds may be lost.
        tokens: Of a step, at most.
    """
    torch.manual_seed(seed)
    tokenizer = whole_tokenizer(folder)
    model = ReaderModel(folder)
    out.mkdir(parents=True, exist_ok=True)
    state: dict[str, Any] = {"stage": 0, "step": 0}
    optimizer = _optimizer(model)
    if resume:
        state = torch.load(out / "checkpoint.pt", weights_only=False)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["random"])
    saved = time.monotonic()
    for number, files in enumerate(stages):
        if number < state["stage"]:
            continue
        items = [prepare(tokenizer, example) for file in files for example in _drawn(file, seed)]
        steps = list(batches(items, random.Random(seed + number), tokens))
        begin = state["step"] if number == state["stage"] else 0
        for step in _steps(model, optimizer, steps, begin, number):
            if time.monotonic() - saved >= save_every:
                saved = time.monotonic()
                _save(out, model, optimizer, number, step + 1)
        torch.save(model.state_dict(), out / f"stage-{number}.pt")
        _save(out, model, optimizer, number + 1, 0)


def _drawn(file: str, seed: int) -> list[Example]:
    path, _, many = file.partition(":")
    examples = list(read(Path(path)))
    return random.Random(seed).sample(examples, min(int(many), len(examples))) if many else examples


def _save(
    out: Path, model: ReaderModel, optimizer: torch.optim.Optimizer, stage: int, step: int
) -> None:
    state = {
        "stage": stage,
        "step": step,
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "random": torch.get_rng_state(),  # of dropout
    }
    torch.save(state, out / "checkpoint.tmp")
    (out / "checkpoint.tmp").replace(out / "checkpoint.pt")


def _optimizer(model: ReaderModel) -> torch.optim.Optimizer:
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
    model: ReaderModel,
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
    train(options.stage, options.out, find_model(BUNDLED).folder, resume=options.resume)


if __name__ == "__main__":
    main()
