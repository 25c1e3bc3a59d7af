"""A month to pick a day from, below the line in which the day is typed."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QToolButton, QVBoxLayout, QWidget

from gui import icons, style


class Calendar(QFrame):
    """Enter or a click takes a day, Esc leaves the line as it is."""

    def __init__(self, line: QWidget, shown: date, *, taken: Callable[[date], object]) -> None:
        super().__init__(line, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._taken = taken
        self.days = QCalendarWidget()
        self.days.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self.days.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.days.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.days.setGridVisible(False)
        self.days.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        for name, picture in (("prevmonth", "chevron-left"), ("nextmonth", "chevron-right")):
            step = self.days.findChild(QToolButton, f"qt_calendar_{name}")
            assert step is not None
            step.setIcon(icons.icon(picture))
        plain = QTextCharFormat()
        plain.setForeground(QColor(style.TEXT))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.days.setWeekdayTextFormat(day, plain)
        # A click and Enter; a step with an arrow only moves.
        self.days.clicked.connect(self._take)
        self.days.activated.connect(self._take)
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 6, 6, 6)
        box.addWidget(self.days)

    def open_below(self, line: QWidget) -> None:
        """Show it below a line, above it where the screen ends."""
        self.adjustSize()
        place, free = line.mapToGlobal(QPoint(0, line.height() + 2)), line.screen().availableGeometry()
        if place.y() + self.height() > free.bottom():
            place = line.mapToGlobal(QPoint(0, -self.height() - 2))
        self.move(max(free.left(), min(place.x(), free.right() - self.width())), max(free.top(), place.y()))
        self.show()
        self.days.setFocus(Qt.FocusReason.PopupFocusReason)

    def _take(self, day: QDate) -> None:
        if self.isVisible():
            self.close()
            self._taken(date(day.year(), day.month(), day.day()))
