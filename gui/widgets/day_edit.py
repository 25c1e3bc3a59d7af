"""A day typed as text; month and day are enough, then the last such day that is not in the future is meant."""

import re
from datetime import date

from gui.widgets.date_edit import DateEdit
from models import texts

_SHORT = re.compile(r"(\d{1,2})[-.．/／月](\d{1,2})日?|(\d{2})(\d{2})")


class DayEdit(DateEdit):
    """Accepts what `DateEdit` does, and 3-5, 3.5, 3月5日 and 0305."""

    def __init__(self, field: str, today: date) -> None:
        super().__init__(field)
        self._day_field, self._today = field, today
        self.setPlaceholderText("如 3-5 或 2026-03-05")

    def day(self) -> date:
        """Return the day. Raises RefusedError("value-bad-date")."""
        return date.fromisoformat(texts.full_date(self._day_field, self.iso()))

    def _written(self) -> str:
        short = _SHORT.fullmatch(self.text().strip())
        if short is None:
            return super()._written()
        month, day = int(short[1] or short[3]), int(short[2] or short[4])
        year = self._today.year
        if (month, day) > (self._today.month, self._today.day):
            year -= 1
        return f"{year:04d}-{month:02d}-{day:02d}"
