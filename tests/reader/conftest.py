"""A tiny reader, made once."""

from pathlib import Path

import pytest
from tiny_reader import TinyReader, make_tiny_cross_encoder, make_tiny_reader

from qa.reader.form import made_form
from qa.reader.onnx_reader import OnnxReader


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory, light_models: Path) -> TinyReader:
    return make_tiny_reader(tmp_path_factory.mktemp("tiny-reader"), light_models)


@pytest.fixture(scope="session")
def form(tiny: TinyReader, light_models: Path) -> Path:
    """The tiny reader as onnxruntime runs it."""
    return made_form(tiny.light, tiny.model / "model.safetensors", tiny.shipped, light_models)


@pytest.fixture
def reader(tiny: TinyReader, form: Path) -> OnnxReader:
    return OnnxReader(form, tiny.shipped, tiny.tokenizer)


@pytest.fixture(scope="session")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny cross-encoder, as a user might have one."""
    return make_tiny_cross_encoder(tmp_path_factory.mktemp("tiny-cross-encoder"))
