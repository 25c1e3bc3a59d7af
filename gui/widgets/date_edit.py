"""A date typed as text; year, year-month and day are all right, the precision typed is the precision kept."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from gui import icons, style
from gui.widgets.state import set_wrong
from models import texts
from models.dates import PartialDate
from models.errors import RefusedError


class DateEdit(QLineEdit):
    """Accepts 1985, 1985-07, 1985-07-01 and the other usual ways to write them; `field` is a key of the
    words of fields.
    """

    def __init__(self, field: str) -> None:
        super().__init__()
        self._field = field
        self.setPlaceholderText("1985-07-01 或 1985-07")
        self.editingFinished.connect(self._tidy)
        self.textEdited.connect(lambda _text: set_wrong(self, False))
        picture = icons.icon("calendar-check", style.SECONDARY, 16)
        self.pick = self.addAction(picture, QLineEdit.ActionPosition.TrailingPosition)
        self.pick.setToolTip("从日历里选（Alt+↓）")
        self.pick.triggered.connect(self.open_calendar)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Down opens the calendar, as in every office program."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> None:
        """Show the month of the day that was typed, else this one."""
        from gui.widgets.calendar import Calendar

        if not self.isReadOnly() and self.isEnabled():
            Calendar(self, self._shown_day(), taken=self._take).open_below(self)

    def _shown_day(self) -> date:
        try:
            return PartialDate.from_iso(self.iso()).first
        except (RefusedError, ValueError):
            return date.today()

    def _take(self, day: date) -> None:
        self.setText(day.isoformat())
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.textEdited.emit(self.text())
        self.editingFinished.emit()

    def iso(self) -> str:
        """Return the date as it is kept. Raises RefusedError("value-bad-date")."""
        return texts.iso_date(self._field, self._written())

    def _tidy(self) -> None:
        try:
            self.setText(self.iso())
            set_wrong(self, False)
        except RefusedError:
            set_wrong(self, True)

    def _written(self) -> str:
        """Return what was typed with dashes and two digits; what is no date comes back as typed."""
        return texts.typed_date(self.text())
