"""What is found: passages become vectors and words, questions become hits.

Names are loaded when they are first used, so that a command that needs no faiss does not
pay for its import.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.embedding.embedder import Embedder, PassageText, PassageVectors, Vector
    from index.embedding.encoder import SentenceEncoder
    from index.embedding.model_files import BUNDLED, find_model
    from index.errors import IndexFault, IndexMismatch, LedgerDamaged, LedgerUnusable
    from index.ledger.backup import BackupManifest, back_up, restore
    from index.ledger.job_rows import Job
    from index.ledger.jobs import Jobs, Limits, Work
    from index.ledger.rows import State
    from index.ledger.sample import Place, Sample
    from index.local import LocalIndex
    from index.protocol import Addition, Arrival, Claim, FileRow, Index, Scan
    from index.types import DocumentInfo, Hit
    from index.vectors.hnsw_builder import Policy

_HOMES = {
    "BackupManifest": "ledger.backup",
    "back_up": "ledger.backup",
    "restore": "ledger.backup",
    "Addition": "protocol",
    "Arrival": "protocol",
    "Claim": "protocol",
    "FileRow": "protocol",
    "Index": "protocol",
    "Scan": "protocol",
    "Embedder": "embedding.embedder",
    "PassageText": "embedding.embedder",
    "PassageVectors": "embedding.embedder",
    "Vector": "embedding.embedder",
    "IndexFault": "errors",
    "IndexMismatch": "errors",
    "LedgerDamaged": "errors",
    "LedgerUnusable": "errors",
    "Policy": "vectors.hnsw_builder",
    "DocumentInfo": "types",
    "Hit": "types",
    "Job": "ledger.job_rows",
    "Jobs": "ledger.jobs",
    "Limits": "ledger.jobs",
    "Work": "ledger.jobs",
    "LocalIndex": "local",
    "BUNDLED": "embedding.model_files",
    "find_model": "embedding.model_files",
    "State": "ledger.rows",
    "Place": "ledger.sample",
    "Sample": "ledger.sample",
    "SentenceEncoder": "embedding.encoder",
}

__all__ = [  # noqa: RUF022  grouped by module, as above
    "BackupManifest",
    "back_up",
    "restore",
    "Addition",
    "Arrival",
    "Claim",
    "FileRow",
    "Index",
    "Scan",
    "Embedder",
    "PassageText",
    "PassageVectors",
    "Vector",
    "IndexFault",
    "IndexMismatch",
    "LedgerDamaged",
    "LedgerUnusable",
    "Policy",
    "DocumentInfo",
    "Hit",
    "Job",
    "Jobs",
    "Limits",
    "Work",
    "LocalIndex",
    "BUNDLED",
    "find_model",
    "State",
    "Place",
    "Sample",
    "SentenceEncoder",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'index' has no attribute {name!r}")
    return getattr(import_module(f"index.{_HOMES[name]}"), name)
