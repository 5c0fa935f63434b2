"""The training loop that the reader and the entailment model share: stages, steps, checkpoints."""

import argparse
import json
import logging
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
import torch
from torch import nn
from transformers import BertModel

from qa.reader.matches import KINDS, LaidOut

FROZEN = 2
"""Layers that are not trained. A guess: two fewer to learn and to ship."""
HIDDEN = 128  # of the head; a guess
RATE, HEAD_RATE = 1.2e-4, 1e-3  # guesses, near what others fine-tune small models with
DECAY = 0.01  # a guess
WARM_UP = 0.06  # share of a stage; a guess

log = logging.getLogger(__name__)


class TunedBert(nn.Module):
    """A transformer whose upper layers are trained, with a head over spans of its tokens.

    What each kind of `qa.reader.matches` adds to a token is trained as well; at the beginning, that
    is the same for all.

    A subclass defines in `scored` how the head scores the states.
    """

    def __init__(self, folder: Path, outputs: int, spread: torch.Tensor, **config: Any) -> None:
        """Start from the weights of the embedding model in a folder, and a random head.

        Args:
            folder: The embedding model.
            outputs: How many scores the head gives.
            spread: What the best token of a span adds to each of them, at the beginning.
            config: Settings of the transformer in place of its own.
        """
        super().__init__()
        self.bert = BertModel.from_pretrained(str(folder), add_pooling_layer=False, **config)
        size = self.bert.config.hidden_size
        self.head = nn.Sequential(
            nn.Linear(3 * size, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, outputs)
        )
        self.token = nn.Linear(size, 1)
        self.spread = nn.Parameter(spread)
        self.bert.embeddings.requires_grad_(False)
        kinds = nn.Embedding(KINDS, size)
        with torch.no_grad():
            kinds.weight.copy_(self.bert.embeddings.token_type_embeddings.weight[:1])
        self.bert.embeddings.token_type_embeddings = kinds
        for layer in self.bert.encoder.layer[:FROZEN]:
            layer.requires_grad_(False)

    def states(self, ids: torch.Tensor, mask: torch.Tensor, matches: torch.Tensor) -> torch.Tensor:
        """Return the state of each token, computed in 16 bits."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = self.bert(input_ids=ids, attention_mask=mask, token_type_ids=matches)
            states = found.last_hidden_state
        return torch.as_tensor(states).float()


def padded(rows: Sequence[LaidOut]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the ids of rows, which of them are read, and what is told of each token."""
    longest = max(len(row.ids) for row in rows)
    ids = torch.zeros((len(rows), longest), dtype=torch.long)
    mask, matches = torch.zeros_like(ids), torch.zeros_like(ids)
    for at, row in enumerate(rows):
        ids[at, : len(row.ids)] = torch.tensor(row.ids)
        mask[at, : len(row.ids)] = 1
        matches[at, : len(row.ids)] = torch.tensor(row.matches)
    return ids, mask, matches


class Sized(Protocol):
    """A training item, as token ids."""

    @property
    def rows(self) -> int:
        """How many rows of a batch it takes up."""

    @property
    def longest(self) -> int:
        """The number of tokens in its longest row."""


Example = TypeVar("Example")
Item = TypeVar("Item", bound=Sized)
Model = TypeVar("Model", bound=TunedBert)


@dataclass(frozen=True, slots=True)
class Lesson(Generic[Model, Item]):
    """What to train, and on what.

    `model` makes the model; `items` reads the files of a stage, given its number; `loss` returns
    the mean loss of a batch. See `batches` for `near` and `tokens`.
    """

    model: Callable[[], Model]
    items: Callable[[Sequence[str], int], Sequence[Item]]
    loss: Callable[[Model, Sequence[Item]], torch.Tensor]
    near: int
    tokens: int


def batches(
    items: Sequence[Item], draw: random.Random, tokens: int, near: int
) -> Iterator[list[Item]]:
    """Yield the items of each step, which are of similar length, in random order.

    Args:
        items: What to train on.
        draw: The source of the random order.
        tokens: The most tokens of a step, padding included.
        near: How many items, one after the other in the drawn order, are sorted by length.
    """
    order = list(range(len(items)))
    draw.shuffle(order)
    groups: list[list[Item]] = []
    for start in range(0, len(order), near):
        held: list[Item] = []
        for place in sorted(order[start : start + near], key=lambda at: items[at].longest):
            item = items[place]
            rows = sum(one.rows for one in held) + item.rows
            if held and rows * item.longest > tokens:
                groups.append(held)
                held = []
            held.append(item)
        groups.append(held)
    draw.shuffle(groups)
    yield from groups


