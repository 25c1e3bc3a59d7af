"""Silence is not presence: whether a row says anything on who came, and whether it counts people it does not name."""

from collections.abc import Mapping

from exchange.meetings_findings import MeetingFinding, undecided
from exchange.meetings_people import mark_of
from exchange.meetings_row import RowReading
from exchange.meetings_spoken import is_elsewhere
from exchange.meetings_when import text_of

_COUNTED = {"expected": "应到", "present": "实到", "away": "缺席"}


def speaks(reading: RowReading, *, living: bool) -> bool:
    """Tell whether a row says who came.

    An empty column for those away says that nobody was, unless those who came are listed elsewhere on the sheet
    (living).
    """
    row, people = reading.row, reading.attendees
    away = row.entries.get("away", ())
    if row.lines or reading.counts or reading.all_came:
        return True
    if people is not None and (people.everybody or people.said):
        return True
    told = [entry for entry in away if not entry.cell.flaw and mark_of(entry.column.label) != "late"]
    if any(not is_elsewhere(text_of(entry.cell)) for entry in told):
        return True
    if reading.unclear:
        return False
    columns = [column for column in row.columns if column.field == "away" and mark_of(column.label) != "late"]
    return bool(columns) and not living and not away


def question(reading: RowReading) -> MeetingFinding:
    """Ask whether all came."""
    if reading.unclear:
        return undecided("attendees", "meetings-roll-unclear", ("present",), value=reading.unclear)
    return undecided("attendees", "meetings-roll-silent", ("present",))


def missing(counts: Mapping[str, int], expected: int, away: int) -> int:
    """Return how many people the sheet counts as away, in any of its numbers, beyond those who are known to be."""
    present = counts.get("present", expected)
    least = max(counts.get("away", 0), counts.get("expected", present) - present, expected - present)
    return max(least - away, 0)


def told_counts(counts: Mapping[str, int]) -> str:
    """Return the sheet's numbers as a sentence says them."""
    return "、".join(f"{word} {counts[name]}" for name, word in _COUNTED.items() if name in counts)
