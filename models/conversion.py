"""A ledger under a new key: copied, proved equal, swapped; the file of before stays aside until the next good opening.

A kill at any moment leaves an openable ledger; the order of writes and why it holds: docs/存储.md 4.
"""

import os
from pathlib import Path

from models import driver, faults, files, fingerprint, key_store, keyring, ledger, ledger_keys
from models.errors import BugError, WorldError
from models.keyring import KeyEntry
from models.ledger import Ledger
from models.ledger_keys import NewKey


def encrypt(book: Ledger, new: NewKey, *, password: str = "") -> None:
    """Encrypt a plain ledger, or an encrypted one anew, under a new key.

    password: asked for from now on; none lets this user open it. Raises WorldError (disk full, …):
    then nothing has changed.
    """
    with book.lock:
        held, entry = ledger_keys.unlocked(book), new.entry(password)
        old = ledger_keys.guarded(held, password, new.made)
        _convert(book, keyring.file_key(new.id, new.key), ring=[old, entry])
        book.code = new.code
        key_store.remember(old.without("open"))
        _settle(book, entry)


def _settle(book: Ledger, entry: KeyEntry) -> None:
    """Leave only the key that the file needs now. The ring holds it already, so a failure harms nothing."""
    try:
        ledger_keys.keep_entry(book.path, entry)
    except WorldError:
        # The file is converted and opens; the next start does the same once more.
        key_store.remember(entry)


def remove_leftovers(path: Path) -> None:
    """Remove what a conversion of this ledger left: an unfinished copy, the file of before. Both may be plain."""
    ledger.remove_leftovers(_part_of(path))
    files.remove_quietly(before_of(path))


def before_of(path: Path) -> Path:
    """Return where the file of before lies until the ledger was opened once more."""
    return path.with_name(path.name + ".转换前")


def _part_of(path: Path) -> Path:
    return path.with_name(path.name + ".convert.part")


def _convert(book: Ledger, key: bytes, *, ring: list[KeyEntry]) -> None:
    """Put a copy under another key in place. ring: the keys of the old and the new file."""
    if book.db.conn.in_transaction:
        raise BugError("a conversion inside an operation")
    part = _part_of(book.path)
    with faults.named(book.path):
        try:
            _prove_copy(book, part, key)
            keyring.save(book.path, ring)
            _swap(book, part)
            book.reconnect(key)
        except BaseException:
            _put_back(book.path, key)
            remove_leftovers(book.path)
            # Still the old file: writing goes on as before.
            book.reconnect(book.key)
            raise


def _put_back(path: Path, key: bytes) -> None:
    """Give the name back to the file of before: the new one has it, and could not be opened (the disk is full).

    Nobody may be left with a ledger under a key of which he was told that it came to nothing.
    """
    if before_of(path).exists() and ledger_keys.encrypted_with(path) == key[-keyring.ID_BYTES :].hex():
        # The log, if any, is the new file's: the old one's was folded in before the swap.
        for end in ("-wal", "-shm"):
            files.remove_quietly(path.with_name(path.name + end))
        files.put_in_place(before_of(path), path)


def _prove_copy(book: Ledger, part: Path, key: bytes) -> None:
    remove_leftovers(book.path)
    files.make_private(part)
    driver.export(book.db.conn, part, key=key)
    files.sync_file(part)
    copy = driver.connect_reading(part, key=key)
    try:
        wrong = fingerprint.faults_in(copy) or fingerprint.of(copy) != fingerprint.of(book.db.conn)
    finally:
        copy.close()
    if wrong:
        raise WorldError("read-back-differs", path=str(book.path))


def _swap(book: Ledger, part: Path) -> None:
    # The write-ahead log is folded in and removed for good first: it must not be found beside another file.
    driver.fold(book.db.conn)
    files.sync_folder(book.path.parent)
    if os.name == "nt":
        # An open file cannot be replaced there; where another program slips in, the rename fails and nothing
        # is lost.
        book.db.close()
    _keep_before(book.path)
    files.put_in_place(part, book.path)


def _keep_before(path: Path) -> None:
    """Give the file of before a second name: it outlives the swap without a moment in which no ledger is there."""
    try:
        os.link(path, before_of(path))
    except OSError:
        # A disk that knows no second names: the copy was proved, and a backup was made before.
        return
