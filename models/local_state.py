"""What this computer remembers about a ledger beside it; losing it harms nothing."""

import json
from pathlib import Path
from typing import Any

from models import files
from models.errors import WorldError


def path_of(ledger: Path) -> Path:
    """Return where the notes about a ledger lie."""
    return ledger.with_name(ledger.name + ".state")


def read(ledger: Path) -> dict[str, Any]:
    """Return the notes; empty where there are none or they cannot be read."""
    return notes_in(path_of(ledger))


def notes_in(path: Path) -> dict[str, Any]:
    """Return what a file of notes holds; empty where it is not there or cannot be read: losing it harms nothing."""
    try:
        notes = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return notes if isinstance(notes, dict) else {}


def keep(path: Path, notes: Any) -> None:
    """Write notes that are a memory and no record: whole or not at all, without a sync, and without a word if refused.

    The next time writes them again; where they cannot be written, only less can be told.
    """
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.write_text(json.dumps(notes, ensure_ascii=False), encoding="utf-8")
        part.replace(path)
    except OSError:
        files.remove_quietly(part)


def change(ledger: Path, **values: Any) -> None:
    """Set notes; None removes one. Where they cannot be written what was done stands, and less can be told."""
    notes = {name: value for name, value in (read(ledger) | values).items() if value is not None}
    try:
        files.write_file(path_of(ledger), (json.dumps(notes, ensure_ascii=False, indent=1) + "\n").encode())
    except WorldError:
        return
