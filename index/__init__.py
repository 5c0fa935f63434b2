"""What is found: passages become vectors and words, questions become hits.

Names are loaded when they are first used, so that a command that needs no faiss does not
pay for its import.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.embedding.embedder import Embedder, PassageText, PassageVectors
    from index.embedding.encoder import SentenceEncoder
    from index.embedding.model_files import BUNDLED, find_model
    from index.errors import (
        CorrectionRejected,
        FilterRejected,
        IndexFault,
        IndexMismatch,
        LedgerDamaged,
        LedgerUnusable,
        MarkRejected,
    )
    from index.filter import ALL_DOCUMENTS, Filter, FilterReport
    from index.ledger.backup import back_up, restore
    from index.ledger.backup_archive import BackupManifest
    from index.ledger.corrections import Correction
    from index.ledger.job_rows import Job
    from index.ledger.jobs import Limits, Work
    from index.local import LocalIndex
    from index.milvus.index import MilvusIndex
    from index.protocol import (
        Index,
        IndexReader,
        every_document,
        every_file,
        every_id,
        every_mark,
    )
    from index.protocol.job_queue import JobQueue
    from index.types import (
        ALL_CHANGES,
        AddResult,
        Alert,
        ChangeQuery,
        Claim,
        DocumentDetails,
        DocumentInfo,
        FileState,
        Hit,
        LoggedChange,
        Mark,
        Place,
        Reading,
        Sample,
        Sighting,
        State,
        TopicHits,
        TopicQuery,
        Vector,
    )
    from index.vectors.hnsw_builder import Policy
    from index.writing.collection_index import CollectionIndex
    from index.writing.new_document import NewDocument

_HOMES = {
    "Embedder": "embedding.embedder",
    "PassageText": "embedding.embedder",
    "PassageVectors": "embedding.embedder",
    "SentenceEncoder": "embedding.encoder",
    "BUNDLED": "embedding.model_files",
    "find_model": "embedding.model_files",
    "CorrectionRejected": "errors",
    "FilterRejected": "errors",
    "IndexFault": "errors",
    "IndexMismatch": "errors",
    "LedgerDamaged": "errors",
    "LedgerUnusable": "errors",
    "MarkRejected": "errors",
    "ALL_DOCUMENTS": "filter",
    "Filter": "filter",
    "FilterReport": "filter",
    "BackupManifest": "ledger.backup_archive",
    "back_up": "ledger.backup",
    "restore": "ledger.backup",
    "Correction": "ledger.corrections",
    "Job": "ledger.job_rows",
    "Limits": "ledger.jobs",
    "Work": "ledger.jobs",
    "LocalIndex": "local",
    "MilvusIndex": "milvus.index",
    "Index": "protocol",
    "IndexReader": "protocol",
    "JobQueue": "protocol.job_queue",
    "every_document": "protocol",
    "every_file": "protocol",
    "every_id": "protocol",
    "every_mark": "protocol",
    "ALL_CHANGES": "types",
    "AddResult": "types",
    "Alert": "types",
    "ChangeQuery": "types",
    "NewDocument": "writing.new_document",
    "Claim": "types",
    "DocumentInfo": "types",
    "FileState": "types",
    "Hit": "types",
    "LoggedChange": "types",
    "Mark": "types",
    "Place": "types",
    "Reading": "types",
    "Sample": "types",
    "Sighting": "types",
    "State": "types",
    "TopicHits": "types",
    "TopicQuery": "types",
    "Vector": "types",
    "DocumentDetails": "types",
    "Policy": "vectors.hnsw_builder",
    "CollectionIndex": "writing.collection_index",
}

__all__ = [  # noqa: RUF022  grouped by module, as above
    "Embedder",
    "PassageText",
    "PassageVectors",
    "SentenceEncoder",
    "BUNDLED",
    "find_model",
    "CorrectionRejected",
    "FilterRejected",
    "IndexFault",
    "IndexMismatch",
    "LedgerDamaged",
    "LedgerUnusable",
    "MarkRejected",
    "ALL_DOCUMENTS",
    "Filter",
    "FilterReport",
    "BackupManifest",
    "back_up",
    "restore",
    "Correction",
    "Job",
    "Limits",
    "Work",
    "LocalIndex",
    "MilvusIndex",
    "Index",
    "IndexReader",
    "JobQueue",
    "every_document",
    "every_file",
    "every_id",
    "every_mark",
    "ALL_CHANGES",
    "AddResult",
    "Alert",
    "ChangeQuery",
    "NewDocument",
    "Claim",
    "DocumentInfo",
    "FileState",
    "Hit",
    "LoggedChange",
    "Mark",
    "Place",
    "Reading",
    "Sample",
    "Sighting",
    "State",
    "TopicHits",
    "TopicQuery",
    "Vector",
    "DocumentDetails",
    "Policy",
    "CollectionIndex",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'index' has no attribute {name!r}")
    return getattr(import_module(f"index.{_HOMES[name]}"), name)
