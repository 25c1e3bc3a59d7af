"""Files that appear whole or not at all: `.part` beside the target, fsync, read back, rename, sync the folder."""

import os
import time
from pathlib import Path

from models import faults
from models.errors import WorldError

_RENAME_TRIES = 10
_RENAME_PAUSE = 0.3


def write_file(path: Path, content: bytes) -> None:
    """Write a file durably; an existing one stays untouched until the new one is whole and verified.

    Raises WorldError (disk full, read-only, medium gone, "read-back-differs"); the `.part` is removed then.
    """
    part = path.with_name(path.name + ".part")
    with faults.named(path):
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            _read_back(part, content, path)
            put_in_place(part, path)
        except BaseException:
            remove_quietly(part)
            raise


def put_in_place(part: Path, path: Path) -> None:
    """Rename a finished `.part` over its target and sync the folder.

    Virus scanners hold new files for a moment on Windows: a refused rename is tried again for three seconds.
    """
    for attempt in range(_RENAME_TRIES):
        try:
            part.replace(path)
            break
        except PermissionError:
            if attempt == _RENAME_TRIES - 1:
                raise
            time.sleep(_RENAME_PAUSE)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_quietly(path: Path) -> None:
    """Remove a left-over file; where the medium is gone there is nothing to remove."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def _read_back(part: Path, content: bytes, path: Path) -> None:
    with part.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            # Ask for the medium's bytes, not the page cache's.
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        if file.read() != content:
            raise WorldError("read-back-differs", path=str(path))
