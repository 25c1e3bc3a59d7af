"""Every row against what is written of it: the journal, or the package that an organisation's rows came with."""

import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from models import gate, journal_rows, schema, snapshot
from models.changes import RowKey
from models.finding import Finding
from models.ledger import Ledger
from models.raw_text import is_sound
from models.record_name import called, field_words, table_word

Row = dict[str, Any]


def findings(ledger: Ledger) -> Iterator[Finding]:
    """Yield the rows that somebody else changed, added or took away, each with its values."""
    by_snapshot = _organizations_by_snapshot(ledger)
    for table in schema.TABLES.values():
        yield from _against_journal(ledger, table, by_snapshot if table.travels else set())


def received(ledger: Ledger) -> Iterator[Finding]:
    """Yield what is wrong with stored snapshots, and the rows that are not as the current package brought them."""
    for row in ledger.query("SELECT digest FROM snapshot_content ORDER BY digest"):
        if stored(ledger, row["digest"]) is None:
            digest, columns = row["digest"], ("digest", "content")
            yield Finding("snapshot-damaged", "error", "snapshot_content", (digest,), {"digest": digest}, columns)
    current = ledger.query(
        "SELECT p.org, p.digest, p.content_digest, o.name FROM received_package p"
        " JOIN organization o ON o.number = p.org WHERE p.state = 'current' ORDER BY p.org"
    )
    for row in current:
        found = snapshot.collect(ledger, row["org"])
        if _digest(found) == row["content_digest"]:
            continue
        came = stored(ledger, row["content_digest"])
        rows = [] if came is None else list(_against_package(ledger, row, came, found))
        yield from rows
        if not rows:
            key, facts = (row["org"], row["digest"]), {"organization": row["name"]}
            yield Finding("snapshot-altered", "error", "received_package", key, facts)


def stored(ledger: Ledger, digest: str) -> snapshot.Tables | None:
    """Return a stored snapshot, None where it is not there or not what its digest says."""
    if not is_sound(digest):
        return None
    rows = ledger.query("SELECT content FROM snapshot_content WHERE digest = ?", (digest,))
    if not rows:
        return None
    try:
        if not _ends_where_it_should(rows[0]["content"]):
            return None
        tables = snapshot.decode(rows[0]["content"])
        return tables if snapshot.digest_of(tables) == digest else None
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, zlib.error):
        # Not deflated, not JSON, or JSON of another shape: whatever it is, it is no snapshot.
        return None


def _ends_where_it_should(content: bytes) -> bool:
    """Tell whether nothing stands behind the deflated text: `zlib.decompress` says nothing of it."""
    stream = zlib.decompressobj()
    stream.decompress(content)
    return stream.eof and not stream.unused_data


def defaults(ledger: Ledger, table: str) -> Row:
    """Return what a table's columns hold where nothing was said: so stand rows from before a column came."""
    rows = ledger.query(f'PRAGMA table_info("{table}")')
    return {row["name"]: _literal(row["dflt_value"]) for row in rows}


def _literal(sql: str | None) -> str | int | None:
    if sql is None:
        return None
    return sql[1:-1] if sql.startswith("'") else int(sql)


def _digest(tables: snapshot.Tables) -> str:
    try:
        return snapshot.digest_of(tables)
    except UnicodeEncodeError:
        # A text that is no UTF-8 any more: equal to nothing that ever came.
        return ""


# --- against the journal --------------------------------------------------------------


def _against_journal(ledger: Ledger, table: schema.Table, by_snapshot: set[int]) -> Iterator[Finding]:
    last, unread = _last_states(ledger, table.name)
    before_it_came = defaults(ledger, table.name)
    for row in ledger.query(f'SELECT * FROM "{table.name}"'):
        key: RowKey = tuple(row[column] for column in table.key)
        if key[0] in by_snapshot or _is_unread(key, unread):
            continue
        kept = last.pop(key, None)
        if kept is not None:
            if different := _different({**before_it_came, **kept}, row):
                yield _about("row-altered", ledger, table.name, key, kept, different)
        elif () not in unread:
            yield _about("row-unknown", ledger, table.name, key, row)
    for key, kept in last.items():
        if kept is not None and key[0] not in by_snapshot and not _is_unread(key, unread):
            yield _about("row-missing", ledger, table.name, key, kept)


