"""Writing what is no content: print runs and drafts lie in the ledger's file, but in no journal, undo or package."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from models import faults

if TYPE_CHECKING:
    from models.ledger import Ledger


@contextmanager
def the_journal(ledger: "Ledger") -> Iterator[None]:
    """Write beside the journal, in one transaction that is on disk when the block ends. Raises WorldError."""
    with ledger.lock, faults.named(ledger.path), ledger.db.atomic():
        yield
