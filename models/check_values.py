"""Values that no program of ours can have written: of another type, unreadable texts, JSON and dates.

Every row is read on its own, whatever table it is in, so that one damaged value never hides the others.
"""

from collections.abc import Callable, Iterator
from typing import Any

from models import journal_rows, schema
from models.dates import PartialDate
from models.finding import Finding
from models.ledger import Ledger
from models.raw_text import is_sound, shown
from models.record_name import called, field_words, table_word

Row = dict[str, Any]

JSON_COLUMNS = {
    "journal_operation": ("note",),
    "journal_change": ("row_key", "before", "after"),
    "sent_package": ("counts", "receipt"),
    "received_package": ("counts",),
    "rule_choice": ("options",),
    "print_run": ("options", "wanted"),
    "draft": ("typed",),
    "kind_definition": ("text",),
    "record": ("body",),
    "record_line": ("body",),
}

CODES = ("value-type", "value-text", "value-json")
"""What is told of values, beside `date-impossible`."""

_TYPES: dict[str, type] = {"TEXT": str, "INTEGER": int, "REAL": float}
_JUDGED_ELSEWHERE = ("member", "meeting", "record")
"""Tables whose dates have a look of their own (`check_members`, `check_meetings`, `kinds.findings`)."""

_SHOWN_LENGTH = 60


def findings(ledger: Ledger) -> Iterator[Finding]:
    """Yield the values of every table that cannot be what was written."""
    for table in (*schema.TABLES, *schema.RECORD_KEEPING[:-1]):
        yield from _table(ledger, table)


def _table(ledger: Ledger, table: str) -> Iterator[Finding]:
    columns = ledger.query(f'PRAGMA table_info("{table}")')
    key = [row["name"] for row in sorted(columns, key=lambda row: int(row["pk"])) if row["pk"]]
    small = [row for row in columns if row["type"] != "BLOB"]
    # Contents of files are large; whether they are what they were is told by their digests.
    large = [f'typeof("{row["name"]}") AS "{row["name"]}"' for row in columns if row["type"] == "BLOB"]
    named_columns = ", ".join([*(f'"{row["name"]}"' for row in small), *large])
    judges = [(row["name"], _judge(table, row["name"], str(row["type"]), bool(row["notnull"]))) for row in columns]
    for row in ledger.query(f'SELECT {named_columns} FROM "{table}"'):
        for column, judge in judges:
            code = judge(row[column])
            if code:
                yield _finding(ledger, code, table, tuple(row[name] for name in key), row, column)


def _judge(table: str, column: str, kind: str, needed: bool) -> Callable[[Any], str]:
    """Return what tells the code of the fault of a value in this column, empty for a sound one."""
    wanted, reads = _TYPES.get(kind), _reader(table, column)

    def judged(value: Any) -> str:
        if value is None:
            return "value-type" if needed else ""
        if wanted is None:
            return "" if value == "blob" else "value-type"
        if type(value) is not wanted:
            return "value-type"
        if isinstance(value, str) and not is_sound(value):
            return "value-text"
        return reads(value) if reads is not None and value != "" else ""

    return judged


def _reader(table: str, column: str) -> Callable[[Any], str] | None:
    if column in JSON_COLUMNS.get(table, ()):
        return _json
    if table in _JUDGED_ELSEWHERE:
        return None
    if column == "day" or column.endswith(("_day", "_on")):
        return _day
    if column.endswith("_date"):
        return _date
    return None


def _json(value: str) -> str:
    return "" if journal_rows.is_whole(value) else "value-json"


def _day(value: str) -> str:
    return "" if len(value) == len("2026-01-01") and not _date(value) else "date-impossible"


def _date(value: str) -> str:
    try:
        PartialDate.from_iso(value)
    except ValueError:
        return "date-impossible"
    return ""


def _finding(ledger: Ledger, code: str, table: str, key: tuple[Any, ...], row: Row, column: str) -> Finding:
    record = called(ledger, table, key, row)
    facts = {"name": record, "record": record, "table": table_word(table), "field": field_words(table, [column])}
    facts["value"] = shown(row[column])[:_SHOWN_LENGTH]
    level = "warning" if code == "date-impossible" else "error"
    return Finding(code, level, table, key, facts, (column,))