def _last_states(ledger: Ledger, table: str) -> tuple[dict[RowKey, Row | None], set[RowKey]]:
    """Return each row's state after its last change, and the keys whose state is not readable in the journal.

    A part of a key stands for every row that shares it, the empty one for a line whose key itself cannot be read.
    """
    # With max() SQLite takes the other columns from the row that holds the maximum.
    lines = ledger.query(
        f"SELECT tbl, row_key, NULL AS before, after, max(seq * 1000000 + n) AS at FROM journal_change c"
        f" WHERE tbl = ? AND NOT coalesce({journal_rows.SHARED}, 0) GROUP BY row_key UNION ALL"
        f" SELECT tbl, row_key, before, after, seq * 1000000 + n FROM journal_change c"
        f" WHERE tbl = ? AND {journal_rows.SHARED} ORDER BY at",
        (table, table),
    )
    states: dict[RowKey, Row | None] = {}
    unread: set[RowKey] = set()
    for line in lines:
        try:
            states |= {one.key: one.after for one in journal_rows.read(line)}
        except ValueError:
            unread.add(read_key(line["row_key"]) or ())
    return states, unread


def _is_unread(key: RowKey, unread: set[RowKey]) -> bool:
    return bool(unread) and any(key[:parts] in unread for parts in range(1, len(key) + 1))


def read_json(text: str) -> Any:
    """Return the value of a JSON text, None for a text that is none."""
    try:
        return journal_rows.value_of(text)
    except ValueError:
        return None


def read_key(text: str) -> RowKey | None:
    """Return a row's key as the journal keeps it, None for what is none."""
    try:
        return journal_rows.key_of(text)
    except ValueError:
        return None


def _organizations_by_snapshot(ledger: Ledger) -> set[int]:
    rows = ledger.query("SELECT DISTINCT row_key FROM journal_change WHERE tbl = ?", (gate.SNAPSHOT,))
    return {int(key[0]) for row in rows if (key := read_key(row["row_key"])) and isinstance(key[0], int)}


# --- against a package ----------------------------------------------------------------


def _against_package(
    ledger: Ledger, package: Row, came: snapshot.Tables, found: snapshot.Tables
) -> Iterator[Finding]:
    for table in (schema.TABLES[name] for name in schema.TRAVELLING):
        own_key = [column for column in table.key if column != "org"]
        before = {tuple(row[column] for column in own_key): row for row in came.get(table.name, [])}
        for row in found[table.name]:
            key = tuple(row[column] for column in own_key)
            kept = before.pop(key, None)
            whole = (package["org"], *key)
            if kept is None:
                yield _of_package("received-unknown", ledger, package, table.name, whole, row)
            elif different := _different({**table.added, **kept}, row):
                yield _of_package("received-altered", ledger, package, table.name, whole, kept, different)
        for key, kept in before.items():
            yield _of_package("received-missing", ledger, package, table.name, (package["org"], *key), kept)


def _different(kept: Mapping[str, Any], row: Row) -> tuple[str, ...]:
    return tuple(name for name, value in kept.items() if row.get(name) != value)


def _of_package(
    code: str, ledger: Ledger, package: Row, table: str, key: RowKey, row: Row, different: tuple[str, ...] = ()
) -> Finding:
    finding = _about(code, ledger, table, key, {"org": package["org"], **row}, different)
    finding.facts["organization"] = package["name"]
    return finding


def _about(
    code: str, ledger: Ledger, table: str, key: RowKey, row: Row, different: tuple[str, ...] = ()
) -> Finding:
    facts = {
        "table": table_word(table),
        "record": called(ledger, table, key, row),
        "fields": field_words(table, different),
    }
    return Finding(code, "error", table, key, facts, different)
