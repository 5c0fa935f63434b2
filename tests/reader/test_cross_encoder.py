"""A cross-encoder of the user's own, behind the same seam."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from tiny_reader import HERONS
from transformers import BertForSequenceClassification

from qa.reader.cross_encoder import CrossEncoderReader
from qa.reader.form import FormRefused
from qa.reader.layout import PassageWords

QUESTION = "who counted herons?"


@pytest.fixture(scope="module")
def reader(cross_encoder: Path) -> CrossEncoderReader:
    return CrossEncoderReader(cross_encoder)


def asked_alone(folder: Path, text: str) -> float:
    """Return what PyTorch says of the question and a text: log odds, no probability."""
    from tokenizers import Tokenizer

    model = BertForSequenceClassification.from_pretrained(str(folder))
    model.train(False)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    pair = tokenizer.encode(QUESTION, text)
    with torch.inference_mode():
        found = model(
            input_ids=torch.tensor([pair.ids]), token_type_ids=torch.tensor([pair.type_ids])
        )
    return float(found.logits[0, 0])


def test_each_sentence_is_scored_under_what_it_stands_under(
    cross_encoder: Path, reader: CrossEncoderReader
) -> None:
    found = reader.read(QUESTION, HERONS)
    context = HERONS[0].context

    assert [scores.tolist() for scores in found] == [
        pytest.approx([asked_alone(cross_encoder, f"{context}. {s}") for s in HERONS[0].sentences]),
        pytest.approx([asked_alone(cross_encoder, s) for s in HERONS[1].sentences]),
    ]
    assert np.ptp(np.concatenate(found)) > 0.1
    assert {scores.dtype for scores in found} == {np.dtype(np.float32)}


def test_where_there_is_nothing_there_is_no_score(reader: CrossEncoderReader) -> None:
    empty = PassageWords("title", ())

    assert reader.read(QUESTION, []) == []
    assert [len(scores) for scores in reader.read(QUESTION, [empty, empty])] == [0, 0]
    assert [len(s) for s in reader.read(QUESTION, [empty, HERONS[0], empty])] == [0, 3, 0]


def test_it_is_named_by_its_folder(cross_encoder: Path, reader: CrossEncoderReader) -> None:
    assert reader.id == f"own:{cross_encoder.name}"


def test_a_folder_without_one_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone"):
        with pytest.raises(FormRefused, match=f"{path} holds no cross-encoder"):
            CrossEncoderReader(path)


def test_an_embedding_model_is_none(model: Path) -> None:
    """It would be given a head of random weights."""
    with pytest.raises(FormRefused, match=r"holds no cross-encoder \(it is a BertModel\)"):
        CrossEncoderReader(model)


@pytest.mark.parametrize("config", ["{", "[]", "{}", '{"architectures": null}'])
def test_a_damaged_config_is_told(cross_encoder: Path, tmp_path: Path, config: str) -> None:
    copy = shutil.copytree(cross_encoder, tmp_path / "copy")
    (copy / "config.json").write_text(config)

    with pytest.raises(FormRefused, match=r"holds no cross-encoder \(config\.json"):
        CrossEncoderReader(copy)


def test_damaged_weights_are_told(cross_encoder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(cross_encoder, tmp_path / "copy")
    (copy / "model.safetensors").write_bytes(b"")

    with pytest.raises(FormRefused, match=r"copy holds no cross-encoder \(.+\)"):
        CrossEncoderReader(copy)
    assert "architectures" in json.loads((copy / "config.json").read_text())
