"""Nothing is encrypted before the way back was walked: groups typed back from paper, a backup opened with the code."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from models import backup, conversion, files, ledger_keys, local_state, password_strength, recovery_code, restore
from models.backup_order import moment_of
from models.clock import is_due, moment
from models.errors import KnownError, RefusedError

if TYPE_CHECKING:
    from models.backup_proof import BackupInfo
    from models.ledger import Ledger
    from models.ledger_keys import NewKey, Sheet

ASKED = 3
"""So many of the eight groups are typed back from the paper."""

EVERY = timedelta(days=365)

_NOTE = "sheet_checked"


def choose_groups() -> tuple[int, ...]:
    """Return the places, from one, of the groups to be typed back."""
    return tuple(sorted(secrets.SystemRandom().sample(range(1, recovery_code.GROUPS + 1), ASKED)))


def check_groups(code: str, asked: Sequence[int], typed: Sequence[str]) -> None:
    """Raise RefusedError("recovery-groups-differ"), which names the places, unless the groups are right."""
    groups = code.split("-")
    wrong = [place for place, text in zip(asked, typed, strict=True) if recovery_code.digits(text) != groups[place - 1]]
    if wrong:
        raise RefusedError("recovery-groups-differ", groups="、".join(f"第 {place} 组" for place in wrong))


@dataclass(frozen=True, slots=True)
class Rescue:
    """A new key whose sheet is to be printed, and the groups that are asked back before it is used."""

    new: "NewKey"
    asked: tuple[int, ...]

    @property
    def sheet(self) -> "Sheet":
        """What is printed."""
        return self.new.sheet


def begin(book: "Ledger") -> Rescue:
    """Return a new key for a ledger; nothing is written yet."""
    return Rescue(ledger_keys.new_key(book.clock), choose_groups())


def carry_out(
    book: "Ledger",
    rescue: Rescue,
    typed: Sequence[str],
    *,
    password: str = "",
    progress: Callable[[str], None] | None = None,
) -> "BackupInfo":
    """Encrypt a ledger under the new key once three groups are right and a backup opened with the code alone.

    Return that backup. Raises RefusedError("recovery-groups-differ", "password-easy", …), WorldError: then the ledger
    is as it was.
    """
    check_groups(rescue.sheet.code, rescue.asked, typed)
    made = encrypt(book, rescue.new, password=password, progress=progress)
    _note(book)
    return made


def encrypt(
    book: "Ledger", new: "NewKey", *, password: str = "", progress: Callable[[str], None] | None = None
) -> "BackupInfo":
    """Encrypt a ledger under a new key once a backup under it was opened with the code alone; return that backup.

    Raises RefusedError("password-easy"), WorldError: then the ledger is as it was.
    """
    if password:
        password_strength.refuse_easy(password, password_strength.names_of(book))
    made = backup.make_backup(book, backup.default_folder(book.path), reason="key", under=new, progress=progress)
    try:
        restore.verify_backup(made.path, recovery_code=new.sheet.code)
        conversion.encrypt(book, new, password=password)
    except KnownError:
        # Nobody is to be left with a backup under a key that the ledger never got.
        files.remove_quietly(made.path)
        raise
    return made


def check_again(book: "Ledger", asked: Sequence[int], typed: Sequence[str]) -> None:
    """Note that the sheet is still there. Raises RefusedError("recovery-groups-differ")."""
    sheet = ledger_keys.sheet(book)
    if sheet is not None:
        check_groups(sheet.code, asked, typed)
        _note(book)


def due(book: "Ledger") -> bool:
    """Tell whether the sheet is to be asked for: never seen on this computer, or a year ago."""
    held = ledger_keys.unlocked(book)
    if held.code is None:
        return False
    kept = local_state.read(book.path).get(_NOTE)
    if not isinstance(kept, dict) or kept.get("key") != held.entry.id or not isinstance(kept.get("at"), str):
        return True
    return is_due(book.clock.now(), moment_of(kept["at"]), EVERY)


def _note(book: "Ledger") -> None:
    local_state.change(book.path, **{_NOTE: {"key": ledger_keys.unlocked(book).entry.id, "at": moment(book.clock)}})
