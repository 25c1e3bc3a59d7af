"""Whether an error came of a damaged file: then it is the world's, and the backups are what helps."""

from models import backup, check_file, check_values
from models.errors import KnownError, WorldError
from models.ledger import Ledger
from models.raw_text import raw_texts

_ABOUT_THE_FILE = ("ledger-damaged", "ledger-unreadable", "ledger-schema-foreign")


def explained(ledger: Ledger, error: BaseException) -> KnownError | None:
    """Return what an error met while working with a ledger really was, None where it is what it says.

    A fault that nobody foresaw is put down to the file only where the file's own pages or values prove it.
    """
    if isinstance(error, KnownError):
        if error.code not in _ABOUT_THE_FILE or error.facts.get("backups"):
            return None
        return WorldError(error.code, **{**error.facts, "backups": backup.offered(ledger.path)})
    if not isinstance(error, Exception) or not is_damaged(ledger):
        return None
    return WorldError("ledger-damaged", path=str(ledger.path), backups=backup.offered(ledger.path))


def is_damaged(ledger: Ledger) -> bool:
    """Tell whether the file holds pages or values that nobody can have written."""
    with raw_texts(ledger):
        try:
            looks = (check_file.findings, check_values.findings)
            return any(finding.level == "error" for look in looks for finding in look(ledger))
        except WorldError as error:
            return error.code == "ledger-damaged"
