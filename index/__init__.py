"""What is found: passages become vectors and words, questions become hits.

Names are loaded when they are first used, so that a command that needs no faiss does not
pay for its import.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.backup import BackupManifest, back_up, restore
    from index.contract import Addition, Arrival, Claim, FileRow, Index, Scan
    from index.embedder import Embedder, PassageText, PassageVectors, Vector
    from index.errors import IndexFault, IndexMismatch, LedgerDamaged, LedgerUnusable
    from index.graphing import Policy
    from index.hits import DocumentInfo, Hit
    from index.job_rows import Job
    from index.jobs import Jobs, Limits, Work
    from index.local import LocalIndex
    from index.model_files import BUNDLED, find_model
    from index.rows import State
    from index.sample import Place, Sample
    from index.sentence_encoder import SentenceEncoder

_HOMES = {
    "BackupManifest": "backup",
    "back_up": "backup",
    "restore": "backup",
    "Addition": "contract",
    "Arrival": "contract",
    "Claim": "contract",
    "FileRow": "contract",
    "Index": "contract",
    "Scan": "contract",
    "Embedder": "embedder",
    "PassageText": "embedder",
    "PassageVectors": "embedder",
    "Vector": "embedder",
    "IndexFault": "errors",
    "IndexMismatch": "errors",
    "LedgerDamaged": "errors",
    "LedgerUnusable": "errors",
    "Policy": "graphing",
    "DocumentInfo": "hits",
    "Hit": "hits",
    "Job": "job_rows",
    "Jobs": "jobs",
    "Limits": "jobs",
    "Work": "jobs",
    "LocalIndex": "local",
    "BUNDLED": "model_files",
    "find_model": "model_files",
    "State": "rows",
    "Place": "sample",
    "Sample": "sample",
    "SentenceEncoder": "sentence_encoder",
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
