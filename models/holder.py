"""Who has a ledger open: a note beside it, only to name the person. The lock itself is SQLite's."""

import getpass
import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from models import files, words
from models.clock import Clock, moment


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a ledger: process, login name, name that signs, computer, since when (UTC moment)."""

    pid: int
    user: str
    actor: str
    computer: str
    since: str


def path_of(ledger: Path) -> Path:
    """Return where the note lies."""
    return ledger.with_name(ledger.name + ".lock")


def note(ledger: Path, actor: str, clock: Clock) -> Holder | None:
    """Write down that this process holds the ledger; None where the folder cannot take the note.

    actor: who signs; empty for an encrypted ledger, beside which no name is to lie.
    """
    holder = Holder(os.getpid(), _user(), actor, platform.node(), moment(clock))
    try:
        # No sync: a note lost in a power cut is a stale note less.
        path_of(ledger).write_text(json.dumps(asdict(holder), ensure_ascii=False), encoding="utf-8")
    except OSError:
        return None
    return holder


def forget(ledger: Path) -> None:
    """Remove the note when this process wrote it."""
    holder = read(ledger)
    if holder is not None and holder.pid == os.getpid() and holder.computer == platform.node():
        files.remove_quietly(path_of(ledger))


def read(ledger: Path) -> Holder | None:
    """Return the note, None where there is none or it makes no sense."""
    try:
        fields = json.loads(path_of(ledger).read_bytes())
        holder = Holder(**fields)
    except (OSError, ValueError, TypeError):
        return None
    texts = (holder.user, holder.actor, holder.computer, holder.since)
    return holder if type(holder.pid) is int and all(isinstance(text, str) for text in texts) else None


def described(ledger: Path, clock: Clock) -> str:
    """Return who holds the ledger as a Chinese phrase; empty when not known or the process is gone."""
    holder = read(ledger)
    if holder is None or not alive(holder):
        return ""
    who = holder.actor or holder.user
    return words.label("holder", "phrase").format(
        who=who, computer=holder.computer, since=_local(holder.since, clock)
    )


def alive(holder: Holder) -> bool:
    """Tell whether the process of a note may still run; of another computer that cannot be known, so yes."""
    if holder.computer != platform.node():
        return True
    if sys.platform == "win32":
        import ctypes

        query_limited_information = 0x1000
        handle = ctypes.windll.kernel32.OpenProcess(query_limited_information, False, holder.pid)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(holder.pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _local(since: str, clock: Clock) -> str:
    """Return `9:12` for today, `11-20 9:12` for another day."""
    try:
        at = datetime.fromisoformat(since.replace("Z", "+00:00")).astimezone()
    except ValueError:
        return "?"
    time = f"{at.hour}:{at.minute:02d}"
    today = clock.now().astimezone(UTC).astimezone().date()
    return time if at.date() == today else f"{at.month}月{at.day}日 {time}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
