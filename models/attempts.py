"""Trying a password: wrong ones are counted, and from the fifth on each must wait longer."""

from datetime import datetime, timedelta
from pathlib import Path

from models import keyring, local_state
from models.clock import Clock
from models.errors import RefusedError
from models.keyring import KeyEntry

FREE = 4
_FIRST_WAIT, _LONGEST_WAIT = 30, 600


def unlock(ledger: Path, entry: KeyEntry, *, password: str, code: str, clock: Clock) -> bytes:
    """Return the secret. Raises RefusedError("password-wait", seconds) and all of `keyring.unlock`."""
    if not code:
        seconds = waiting(ledger, clock)
        if seconds and password:
            raise RefusedError("password-wait", path=str(ledger), seconds=seconds)
    try:
        key = keyring.unlock(entry, password=password, code=code)
    except RefusedError as error:
        error.facts.setdefault("path", str(ledger))
        if error.code == "password-wrong":
            error.facts |= _counted(ledger, clock)
        raise
    if local_state.read(ledger).get("wrong_passwords"):
        _note(ledger, None, None)
    return key


def waiting(ledger: Path, clock: Clock) -> int:
    """Return for how many seconds no password is tried, 0 when one may be."""
    until = local_state.read(ledger).get("try_again_at")
    try:
        left = (datetime.fromisoformat(until) - clock.now()).total_seconds() if isinstance(until, str) else 0
    except (ValueError, TypeError):
        return 0
    # Longer than any wait: the clock was set back; nobody is locked out by that.
    return int(left) + 1 if 0 < left <= _LONGEST_WAIT else 0


def _counted(ledger: Path, clock: Clock) -> dict[str, int]:
    before = local_state.read(ledger).get("wrong_passwords")
    wrong = (before if isinstance(before, int) else 0) + 1
    seconds = 0 if wrong <= FREE else min(_FIRST_WAIT << min(wrong - FREE - 1, 10), _LONGEST_WAIT)
    until = (clock.now() + timedelta(seconds=seconds)).isoformat() if seconds else None
    _note(ledger, wrong, until)
    return {"wrong": wrong, "seconds": seconds}


def _note(ledger: Path, wrong: int | None, until: str | None) -> None:
    local_state.change(ledger, wrong_passwords=wrong, try_again_at=until)
