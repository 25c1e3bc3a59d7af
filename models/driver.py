"""The only module that imports the SQLite driver: opens connections and names the driver's error classes.

SQLCipher's build is used for every ledger, encrypted or not, so that a password is a switch and the SQLite
version is the same everywhere. Its errors are not the standard library's, hence the names here.
"""

import hmac
from collections import Counter
from hashlib import pbkdf2_hmac
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as _dbapi

Connection = _dbapi.Connection
DatabaseError = _dbapi.DatabaseError
IntegrityError = _dbapi.IntegrityError
OperationalError = _dbapi.OperationalError
SQLITE_VERSION: str = _dbapi.sqlite_version

PLAIN_MAGIC = b"SQLite format 3\x00"

SALT_BYTES = 16
"""An encrypted file shows these first: its salt, given as the last 16 of the 48 bytes of a key."""


PAGE_BYTES = 4096
"""Size of a page, the same in plain and encrypted files."""

_SYNCHRONOUS = "FULL"
_SEAL_BYTES = 64
_PAGES_LOOKED_AT = 16


class DurabilityError(Exception):
    """The file system refuses the write-ahead log, so a write could be lost after it was acknowledged."""


def connect(
    path: Path | str, *, key: bytes | None = None, exclusive: bool = True, timeout: float = 1.0
) -> Any:
    """Open a connection with the settings of every ledger, all but the write-ahead log (`write_ahead`).

    key: 32 raw bytes, or 48 with the salt, for an encrypted file; None for a plain one. Nothing is read yet:
    a key that does not fit shows at the first statement.
    """
    connection = _opened(str(path), key, timeout, uri=False)
    try:
        if exclusive:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA synchronous = {_SYNCHRONOUS}")
    except UnicodeDecodeError as error:
        # SQLite quotes the damaged name in its message, which the driver then cannot read.
        connection.close()
        raise OperationalError("malformed database schema") from error
    except BaseException:
        connection.close()
        raise
    return connection


def write_ahead(connection: Any) -> None:
    """Switch to the write-ahead log: with `synchronous = FULL` a commit is on disk when it returns.

    Raises DatabaseError when the key does not fit or the file is no database, OperationalError when another
    program holds it, DurabilityError when the file system cannot do it.
    """
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        raise DurabilityError(f"journal_mode is {mode}")


def fold(connection: Any) -> None:
    """Fold the write-ahead log in and end it: closing would leave it behind without a word where the disk is full.

    Raises DatabaseError, and DurabilityError where the log stays.
    """
    mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    if mode != "delete":
        raise DurabilityError(f"journal_mode is {mode}")


def connect_reading(path: Path | str, *, key: bytes | None = None) -> Any:
    """Open a connection that cannot write; for files that nobody else has open (a backup just written)."""
    return _opened(f"file:{quote(str(Path(path).absolute()))}?mode=ro", key, 1.0, uri=True)


def fits(path: Path, key: bytes) -> bool:
    """Tell whether a key of 48 bytes made a file, by the seals of its first pages: one that is whole is enough.

    Read as plain bytes (SQLCipher 4: HMAC-SHA512 at the end of each page over the page and its number), because the
    beginning of the file may be damaged.
    """
    salt = bytes(byte ^ 0x3A for byte in key[-SALT_BYTES:])
    seal_key = pbkdf2_hmac("sha512", key[:-SALT_BYTES], salt, 2, 32)
    for number, page in enumerate(_first_pages(path), 1):
        begin = SALT_BYTES if number == 1 else 0
        seal = hmac.new(seal_key, page[begin:-_SEAL_BYTES] + number.to_bytes(4, "little"), "sha512").digest()
        if hmac.compare_digest(seal, page[-_SEAL_BYTES:]):
            return True
    return False


def looks_plain(path: Path) -> bool:
    """Tell whether a file that does not begin like one is a plain database: in encrypted pages no byte is common."""
    return any(max(Counter(page).values()) > len(page) // 20 for page in _first_pages(path))


def _first_pages(path: Path) -> list[bytes]:
    with path.open("rb") as file:
        read = [file.read(PAGE_BYTES) for _ in range(_PAGES_LOOKED_AT)]
    return [page for page in read if len(page) == PAGE_BYTES]


def export(connection: Any, target: Path, *, key: bytes | None) -> None:
    """Copy the whole database to a new file, encrypted with `key` or plain."""
    secret = f"x'{key.hex()}'" if key is not None else ""
    numbers = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("application_id", "user_version")
    }
    connection.execute("ATTACH DATABASE ? AS copy KEY ?", (str(target), secret))
    try:
        connection.execute("SELECT sqlcipher_export('copy')").fetchone()
        # The export copies neither of the two numbers in the header.
        for name, value in numbers.items():
            connection.execute(f"PRAGMA copy.{name} = {value}")
    finally:
        connection.execute("DETACH DATABASE copy")


def vacuum_into(connection: Any, target: Path) -> None:
    """Copy the whole database to a new file under the same key."""
    connection.execute("VACUUM INTO ?", (str(target),))


def error_name(error: BaseException) -> str:
    """Return SQLite's symbolic result code of a driver error (`SQLITE_BUSY` …), or an empty text."""
    return str(getattr(error, "sqlite_errorname", ""))


def _opened(name: str, key: bytes | None, timeout: float, *, uri: bool) -> Any:
    connection = _dbapi.connect(name, timeout=timeout, check_same_thread=False, uri=uri)
    try:
        # What goes wrong is raised; the library's own lines on standard error are for its developers.
        connection.execute("PRAGMA cipher_log_level = NONE")
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    except BaseException:
        connection.close()
        raise
    return connection
