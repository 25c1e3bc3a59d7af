"""Files that appear whole or not at all: `.part`, fsync, read back, rename, sync the folder."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models import faults, location
from models.errors import WorldError

_RENAME_TRIES = 10
_RENAME_PAUSE = 0.3


def write_file(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file durably; an existing one stays untouched until the new one is whole and verified.

    private: readable by this user only. Raises WorldError (disk full, read-only, "medium-gone", "is-a-folder",
    "is-a-device", "read-back-differs"); the `.part` is removed then.
    """
    part = path.with_name(path.name + ".part")
    with faults.named(path):
        location.refuse_gone(path)
        _require_replaceable(path)
        try:
            if private:
                make_private(part)
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            _read_back(part, content, path)
            put_in_place(part, path)
        except BaseException:
            remove_quietly(part)
            raise


@contextmanager
def folder_for(folder: Path) -> Iterator[None]:
    """Make a folder to write into, where only its last part is missing; taken away again should the block fail.

    More is not made: where a stick was pulled out, the files would land on this computer. Raises WorldError
    ("medium-gone", "file-missing", "not-a-folder", …).
    """
    with faults.named(folder):
        location.refuse_gone(folder)
        made = not folder.is_dir()
        folder.mkdir(exist_ok=True)
    try:
        yield
    except BaseException:
        if made:
            _remove_empty(folder)
        raise


def require_place(path: Path) -> None:
    """Raise WorldError where no file of this name can be written, before any work is done for it."""
    with faults.named(path):
        location.refuse_gone(path)
        _require_replaceable(path)
        path.parent.stat()
    if not path.parent.is_dir():
        raise WorldError("not-a-folder", path=str(path.parent))
    if not os.access(path.parent, os.W_OK):
        raise WorldError(faults.unwritable(path.parent), path=str(path))


def make_private(path: Path) -> None:
    """Make an empty file that only this user can read; what is written into it later stays so."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def put_in_place(part: Path, path: Path) -> None:
    """Rename a finished `.part` over its target and sync the folder.

    Virus scanners hold new files for a moment on Windows: a refused rename is tried again for three seconds.
    """
    for attempt in range(_RENAME_TRIES):
        try:
            part.replace(path)
            break
        except PermissionError:
            if os.name != "nt" or attempt == _RENAME_TRIES - 1:
                raise
            time.sleep(_RENAME_PAUSE)
    sync_folder(path.parent)


def set_aside(path: Path, mark: str) -> Path | None:
    """Rename a file that is in the way to `name.旧-mark`, never onto another; None when there is none."""
    if not path.exists():
        return None
    target = path.with_name(f"{path.name}.旧-{mark}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}.旧-{mark}-{number}")
    path.rename(target)
    sync_folder(path.parent)
    return target


def sync_file(path: Path) -> None:
    """Make a file's content durable."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def forget_cached(descriptor: int) -> None:
    """Ask for the medium's bytes at the next read of a file, not the page cache's."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def remove_quietly(path: Path) -> None:
    """Remove a left-over file; where the medium is gone there is nothing to remove."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def _remove_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        # Something is in it, or the medium is gone.
        return


def _require_replaceable(path: Path) -> None:
    """Refuse what is there and no file: renamed over by an administrator, `/dev/null` would be a file from then on."""
    if path.is_dir():
        raise WorldError("is-a-folder", path=str(path))
    if path.exists() and not path.is_file():
        raise WorldError("is-a-device", path=str(path))


def _read_back(part: Path, content: bytes, path: Path) -> None:
    with part.open("rb") as file:
        forget_cached(file.fileno())
        if file.read() != content:
            raise WorldError("read-back-differs", path=str(path))
