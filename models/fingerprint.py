"""A whole database as one digest and its row counts: two copies are equal when these are."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from models import driver

_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """digest: SHA-256 over definitions and rows of every table. counts: rows of each table."""

    digest: str
    counts: dict[str, int]


def of(connection: Any) -> Fingerprint:
    """Return the fingerprint of an open database, whatever its schema is."""
    digest = sha256()
    for row in connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"):
        digest.update(ascii(row).encode())
    digest.update(ascii(connection.execute("PRAGMA user_version").fetchone()).encode())
    counts = {}
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    ).fetchall():
        quoted = '"' + name.replace('"', '""') + '"'
        keys = [row for row in connection.execute(f"PRAGMA table_info({quoted})") if row[5]]
        order = ", ".join(
            '"' + row[1].replace('"', '""') + '"' for row in sorted(keys, key=lambda row: row[5])
        )
        counts[name] = 0
        for values in connection.execute(f"SELECT * FROM {quoted} ORDER BY {order or 'rowid'}"):
            # `ascii` writes the same text for the same values in every version of Python.
            digest.update(ascii(values).encode())
            counts[name] += 1
        digest.update(f"{name} {counts[name]}".encode())
    return Fingerprint(digest.hexdigest(), counts)


def faults_in(connection: Any) -> list[str]:
    """Return what SQLite finds wrong with a database: pages, rows, indexes, references; empty is good."""
    return page_faults(connection) or [
        f"“{table}”第 {rowid} 行所指的记录不存在" for table, rowid, _ in dangling(connection)[:_MOST_NAMED]
    ]


def page_faults(connection: Any) -> list[str]:
    """Return what SQLite finds wrong with pages, rows and indexes, in its own words."""
    try:
        # Answers nothing for a plain file; for an encrypted one it proves every page before a row is read.
        found = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check").fetchall()]
        if not found:
            rows = connection.execute(f"PRAGMA integrity_check({_MOST_NAMED})").fetchall()
            found = [str(row[0]) for row in rows if row[0] != "ok"]
    except driver.DatabaseError as error:
        if driver.error_name(error).partition("_")[2].partition("_")[0] not in ("CORRUPT", "NOTADB"):
            raise
        return [str(error)]
    return found


def dangling(connection: Any) -> list[tuple[str, int, tuple[str, ...]]]:
    """Return the rows that refer to one that is not there: table, number of the row, the columns that refer."""
    found = []
    for table, rowid, _, number in connection.execute("PRAGMA foreign_key_check").fetchall():
        parts = connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
        found.append((table, rowid, tuple(part[3] for part in parts if part[0] == number)))
    return found
