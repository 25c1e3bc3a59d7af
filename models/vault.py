"""Making and opening ledgers as a person does: place, holder, keys, backup before migration.

The ledger file's first 16 bytes decide everything: SQLite's own magic means plain, anything else is the id of
the key it needs.
"""

from dataclasses import dataclass
from pathlib import Path

from models import (
    backup,
    conversion,
    damage,
    driver,
    faults,
    files,
    holder,
    ids,
    journal_head,
    key_store,
    keyring,
    ledger_keys,
    location,
    other_copy,
    password_strength,
    received_memory,
    texts,
    user_slot,
    whereabouts,
)
from models.clock import Clock
from models.errors import RefusedError, UsageError, WorldError
from models.keyring import KeyEntry
from models.ledger import Ledger, open_here, refuse_foreign_file, remove_leftovers
from models.ledger_keys import Sheet, Unlocked

__all__ = ["Created", "create_ledger", "is_encrypted", "open_ledger"]


@dataclass(frozen=True, slots=True)
class Created:
    """A new ledger, open, and the sheet of its key."""

    ledger: Ledger
    sheet: Sheet

    @property
    def recovery_code(self) -> str:
        """The code on the sheet."""
        return self.sheet.code


def create_ledger(
    path: Path | str,
    *,
    organization: str,
    level: str = "branch",
    actor: str,
    password: str = "",
    encrypted: bool = False,
    clock: Clock | None = None,
    ids_: ids.Ids | None = None,
    facts: location.Facts | None = None,
) -> Created:
    """Make a new ledger with its key: encrypted at once (a password says so too), or plain until someone has the sheet.

    Raises UsageError("ledger-exists"), RefusedError (place, password too easy, names unfit), WorldError.
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
    if password:
        password_strength.refuse_easy(password, (organization, actor))
    new = ledger_keys.new_key(clock)
    closed = encrypted or bool(password)
    entry = new.entry(password) if closed else new.open_entry()
    key = keyring.file_key(new.id, new.key) if closed else None
    with files.folder_for(path.parent):
        with faults.named(path):
            ledger_keys.set_strays_aside(path, clock)
        with keyring.new_ring(path, [entry]):
            ledger = Ledger.create(
                path,
                organization=organization,
                level=level,
                actor=actor,
                key=key,
                clock=clock,
                ids_=ids_,
                home=whereabouts.here(),
            )
    key_store.remember(entry)
    ledger.code = new.code
    _hold(ledger)
    return Created(ledger, new.sheet)


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

    Raises RefusedError ("no-key-here", "password-needed", "password-wrong", "password-wait", "recovery-code-…",
    "place-…") and WorldError ("ledger-locked" with its holder, "ledger-damaged", "ledger-newer", …). Nothing has
    changed then.
    """
    path = Path(path)
    clock = clock or Clock()
    actor = _checked_actor(actor)
    location.refuse_unfit(path, facts)
    try:
        refuse_foreign_file(path)
        key_id, held = ledger_keys.encrypted_with(path), None
        if key_id is not None:
            held = _unlocked(path, key_id, password, recovery_code, clock)
        ledger = _opened(path, held, actor=actor, clock=clock, ids_=ids_)
    except WorldError as error:
        raise _explained(error, path, clock) from error
    try:
        ledger.explain = damage.explained
        _tidy(ledger, held)
        _hold(ledger)
    except BaseException as error:
        known = damage.explained(ledger, error)
        ledger.close()
        if known is not None:
            raise known from error
        raise
    return ledger


def _unlocked(path: Path, key_id: str, password: str, code: str, clock: Clock) -> Unlocked:
    others = [entry for entry in keyring.load(path) if entry.id != key_id]
    try:
        found = ledger_keys.unlock(path, key_id, password=password, code=code, clock=clock)
    except RefusedError as error:
        if error.code == "no-key-here" and _lost_its_beginning(path, others, password, code):
            raise WorldError("ledger-damaged", path=str(path)) from error
        raise
    if not found.proved and _lost_its_beginning(path, others, password, code):
        raise WorldError("ledger-damaged", path=str(path))
    return found


def _lost_its_beginning(path: Path, others: list[KeyEntry], password: str, code: str) -> bool:
    """Tell whether the first bytes are damaged and no key is missing: it is plain, or the ring's other key made it."""
    if driver.looks_plain(path):
        return True
    for entry in others:
        try:
            secret = user_slot.opened(entry) or keyring.unlock(entry, password=password, code=code)
        except RefusedError:
            continue
        if driver.fits(path, keyring.file_key(entry.id, keyring.data_key(entry.id, secret))):
            return True
    return False


def _opened(path: Path, held: Unlocked | None, *, actor: str, clock: Clock, ids_: ids.Ids | None) -> Ledger:
    key = None if held is None else keyring.file_key(held.entry.id, held.key)
    code = None if held is None else held.code

    def before_migration(ledger: Ledger) -> None:
        ledger.code = code
        backup.make_backup(ledger, backup.default_folder(ledger.path), reason="migration")

    try:
        ledger = Ledger.open(path, actor=actor, key=key, clock=clock, ids_=ids_, before_migration=before_migration)
    except WorldError as error:
        if held is not None and not held.proved and error.code == "ledger-unreadable":
            raise RefusedError("recovery-code-wrong", path=str(path), number=held.entry.number) from error
        raise
    ledger.code = code
    return ledger


def is_encrypted(path: Path | str) -> bool:
    """Tell whether a ledger file is encrypted. Raises WorldError for a missing or foreign file."""
    path = Path(path)
    here = open_here(path)
    if here is not None:
        return here.key is not None
    refuse_foreign_file(path)
    return ledger_keys.encrypted_with(path) is not None


def _checked_actor(actor: str) -> str:
    return texts.line("setting.user.name", actor, 60)


def _tidy(ledger: Ledger, held: Unlocked | None) -> None:
    """Bring the ring to what the file needs, as after a kill, and remove unfinished files."""
    if held is None:
        held = ledger_keys.unlocked(ledger)
        ledger.code, kept = held.code, held.entry.without("password", "user")
    else:
        kept = ledger_keys.for_this_user(ledger, held)
    for other in keyring.load(ledger.path):
        if other.id != kept.id and other.without("open").slots:
            # The key from before the file was written anew: its backups open with what opens it here.
            key_store.remember(other.without("open"))
    if not keyring.stands(ledger.path, [kept]):
        keyring.save(ledger.path, [kept])
    key_store.remember(kept)
    conversion.remove_leftovers(ledger.path)
    backup.remove_leftovers(ledger)
    other_copy.clear_leftovers(ledger.path)
    for end in ("", ".sealed", ".keys", ".keys.bak", ".state"):
        remove_leftovers(ledger.path.with_name(f"{ledger.path.name}{end}.part"))


def _hold(ledger: Ledger) -> None:
    journal_head.watch(ledger)
    received_memory.watch(ledger)
    if not whereabouts.elsewhere(ledger):
        whereabouts.remember(ledger)
    holder.note(ledger.path, "" if ledger.key is not None else ledger.actor, ledger.clock)
    ledger.closed.append(lambda: holder.forget(ledger.path))


def _explained(error: WorldError, path: Path, clock: Clock) -> WorldError:
    """Add to a fault what helps: who holds the ledger, which backups there are."""
    facts = dict(error.facts)
    if error.code == "ledger-locked":
        facts["holder"] = holder.described(path, clock)
    elif error.code in ("ledger-damaged", "ledger-unreadable", "ledger-schema-foreign"):
        facts["backups"] = backup.offered(path)
    return WorldError(error.code, **facts)
