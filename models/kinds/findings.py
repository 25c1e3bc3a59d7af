"""What `check` says of the records of every declared kind: values and days that no door would have let in."""

from collections.abc import Iterator
from typing import Any

from models.dates import display_date
from models.finding import Finding
from models.kinds import shelf
from models.kinds.catalog import kinds
from models.kinds.column import Wrong
from models.kinds.field import Choice, Day, Field
from models.kinds.kind import Kind
from models.ledger import Ledger
from models.raw_text import shown
from models.record_name import called
from models.schema import SELF

Row = dict[str, Any]

CODES = {"choice": "value-unknown", "range": "value-out-of-range", "length": "value-out-of-range"}
"""Other faults of a value (its type, its characters, a day that does not exist) are told by `check_values`."""

_ON_SHELF = CODES | {"type": "value-type", "char": "value-text", "nfc": "value-text", "date": "date-impossible"}
"""What lies in the body of a record is a text or a number there: nobody else looks at it."""
_SHOWN_LENGTH = 60


def findings(ledger: Ledger) -> Iterator[Finding]:
    """Yield what is wrong with each record, whatever its kind."""
    for kind in kinds().values():
        for row in ledger.query(f'SELECT * FROM {kind.rows} ORDER BY org, id'):
            yield from _values(ledger, kind, row)
            yield from _days(ledger, kind, row)


def _values(ledger: Ledger, kind: Kind, row: Row) -> Iterator[Finding]:
    for field in kind.fields:
        if not _is_judged(kind, field, row):
            continue
        wrong = field.column().wrong(row[field.name])
        codes = _ON_SHELF if kind.shelved else CODES
        if wrong is not None and wrong.code in codes:
            facts = {"field": field.word, "value": _said(wrong, row[field.name])}
            yield _finding(ledger, codes[wrong.code], kind, row, field, **facts)


def _is_judged(kind: Kind, field: Field, row: Row) -> bool:
    """Tell whether a value is judged: not what stayed in its branch, nor an option of a newer program."""
    if kind.inside and row["org"] != SELF and field.name not in kind.travels:
        return False
    return not (isinstance(field, Choice) and kind.shelved and row[shelf.VERSION] > kind.version)


def _said(wrong: Wrong, value: Any) -> str:
    return f"{wrong.facts['length']} 个字" if wrong.code == "length" else shown(value)[:_SHOWN_LENGTH]


def _days(ledger: Ledger, kind: Kind, row: Row) -> Iterator[Finding]:
    for field in kind.fields:
        value, after = row[field.name], getattr(field, "after", "")
        if not isinstance(value, str) or not value:
            continue
        first = row[after] if after else ""
        if isinstance(first, str) and value < first[: len(value)]:
            yield _finding(ledger, "span-reversed", kind, row, field, first=first, second=value)
        if not isinstance(field, Day) or field.done == "later":
            continue
        today = ledger.clock.today().isoformat()
        if field.done == "past" and value > today:
            facts = {"field": field.word, "value": value, "today": display_date(today, "chinese")}
            yield _finding(ledger, "date-in-future", kind, row, field, **facts)
        elif field.done != "past" and kind.entered and value > str(row["entered_on"]):
            yield _finding(ledger, "entered-before-held", kind, row, field, day=value, entered=row["entered_on"])


def _finding(ledger: Ledger, code: str, kind: Kind, row: Row, about: Field, **facts: Any) -> Finding:
    key = (row["org"], row["id"])
    name = called(ledger, kind.table, key, row | {"title": row[kind.title]} if kind.shelved else row)
    facts = {"name": name, "record": name, "table": kind.word} | facts
    return Finding(code, "warning", kind.table, key, facts, (about.name,))
