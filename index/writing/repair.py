"""Makes again what can be made of the rest of a ledger."""

from index.ledger.integrity import fulltext_findings
from index.ledger.ledger import Ledger


def repair_words(ledger: Ledger) -> bool:
    """Make the full text anew from the passages, if it is damaged; tell whether it was."""
    with ledger.reading() as snapshot:
        if next(fulltext_findings(snapshot), None) is None:
            return False
    with ledger.writing() as change:
        change.remake_words()
    ledger.move_log()
    return True
