"""Proving backups again: the newest and an older one once a month, before the day on which one is needed."""

from datetime import timedelta
from typing import TYPE_CHECKING

from models import backup, ledger_keys, local_state, restore
from models.backup_order import moment_of
from models.backup_proof import BackupInfo
from models.clock import is_due, moment
from models.errors import RefusedError, WorldError

if TYPE_CHECKING:
    from models.ledger import Ledger

EVERY = timedelta(days=30)

_NOTES = "proved_again"


def due(book: "Ledger") -> list[BackupInfo]:
    """Return the backups beside the ledger to be proved now: monthly the newest, and the one proved longest ago."""
    own, now = book.info()["ledger_id"], book.clock.now()
    mine = [info for info in backup.list_backups(backup.default_folder(book.path)) if info.ledger_id == own]
    if not mine:
        return []
    proved = {info.path: moment_of(_notes(book).get(info.path.name, {}).get("at", info.verified_at)) for info in mine}
    rounds = [moment_of(note["at"]) for note in _notes(book).values()]
    if not all(is_due(now, last, EVERY) for last in rounds or [min(proved.values())]):
        return []
    return list({info.path: info for info in (mine[0], min(mine, key=lambda info: proved[info.path]))}.values())


def prove(book: "Ledger") -> list[str]:
    """Prove what is due and remember the outcome; return the names of those that are damaged.

    Where this computer has not the key to a backup (another's, an older password), nothing can be told and nothing is.
    """
    before = _notes(book)
    notes = before | {info.path.name: {"at": moment(book.clock), "code": _fault(book, info)} for info in due(book)}
    folder = backup.default_folder(book.path)
    notes = {name: note for name, note in notes.items() if (folder / name).is_file()}
    if notes != before:
        local_state.change(book.path, **{_NOTES: notes or None})
    return damaged(book)


def _fault(book: "Ledger", info: BackupInfo) -> str:
    """Return the code of what is wrong with a backup, empty for a sound one and for one without a key here."""
    sheet = ledger_keys.sheet(book)
    code = sheet.code if sheet is not None and sheet.number == info.sheet else ""
    try:
        restore.verify_backup(info.path, recovery_code=code)
    except RefusedError:
        return ""
    except WorldError as error:
        return error.code
    return ""


def damaged(book: "Ledger") -> list[str]:
    """Return the names of the backups that were found damaged and are still there."""
    folder = backup.default_folder(book.path)
    return sorted(name for name, note in _notes(book).items() if note.get("code") and (folder / name).is_file())


def _notes(book: "Ledger") -> dict[str, dict[str, str]]:
    kept = local_state.read(book.path).get(_NOTES)
    sound = kept if isinstance(kept, dict) else {}
    return {name: note for name, note in sound.items() if isinstance(note, dict) and isinstance(note.get("at"), str)}
