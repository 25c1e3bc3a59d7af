"""Days on which something was done: known to the day, and not before it can have happened."""

from datetime import date

from models import texts
from models.dates import display_date
from models.errors import RefusedError
from models.gate import Operation


def done_on(op: Operation, field: str, text: str | date, *, where: str = "") -> str:
    """Return the day of something that has happened, as it is kept.

    Raises RefusedError: "value-bad-date" for what is no whole date, "study-in-future".
    """
    kept = texts.full_date(field, text.isoformat() if isinstance(text, date) else text, where=where)
    if kept > op.today.isoformat():
        today = display_date(op.today.isoformat(), "chinese")
        raise RefusedError("study-in-future", day=display_date(kept, "chinese"), today=today)
    return kept


def spoken(iso: str) -> str:
    """Return a kept date as sentences say it: 2026年7月1日."""
    return display_date(iso, "chinese")
