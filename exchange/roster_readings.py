"""Readings of a roster's rows, kept while a person answers, so that each answer reads only the rows it concerns."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from exchange import roster_checks
from exchange.roster_findings import WARNING
from exchange.roster_row import RowReading, read_row
from exchange.roster_sheet import RosterRow


class Readings:
    """What the rows say, by row and by what a person settled about it."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], tuple[dict[str, str], RowReading]] = {}

    def read(self, row: RosterRow, *, today: date, decided: Mapping[str, str]) -> RowReading:
        """Read a row with its contradictions, or take what was read before. The caller may add findings."""
        before = self._kept.get(row.key)
        if before is None or before[0] != decided or before[1].row is not row:
            reading = read_row(row, today=today, decided=decided)
            _add_contradictions(reading, today)
            before = self._kept[row.key] = (dict(decided), reading)
        return replace(before[1], findings=list(before[1].findings))


def _add_contradictions(reading: RowReading, today: date) -> None:
    """Add the row's contradictions; a field that is asked or refused already is not called missing too."""
    said = {finding.field for finding in reading.findings if finding.level != WARNING}
    found = roster_checks.contradictions(reading.values, today)
    reading.findings += [finding for finding in found if finding.level != WARNING or finding.field not in said]
