"""Passages tile their document, whole sentences where they fit, never too long."""

import subprocess
import sys
from collections.abc import Callable, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus import Document, Heading, Page, Passage, Source, bundled, read_file, split
from corpus.formats.markdown import read_markdown
from corpus.splitting import CHARACTERS_PER_TOKEN

Counts = Callable[[Sequence[str]], list[int]]


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def letters(texts: Sequence[str]) -> list[int]:
    """Count as a model does that knows no word: each character is a token."""
    return [sum(not character.isspace() for character in text) for text in texts]


def document_of(text: str, *headings: str) -> Document:
    """Make a document whose headings are the given lines of its text."""
    found = [Heading(1, h, text.index(h), text.index(h) + len(h)) for h in headings]
    return Document(id="d", title="D", source="d", text=text, headings=tuple(found))


def texts_of(passages: Sequence[Passage]) -> list[str]:
    return [passage.text for passage in passages]


WORDS = ("Word ", "a", "Gen. ", "U.S. ", "end. ", "? ", "e\u0301", "😀 ", "中文。", "x" * 30)
SPACES = (" ", "\n", "\n\n", "\r\n", "\f", "\u2028", "\u00a0", "\t")
LINES = ("- item\n", "1. item\n", "a | b\n", "\n\n\nA Heading\n\n", "“Quoted. Words.” ")
texts = st.lists(st.sampled_from(WORDS + SPACES + LINES), max_size=60).map("".join)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Draw any text, with headings and pages at any places of it."""
    text = draw(texts | st.text(max_size=60))
    places = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    if len(places) % 2:
        places.pop()
    pairs = zip(places[::2], places[1::2], strict=True)
    headings = [Heading(draw(st.integers(1, 3)), text[a:b], a, b) for a, b in pairs]
    middle = draw(st.integers(0, len(text)))
    pages = (Page(1, 0, middle), Page(2, middle, len(text)))
    return Document(id="d", title="D", source="d", text=text, headings=tuple(headings), pages=pages)


@settings(max_examples=200)
@given(documents(), st.sampled_from([words, letters]), st.integers(1, 40), st.integers(1, 40))
@example(document_of(""), words, 5, 5)
@example(document_of("x"), words, 5, 5)
@example(document_of("x"), letters, 1, 1)
@example(document_of(" \n "), words, 5, 5)
@example(document_of("One two\n\nHead of two\n\n", "Head of two"), words, 3, 3)
def test_passages_tile_the_text_and_hold_their_sentences(
    document: Document, count: Counts, limit: int, target: int
) -> None:
    text, position = document.text, 0
    for ordinal, passage in enumerate(split(document, count, limit, target)):
        assert (passage.document_id, passage.ordinal, passage.start) == ("d", ordinal, position)
        assert passage.text == text[passage.start : passage.end] != ""
        inside = passage.start
        for span in passage.sentences:
            assert inside <= span.start < span.end <= passage.end
            assert passage.quote(span) == text[span.start : span.end].strip()
            inside = span.end
        position = passage.end
    assert position == len(text)


@settings(max_examples=200)
@given(documents(), st.sampled_from([words, letters]), st.integers(1, 40), st.integers(1, 40))
@example(
    document_of("Head of four words\n\n" + "One two three four five. " * 2, "Head of four words"),
    words, 10, 10,
)  # fmt: skip
def test_no_passage_is_longer_than_the_model_reads(
    document: Document, count: Counts, limit: int, target: int
) -> None:
    """Headings stand in the passage too, and count."""
    passages = split(document, count, limit, target)

    assert bool(passages) == bool(document.text)
    assert [passage for passage in passages if count([passage.text])[0] > limit] == []


@given(documents(), st.integers(1, 40))
def test_every_word_is_in_a_sentence_or_a_heading(document: Document, limit: int) -> None:
    """Otherwise it could be found and never quoted."""
    covered = [(heading.start, heading.end) for heading in document.headings]
    for passage in split(document, words, limit):
        covered += passage.sentences
    left = list(document.text)
    for start, end in covered:
        left[start:end] = " " * (end - start)

    assert not "".join(left).strip()


@given(documents(), st.integers(1, 40))
def test_cutting_twice_gives_the_same(document: Document, limit: int) -> None:
    assert split(document, words, limit) == split(document, words, limit)


def test_an_empty_text_has_no_passages_and_one_letter_is_one() -> None:
    assert split(document_of(""), words, 10) == []
    assert texts_of(split(document_of("x"), words, 10)) == ["x"]


def test_a_passage_is_filled_with_whole_paragraphs() -> None:
    text = "One two. Three four.\n\nFive six. Seven.\n\nEight nine ten eleven."

    assert texts_of(split(document_of(text), words, limit=20, target=7)) == [
        "One two. Three four.\n\nFive six. Seven.\n\n",
        "Eight nine ten eleven.",
    ]


def test_a_passage_is_filled_with_whole_numbered_paragraphs() -> None:
    text = "1. It is one of two there. Three four.\n2. It is five of six there. Seven eight."

    assert texts_of(split(document_of(text), words, limit=20, target=17)) == [
        "1. It is one of two there. Three four.\n",
        "2. It is five of six there. Seven eight.",
    ]


def test_a_question_goes_with_its_answer() -> None:
    text = "One two three four.\n\nBo: Five six? “Six?”\n\nSeven eight nine ten.\n\nWhat?"

    assert texts_of(split(document_of(text), words, limit=8, target=8)) == [
        "One two three four.\n\n",
        "Bo: Five six? “Six?”\n\nSeven eight nine ten.\n\n",
        "What?",
    ]
    assert texts_of(split(document_of(text), words, limit=7, target=7)) == [
        "One two three four.\n\n",
        "Bo: Five six? “Six?”\n\n",
        "Seven eight nine ten.\n\nWhat?",
    ]


def test_a_paragraph_too_long_is_cut_between_sentences() -> None:
    text = "One two three. Four five six. Seven eight nine. Ten."

    assert texts_of(split(document_of(text), words, limit=6)) == [
        "One two three. Four five six. ",
        "Seven eight nine. Ten.",
    ]


def test_a_sentence_too_long_is_cut_between_words() -> None:
    passages = split(document_of("one two three four five six seven"), words, limit=3)

    assert [words([passage.text])[0] for passage in passages] == [3, 3, 1]
    assert " ".join("".join(texts_of(passages)).split()) == "one two three four five six seven"


def test_a_word_too_long_is_cut_where_it_must() -> None:
    """A tokenizer may take a hundred thousand letters for one unknown word."""
    passages = split(document_of("a" * 100_000), words, limit=60)

    assert max(len(passage.text) for passage in passages) <= 60 * CHARACTERS_PER_TOKEN
    assert "".join(texts_of(passages)) == "a" * 100_000


def test_a_passage_never_crosses_a_heading() -> None:
    text = "Intro.\n\n\nFirst\n\nWords of it.\n\n\nSecond\n\nMore words."
    passages = split(document_of(text, "First", "Second"), words, limit=50)

    assert texts_of(passages) == [
        "Intro.\n\n\n", "First\n\nWords of it.\n\n\n", "Second\n\nMore words.",
    ]  # fmt: skip
    assert [passage.heading for passage in passages] == [(), ("First",), ("Second",)]


def test_headings_without_words_of_their_own_go_with_what_follows() -> None:
    text = "Part\n\nChapter\n\nWords.\n\nAppendix"
    passages = split(document_of(text, "Part", "Chapter", "Appendix"), words, limit=50)

    assert texts_of(passages) == ["Part\n\nChapter\n\nWords.\n\n", "Appendix"]
    assert [text[s:e] for p in passages for s, e in p.sentences] == ["Words.", "Appendix"]


def test_a_heading_longer_than_a_passage_is_cut_like_the_rest() -> None:
    """A Markdown heading may have any length; nothing of it may be lost."""
    title = " ".join(f"word{n}" for n in range(40))
    document = read_markdown(f"# {title}\n\nBody words.".encode(), Source("k", "k.md"))

    passages = split(document, words, limit=10)

    assert "".join(texts_of(passages)) == document.text
    assert max(words(texts_of(passages))) <= 10


def test_a_passage_knows_the_page_that_all_its_sentences_begin_on() -> None:
    text = "One.\fTwo three four five. Six.\fSeven."
    pages = (Page(1, 0, 5), Page(2, 5, 31), Page(3, 31, len(text)))
    document = Document(id="d", title="D", source="d", text=text, pages=pages)

    assert [p.page for p in split(document, words, limit=4)] == [1, 2, 2, 3]
    assert [p.page for p in split(document_of(text), words, limit=4)] == [None, None, None]


def test_the_article_is_cut_into_passages_of_whole_sentences() -> None:
    (found,) = bundled()
    document = read_file(found)
    passages = split(document, words, limit=200)

    assert "".join(texts_of(passages)) == document.text
    assert max(words(texts_of(passages))) <= 200
    assert 15 <= len(passages) <= 40
    quotes = [passage.quote(span) for passage in passages for span in passage.sentences]
    assert sum(quote[-1] in '.?!”"' for quote in quotes) >= 0.8 * len(quotes)


@pytest.mark.parametrize("target", [1, 8, 128, 10_000])
def test_the_target_moves_boundaries_and_never_the_text(target: int) -> None:
    (found,) = bundled()
    document = read_file(found)

    passages = split(document, words, limit=200, target=target)

    assert "".join(texts_of(passages)) == document.text


def test_short_paragraphs_without_end_are_cut_in_linear_time() -> None:
    """The limit is of work, not of time; each paragraph once looked through all that follow."""
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (60, 60)); "
        "from corpus import Document, split; "
        "document = Document('d', 't', 's', 'a\\n\\n' * 300_000); "
        "print(len(split(document, lambda texts: [1] * len(texts), 254)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert int(done.stdout) > 1_000
