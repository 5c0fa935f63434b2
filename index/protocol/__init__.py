"""What `qa` asks of a collection: an `Index` to change it, an `IndexReader` to read it.

Nothing that crosses here is as large as the collection: a filter crosses as it is, never as
a set of ids, and lists cross as pages. So another engine can serve every page. Uploads wait
in its `JobQueue`.
"""

from index.protocol.index import Index
from index.protocol.pages import every_document, every_file, every_id, every_mark
from index.protocol.reader import PAGE, IndexReader

__all__ = [
    "PAGE",
    "Index",
    "IndexReader",
    "every_document",
    "every_file",
    "every_id",
    "every_mark",
]
