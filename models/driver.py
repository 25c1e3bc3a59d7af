"""The only module that imports the SQLite driver: opens connections and names the driver's error classes.

SQLCipher's build is used for every ledger, encrypted or not, so that a password is a switch and the SQLite version is the
same everywhere. Its errors are not the standard library's, hence the names here.
"""

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as _dbapi

Connection = _dbapi.Connection
DatabaseError = _dbapi.DatabaseError
IntegrityError = _dbapi.IntegrityError
OperationalError = _dbapi.OperationalError
SQLITE_VERSION: str = _dbapi.sqlite_version

PLAIN_MAGIC = b"SQLite format 3\x00"


def connect(path: Path | str, *, key: bytes | None = None, exclusive: bool = True, timeout: float = 1.0) -> Any:
    """Open a connection with the durability settings of every ledger.

    key: 32 raw bytes for an encrypted file, None for a plain one. Raises DatabaseError when the key does not fit
    or the file is no database, OperationalError when another program holds it.
    """
    connection = _dbapi.connect(str(path), timeout=timeout, check_same_thread=False)
    try:
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        if exclusive:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def error_name(error: BaseException) -> str:
    """Return SQLite's symbolic result code of a driver error (`SQLITE_BUSY`, `SQLITE_FULL` …), or an empty text."""
    return str(getattr(error, "sqlite_errorname", ""))
