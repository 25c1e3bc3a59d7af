"""Backups of before under the ledger's present key: who had the old key, or the old sheet, no longer reads them."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from models import backup, backup_file, backup_proof, driver, faults, files, keyring, ledger, ledger_keys, restore
from models.backup_file import Header
from models.errors import KnownError, WorldError
from models.fingerprint import Fingerprint

if TYPE_CHECKING:
    from models.backup_proof import BackupInfo
    from models.ledger import Ledger
    from models.ledger_keys import Unlocked

_OF_THE_FILE = ("format", "key_id", "key_made", "slots", "size", "sha256")


def of_before(book: "Ledger") -> list["BackupInfo"]:
    """Return the sound backups beside an encrypted ledger that another key opens, or a user though it has a password.

    Who takes the whole disk has this user's key too: an old backup with a user's slot would give away the code.
    """
    if book.key is None:
        return []
    own, key_id, typed = book.info()["ledger_id"], ledger_keys.unlocked(book).entry.id, ledger_keys.has_password(book)
    listed = backup.list_backups(backup.default_folder(book.path))
    mine = [info for info in listed if not info.problem and info.ledger_id == own]
    return [info for info in mine if info.key_id != key_id or (typed and info.for_users)]


def write_anew(book: "Ledger", *, password: str = "", tell: Callable[[str], None] | None = None) -> list[Path]:
    """Write each of them anew under the present key, proved before it takes the place of the old one.

    password: where one is asked for. tell: given the name of each. Return those that nothing here opens; they stay
    as they are. Raises WorldError: those written until then are whole.
    """
    held, left = ledger_keys.unlocked(book), []
    for info in of_before(book):
        if tell is not None:
            tell(info.path.name)
        try:
            header, old = restore.unlocked(info.path, password=password, recovery_code="")
        except KnownError:
            left.append(info.path)
            continue
        with faults.named(info.path):
            _rewrite(info.path, header, old, held)
    return left


def _rewrite(path: Path, header: Header, old: "Unlocked", new: "Unlocked") -> None:
    part, was, database = (path.with_name(path.name + end) for end in (".part", ".old.part", ".db.part"))
    key = keyring.file_key(new.entry.id, new.key)
    wanted = Fingerprint(header.text("digest"), header.counts)
    try:
        backup_file.extract(path, header, was)
        connection = driver.connect_reading(was, key=keyring.file_key(old.entry.id, old.key))
        try:
            driver.export(connection, database, key=key)
        finally:
            connection.close()
        values = {name: value for name, value in header.values.items() if name not in _OF_THE_FILE}
        backup_file.write(part, database, values | {"protected": True}, new.entry, new.key)
        written = backup_file.read_header(part)
        backup_file.extract(part, written, database)
        if not written.proved(new.key):
            raise WorldError("backup-not-verified", path=str(part), detail="header")
        backup_proof.prove_database(database, key, wanted, part)
        files.put_in_place(part, path)
    finally:
        for leftover in (part, was, database):
            ledger.remove_leftovers(leftover)