def drawn(file: str, read: Callable[[Path], Iterable[Example]], seed: int) -> list[Example]:
    """Return what is in a file; for `FILE:3000` a random 3,000 of it."""
    path, _, many = file.partition(":")
    found = list(read(Path(path)))
    return random.Random(seed).sample(found, min(int(many), len(found))) if many else found


def run(
    lesson: Lesson[Model, Item],
    stages: Sequence[Sequence[str]],
    out: Path,
    *,
    resume: bool,
    seed: int,
    save_every: float,
    begin_with: Sequence[Path] = (),
) -> None:
    """Train through all stages; a resumed run gives the same result as an uninterrupted one.

    Args:
        lesson: What to train.
        stages: The files of each, as on the command line.
        out: Where `checkpoint.pt` is kept, and `stage-N.pt` after each stage.
        resume: Whether to go on from the checkpoint.
        seed: The seed of all random choices.
        save_every: The most seconds of work that may be lost.
        begin_with: Models of which it begins with the mean, see `mean_of`; none for a fresh one.
    """
    torch.manual_seed(seed)  # for the random head
    model = lesson.model()
    if begin_with:
        model.load_state_dict(mean_of(begin_with))
    optimizer = _optimizer(model)
    out.mkdir(parents=True, exist_ok=True)
    at, begin = _resumed(out, model, optimizer) if resume else (0, 0)
    saved = time.monotonic()
    for number in range(at, len(stages)):
        items = lesson.items(stages[number], number)
        draw = random.Random(seed + number)
        steps = list(batches(items, draw, lesson.tokens, lesson.near))
        for step in _steps(lesson, model, optimizer, steps, begin, number):
            if time.monotonic() - saved >= save_every:
                saved = time.monotonic()
                _save(out, model, optimizer, number, step + 1)
        torch.save(model.state_dict(), out / f"stage-{number}.pt")
        _save(out, model, optimizer, number + 1, 0)
        begin = 0


def mean_of(trained: Sequence[Path]) -> dict[str, torch.Tensor]:
    """Return the mean of the weights of models (Izmailov et al. 2018).

    Of equal tensors it is the very same, so that it counts as unchanged.
    """
    states = [torch.load(path, map_location="cpu", weights_only=True) for path in trained]
    return {name: _mean([state[name] for state in states]) for name in states[0]}


def _mean(values: Sequence[torch.Tensor]) -> torch.Tensor:
    first = values[0]
    if all(torch.equal(first, other) for other in values[1:]):
        return first
    return torch.stack(list(values)).mean(0)


def _resumed(out: Path, model: TunedBert, optimizer: torch.optim.Optimizer) -> tuple[int, int]:
    """Restore a model from its checkpoint; return the next stage and step."""
    state = torch.load(out / "checkpoint.pt", weights_only=False)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    torch.set_rng_state(state["random"])
    return state["stage"], state["step"]


def _save(
    out: Path, model: TunedBert, optimizer: torch.optim.Optimizer, stage: int, step: int
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


def _optimizer(model: TunedBert) -> torch.optim.Optimizer:
    kinds = model.bert.embeddings.token_type_embeddings.weight
    body = [p for p in model.bert.parameters() if p.requires_grad and p is not kinds]
    head = [*model.head.parameters(), *model.token.parameters(), model.spread, kinds]
    return torch.optim.AdamW(
        [
            {"params": body, "lr": RATE, "top": RATE},
            {"params": head, "lr": HEAD_RATE, "top": HEAD_RATE},
        ],
        weight_decay=DECAY,
    )


def _steps(
    lesson: Lesson[Model, Item],
    model: Model,
    optimizer: torch.optim.Optimizer,
    steps: Sequence[Sequence[Item]],
    begin: int,
    number: int,
) -> Iterator[int]:
    """Take the steps of a stage from `begin` on; yield the number of each that was taken."""
    model.train()
    losses: list[float] = []
    for step in range(begin, len(steps)):
        share = min(1.0, (step + 1) / (WARM_UP * len(steps))) * (1 - 0.95 * step / len(steps))
        for group in optimizer.param_groups:
            group["lr"] = group["top"] * share
        loss = lesson.loss(model, steps[step])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(float(loss.detach()))
        if step % 50 == 0:
            mean = float(np.mean(losses[-50:]))
            told = {"stage": number, "step": step, "of": len(steps), "loss": mean}
            log.info(json.dumps(told))
        yield step


def options_of(description: str) -> argparse.Namespace:
    """Return what the command line of a training program says, and show its log."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--stage", nargs="+", action="append", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--from", nargs="+", type=Path, default=[], dest="begin_with")
    parser.add_argument("--resume", action="store_true")
    return parser.parse_args()
