"""What the reader is given of a passage: token by token."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_model import make_tiny_model
from tokenizers import Tokenizer

from index.embedding.encoder import whole_tokenizer
from qa.reader.layout import MOST_TOKENS, Layout, PassageWords, lay_out


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    """One that knows letters: a word of three letters has three tokens."""
    folder: Path = tmp_path_factory.mktemp("letters")
    return whole_tokenizer(make_tiny_model(folder))


def tokens_of(tokenizer: Tokenizer, layout: Layout) -> list[str]:
    return [str(tokenizer.id_to_token(number)) for number in layout.ids]


def test_question_context_and_sentences_follow_each_other(tokenizer: Tokenizer) -> None:
    (layout,) = lay_out(tokenizer, "ab", [PassageWords("c", ("de f", "g"))])

    assert tokens_of(tokenizer, layout) == [
        "[CLS]", "a", "##b", "[SEP]", "c", "[SEP]", "d", "##e", "f", "g", "[SEP]",
    ]  # fmt: skip
    assert layout.sentences == ((6, 9), (9, 10))


def test_each_passage_has_its_own_sentences(tokenizer: Tokenizer) -> None:
    passages = [PassageWords("x", ("a", "b")), PassageWords("", ("c",)), PassageWords("y z", ())]
    found = lay_out(tokenizer, "q", passages)

    assert [" ".join(tokens_of(tokenizer, layout)) for layout in found] == [
        "[CLS] q [SEP] x [SEP] a b [SEP]",
        "[CLS] q [SEP] [SEP] c [SEP]",
        "[CLS] q [SEP] y z [SEP] [SEP]",
    ]
    assert [layout.sentences for layout in found] == [((5, 6), (6, 7)), ((4, 5),), ()]


def test_of_no_passage_there_is_no_layout(tokenizer: Tokenizer) -> None:
    assert lay_out(tokenizer, "who?", []) == []


def test_a_sentence_without_a_token_has_an_empty_place(tokenizer: Tokenizer) -> None:
    (layout,) = lay_out(tokenizer, "q", [PassageWords("", ("a", " ", "b"))])

    assert layout.sentences == ((4, 5), (5, 5), (5, 6))


def test_what_does_not_fit_is_cut_and_the_end_is_marked(tokenizer: Tokenizer) -> None:
    """Before the sentences stand four tokens, after them one: 315 fit."""
    passage = PassageWords("", ("a " * 300, "b " * 100, "c"))
    (layout,) = lay_out(tokenizer, "q", [passage])
    tokens = tokens_of(tokenizer, layout)

    assert layout.sentences == ((4, 304), (304, 319), (319, 319))
    assert (len(tokens), tokens[303:305], tokens[-2:]) == (MOST_TOKENS, ["a", "b"], ["b", "[SEP]"])


def test_a_passage_that_just_fits_is_read_whole(tokenizer: Tokenizer) -> None:
    (layout,) = lay_out(tokenizer, "q", [PassageWords("", ("a " * 314, "b"))])

    assert (len(layout.ids), layout.sentences) == (MOST_TOKENS, ((4, 318), (318, 319)))


def test_a_long_question_or_context_leaves_room_for_the_passage(tokenizer: Tokenizer) -> None:
    (layout,) = lay_out(tokenizer, "q " * 500, [PassageWords("c " * 500, ("a",))])
    tokens = tokens_of(tokenizer, layout)

    assert (tokens.count("q"), tokens.count("c"), tokens[-2:]) == (64, 40, ["a", "[SEP]"])
    assert layout.sentences == ((107, 108),)


WORDS = st.text("ab .?", max_size=120)


@given(question=WORDS, context=WORDS, sentences=st.lists(WORDS, max_size=6))
def test_places_hold_the_tokens_of_their_sentences_in_order(
    tokenizer: Tokenizer, question: str, context: str, sentences: list[str]
) -> None:
    (layout,) = lay_out(tokenizer, question, [PassageWords(context, tuple(sentences))])
    places = layout.sentences
    whole = [tokenizer.encode(text, add_special_tokens=False).ids for text in sentences]

    assert len(layout.ids) <= MOST_TOKENS
    assert tokens_of(tokenizer, layout)[:: len(layout.ids) - 1] == ["[CLS]", "[SEP]"]
    assert [end for _, end in places[:-1]] == [first for first, _ in places[1:]]
    for (first, end), ids in zip(places, whole, strict=True):
        assert list(layout.ids[first:end]) == ids[: end - first]
        assert end - first == len(ids) or end == MOST_TOKENS - 1
