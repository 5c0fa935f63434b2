"""Trains the reader from the weights of the embedding model.

    python -m qa.reader.training.train --stage FILE… [--stage FILE…] --out FOLDER [--resume]

Each stage is one pass over its files of examples; of `FILE:3000` only 3,000 drawn ones. The
embeddings and the lower layers stay as they are: what is shipped is what the upper ones became.

What is learned: the sentences of all passages of a question, and "none of these" with a score of
0, are a softmax that puts its mass on what answers (in each passage by itself as well); where the
answering words are known, a softmax over all tokens on those.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer

from index import BUNDLED, find_model
from index.embedding.encoder import whole_tokenizer
from qa.reader.layout import Layout, PassageWords, lay_out
from qa.reader.training.examples import Example, read
from qa.reader.training.loop import Lesson, TunedBert, drawn, options_of, padded, run

TOKENS = 4600  # of a step, padded: as many as two cores work through in a second
NEAR = 400  # examples that are sorted by length together; a guess
SPAN_SHARE = 0.3  # of the loss that the answering words have; a guess
OWN_SHARE = 0.5  # of the loss that each passage by itself has; a guess
SAVE_EVERY = 600  # seconds


class ReaderModel(TunedBert):
    """A transformer with a head that scores spans of tokens."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, outputs=1, spread=torch.tensor(0.1))

    def forward(
        self,
        ids: torch.Tensor,
        mask: torch.Tensor,
        matches: torch.Tensor,
        spans: Sequence[tuple[int, int, int]],
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return a score for each (row, first, end) and one for each token."""
        return self.scored(self.states(ids, mask, matches), spans)

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

    @property
    def rows(self) -> int:
        return len(self.layouts)

    @property
    def longest(self) -> int:
        return max(len(layout.ids) for layout in self.layouts)


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


def loss_of(model: ReaderModel, batch: Sequence[Prepared]) -> torch.Tensor:
    """Return the mean loss of a batch."""
    layouts = [layout for item in batch for layout in item.layouts]
    ids, mask, matches = padded(layouts)
    spans, base = [], 0
    for item in batch:
        spans += [(base + number, first, end) for number, first, end in item.spans]
        base += len(item.layouts)
    scores, tokens = model(ids, mask, matches, spans)
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
    begin_with: Sequence[Path] = (),
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
        begin_with: Models of which it begins with the mean; none for a fresh one.
    """
    tokenizer = whole_tokenizer(folder)

    def items(files: Sequence[str], _: int) -> list[Prepared]:
        return [
            prepare(tokenizer, example) for file in files for example in drawn(file, read, seed)
        ]

    lesson = Lesson(lambda: ReaderModel(folder), items, loss_of, NEAR, tokens)
    run(lesson, stages, out, resume=resume, seed=seed, save_every=save_every, begin_with=begin_with)


def main() -> None:
    """Train as the command line says."""
    options = options_of(__doc__ or "")
    train(
        options.stage, options.out, find_model(BUNDLED).folder,
        resume=options.resume, begin_with=options.begin_with,
    )  # fmt: skip


if __name__ == "__main__":
    main()
