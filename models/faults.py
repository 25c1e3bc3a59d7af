"""Turns errors of the driver and of the operating system into sentences: never a traceback."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models import driver
from models.errors import BugError, KnownError, WorldError

_BY_SQLITE_NAME = {
    "SQLITE_FULL": "disk-full",
    "SQLITE_READONLY": "read-only",
    "SQLITE_PERM": "no-permission",
    "SQLITE_CANTOPEN": "cannot-open",
    "SQLITE_IOERR": "disk-error",
    "SQLITE_CORRUPT": "ledger-damaged",
    "SQLITE_INTERRUPT": "ledger-damaged",
    "SQLITE_NOTADB": "ledger-unreadable",
    "SQLITE_BUSY": "ledger-locked",
    "SQLITE_LOCKED": "ledger-locked",
}

# Copying a whole database reports what happened in words only (SQLCipher's export).
_BY_MESSAGE = {
    "file is not a database": "ledger-unreadable",
    "database disk image is malformed": "ledger-damaged",
    "Could not decode to UTF-8": "ledger-damaged",
    "malformed database schema": "ledger-damaged",
    "database or disk is full": "disk-full",
    "disk I/O error": "disk-error",
    "attempt to write a readonly database": "read-only",
    "unable to open database": "cannot-open",
}

_BY_ERRNO = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC: "disk-full",
    errno.EROFS: "read-only",
    errno.EACCES: "no-permission",
    errno.EPERM: "no-permission",
    errno.ENOENT: "file-missing",
    errno.EISDIR: "is-a-folder",
    errno.EEXIST: "not-a-folder",
    errno.ENOTDIR: "cannot-open",
    errno.EIO: "disk-error",
    errno.EFBIG: "disk-full",
    errno.ENAMETOOLONG: "name-too-long",
}


CODES = frozenset({*_BY_SQLITE_NAME.values(), *_BY_MESSAGE.values(), *_BY_ERRNO.values(), "place-unfit"})
"""Every code that an error of the driver or the system can become."""


def from_driver(error: BaseException, path: Path | str) -> KnownError | BugError:
    """Name the fault behind a driver error; constraint violations and syntax errors are ours."""
    name = driver.error_name(error)
    if isinstance(error, driver.DurabilityError):
        return WorldError("place-unfit", path=str(path), detail=str(error))
    for prefix, code in _BY_SQLITE_NAME.items():
        if name == prefix or name.startswith(prefix + "_"):
            return WorldError(_sharper(code, path), path=str(path), detail=name)
    for text, code in _BY_MESSAGE.items():
        if text in str(error):
            return WorldError(_sharper(code, path), path=str(path), detail=text)
    return BugError(f"{name or type(error).__name__}: {error}")


def _sharper(code: str, path: Path | str) -> str:
    """Say more than SQLite does where its folder explains it: gone, read-only, or not ours to write."""
    if code not in ("cannot-open", "disk-error"):
        return code
    folder = Path(path) if Path(path).is_dir() else Path(path).parent
    if not folder.exists():
        return "file-missing"
    if os.access(folder, os.W_OK):
        return code
    return unwritable(folder)


def unwritable(folder: Path) -> str:
    """Return why nothing can be written into a folder that is there: `read-only` or `no-permission`."""
    read_only = not hasattr(os, "statvfs") or bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
    return "read-only" if read_only else "no-permission"


def from_system(error: OSError, path: Path | str) -> WorldError:
    """Name the fault behind an error of the operating system."""
    code = _BY_ERRNO.get(error.errno or 0, "disk-error")
    return WorldError(code, path=str(path), detail=error.strerror or str(error))


@contextmanager
def named(path: Path | str) -> Iterator[None]:
    """Let driver and system errors out of the block only as `KnownError` or `BugError`."""
    try:
        yield
    except (driver.DatabaseError, driver.DurabilityError) as error:
        raise from_driver(error, path) from error
    except OSError as error:
        raise from_system(error, path) from error
