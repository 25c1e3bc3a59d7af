"""Verified backups: making, listing, thinning, restoring. A backup has its name only once it was proved."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from models import (
    backup_file,
    backup_order,
    driver,
    faults,
    files,
    fingerprint,
    journal,
    ledger,
    ledger_keys,
    local_state,
    organization,
    words,
)
from models.backup_file import SUFFIX, Header, default_folder
from models.backup_proof import BackupInfo, info_of, prove_database
from models.clock import moment
from models.errors import BugError, KnownError, WorldError
from models.fingerprint import Fingerprint
from models.keyring import file_key
from models.ledger import Ledger
from models.ledger_keys import NewKey
from models.restore import Restored, restore_backup, verify_backup

__all__ = [
    "REASONS",
    "BackupInfo",
    "LastVerified",
    "Restored",
    "daily_backup",
    "default_folder",
    "last_elsewhere",
    "last_verified",
    "list_backups",
    "make_backup",
    "offered",
    "restore_backup",
    "thin",
    "verify_backup",
]

REASONS = ("manual", "daily", "migration", "import", "receive", "key")
"""Why a backup was made; their words are in labels.backup_reason. Only manual ones are never thinned out."""


@dataclass(frozen=True, slots=True)
class LastVerified:
    """The backup of a ledger that was proved last; `present`: whether the file is there now."""

    path: Path
    verified_at: str
    digest: str
    journal_seq: int
    present: bool


def make_backup(
    book: Ledger,
    folder: Path | str,
    *,
    reason: str = "manual",
    under: NewKey | None = None,
    progress: Callable[[str], None] | None = None,
) -> BackupInfo:
    """Write a backup into a folder, prove it by reading it back, and only then give it its name.

    reason: one of REASONS. under: a key that the ledger is about to get. progress: told `copy`, `write`, `verify`,
    `done`; it may raise to stop. Raises WorldError (disk full, stick gone, "backup-not-verified"); then no file is
    left and the ledger is as it was.
    """
    folder = Path(folder)
    if reason not in REASONS:
        raise BugError(f"unknown reason for a backup: {reason}")
    if book.db.conn.in_transaction:
        raise BugError("a backup inside an operation")
    tell = progress or (lambda _: None)
    path = _free_name(book, folder)
    part, database = _parts_of(path)
    with files.folder_for(folder), faults.named(path):
        remove_leftovers(book, folder)
        try:
            tell("copy")
            held = ledger_keys.unlocked(book)
            entry, key = (held.entry, held.key) if under is None else (under.entry(), under.key)
            values, before = _copy(book, database, file_key(entry.id, key), reason)
            tell("write")
            backup_file.write(part, database, values, entry, key)
            tell("verify")
            header = _prove(part, database, key, before)
            files.put_in_place(part, path)
        finally:
            ledger.remove_leftovers(database)
            files.remove_quietly(part)
    tell("done")
    info = info_of(path, header)
    _remember(book, info, header.number("journal_seq"))
    if folder == default_folder(book.path):
        thin(book)
    return info


def list_backups(folder: Path | str) -> list[BackupInfo]:
    """Return the backups in a folder, newest state first; damaged ones with their `problem` at the end."""
    folder = Path(folder)
    if not folder.is_dir():
        return []
    with faults.named(folder):
        found = [_listed(path) for path in sorted(folder.glob(f"*{SUFFIX}"))]
    return backup_order.newest_first(found)


def last_verified(book: Ledger) -> LastVerified | None:
    """Return the backup of this ledger that was proved last, as far as this computer remembers."""
    return _remembered(book, "last_verified")


def last_elsewhere(book: Ledger) -> LastVerified | None:
    """Return the newest backup that does not lie beside the ledger (a stick, another disk), as remembered."""
    return _remembered(book, "last_elsewhere")


def _remembered(book: Ledger, name: str) -> LastVerified | None:
    kept = local_state.read(book.path).get(name)
    if not isinstance(kept, dict) or kept.get("ledger_id") != book.info()["ledger_id"]:
        return None
    path = Path(str(kept.get("path", "")))
    return LastVerified(
        path,
        str(kept.get("at", "")),
        str(kept.get("digest", "")),
        int(kept.get("journal_seq", 0)),
        path.is_file(),
    )


def daily_backup(book: Ledger) -> BackupInfo | None:
    """Make the backup of this (local) day in the ledger's own folder; None when today has a verified one already."""
    last = last_verified(book)
    now = book.clock.now()
    if last is not None and last.present and _day(last.verified_at) == _day(moment(book.clock)):
        # A clock that stands at one day for weeks must not end the backups.
        known = [info for info in list_backups(default_folder(book.path)) if not info.problem]
        doubted = {info.path for info in backup_order.judged(known, now).doubtful}
        if last.path not in doubted or last.journal_seq == journal.last_seq(book):
            return None
    return make_backup(book, default_folder(book.path), reason="daily")


