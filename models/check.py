"""Checking a ledger without changing it: file, journal, rows against the journal, dates and numbers.

Each finding has a code whose sentence stands in `resources/words/labels/findings.toml`. Levels: `error` means
that the ledger or its journal is not as the program wrote it; `warning`, that what people entered cannot be
right.
"""

import json
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from models import (
    check_evidence,
    check_meetings,
    check_members,
    check_pledges,
    fingerprint,
    gate,
    journal,
    schema,
    snapshot,
    words,
)
from models.changes import RowKey
from models.finding import Finding
from models.ledger import Ledger
from models.record_name import record_name

__all__ = ["Finding", "check_ledger", "row_counts"]

Tell = Callable[[str], None]
STEPS = ("file", "journal", "rows", "packages", "members", "meetings", "evidence", "pledges")


def check_ledger(ledger: Ledger, *, progress: Tell | None = None) -> list[Finding]:
    """Return everything found wrong, errors first; an empty list is a clean ledger.

    progress: told each of STEPS as it begins; it may raise to stop. Nothing is written.
    """
    tell = progress or (lambda _: None)
    found: list[Finding] = []
    with ledger.lock:
        looks = (
            *(_file, _journal, _rows, _packages),
            *(check_members.findings, check_meetings.findings, check_evidence.findings, check_pledges.findings),
        )
        for step, look in zip(STEPS, looks, strict=True):
            tell(step)
            found += look(ledger)
            if step == "file" and found:
                # Reading on in a damaged file would only stumble.
                return found
    return sorted(found, key=lambda finding: finding.level != "error")


def row_counts(ledger: Ledger) -> dict[str, int]:
    """Return how many rows each content table has, and the journal."""
    names = (*schema.TABLES, "journal_operation", "journal_change")
    return {name: int(ledger.query(f'SELECT count(*) AS n FROM "{name}"')[0]["n"]) for name in names}


def _file(ledger: Ledger) -> Iterator[Finding]:
    for detail in fingerprint.faults_in(ledger.db.conn):
        yield Finding("file-damaged", "error", facts={"detail": detail})


def _journal(ledger: Ledger) -> Iterator[Finding]:
    for seq in journal.broken_links(ledger):
        entry = ledger.query("SELECT kind, actor, at FROM journal_operation WHERE seq = ?", (seq,))[0]
        facts = {"seq": seq, "kind": _kind_word(entry["kind"]), "actor": entry["actor"], "at": entry["at"]}
        yield Finding("journal-altered", "error", "journal_operation", (seq,), facts)
    gaps = ledger.query(
        "SELECT seq FROM (SELECT seq, lag(seq, 1, 0) OVER (ORDER BY seq) AS before FROM journal_operation)"
        " WHERE seq <> before + 1"
    )
    for row in gaps:
        yield Finding("journal-gap", "error", "journal_operation", (row["seq"],), {"seq": row["seq"]})
    strays = ledger.query(
        "SELECT DISTINCT seq FROM journal_change"
        " WHERE seq NOT IN (SELECT seq FROM journal_operation) ORDER BY seq"
    )
    for row in strays:
        yield Finding("journal-stray", "error", "journal_change", (row["seq"],), {"seq": row["seq"]})


def _kind_word(kind: str) -> str:
    return words.labels()["operation"].get(kind, kind)


# --- rows against the journal ---------------------------------------------------------


def _rows(ledger: Ledger) -> Iterator[Finding]:
    """Compare every row with the last state of it in the journal; name the ones somebody else changed."""
    by_snapshot = _organizations_by_snapshot(ledger)
    for table in schema.TABLES.values():
        expected = _last_states(ledger, table.name)
        for row in ledger.query(f'SELECT * FROM "{table.name}"'):
            key: RowKey = tuple(row[column] for column in table.key)
            if table.travels and key[0] in by_snapshot:
                continue
            kept = expected.pop(key, None)
            if kept is None:
                yield _about("row-unknown", ledger, table.name, key, row)
            elif different := [name for name, value in kept.items() if row.get(name) != value]:
                yield _about("row-altered", ledger, table.name, key, kept, different)
        for key, kept in expected.items():
            if kept is not None and not (table.travels and key[0] in by_snapshot):
                yield _about("row-missing", ledger, table.name, key, kept)


def _last_states(ledger: Ledger, table: str) -> dict[RowKey, dict[str, Any] | None]:
    """Return the state after its last change of every row that the journal knows of a table."""
    # With max() SQLite takes the other columns from the row that holds the maximum.
    rows = ledger.query(
        "SELECT row_key, after, max(seq * 1000000 + n) FROM journal_change WHERE tbl = ? GROUP BY row_key",
        (table,),
    )
    return {tuple(json.loads(row["row_key"])): row["after"] and json.loads(row["after"]) for row in rows}


def _organizations_by_snapshot(ledger: Ledger) -> set[int]:
    rows = ledger.query("SELECT DISTINCT row_key FROM journal_change WHERE tbl = ?", (gate.SNAPSHOT,))
    return {int(json.loads(row["row_key"])[0]) for row in rows}


def _about(
    code: str, ledger: Ledger, table: str, key: RowKey, row: dict[str, Any], different: list[str] | None = None
) -> Finding:
    known, group = words.labels()["field"], "group" if table == "party_group" else table
    fields = dict.fromkeys(known.get(f"{group}.{name}", "内容") for name in different or ())
    facts = {
        "table": words.label("table", table),
        "record": record_name(ledger, row) or "、".join(map(str, key)),
        "fields": "、".join(fields),
    }
    return Finding(code, "error", table, key, facts)


# --- received and sent packages -------------------------------------------------------


def _packages(ledger: Ledger) -> Iterator[Finding]:
    for row in ledger.query("SELECT digest FROM snapshot_content ORDER BY digest"):
        if not _content_fits(ledger, row["digest"]):
            yield Finding(
                "snapshot-damaged", "error", "snapshot_content", (row["digest"],), {"digest": row["digest"]}
            )
    current = ledger.query(
        "SELECT p.org, p.content_digest, o.name FROM received_package p"
        " JOIN organization o ON o.number = p.org WHERE p.state = 'current' ORDER BY p.org"
    )
    for row in current:
        if snapshot.digest_of(snapshot.collect(ledger, row["org"])) != row["content_digest"]:
            yield Finding(
                "snapshot-altered", "error", "received_package", (row["org"],), {"organization": row["name"]}
            )
    unknown = ledger.query(
        "SELECT lineage, number FROM sent_package WHERE recipient_id NOT IN (SELECT id FROM organization)"
    )
    for row in unknown:
        key = (row["lineage"], row["number"])
        yield Finding("recipient-unknown", "warning", "sent_package", key, {"number": row["number"]})


def _content_fits(ledger: Ledger, digest: str) -> bool:
    content = ledger.query("SELECT content FROM snapshot_content WHERE digest = ?", (digest,))[0]["content"]
    try:
        return snapshot.digest_of(snapshot.decode(content)) == digest
    except (ValueError, zlib.error):
        return False
