"""The texts and questions that every library gets: the same each time they are made."""

import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from corpus import (
    CorpusError,
    Document,
    Source,
    bundled,
    find_files,
    read_file,
    split,
)
from index import Embedder, NewDocument
from index.writing.prepare import Prepared, prepare

SEED = 20_18
ARTICLE_QUESTIONS = (
    "Who leads Brigade 315?",
    "How much was Mehdi paid each month?",
    "When did the first reports of foreign fighters reach the public?",
    "What did the Library of Congress report of August 2012 argue?",
    "Why did nationalist forces fail to sideline the jihadists?",
)

_WORD = re.compile(r"[^\W\d_]{4,}")
_VOCABULARY = 20_000
_CHANGED = 0.4
_PER_DOCUMENT = 100

Prepare = Callable[[Document], Prepared]
"""Cuts a document as Pincite does, with what it embeds of each passage."""


@dataclass(frozen=True, slots=True)
class Workload:
    """What is asked of every library; `folder` holds `documents/` and `passages.jsonl`."""

    folder: Path
    documents: int
    passages: int
    characters: int
    questions: tuple[str, ...]


class Writer:
    """Writes sentences like the article's, with other words.

    Sentences are drawn at random. Four in ten of their longer words give way to others, drawn
    as often as words of that rank are in real texts (Zipf's law) from twenty thousand: the
    article's own, then words put together from halves of two. So no two passages are alike,
    common words stay common, and most words are rare.
    """

    def __init__(self, sentences: Sequence[str], seed: int = SEED) -> None:
        self._sentences = sentences
        self._random = random.Random(seed)
        own = [word for word, _ in Counter(_WORD.findall(" ".join(sentences))).most_common()]
        made = [self._made(own) for _ in range(_VOCABULARY - len(own))]
        self._words: list[str] = [*own, *made]
        self._weights = list(accumulate(1 / (rank + 20) for rank in range(len(self._words))))

    def sentence(self) -> str:
        return _WORD.sub(self._other, self._random.choice(self._sentences))

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self._random.randint(2, 4)))

    def document(self, number: int, paragraphs: int) -> Document:
        title = " ".join(self._word().capitalize() for _ in range(3))
        text = "\n\n".join(self.paragraph() for _ in range(paragraphs)) + "\n"
        source = Source(f"made:{number}", f"made-{number:05}.txt")
        return Document(source.document_id, title, source.label, text)

    def question(self) -> str:
        """Return a question of words that stand together in some sentence."""
        words = _WORD.findall(self.sentence())[: self._random.randint(3, 9)]
        how = self._random.choice(["What is said of", "Who or what is meant by", "When was"])
        return f"{how} {' '.join(words) or 'Libya'}?"

    def _other(self, match: re.Match[str]) -> str:
        if self._random.random() > _CHANGED:
            return match[0]
        word = self._word()
        return word.capitalize() if match[0][0].isupper() else word

    def _word(self) -> str:
        return self._random.choices(self._words, cum_weights=self._weights)[0]

    def _made(self, words: Sequence[str]) -> str:
        first, second = self._random.choice(words), self._random.choice(words)
        return (first[: len(first) // 2 + 1] + second[len(second) // 2 :]).lower()


def article() -> Document:
    """Return the article that comes with Pincite."""
    return read_file(bundled()[0])


def sentences() -> list[str]:
    """Return the sentences of the article, less headings and list items."""
    return [text for text in _lines(article()) if text.endswith((".", "”"))]


def documents(writer: Writer) -> Iterator[Document]:
    """Yield the article, then made documents without end."""
    yield article()
    number = 0
    while True:
        number += 1
        yield writer.document(number, _PER_DOCUMENT)


def make(folder: Path, passages: int, questions: int, cut: Prepare) -> Workload:
    """Write documents of so many passages, the article first, and make so many questions."""
    writer = Writer(sentences())
    made = ((document, None) for document in documents(writer))
    return _write(folder, made, passages, _questions(writer, questions), cut)


def take(folder: Path, source: Path, passages: int, questions: int, cut: Prepare) -> Workload:
    """Do as `make` does with the documents in a folder, each of them whole, so far as they go.

    Raises:
        ValueError: If no document there can be read.
    """
    found = list(_read(source))
    if not found:
        raise ValueError(f"there is no document that can be read in {source}")
    lines = [line for document, _ in found[:50] for line in _lines(document)]
    return _write(folder, iter(found), passages, _questions(Writer(lines), questions), cut)


def preparer(embedder: Embedder) -> Prepare:
    """Return what prepares documents as a collection with this embedder does."""
    return lambda document: prepare(embedder, NewDocument(document))


def _lines(document: Document) -> list[str]:
    passages = split(document, lambda texts: [len(text.split()) for text in texts], 1000)
    found = (passage.quote(span) for passage in passages for span in passage.sentences)
    return [" ".join(text.split()) for text in found]


def _questions(writer: Writer, count: int) -> tuple[str, ...]:
    found = dict.fromkeys(ARTICLE_QUESTIONS)
    while len(found) < count:
        found[writer.question()] = None
    return tuple(found)[:count]


def _read(source: Path) -> Iterator[tuple[Document, Path]]:
    for found in find_files([source]):
        try:
            yield read_file(found), found.path
        except CorpusError:
            continue


def _write(
    folder: Path,
    found: Iterator[tuple[Document, Path | None]],
    most: int,
    questions: tuple[str, ...],
    cut: Prepare,
) -> Workload:
    """Write passages, and the files of their documents: copies, or the made text cut short."""
    (folder / "documents").mkdir(parents=True)
    count = characters = number = 0
    with (folder / "passages.jsonl").open("w", encoding="utf-8") as lines:
        for number, (document, original) in enumerate(found, start=1):
            prepared = cut(document)
            passages = prepared.passages if original else prepared.passages[: most - count]
            text = document.text[: passages[-1].end]
            if original:
                shutil.copy(original, folder / "documents" / f"{number:05}{original.suffix}")
            else:
                head = f"---\ntitle: {json.dumps(document.title)}\n---\n"
                (folder / "documents" / f"{number:05}.txt").write_text(head + text, "utf-8")
            for passage, key in zip(passages, prepared.hashes, strict=False):
                count += 1
                embedded = prepared.texts[key].text
                row = {"id": f"p{count}", "text": passage.text.strip(), "embedded": embedded}
                lines.write(json.dumps(row) + "\n")
            characters += len(text)
            if count >= most:
                break
    return Workload(folder, number, count, characters, questions)
