"""Making and opening ledgers as a person does: place, holder, keys, backup before migration.

The ledger file's first 16 bytes decide everything: SQLite's own magic means plain, anything else is the id of
the key it needs.
"""

from dataclasses import dataclass
from pathlib import Path

from models import (
    attempts,
    backup,
    conversion,
    damage,
    faults,
    holder,
    ids,
    journal_head,
    key_store,
    keyring,
    ledger_keys,
    location,
    texts,
)
from models.clock import Clock
from models.errors import UsageError, WorldError
from models.ledger import Ledger, open_here, refuse_foreign_file, remove_leftovers
from models.ledger_keys import change_password, has_recovery_code, new_recovery_code

__all__ = [
    "Created",
    "change_password",
    "create_ledger",
    "has_recovery_code",
    "is_protected",
    "new_recovery_code",
    "open_ledger",
]


@dataclass(frozen=True, slots=True)
class Created:
    """A new ledger, open, and its recovery code: shown once, kept nowhere."""

    ledger: Ledger
    recovery_code: str


def create_ledger(
    path: Path | str,
    *,
    organization: str,
    level: str = "branch",
    actor: str,
    password: str = "",
    clock: Clock | None = None,
    ids_: ids.Ids | None = None,
    facts: location.Facts | None = None,
) -> Created:
    """Make a new ledger with its keys; a password encrypts the file, the recovery code is there anyway.

    Raises UsageError("ledger-exists"), RefusedError (place, password too short, names unfit), WorldError.
    """
    path = Path(path)
    clock = clock or Clock()
    # Asked before anything is written: no keyring may stay behind without its ledger.
    organization = texts.line("organization.name", organization, 100, required=True)
    actor = _checked_actor(actor)
    location.refuse_unfit(path, facts)
    with faults.named(path):
        if path.exists():
            raise UsageError("ledger-exists", path=str(path))
    entry, data_key, code = ledger_keys.new_entry(password)
    with faults.named(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        ledger_keys.set_strays_aside(path, clock)
    ledger_keys.keep_entry(path, entry)
    key = keyring.file_key(entry.id, data_key) if password else None
    ledger = Ledger.create(
        path, organization=organization, level=level, actor=actor, key=key, clock=clock, ids_=ids_
    )
    _hold(ledger)
    return Created(ledger, code)


def open_ledger(
    path: Path | str,
    *,
    password: str = "",
    recovery_code: str = "",
    actor: str = "",
    clock: Clock | None = None,
    ids_: ids.Ids | None = None,
    facts: location.Facts | None = None,
) -> Ledger:
    """Open a ledger; one of an older schema gets a verified backup before it is migrated.

    Raises RefusedError ("password-needed", "password-wrong", "password-wait", "recovery-code-…", "place-…")
    and WorldError ("ledger-locked" with its holder, "ledger-damaged", "ledger-newer", "keys-missing", …).
    Nothing has changed then.
    """
    path = Path(path)
    clock = clock or Clock()
    actor = _checked_actor(actor)
    location.refuse_unfit(path, facts)
    try:
        refuse_foreign_file(path)
        key_id, key = ledger_keys.encrypted_with(path), None
        if key_id is not None:
            entry = ledger_keys.entry_of(path, key_id)
            data_key = attempts.unlock(path, entry, password=password, code=recovery_code, clock=clock)
            key = keyring.file_key(key_id, data_key)
        ledger = Ledger.open(path, actor=actor, key=key, clock=clock, ids_=ids_, before_migration=_backed_up)
    except WorldError as error:
        raise _explained(error, path, clock) from error
    try:
        ledger.explain = damage.explained
        _tidy(ledger)
        _hold(ledger)
    except BaseException as error:
        known = damage.explained(ledger, error)
        ledger.close()
        if known is not None:
            raise known from error
        raise
    return ledger


def is_protected(path: Path | str) -> bool:
    """Tell whether a ledger needs a password. Raises WorldError for a missing or foreign file."""
    path = Path(path)
    here = open_here(path)
    if here is not None:
        return here.key is not None
    refuse_foreign_file(path)
    return ledger_keys.encrypted_with(path) is not None


def _checked_actor(actor: str) -> str:
    return texts.line("setting.user.name", actor, 60)


def _tidy(ledger: Ledger) -> None:
    """Bring the ring to what the file needs, as after a kill, and remove unfinished files."""
    entry, _ = ledger_keys.data_key(ledger)
    kept = entry.without("open") if ledger.key is not None else entry.without("password")
    for other in keyring.load(ledger.path):
        if other.id != kept.id and other.slot("password"):
            # The key from before the password: its backups open with the password here.
            key_store.remember(other.without("open"))
    if not keyring.stands(ledger.path, [kept]):
        keyring.save(ledger.path, [kept])
    key_store.remember(kept)
    conversion.remove_leftovers(ledger.path)
    backup.remove_leftovers(ledger)
    for end in ("", ".sealed", ".keys", ".keys.bak", ".state"):
        remove_leftovers(ledger.path.with_name(f"{ledger.path.name}{end}.part"))


def _backed_up(ledger: Ledger) -> None:
    backup.make_backup(ledger, backup.default_folder(ledger.path), reason="migration")


def _hold(ledger: Ledger) -> None:
    journal_head.watch(ledger)
    holder.note(ledger.path, ledger.actor, ledger.clock)
    ledger.closed.append(lambda: holder.forget(ledger.path))


def _explained(error: WorldError, path: Path, clock: Clock) -> WorldError:
    """Add to a fault what helps: who holds the ledger, which backups there are."""
    facts = dict(error.facts)
    if error.code == "ledger-locked":
        facts["holder"] = holder.described(path, clock)
    elif error.code in ("ledger-damaged", "ledger-unreadable", "ledger-schema-foreign"):
        facts["backups"] = backup.offered(path)
    return WorldError(error.code, **facts)
