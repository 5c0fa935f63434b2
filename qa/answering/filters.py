"""The documents that a question is put to, or why there are none."""

from index import Filter, FilterReport, IndexReader
from qa.errors import CollectionEmpty, NothingWithin


def require_documents(reader: IndexReader) -> None:
    """Raise `CollectionEmpty`, which says what to do, if there is nothing to ask."""
    if reader.passage_count() == 0:
        raise CollectionEmpty(
            "the collection is empty: add documents with `pincite add PATH`, "
            "or the article that comes with Pincite with `pincite add --bundled`"
        )


def applied(reader: IndexReader, wanted: Filter) -> FilterReport | None:
    """Return what a filter leaves to be searched; None if it leaves out nothing.

    Raises:
        CollectionEmpty: If there is nothing to ask.
        NothingWithin: If no document matches.
    """
    require_documents(reader)
    if not wanted:
        return None
    report = reader.apply(wanted)
    if report.documents == 0:
        dates = f"; left out without a date: {report.undated:,}" if report.undated else ""
        raise NothingWithin(
            f"no document matches the filter ({wanted}{dates}): `pincite list` shows the "
            "sources, authors and dates",
            report,
        )
    return report
