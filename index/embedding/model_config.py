"""What the JSON files of a model folder tell of it, without loading it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

_DEFAULT_WINDOW = 512  # tokens, those of BERT, where the files do not tell
_POOLINGS = {"pooling_mode_cls_token": "cls", "pooling_mode_mean_tokens": "mean"}


@dataclass(frozen=True, slots=True)
class ModelShape:
    """A sentence-transformers model from outside.

    `most_tokens` counts those that the model adds; the prompts are what it wants before a
    text. `pooling` is "mean" or "cls" where the model is a transformer whose token vectors
    are pooled so and nothing more; else "", and only its own library can run it.
    `dimension` is 0 where the files do not tell.
    """

    dimension: int
    most_tokens: int
    question_prompt: str
    passage_prompt: str
    pooling: str

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Read the shape of the model in a folder."""
        pooling = _json(folder / "1_Pooling" / "config.json")
        dimension = pooling.get("word_embedding_dimension") or pooling.get("embedding_dimension")
        most = _json(folder / "sentence_bert_config.json").get("max_seq_length")
        most = most or _json(folder / "config.json").get("max_position_embeddings")
        prompts = _json(folder / "config_sentence_transformers.json").get("prompts") or {}
        return cls(
            dimension=dimension if isinstance(dimension, int) else 0,
            most_tokens=most if isinstance(most, int) else _DEFAULT_WINDOW,
            question_prompt=prompts.get("query") or "",
            passage_prompt=prompts.get("document") or "",
            pooling=_pooling(pooling) if _is_plain(folder) else "",
        )


def _is_plain(folder: Path) -> bool:
    modules = json.loads((folder / "modules.json").read_text("utf-8"))
    kinds = [(item["type"].rsplit(".", 1)[-1], item["path"]) for item in modules]
    if _json(folder / "sentence_bert_config.json").get("do_lower_case"):
        return False
    return kinds[:2] == [("Transformer", ""), ("Pooling", "1_Pooling")] and all(
        kind == "Normalize" for kind, _ in kinds[2:]
    )


def _pooling(config: dict[str, Any]) -> str:
    if config.get("include_prompt", True) is not True:
        return ""
    modes = [name for name, on in config.items() if name.startswith("pooling_mode_") and on]
    if not modes:
        mode = config.get("pooling_mode")
        return str(mode) if mode in _POOLINGS.values() else ""
    return _POOLINGS.get(modes[0], "") if len(modes) == 1 else ""


def _json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    value = json.loads(path.read_text("utf-8"))
    return value if isinstance(value, dict) else {}
