"""Where a ledger was last at home, so that one that wakes elsewhere is asked about: moved, or another copy?

Elsewhere is another machine, another user, or another path while the ledger known under that id still lies at the old
one; a renamed folder or another drive letter is not. The machine and user stand in the journal's notes, as a digest
that names nobody; the path in this user's folder beside the heads. A ledger of an older program says nothing, until
it sends a package.
"""

import getpass
import json
import os
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from models import driver, key_store
from models.local_state import keep, notes_in

if TYPE_CHECKING:
    from models.ledger import Ledger

MOVED, COPIED = "moved", "copied"
NOTE = "home"
"""Under this name the kinds below note which computer and user it was."""

_NOTING = ("ledger.create", "ledger.restore", "ledger.move", "package.send")
_LOOKED_AT = 1 << 20
_ID_BYTES = 16


def here() -> str:
    """Return this machine and user as a digest: the same at every start, and nobody's name."""
    return sha256(f"zbtz home 1\n{_machine()}\n{_user()}".encode()).hexdigest()[:32]


def elsewhere(ledger: "Ledger") -> bool:
    """Tell whether a ledger woke where it was not at home, so that nothing may be written before a person said why."""
    marked = _marked(ledger)
    if marked and marked != here():
        return True
    known = _known(ledger)
    if known is None:
        return False
    return known["home"] != here() or _still_at(Path(known["path"]), ledger)


def remember(ledger: "Ledger") -> None:
    """Note that this ledger is at home here. A memory and no record: where it cannot be written, less can be told."""
    path = _memory(ledger)
    kept = notes_in(path) | {ledger.info()["lineage"]: {"path": os.path.realpath(ledger.path), "home": here()}}
    keep(path, kept)


def settle(ledger: "Ledger", answer: str) -> None:
    """Write down a person's answer, `moved` or `copied`; both get a new device, a copy a lineage of its own.

    Raises UsageError("no-actor"), WorldError; then the question stays open.
    """
    device, new = ledger.ids.new(), ledger.ids.new()
    with ledger.operation("ledger.move") as op:
        op.renew_identity(device=device, lineage=new if answer == COPIED else ledger.info()["lineage"])
        op.note |= {"answer": answer, NOTE: here()}
    remember(ledger)


def _marked(ledger: "Ledger") -> str:
    """Return the newest machine and user that the journal names, or nothing."""
    kinds = ", ".join("?" * len(_NOTING))
    rows = ledger.query(f"SELECT note FROM journal_operation WHERE kind IN ({kinds}) ORDER BY seq DESC", _NOTING)
    for row in rows:
        try:
            marked = json.loads(row["note"]).get(NOTE)
        except (ValueError, AttributeError):
            continue  # A damaged note is the check's to tell.
        if isinstance(marked, str) and marked:
            return marked
    return ""


def _known(ledger: "Ledger") -> dict[str, str] | None:
    known = notes_in(_memory(ledger)).get(ledger.info()["lineage"])
    if not isinstance(known, dict) or not all(isinstance(known.get(name), str) for name in ("path", "home")):
        return None
    return known


def _still_at(old: Path, ledger: "Ledger") -> bool:
    """Tell whether the same ledger still lies at another path: by its key's id, or by its own id in the first pages.

    The file is read as bytes and not opened as a database: another program may be working with it.
    """
    try:
        if old == Path(os.path.realpath(ledger.path)) or old.samefile(ledger.path):
            return False
        with old.open("rb") as file:
            there = file.read(_LOOKED_AT)
    except OSError:
        return False
    if there.startswith(driver.PLAIN_MAGIC):
        return ledger.info()["ledger_id"].encode() in there
    return ledger.key is not None and there[:_ID_BYTES] == ledger.key[-_ID_BYTES:]


def _memory(ledger: "Ledger") -> Path:
    return key_store.folder() / "heads" / f"{ledger.info()['ledger_id']}.json"


def _machine() -> str:
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""
    try:
        return Path("/etc/machine-id").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def _user() -> str:
    if hasattr(os, "getuid"):
        return str(os.getuid())
    try:
        return f"{os.environ.get('USERDOMAIN', '')}\\{getpass.getuser()}"
    except (OSError, KeyError, ImportError):
        return ""
