"""Ledgers damaged at random: a bit of the file turned over, or one value of one row changed by another program."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from models import schema

OUT_OF_REACH = {
    ("journal_operation", "at"): "a digest cannot be read backwards: only the operation is named",
    ("journal_operation", "why"): "the same",
    ("journal_operation", "note"): "the same",
    ("draft", ""): "a draft is no content: it is what nobody has saved yet",
    ("print_run", ""): "a print run that goes on is no content: it is made again",
    ("print_part", ""): "the same",
    ("ledger_info", "ledger_id"): "stands nowhere else in the file",
    ("ledger_info", "lineage"): "the same, before the first restore",
    ("ledger_info", "device"): "the same, before the first restore",
    ("own_key", "created_at"): "stands nowhere else in the file, and nothing rests on it",
    ("own_key", "retired_at"): "the same",
}
"""Values whose change cannot be found with table, row and column, and why; (table, "") stands for all its columns."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One value changed: where, and what it was and became."""

    table: str
    key: tuple[Any, ...]
    column: str
    before: Any
    after: Any


def turn_a_bit(content: bytes, random: Random) -> bytes:
    """Return a file with one bit turned over."""
    changed = bytearray(content)
    changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def edit_a_value(path: Path, random: Random) -> Edit:
    """Change one value of one row, as another program would; every row is as likely as any other."""
    with closing(sqlite3.connect(path)) as outsider:
        while True:
            edit = _tried(outsider, random)
            if edit is not None:
                outsider.commit()
                return edit


def _tried(outsider: sqlite3.Connection, random: Random) -> Edit | None:
    table, rowid = random.choice(list(_rows(outsider)))
    columns = outsider.execute(f'PRAGMA table_info("{table}")').fetchall()
    _, column, kind, *_ = random.choice(columns)
    before = outsider.execute(f'SELECT "{column}" FROM "{table}" WHERE rowid = ?', (rowid,)).fetchone()[0]
    after = _other(before, kind, random)
    keys = [name for _, name, _, _, _, part in sorted(columns, key=lambda one: int(one[5])) if part]
    named = ", ".join(f'"{name}"' for name in keys)
    key = outsider.execute(f'SELECT {named} FROM "{table}" WHERE rowid = ?', (rowid,)).fetchone()
    # What the table's own rules refuse cannot be written by anybody.
    with suppress(sqlite3.IntegrityError):
        outsider.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (after, rowid))
        return Edit(table, key, column, before, after)
    return None


def _rows(outsider: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    for table in (*schema.TABLES, *schema.RECORD_KEEPING[:-1]):
        for (rowid,) in outsider.execute(f'SELECT rowid FROM "{table}"'):
            yield table, rowid


def _other(value: Any, kind: str, random: Random) -> Any:
    if isinstance(value, bytes):
        return value + b"\0"
    if isinstance(value, int):
        return value + random.choice((1, 2, 100))
    if kind == "INTEGER":
        return random.randrange(1, 5)
    text = str(value or "")
    return random.choice((text + "改", text[:-1] or "x", "1", "2031-99-99", text.swapcase() + " "))
