"""A real sentence-transformers model of a few kilobytes, for runs of whole programs.

It knows letters and digits, its weights are random but always the same, and it loads in
no time once its library is imported.
"""

import json
import string
from pathlib import Path
from typing import Any

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def make_tiny_model(folder: Path, seed: int = 0, layers: int = 1) -> Path:
    """Write the model into the folder; another seed gives another model."""
    import torch
    from tokenizers import BertWordPieceTokenizer
    from transformers import BertConfig, BertModel

    pieces = string.ascii_lowercase + string.digits
    words = [*SPECIAL, *pieces, *(f"##{piece}" for piece in pieces), *".,?!'-"]
    tokenizer = BertWordPieceTokenizer({word: number for number, word in enumerate(words)})
    torch.manual_seed(seed)
    model = BertModel(
        BertConfig(
            vocab_size=len(words),
            hidden_size=32,
            num_hidden_layers=layers,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=256,
        )
    )
    model.save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "1_Pooling").mkdir()
    _write(folder / "1_Pooling" / "config.json", POOLING)
    _write(folder / "modules.json", MODULES)
    _write(folder / "sentence_bert_config.json", {"max_seq_length": 128})
    _write(folder / "tokenizer_config.json", {"tokenizer_class": "BertTokenizer"})
    return folder


POOLING = {"word_embedding_dimension": 32, "pooling_mode_mean_tokens": True}
MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
]


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value), "utf-8")
