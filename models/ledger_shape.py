"""Whether a file's tables are those that this program makes: nothing that others planted in it is ever run.

A ledger comes from elsewhere more often than one thinks: handed over, copied back, out of a backup. SQLite carries
out what its schema says (triggers, views, virtual tables), so the schema is compared before any table is read.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

from sqlite_utils import Database

from models import driver, migrations, words
from models.errors import WorldError

OPENING_SECONDS = 5.0
"""A statement of the opening that takes longer than this is ended: our own take milliseconds."""

_STEPS_BETWEEN_LOOKS = 100_000
_MOST_NAMED = 5
_LONGEST_NAME = 40
_READ, _SELECT, _PRAGMA, _TRANSACTION = 20, 21, 19, 22
_ALLOWED, _DENIED = 0, 1
_SCHEMA_TABLES = ("sqlite_master", "sqlite_schema")

_PIECES = re.compile(
    r"(?P<text>'(?:[^']|'')*')|(?P<name>\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\])|(?P<remark>--[^\n]*|/\*.*?\*/)"
    r"|(?P<word>\w+)|(?P<sign>[^\s\w])",
    re.DOTALL,
)

_WORDS = frozenset({
    "AND", "BETWEEN", "BLOB", "CHECK", "CREATE", "DEFAULT", "FOREIGN", "IN", "INDEX", "INTEGER", "KEY", "NOT", "NULL",
    "ON", "PRIMARY", "REFERENCES", "STRICT", "TABLE", "TEXT", "UNIQUE", "WHERE",
})  # fmt: skip
"""SQL's own words in our definitions, as they are written there."""

Shape = dict[tuple[str, str, str], str]
"""(type, name, table) of everything a schema defines -> its definition in the normal form."""


@lru_cache(maxsize=512)
def normal(sql: str | None) -> str:
    """Return a definition without what makes no difference: blanks, remarks, case of SQL's own words, quotes of names.

    The case of a name makes one: SQLite calls a column as its table writes it, and a turned bit makes `Org` of `org`.
    """
    pieces = []
    for found in _PIECES.finditer(sql or ""):
        if found["text"]:
            pieces.append(found["text"])
        elif not found["remark"]:
            word = found["name"][1:-1] if found["name"] else found[0]
            pieces.append(word.lower() if word in _WORDS else word)
    return " ".join(pieces)


@cache
def expected(version: int) -> Shape:
    """Return what a ledger of a released schema defines, as its own migrations make it."""
    db = Database(driver.connect(":memory:"), execute_plugins=False)
    try:
        known = list(migrations.MIGRATIONS.pending(db))
        later = known[version].name if version < len(known) else None
        migrations.MIGRATIONS.apply(db, stop_before=later)
        return _read(db.conn)
    finally:
        db.close()


def foreign(connection: Any, version: int) -> list[str]:
    """Return in Chinese what a database defines otherwise than a ledger of this schema; empty for a sound one."""
    ours, found = expected(version), _read(connection)
    said = [_said(key, "多出") for key in found if key not in ours]
    said += [_said(key, "改动") for key, sql in found.items() if key in ours and ours[key] != sql]
    return said + [_said(key, "缺少") for key in ours if key not in found]


def refuse_foreign(connection: Any, version: int, path: object) -> None:
    """Refuse a database whose schema is not ours. Raises WorldError("ledger-schema-foreign" | "ledger-damaged")."""
    with _only_looking(connection):
        try:
            said = foreign(connection, version)
        except (driver.DatabaseError, UnicodeDecodeError) as error:
            if driver.error_name(error).startswith(("SQLITE_BUSY", "SQLITE_IOERR", "SQLITE_NOTADB", "SQLITE_CANTOPEN")):
                raise
            raise WorldError("ledger-damaged", path=str(path), detail=str(error)) from error
    if said:
        more = f"等 {len(said)} 处" if len(said) > _MOST_NAMED else ""
        raise WorldError("ledger-schema-foreign", path=str(path), objects="、".join(said[:_MOST_NAMED]) + more)


@contextmanager
def limited(connection: Any, seconds: float = OPENING_SECONDS) -> Iterator[None]:
    """End any statement within the block that runs past the time; the driver then reports an interruption."""
    until = time.monotonic() + seconds
    connection.set_progress_handler(lambda: int(time.monotonic() > until), _STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def _only_looking(connection: Any) -> Iterator[None]:
    """Let statements within the block read the schema and nothing else: no function, no table, no other file."""

    def judged(action: int, first: str | None, *_: object) -> int:
        if action in (_SELECT, _PRAGMA, _TRANSACTION) or (action == _READ and first in _SCHEMA_TABLES):
            return _ALLOWED
        return _DENIED

    connection.set_authorizer(judged)
    try:
        yield
    finally:
        connection.set_authorizer(None)


def _read(connection: Any) -> Shape:
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()
    # A damaged definition may have come to be no text at all.
    return {
        (str(kind), str(name), str(table)): normal(None if sql is None else str(sql)) for kind, name, table, sql in rows
    }


def _said(key: tuple[str, str, str], word: str) -> str:
    kind, name, _ = key
    plain = "".join(sign for sign in name if sign.isprintable())[:_LONGEST_NAME]
    return f"{word}的{words.labels()['schema_object'].get(kind, kind[:_LONGEST_NAME])}“{plain}”"
