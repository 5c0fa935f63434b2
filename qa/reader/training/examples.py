"""What the reader learns from: a question, passages, and the sentences in them that answer."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from qa.reader.training.lines import read_lines, write_lines


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage of an example.

    `right` are the places of the sentences that answer; `spans` the answering words where they
    are known, as (sentence, first character, end).
    """

    context: str
    sentences: tuple[str, ...]
    right: tuple[int, ...] = ()
    spans: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the passages it is asked of; nothing answers where none has `right`."""

    set: str
    question: str
    passages: tuple[ReadPassage, ...]

    @property
    def answerable(self) -> bool:
        return any(passage.right for passage in self.passages)


def write(path: Path, examples: Iterable[Example]) -> int:
    """Write examples as lines of JSON, gzipped; return how many there were."""
    return write_lines(path, map(asdict, examples))


def read(path: Path) -> Iterator[Example]:
    """Yield the examples of a file."""
    for row in read_lines(path):
        passages = tuple(
            ReadPassage(
                item["context"],
                tuple(item["sentences"]),
                tuple(item["right"]),
                tuple((number, start, end) for number, start, end in item["spans"]),
            )
            for item in row["passages"]
        )
        yield Example(row["set"], row["question"], passages)
