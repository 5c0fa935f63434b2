"""The real embedder: the vectors that sentence-transformers gives, and one per sentence."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_model import make_tiny_model
from toys import reading

from corpus import Document, Passage, Source, Span, bundled, read_file, split
from corpus.formats.markdown import read_markdown
from index import BUNDLED, LocalIndex, SentenceEncoder, find_model
from index.embedding.embedder import PassageText
from index.errors import PassageTooLong

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

TEXTS = (
    "Wrens sing at dawn. They are small.",
    "Owls hunt.",
    "gulls steal chips from tourists, 24 times a day. is it so? it is! and again, they do it.",
    "x",
)


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_model(tmp_path_factory.mktemp("tiny") / "model")


@pytest.fixture(scope="session", params=["light", "reference"])
def tiny(request: pytest.FixtureRequest, tiny_folder: Path, light_models: Path) -> SentenceEncoder:
    light = light_models if request.param == "light" else None
    return SentenceEncoder(find_model(str(tiny_folder)), light)


@pytest.fixture(scope="session")
def real(light_models: Path) -> SentenceEncoder:
    return SentenceEncoder(find_model(BUNDLED), light_models)


def passage_of(text: str) -> PassageText:
    """Return a text with a sentence for each of its stops."""
    spans: list[Span] = []
    start = 0
    while (end := text.find(".", start) + 1) > 0:
        spans.append(Span(start, end))
        start = end + 1
    return PassageText(text, tuple(spans))


def library(encoder: SentenceEncoder) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(encoder._files.folder), local_files_only=True)


def slow_vectors(encoder: SentenceEncoder, texts: Sequence[str]) -> np.ndarray:
    """Embed texts as anybody would who uses sentence-transformers directly."""
    model = library(encoder)
    found = model.encode_document(list(texts), normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(found)


def slow_sentences(encoder: SentenceEncoder, passage: PassageText) -> np.ndarray:
    """Average the tokens that touch each sentence, one passage at a time."""
    model = library(encoder)
    encoded = model.tokenizer(passage.text, return_tensors="pt", return_offsets_mapping=True)
    offsets = encoded.pop("offset_mapping")[0].tolist()
    tokens = model[0](dict(encoded))["token_embeddings"][0].detach().numpy()
    rows = []
    for start, end in passage.sentences:
        inside = [i for i, (a, b) in enumerate(offsets) if b > a and a < end and b > start]
        mean = tokens[inside].mean(axis=0)
        rows.append(mean / np.linalg.norm(mean))
    return np.stack(rows)


def assert_same_as_the_library(encoder: SentenceEncoder, texts: Sequence[str]) -> None:
    found = encoder.embed_passages([PassageText(text, ()) for text in texts])

    whole = np.stack([vectors.passage for vectors in found])
    np.testing.assert_allclose(whole, slow_vectors(encoder, texts), atol=1e-4)
    np.testing.assert_allclose(np.linalg.norm(whole, axis=1), 1, atol=1e-5)


# A tiny model in a folder --------------------------------------------------------


def test_what_a_model_is_can_be_told_without_loading_it(tiny_folder: Path) -> None:
    files = find_model(str(tiny_folder))
    encoder = SentenceEncoder(files)

    assert encoder.id == f"{tiny_folder.name}@{files.fingerprint}/st1"
    assert (encoder.dimension, encoder.window) == (32, 126)
    assert encoder.count_tokens(["", "ab c", "a.\n\nb"]) == [0, 3, 3]
    assert "_engine" not in vars(encoder)


def test_passages_are_embedded_as_the_library_does(tiny: SentenceEncoder) -> None:
    assert_same_as_the_library(tiny, TEXTS)


def test_a_question_is_embedded_as_the_library_does(tiny: SentenceEncoder) -> None:
    for text in TEXTS:
        vector = tiny.embed_question(text)
        assert vector.dtype == np.float32
        np.testing.assert_allclose(vector, slow_vectors(tiny, [text])[0], atol=1e-4)


def test_a_sentence_is_the_mean_of_its_tokens_in_their_passage(tiny: SentenceEncoder) -> None:
    passages = [passage_of(text) for text in TEXTS[:3]]

    for passage, vectors in zip(passages, tiny.embed_passages(passages), strict=True):
        assert vectors.sentences.shape == (len(passage.sentences), 32)
        np.testing.assert_allclose(vectors.sentences, slow_sentences(tiny, passage), atol=1e-4)


def test_a_passage_without_sentences_has_no_rows_for_them(tiny: SentenceEncoder) -> None:
    ((_, rows),) = tiny.embed_passages([PassageText("owls", ())])

    assert rows.shape == (0, 32)


def test_a_sentence_without_tokens_is_near_what_its_passage_is(tiny: SentenceEncoder) -> None:
    """A tokenizer leaves out characters such as a zero-width space."""
    ((whole, rows),) = tiny.embed_passages([PassageText("owls \u200b", (Span(5, 6),))])

    np.testing.assert_allclose(rows[0], whole, atol=1e-5)


def test_the_order_and_the_company_of_passages_change_nothing(tiny: SentenceEncoder) -> None:
    """They are embedded in batches by length; each must come back in its place."""
    passages = [passage_of(f"Owl {n} hunts{' again' * (n * 7 % 20)}. So.") for n in range(80)]

    together = tiny.embed_passages(passages)
    for passage, vectors in list(zip(passages, together, strict=True))[::9]:
        ((whole, rows),) = tiny.embed_passages([passage])
        np.testing.assert_allclose(vectors.passage, whole, atol=1e-5)
        np.testing.assert_allclose(vectors.sentences, rows, atol=1e-5)


def test_nothing_embeds_to_nothing(tiny: SentenceEncoder) -> None:
    assert tiny.embed_passages([]) == []


def test_a_passage_longer_than_the_window_is_refused_and_one_as_long_is_not(
    tiny: SentenceEncoder,
) -> None:
    exact = "a " * tiny.window
    tiny.embed_passages([PassageText(exact, ())])

    with pytest.raises(PassageTooLong, match="127 tokens is longer than the 126"):
        tiny.embed_passages([PassageText(exact + "b", ())])


def test_a_question_longer_than_the_window_is_cut(tiny: SentenceEncoder) -> None:
    long, longer = "a " * tiny.window, "a " * (tiny.window + 300)

    np.testing.assert_allclose(tiny.embed_question(long), tiny.embed_question(longer), atol=1e-5)


@pytest.mark.parametrize("light", [True, False])
def test_what_a_model_wants_before_a_text_is_put_there_and_counted(
    tiny_folder: Path, tmp_path: Path, light_models: Path, light: bool
) -> None:
    """Models such as E5 were trained with it; it takes tokens and moves every offset."""
    folder = shutil.copytree(tiny_folder, tmp_path / "prompted")
    prompts = {"prompts": {"query": "ask: ", "document": "say it: "}}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(prompts))
    encoder = SentenceEncoder(find_model(str(folder)), light_models if light else None)

    assert encoder.window == 126 - encoder.count_tokens(["say it: "])[0]
    assert_same_as_the_library(encoder, [*TEXTS, "a " * encoder.window])
    ((_, rows),) = encoder.embed_passages([PassageText("owls hunt", (Span(0, 4),))])
    whole = slow_sentences(encoder, PassageText("say it: owls hunt", (Span(8, 12),)))
    np.testing.assert_allclose(rows, whole, atol=1e-4)
    asked = library(encoder).encode_query("owls?", normalize_embeddings=True)
    np.testing.assert_allclose(encoder.embed_question("owls?"), asked, atol=1e-4)


def test_a_collection_works_with_a_real_model(tiny: SentenceEncoder, tmp_path: Path) -> None:
    index = LocalIndex(tmp_path, lambda: tiny)
    article = read_file(bundled()[0])
    assert [addition.status for addition in index.add([article])] == ["added"]
    passage = reading(index).all_passages(article.id)[3]

    hits = reading(index).search(
        "", tiny.embed_question(f"{article.title}\n{passage.text.strip()}"), 1
    )

    assert hits[0].passage == passage
    assert hits[0].dense_score == pytest.approx(1, abs=1e-4)
    assert list(index.findings()) == []


# The bundled model ---------------------------------------------------------------

NASTY = (
    "a" * 100_000,
    "antidisestablishmentarianism" * 400,
    "https://example.org/" + "a1B2-" * 3000,
    "😀" * 3000,
    "e\u0301" * 3000,
    "\u0301" * 3000,
    "中文没有空格" * 500,
    "0123456789" * 900,
    "!?.,;:-" * 700,
    "\u200b\u00ad\ufeff" * 500 + "x",
)


def assert_short_enough(passages: Sequence[Passage], encoder: SentenceEncoder) -> None:
    sizes = encoder.count_tokens([passage.text.strip() for passage in passages])
    assert max(sizes, default=0) <= encoder.window


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_no_text_makes_a_passage_that_is_too_long(real: SentenceEncoder, text: str) -> None:
    """Pieces of a word may have more tokens together than alone; there must be room."""
    for form in (text, f"Some words before. {text} And after it.", f"# {text}\n\nWords."):
        document = read_markdown(f"Words.\n\n{form}".encode(), Source("k", "k.md"))
        passages = split(document, real.count_tokens, real.window)

        assert "".join(passage.text for passage in passages) == document.text
        assert_short_enough(passages, real)


@settings(max_examples=50)
@given(st.text(max_size=3000))
def test_no_characters_make_a_passage_that_is_too_long(real: SentenceEncoder, text: str) -> None:
    document = Document(id="d", title="d", source="d", text=text)

    assert_short_enough(split(document, real.count_tokens, 40), real)


def test_what_the_bundled_model_is_can_be_told_without_loading_it() -> None:
    encoder = SentenceEncoder(find_model(BUNDLED))

    assert encoder.id == "all-MiniLM-L6-v2@53aa51172d142c89/st1"
    assert (encoder.dimension, encoder.window) == (384, 254)
    assert encoder.count_tokens(["Foreign fighters in Libya."]) == [5]
    assert "_engine" not in vars(encoder)


@pytest.mark.model
def test_the_bundled_model_embeds_as_the_library_does(real: SentenceEncoder) -> None:
    passages = split(read_file(bundled()[0]), real.count_tokens, real.window)

    assert_same_as_the_library(real, [passage.text.strip() for passage in passages[:12]])


@pytest.mark.model
def test_sentences_of_the_bundled_model_are_near_what_they_say(real: SentenceEncoder) -> None:
    text = "The fighters came from Tunisia. Bananas are rich in potassium."
    ((whole, rows),) = real.embed_passages([PassageText(text, (Span(0, 31), Span(32, 62)))])

    assert rows.shape == (2, 384)
    np.testing.assert_allclose(np.linalg.norm([whole, *rows], axis=1), 1, atol=1e-5)
    near = rows @ real.embed_question("Which fruit has potassium?")
    assert near[1] > near[0]


@pytest.mark.model
def test_a_passage_too_long_for_the_bundled_model_is_refused(real: SentenceEncoder) -> None:
    with pytest.raises(PassageTooLong, match="255 tokens is longer than the 254"):
        real.embed_passages([PassageText("word " * 255, ())])
