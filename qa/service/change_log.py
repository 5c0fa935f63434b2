"""The log of changes as people and programs read it."""

import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from index import ChangeQuery, DocumentInfo, IndexReader, LoggedChange
from index.errors import FilterRejected, IndexFault
from qa.config import Config
from qa.service.key_store import KeyStore
from qa.wiring import open_index

log = logging.getLogger("pincite.web")

TIME = (
    "^([0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])"
    "(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?Z?)?)?)?)?$"
)
"""A time in UTC, as exactly as somebody likes, or none."""
_TIME = re.compile(TIME)


def change_query(
    *, since: str = "", before: str = "", document_id: str = "", who: str = "", what: str = ""
) -> ChangeQuery:
    """Return which lines are wanted; times are in UTC.

    Raises:
        FilterRejected: If a time is not one.
    """
    return ChangeQuery(_moment(since), _moment(before), document_id, who, what)


def change_records(
    reader: IndexReader, wanted: ChangeQuery, after: int | None, limit: int
) -> list[dict[str, Any]]:
    """Return lines of the log as JSON has them, the newest first, with titles as they are now."""
    changes = reader.changes(wanted, after, limit)
    infos = reader.infos({change.document_id for change in changes if change.document_id})
    return [_record(change, infos) for change in changes]


def service_records(
    config: Config, wanted: ChangeQuery, after: int | None, limit: int
) -> list[dict[str, Any]]:
    """Return lines of the log of the service as JSON has them, the newest first.

    Raises:
        KeysUnusable: If `keys.db`, where they stand, cannot be read.
    """
    return [_record(change, {}) for change in KeyStore(config.data).changes(wanted, after, limit)]


def _record(change: LoggedChange, infos: Mapping[str, DocumentInfo]) -> dict[str, Any]:
    info = infos.get(change.document_id)
    return {
        "number": change.number,
        "when": change.made,
        "who": change.who,
        "what": change.what,
        "document_id": change.document_id or None,
        "title": None if info is None else info.title,
        "subject": change.subject or None,
        "details": dict(change.details),
    }


def _moment(text: str) -> str:
    """Return a time as it is compared with those of the log, which are text that sorts by time."""
    if not _TIME.fullmatch(text):
        raise FilterRejected(
            f"{text!r} is not a time: write 2019, 2019-05, 2019-05-01 or 2019-05-01T14:30, in UTC"
        )
    return text.removesuffix("Z")


def log_whole(config: Config, folder: Path, who: str, change: LoggedChange) -> None:
    """Log what was done to a collection as a whole, in its ledger, wherever its folder is now.

    It is done by then, so what keeps this from being logged is a line of the service's own log.
    """
    try:
        index = open_index(replace(config, data=folder.parent), folder.name)
        try:
            index.by(who).log_change(change)
        finally:
            index.end()
    except IndexFault as exc:
        log.warning("%s of %s is not in its log of changes: %s", change.what, folder.name, exc)
