"""A change of documents whose passages are in Milvus already, and are seen when it is done."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from corpus import Passage
from index.ledger.database import Database
from index.ledger.epoch_rows import Epoch, EpochLost, epoch_of, hide_epoch, show_epoch
from index.ledger.history import facts_of
from index.ledger.rebuild_rows import Rewritten, held_of
from index.ledger.transaction import Change
from index.milvus.documents import MilvusDocuments
from index.milvus.engine import Engine
from index.types import DocumentInfo


@dataclass(frozen=True, slots=True)
class Written:
    """The passages of a document as they were written under an epoch that nobody sees yet.

    `own_language` is the code of the one that the document is in, `language` that of the one they
    are stemmed by. `held` says in how many of them each stem stands, packed; `stamp` is Milvus'
    time of them. Those that were only stemmed again are a copy of an epoch.
    """

    document_id: str
    epoch: int
    own_language: str
    language: str
    passages: int
    stems: int
    held: bytes
    stamp: int
    copy_of: int | None = None


class MilvusChange(Change, MilvusDocuments):
    """A change that shows passages which were written before it."""

    def __init__(self, connection: Database, who: str, language: str, engine: Engine) -> None:
        super().__init__(connection, who, language)
        self._begin(engine)
        self._written: dict[str, list[Written]] = {}
        self.shown: set[int] = set()
        """The epochs that are seen when this is done."""

    def expect(self, written: Iterable[Written]) -> None:
        """Take what was written; of one document that comes several times, in that order."""
        self._written = {}
        for one in written:
            self._written.setdefault(one.document_id, []).append(one)

    def _forget(self, document_id: str) -> None:
        hide_epoch(self._db, document_id)

    def _hide(self, document_id: str) -> None:
        hide_epoch(self._db, document_id)

    def erase_passages(self, most: int) -> bool:
        return False

    def _put_passages(
        self,
        info: DocumentInfo,
        passages: Sequence[Passage],
        hashes: Sequence[bytes],
        context: Sequence[str],
    ) -> None:
        written = self._written_of(info)
        if written.passages != len(passages):
            raise EpochLost(f"the passages of {info.id} are not those that were written")
        self._show(info.id, written, self.state().number + 1)

    def _stem_again(self, document_id: str, write: Callable[[], object]) -> None:
        write()
        info, before = self.info(document_id), epoch_of(self._db, document_id)
        assert info is not None, "it is being corrected"
        if before is None:  # it has no text
            return
        written = self._written_of(info)
        if written.copy_of != before.number:
            raise EpochLost(f"{document_id} was replaced meanwhile")
        hide_epoch(self._db, document_id)
        self._show(document_id, written, before.came)

    def change_over(self, before: DocumentInfo, new: Rewritten) -> None:
        """Show a document as a rebuild wrote it: what it says is the same, and is not read."""
        info = new.listed(before)
        facts = facts_of(info, *self._outline(info.id), self._layout(info)[1])
        self._relist(info, whole_history=self._keep_history(info.id, facts))
        hide_epoch(self._db, info.id)
        came = self.state().number
        epoch = Epoch(new.epoch, new.passages, new.stems, came, new.stamp)
        show_epoch(self._db, info.id, epoch, held_of(self._db, new.epoch))

    def _written_of(self, info: DocumentInfo) -> Written:
        written = self._written.get(info.id)
        if not written or written[0].language != info.language:
            raise EpochLost(f"the passages of {info.id} were not written as they are to be now")
        return written.pop(0)

    def _show(self, document_id: str, written: Written, came: int) -> None:
        epoch = Epoch(written.epoch, written.passages, written.stems, came, written.stamp)
        show_epoch(self._db, document_id, epoch, written.held)
        self.shown.add(written.epoch)
