"""Ledgers damaged at random: a bit of the file turned over, or one value of one row changed by another program."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from models import schema
from models.finding import Finding

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


def edit_values(path: Path, random: Random, count: int) -> list[Edit]:
    """Change one value each of that many rows, as another program would; every row is as likely as any other.

    No two of them are of one record, nor of one operation of the journal: each has to be found by what it is.
    """
    made: list[Edit] = []
    with closing(sqlite3.connect(path)) as outsider:
        rows = list(_rows(outsider))
        touched: set[object] = set()
        while len(made) < count:
            edit = _tried(outsider, random, random.choice(rows), touched)
            made += [edit] if edit is not None else []
        outsider.commit()
    return made


def named(edit: Edit, found: list[Finding] | str) -> bool:
    """Tell whether a finding names table, row and column of a change; of a changed key, the row before or after it."""
    if isinstance(found, str):
        return False
    for one in found:
        row = one.key == edit.key or edit.after in one.key or edit.before in one.key
        if one.table == edit.table and (row or not one.key) and (
            edit.column in one.columns or one.code.endswith(("-unknown", "-missing"))
        ):
            return True
    return False


def _tried(
    outsider: sqlite3.Connection, random: Random, row: tuple[str, int], touched: set[object]
) -> Edit | None:
    table, rowid = row
    columns = outsider.execute(f'PRAGMA table_info("{table}")').fetchall()
    _, column, kind, *_ = random.choice(columns)
    before = outsider.execute(f'SELECT "{column}" FROM "{table}" WHERE rowid = ?', (rowid,)).fetchone()[0]
    after = _other(before, kind, random)
    keys = [name for _, name, _, _, _, part in sorted(columns, key=lambda one: int(one[5])) if part]
    named = ", ".join(f'"{name}"' for name in keys)
    key = outsider.execute(f'SELECT {named} FROM "{table}" WHERE rowid = ?', (rowid,)).fetchone()
    matters = _matters(outsider, table, key)
    if matters & touched:
        return None
    # What the table's own rules refuse cannot be written by anybody.
    with suppress(sqlite3.IntegrityError):
        outsider.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (after, rowid))
        touched |= matters
        return Edit(table, key, column, before, after)
    return None


def _matters(outsider: sqlite3.Connection, table: str, key: tuple[Any, ...]) -> set[object]:
    """Return what a row is about: its operation and those beside it, for content every operation that wrote it."""
    if table.startswith("journal_"):
        return {("operation", key[0] + step) for step in (-1, 0, 1)}
    # The lines of a sheet name its meeting; who is on it stands inside.
    name = next((part for part in key if isinstance(part, str)), "")
    texts = "row_key || coalesce(before, '') || coalesce(after, '')"
    rows = outsider.execute(f"SELECT DISTINCT seq FROM journal_change WHERE instr({texts}, ?)", [name or "no row"])
    return {(table, key), *(("operation", seq + step) for (seq,) in rows for step in (-1, 0, 1))}


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
