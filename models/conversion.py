"""Setting and removing a ledger's password: copied under the other encryption, proved equal, swapped.

A kill at any moment leaves an openable ledger; the order of writes and why it holds: docs/存储.md 4.
"""

import os
from pathlib import Path

from models import attempts, driver, faults, files, fingerprint, key_store, keyring, ledger, ledger_keys
from models.errors import BugError, RefusedError, WorldError
from models.keyring import KeyEntry
from models.ledger import Ledger


def set_password(book: Ledger, password: str) -> str:
    """Protect a plain ledger: encrypt its file under a new key and return the new recovery code.

    Raises RefusedError ("already-protected", "password-too-short"), WorldError (disk full, …): then nothing
    has changed.
    """
    if book.key is not None:
        raise RefusedError("already-protected", path=str(book.path))
    with book.lock:
        old, old_key = ledger_keys.data_key(book)
        new, new_key, code = ledger_keys.new_entry(password)
        # The old key lay open on the disk: from now on the password guards it here, for the backups made with
        # it.
        guarded = old.with_slot(keyring.password_slot(old.id, old_key, password))
        _convert(book, keyring.file_key(new.id, new_key), ring=[guarded, new])
        key_store.remember(guarded.without("open"))
        _settle(book, new)
    return code


def remove_password(book: Ledger, *, password: str = "", recovery_code: str = "") -> None:
    """Make a protected ledger plain again; its data key then lies open beside it. The recovery code stays.

    Raises RefusedError ("not-protected", "password-wrong", …), WorldError: then nothing has changed.
    """
    if book.key is None:
        raise RefusedError("not-protected", path=str(book.path))
    with book.lock:
        entry, key = ledger_keys.data_key(book)
        attempts.unlock(book.path, entry, password=password, code=recovery_code, clock=book.clock)
        opened = entry.with_slot(keyring.open_slot(key))
        _convert(book, None, ring=[opened])
        _settle(book, opened.without("password"))


def _settle(book: Ledger, entry: KeyEntry) -> None:
    """Leave only the key that the file needs now. The ring holds it already, so a failure harms nothing."""
    try:
        ledger_keys.keep_entry(book.path, entry)
    except WorldError:
        # The file is converted and opens; the next start does the same once more.
        key_store.remember(entry)


def remove_leftovers(path: Path) -> None:
    """Remove what a killed conversion of this ledger left; it may be plain."""
    ledger.remove_leftovers(_part_of(path))


def _part_of(path: Path) -> Path:
    return path.with_name(path.name + ".convert.part")


def _convert(book: Ledger, key: bytes | None, *, ring: list[KeyEntry]) -> None:
    """Put a copy under another key (None: plain) in place. ring: the keys of the old and the new file."""
    if book.db.conn.in_transaction:
        raise BugError("a conversion inside an operation")
    part = _part_of(book.path)
    with faults.named(book.path):
        try:
            _prove_copy(book, part, key)
            keyring.save(book.path, ring)
            _swap(book, part)
        except BaseException:
            remove_leftovers(book.path)
            # Still the old file: writing goes on as before.
            book.reconnect(book.key)
            raise
    book.reconnect(key)


def _prove_copy(book: Ledger, part: Path, key: bytes | None) -> None:
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
    mode = book.db.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    if mode != "delete":
        raise WorldError("disk-error", path=str(book.path), detail=f"journal_mode {mode}")
    files.sync_folder(book.path.parent)
    if os.name == "nt":
        # An open file cannot be replaced there; where another program slips in, the rename fails and nothing
        # is lost.
        book.db.close()
    files.put_in_place(part, book.path)
