"""Trains the entailment model from the weights of the reader.

    python -m qa.checking.entailment.training.train --stage FILE… [--stage FILE…] --out FOLDER

Each stage is one pass over its files of pairs; of `FILE:3000` some 3,000, drawn by their evidence.
`--resume` goes on from the last checkpoint; `--from FILE…` begins with the mean of what `train`
wrote before. Embeddings and lower layers stay those of the embedding model.

What is learned: which of the four it is; that right claims are to be scored above wrong ones about
the same evidence; and, where it is known, for each token of the claim whether the evidence leaves
it uncovered.
"""

import random
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from torch.nn import functional

from index import BUNDLED, find_model
from index.embedding.encoder import whole_tokenizer
from qa.checking.entailment.layout import lay_out_pair
from qa.checking.entailment.training.bundles import (
    Bundle,
    Prepared,
    bundles_of,
    contrast,
    groups_of,
)
from qa.checking.entailment.training.pairs import LABELS, Pair
from qa.reader.shipped import changed, load_arrays, shipped_reader
from qa.reader.training.loop import Lesson, TunedBert, options_of, padded, run

SMOOTHING = 0.05  # of labels, which people of public sets gave in haste; a guess
TOKEN_SHARE = 0.3  # of the loss that the tokens of claims have; a guess
CONTRAST_SHARE = 0.5
"""Of the loss that comparing the claims about the same evidence has. With it, after 23,000 pairs
right ones of held-out documents stood above wrong ones in .866 of all cases, without and one by one
in .859."""
TOKENS = 2000  # of a step, padded: some forty pairs
NEAR = 700  # bundles that are sorted by length together; a guess
MOST = 128  # tokens of a pair; longer ones are left out, because they cost most
SAVE_EVERY = 180  # seconds


class EntailmentModel(TunedBert):
    """A transformer with a head for four labels and one for the tokens of a claim."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            folder,
            outputs=len(LABELS),
            spread=torch.tensor([-0.1, 0.1, 0.1, 0.1]),
            # A pair is seen once or twice, so there is little to overfit to, and dropout takes a
            # third of the time.
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        self.register_buffer("temperature", torch.tensor(1.0))  # `ship` fits it

    def take(self, base: Path, reader: Path) -> None:
        """Begin with the layers of the reader."""
        tensors = dict(changed(load_file(base / "model.safetensors"), load_arrays(reader)))
        found = {name: torch.from_numpy(values.copy()) for name, values in tensors.items()}
        self.bert.load_state_dict(found, strict=False)

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, matches: torch.Tensor, claims: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return scores of the four for each row, and of each token; `claims` marks the claim's."""
        return self.scored(self.states(ids, mask, matches), claims)

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


def tensors_of(batch: Sequence[Prepared]) -> tuple[torch.Tensor, ...]:
    """Return the tensors of `padded` for a batch, and last which tokens are the claims'."""
    told = padded([item.layout for item in batch])
    claims = torch.zeros_like(told[0], dtype=torch.bool)
    for row, item in enumerate(batch):
        first, end = item.layout.claim
        claims[row, first : max(end, first + 1)] = True
    return *told, claims


def loss_of(model: EntailmentModel, batch: Sequence[Bundle]) -> torch.Tensor:
    """Return the mean loss of a batch."""
    items = [item for bundle in batch for item in bundle.items]
    scores, tokens = model(*tensors_of(items))
    labels = torch.tensor([item.label for item in items])
    total = functional.cross_entropy(scores, labels, label_smoothing=SMOOTHING)
    total = total + CONTRAST_SHARE * contrast(scores, labels, [bundle.rows for bundle in batch])
    said: list[torch.Tensor] = []
    wanted: list[bool] = []
    for row, item in enumerate(items):
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
    begin_with: Sequence[Path] = (),
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
        begin_with: Models of which it begins with the mean; none for a fresh one.
    """
    tokenizer = whole_tokenizer(folder)

    def model() -> EntailmentModel:
        made = EntailmentModel(folder)
        if reader is not None:
            made.take(folder, reader)
        return made

    def items(files: Sequence[str], number: int) -> list[Bundle]:
        draw = random.Random(seed + number)
        found: list[Bundle] = []
        for group in (group for file in files for group in groups_of(file, seed + number)):
            own = [prepare(tokenizer, pair) for pair in group]
            found += bundles_of([item for item in own if len(item.layout.ids) <= MOST], draw)
        return found

    lesson = Lesson(model, items, loss_of, NEAR, tokens)
    run(lesson, stages, out, resume=resume, seed=seed, save_every=save_every, begin_with=begin_with)


def main() -> None:
    """Train as the command line says."""
    options = options_of(__doc__ or "")
    folder = find_model(BUNDLED).folder
    train(
        options.stage, options.out, folder,
        resume=options.resume, reader=shipped_reader(), begin_with=options.begin_with,
    )  # fmt: skip


if __name__ == "__main__":
    main()