def offered(path: Path) -> str:
    """Return the newest backups in a ledger's own folder as Chinese lines, for one that cannot be opened."""
    sound = [info for info in list_backups(default_folder(path)) if not info.problem]
    return "\n".join(
        words.label("backup_line", "line").format(time=_local_time(info.verified_at), name=info.path.name)
        for info in sound[:3]
    )


# --- thinning -------------------------------------------------------------------------


def thin(book: Ledger) -> list[Path]:
    """Remove automatic backups in the ledger's own folder that no day, week or month needs, or beyond their room.

    Manual ones, damaged ones, other ledgers' and the one proved last always stay.
    """
    own, folder = book.info()["ledger_id"], default_folder(book.path)
    last = last_verified(book)
    listed = [info for info in list_backups(folder) if not info.problem and info.ledger_id == own]
    mine = [info for info in listed if info.reason != "manual"]
    stay = backup_order.kept(mine, book.clock.now())
    over = backup_order.over_budget([info for info in mine if info.path in stay], _free_bytes(folder))
    proved_last = {last.path} if last is not None else set()
    removed = [info.path for info in mine if info.path not in stay - {*over} | proved_last]
    for path in removed:
        files.remove_quietly(path)
    return removed


def _free_bytes(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        # Nobody can say: then only the budget counts.
        return backup_order.BUDGET * 10


def _local(at: str) -> datetime:
    return backup_order.moment_of(at).astimezone()


def _day(at: str) -> str:
    return _local(at).date().isoformat()


def _local_time(at: str) -> str:
    return _local(at).strftime("%Y-%m-%d %H:%M")


# --- making ---------------------------------------------------------------------------


def remove_leftovers(book: Ledger, folder: Path | None = None) -> None:
    """Remove what a killed backup of this ledger left in a folder, its own if none is named."""
    mark = book.info()["ledger_id"][-8:]
    folder = folder or default_folder(book.path)
    if folder.is_dir():
        for path in folder.glob(f"*_{mark}*{SUFFIX}*.part*"):
            files.remove_quietly(path)


def _parts_of(path: Path) -> tuple[Path, Path]:
    return path.with_name(path.name + ".part"), path.with_name(path.name + ".db.part")


def _free_name(book: Ledger, folder: Path) -> Path:
    full, short = organization.own_names(book)
    name = re.sub(r'[\\/:*?"<>|\s.]+', "", short or full)[:24] or "台账"
    stamp = book.clock.now().astimezone().strftime("%Y%m%d-%H%M%S")
    stem = f"{name}_{stamp}_{book.info()['ledger_id'][-8:]}"
    path, number = folder / f"{stem}{SUFFIX}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}_{number}{SUFFIX}"
    return path


def _copy(book: Ledger, database: Path, key: bytes, reason: str) -> tuple[dict[str, Any], Fingerprint]:
    """Copy the ledger as it is at this moment, encrypted; return the header's values and its fingerprint."""
    with book.lock:
        ledger.remove_leftovers(database)
        if book.key == key:
            driver.vacuum_into(book.db.conn, database)
        else:
            driver.export(book.db.conn, database, key=key)
        before = fingerprint.of(book.db.conn)
        head = book.query("SELECT seq, digest FROM journal_operation ORDER BY seq DESC LIMIT 1")[0]
        info = book.info()
        values = {
            "schema": int(book.query("PRAGMA user_version")[0]["user_version"]),
            "organization": organization.own_names(book)[0],
            "created": moment(book.clock),
            "reason": reason,
            "ledger_id": info["ledger_id"],
            "lineage": info["lineage"],
            "protected": book.key is not None or reason == "key",
            "counts": before.counts,
            "digest": before.digest,
            "journal_seq": head["seq"],
            "journal_digest": head["digest"],
            "generation": journal.generation(book),
        }
    return values, before


def _prove(part: Path, database: Path, key: bytes, wanted: Fingerprint) -> Header:
    """Read the finished file back from the medium, open what is in it, and compare it with the ledger."""
    ledger.remove_leftovers(database)
    header = backup_file.read_header(part)
    backup_file.extract(part, header, database)
    if not header.proved(key):
        raise WorldError("backup-not-verified", path=str(part), detail="header")
    prove_database(database, file_key(header.entry.id, key), wanted, part)
    return header


def _remember(book: Ledger, info: BackupInfo, seq: int) -> None:
    kept = {
        "path": str(info.path.absolute()),
        "at": info.verified_at,
        "digest": info.digest,
        "journal_seq": seq,
        "ledger_id": info.ledger_id,
    }
    home = book.path.resolve().parent
    elsewhere = {} if info.path.resolve().is_relative_to(home) else {"last_elsewhere": kept}
    local_state.change(book.path, last_verified=kept, **elsewhere)


def _listed(path: Path) -> BackupInfo:
    try:
        return info_of(path, backup_file.read_header(path))
    except KnownError as error:
        return BackupInfo(path, problem=error.code)
