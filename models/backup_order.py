"""Which backup is newer, which dates can be believed, and which automatic ones stay: by the ledger's own order.

A computer's clock may be wrong for a week; the journal's numbers never are. Dates only say into which day, week or
month a backup falls, and only while they can be believed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from models.backup_proof import BackupInfo

DAYS, WEEKS, MONTHS = 14, 4, 12
"""So many days, weeks and months keep their newest backup each."""

NEWEST = 3
"""These stay in any case: on a day with an import and a receive, the one from before either."""

BUDGET = 1_500_000_000
"""Room for automatic backups in bytes, or a tenth of what is free on the disk where that is less."""

RELEASED = datetime(2025, 1, 1, tzinfo=UTC)
"""Long before this program was there: a clock that says an earlier day has stopped or fallen back."""

_PATIENCE = timedelta(days=1)
"""So far a clock may be off without being doubted: another time zone, a correction."""


@dataclass(frozen=True, slots=True)
class Believed:
    """Backups of one ledger, newest first: those whose dates can be believed, and those with a date that cannot."""

    sound: tuple[BackupInfo, ...]
    doubtful: tuple[BackupInfo, ...]


def newest_first(found: Iterable[BackupInfo]) -> list[BackupInfo]:
    """Return backups in the order of their ledger: by generation, then by the journal; ledgers one after the other.

    A restore begins a generation. Damaged ones stand at the end.
    """
    listed = sorted(found, key=_order, reverse=True)
    ledgers = dict.fromkeys(info.ledger_id for info in sorted(listed, key=lambda one: one.verified_at, reverse=True))
    places = {ledger_id: place for place, ledger_id in enumerate(ledgers)}
    return sorted(listed, key=lambda info: (bool(info.problem), places[info.ledger_id]))


def _order(info: BackupInfo) -> tuple[int, int, str, str]:
    return info.generation, info.journal_seq, info.verified_at, info.path.name


def judged(backups: list[BackupInfo], now: datetime) -> Believed:
    """Tell believable dates from others: ahead of now, before the program was there, before an older state's date."""
    doubtful: set[Path] = set()
    furthest = RELEASED
    for info in reversed(backups):
        at = moment_of(info.verified_at)
        ahead = now > RELEASED and at > now + _PATIENCE
        if ahead or at < furthest - _PATIENCE:
            doubtful.add(info.path)
        else:
            furthest = max(furthest, at)
    parts = [tuple(one for one in backups if (one.path in doubtful) is doubted) for doubted in (False, True)]
    return Believed(*parts)


def kept(backups: list[BackupInfo], now: datetime) -> set[Path]:
    """Return which of a ledger's automatic backups (newest first) stay; doubtful dates take no other's place."""
    believed = judged(backups, now)
    stay = {info.path for info in [*backups[:NEWEST], *believed.doubtful[:DAYS]]}
    for count, period in ((DAYS, "%Y-%m-%d"), (WEEKS, "%G-%V"), (MONTHS, "%Y-%m")):
        slots: dict[str, Path] = {}
        for info in believed.sound:
            slots.setdefault(moment_of(info.verified_at).astimezone().strftime(period), info.path)
        stay.update(list(slots.values())[:count])
    return stay


def over_budget(backups: list[BackupInfo], free: int) -> list[Path]:
    """Return the oldest automatic backups (given newest first) beyond the room there is for them."""
    budget, used, over = min(BUDGET, free // 10), 0, []
    for place, info in enumerate(backups):
        used += info.size
        if used > budget and place >= NEWEST:
            over.append(info.path)
    return over


def moment_of(at: str) -> datetime:
    """Return a kept moment; the beginning of time for one that cannot be read."""
    try:
        found = datetime.fromisoformat(at.replace("Z", "+00:00"))
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
