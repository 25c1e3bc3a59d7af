"""Whether an error came of a damaged file: then it is the world's, and the backups are what helps."""

from weakref import WeakKeyDictionary

from models import backup, check_file, check_journal, check_keys, check_rows, check_values, journal
from models.errors import KnownError, WorldError
from models.ledger import Ledger
from models.raw_text import raw_texts

_LOOKS = (
    *(check_file.findings, check_values.findings, check_journal.findings, check_keys.findings),
    *(check_rows.findings, check_rows.received),
)
_JUDGED: WeakKeyDictionary[Ledger, tuple[int, bool]] = WeakKeyDictionary()
"""What was found out about an open ledger, and at which operation: what fails at every repaint must not look again."""

_ABOUT_THE_FILE = ("ledger-damaged", "ledger-unreadable", "ledger-schema-foreign")


def explained(ledger: Ledger, error: BaseException) -> KnownError | None:
    """Return what an error met while working with a ledger really was, None where it is what it says.

    A fault that nobody foresaw is put down to the file only where its pages, its values or its journal prove it.
    """
    if isinstance(error, KnownError):
        if error.code not in _ABOUT_THE_FILE or error.facts.get("backups"):
            return None
        return WorldError(error.code, **{**error.facts, "backups": backup.offered(ledger.path)})
    if not isinstance(error, Exception) or not is_damaged(ledger):
        return None
    return WorldError("ledger-damaged", path=str(ledger.path), backups=backup.offered(ledger.path))


def is_damaged(ledger: Ledger) -> bool:
    """Tell whether the file is not as the program wrote it; a second time for the same state costs nothing.

    Pages and values are looked at first; what can be read but is another date, kind or key than was written shows
    against the journal only, and takes seconds in a large ledger.
    """
    with ledger.lock, raw_texts(ledger):
        try:
            seq = journal.last_seq(ledger)
            if ledger not in _JUDGED or _JUDGED[ledger][0] != seq:
                found = (finding for look in _LOOKS for finding in look(ledger))
                _JUDGED[ledger] = (seq, any(finding.level == "error" for finding in found))
            return _JUDGED[ledger][1]
        except WorldError as error:
            return error.code == "ledger-damaged"
