"""Another copy of this ledger, opened beside it to be read: never in place, never trusted, gone afterwards.

What is opened is a copy of the copy, in the folder of the own ledger: not a byte of the other file changes, its schema
is compared before any of its tables is read, and an older one is migrated here only.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from models import driver, faults, keyring, ledger_keys, restore
from models.errors import RefusedError
from models.ledger import Ledger, refuse_foreign_file, remove_leftovers

ENDING = ".other.part"
"""Of the copy's name: what a kill leaves behind goes at the next opening."""


@contextmanager
def opened(own: Ledger, file: Path, *, password: str = "", recovery_code: str = "") -> Iterator[Ledger]:
    """Open another copy, a ledger or a backup of it, for reading.

    Raises RefusedError: "take-over-itself", "take-over-other" for a ledger that is not a copy of this one, those of a
    wrong or missing secret; WorldError: a file that is missing, damaged, foreign or of a newer program.
    """
    with suppress(OSError):
        if file.samefile(own.path):
            raise RefusedError("take-over-itself", path=str(file))
    place = own.path.with_name(own.path.name + ENDING)
    _clear(place)
    try:
        key = _copied(own, file, place, password, recovery_code)
        other = Ledger.open(place, actor=own.actor, key=key, clock=own.clock, ids_=own.ids)
        try:
            if other.info()["ledger_id"] != own.info()["ledger_id"]:
                name = other.query("SELECT name FROM organization WHERE number = 1")
                raise RefusedError("take-over-other", path=str(file), name=name[0]["name"] if name else "")
            yield other
        finally:
            other.close()
    finally:
        _clear(place)


def _copied(own: Ledger, file: Path, place: Path, password: str, code: str) -> bytes | None:
    """Put a copy in place and return its key."""
    if file.suffix == ".dybak":
        header, held = restore.unlocked(file, password=password, recovery_code=code)
        done = restore.restore_backup(
            file, place, password=password, recovery_code=code, actor=own.actor, clock=own.clock
        )
        return keyring.file_key(header.entry.id, held.key) if done.protected else None
    refuse_foreign_file(file)
    key = _key(own, file, password, code)
    with faults.named(file):
        for end in ("", "-wal"):
            source = file.with_name(file.name + end)
            if source.exists():
                shutil.copyfile(source, place.with_name(place.name + end))
        place.chmod(0o600)
    return key


def _key(own: Ledger, file: Path, password: str, code: str) -> bytes | None:
    """Return the key of the other file: nothing for a plain one, our own where it fits, else by a secret."""
    key_id = ledger_keys.encrypted_with(file)
    if key_id is None:
        return None
    if own.key is not None and not code and not password and driver.fits(file, own.key):
        return own.key
    held = ledger_keys.unlock(file, key_id, password=password, code=code, clock=own.clock)
    key = keyring.file_key(held.entry.id, held.key)
    if not driver.fits(file, key):
        raise RefusedError("recovery-code-wrong", path=str(file), number=held.entry.number)
    return key


def clear_leftovers(ledger: Path) -> None:
    """Remove what a killed taking over left beside a ledger."""
    _clear(ledger.with_name(ledger.name + ENDING))


def _clear(place: Path) -> None:
    remove_leftovers(place)
    for one in place.parent.glob(f"{place.name}*"):
        if one.is_file():
            one.unlink(missing_ok=True)
