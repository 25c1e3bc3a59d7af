"""This user's key store: copies of keyrings, so that a restore on the same computer asks nothing needless.

It also heals a ledger whose `.keys` was lost. Nothing depends on it: where the folder cannot be written, a
restore asks for the password or the recovery code.
"""

from pathlib import Path

from models import files, keyring
from models.errors import WorldError
from models.keyring import KeyEntry
from models.user_folder import HOME_VARIABLE, folder

__all__ = ["HOME_VARIABLE", "find", "folder", "remember"]


def find(key_id: str) -> KeyEntry | None:
    """Return the kept copy of a key, or None."""
    try:
        entries = keyring.parsed(_path(key_id).read_bytes())
    except (OSError, WorldError):
        return None
    return next((entry for entry in entries or () if entry.id == key_id), None)


def remember(entry: KeyEntry) -> bool:
    """Keep a copy of a key; tell whether that worked."""
    if find(entry.id) == entry:
        return True
    try:
        _path(entry.id).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.write_file(_path(entry.id), keyring.encoded([entry]), private=True)
    except (OSError, WorldError):
        return False
    return True


def _path(key_id: str) -> Path:
    return folder() / "keys" / f"{key_id}.json"
