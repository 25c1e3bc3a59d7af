"""The white navigation on the left: icon and word, the page shown marked by ground, word and bar; the
backup's state below.
"""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gui import icons, style
from gui.pages import PAGES, PageEntry

_ICON = 18


class NavButton(QPushButton):
    """One page; compact: the icon above the word, low: the word alone."""

    def __init__(self, entry: PageEntry) -> None:
        super().__init__()
        self.entry = entry
        self.compact = self.low = False
        self.setCheckable(True)
        self.setAccessibleName(entry.word)
        self.setToolTip(f"{entry.word}（Ctrl+{entry.digit}）")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        """A line, or in compact form a square."""
        height = self.fontMetrics().height()
        if self.compact:
            return QSize(style.NAV_WIDTH_COMPACT, 22 + height + 16)
        return QSize(style.NAV_WIDTH, max(style.NAV_ITEM_HEIGHT, height + 18))

    def minimumSizeHint(self) -> QSize:
        """Never less than the hint; in compact form icon and word move together, on a low screen the icon goes."""
        hint = self.sizeHint()
        return QSize(hint.width(), self.fontMetrics().height() + 4) if self.compact else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, bar, icon, word and the focus."""
        painter = QPainter(self)
        area = QRectF(self.rect())
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.fillRect(area, QColor(style.BRAND_SOFT if chosen else style.HOVER))
        if chosen:
            painter.fillRect(QRectF(0, 0, 3, area.height()), QColor(style.BRAND))
        colour = style.BRAND if chosen else style.SECONDARY
        drawn = icons.pixmap(self.entry.icon, _ICON, colour, self.devicePixelRatioF())
        painter.setPen(QColor(style.BRAND if chosen else style.TEXT))
        painter.setFont(style.font(style.SECONDARY_PT if self.compact else style.BODY_PT, strong=chosen))
        if self.compact and self.low:
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.entry.word)
        elif self.compact:
            height = self.fontMetrics().height()
            above = (area.height() - _ICON - height) * 0.45
            painter.drawPixmap(round(area.center().x() - _ICON / 2), round(above), drawn)
            word = QRectF(0, above + _ICON, area.width(), height)
            painter.drawText(
                word, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, self.entry.word
            )
        else:
            painter.drawPixmap(18, round(area.center().y() - 9), drawn)
            painter.drawText(area.adjusted(48, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, self.entry.word)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(style.BRAND), 2))
            painter.drawRoundedRect(area.adjusted(5, 2, -3, -2), style.CONTROL_RADIUS, style.CONTROL_RADIUS)


class Navigation(QWidget):
    """The list of pages; `chosen` tells the key."""

    chosen = Signal(str)
    backup_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Navigation")
        self.setAccessibleName("主导航")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 10, 1, 10)
        self._column.setSpacing(2)
        self.buttons: dict[str, NavButton] = {}
        group = QButtonGroup(self)
        for entry in PAGES:
            made = NavButton(entry)
            made.clicked.connect(lambda _checked=False, key=entry.key: self.chosen.emit(key))
            group.addButton(made)
            self._column.addWidget(made)
            self.buttons[entry.key] = made
        self._column.addStretch(1)
        self.backup = BackupState()
        self.backup.clicked.connect(self.backup_asked)
        self._column.addWidget(self.backup)
        self.set_compact(False)

    def show_backup(self, first: str, second: str, state: str) -> None:
        """Show the backup's state below the pages; state is "done" or "soon"."""
        self.backup.show_state(first, second, state)
        self._fit()

    def mark(self, key: str) -> None:
        """Mark the page that is shown."""
        self.buttons[key].setChecked(True)

    def set_compact(self, compact: bool) -> None:
        """Icons above small words where the window is narrow."""
        self.setFixedWidth(style.NAV_WIDTH_COMPACT if compact else style.NAV_WIDTH)
        for made in self.buttons.values():
            made.compact = compact
            made.updateGeometry()
        self.backup.set_compact(compact)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Decide anew whether there is room for the icons."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the icons of all entries out where word below icon would not fit for all of them."""
        margins, made = self._column.contentsMargins(), list(self.buttons.values())
        backup = 0 if self.backup.isHidden() else self.backup.sizeHint().height() + self._column.spacing()
        room = self.height() - margins.top() - margins.bottom() - backup - self._column.spacing() * len(made)
        low = room < len(made) * (_ICON + self.fontMetrics().height())
        for one in made:
            if one.low != low:
                one.low = low
                one.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move between the pages."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        made = list(self.buttons.values())
        focused = next((at for at, one in enumerate(made) if one.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
        else:
            made[(focused + step) % len(made)].setFocus(Qt.FocusReason.TabFocusReason)


class BackupState(QPushButton):
    """When the last verified backup was made; a press leads to where backups are made."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("BackupState")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._lines = ("", "")
        self._state = "none"
        self._compact = False
        self.hide()

    def show_state(self, first: str, second: str, state: str) -> None:
        """Show two short lines; state is "done" or "soon"."""
        self._lines, self._state = (first, second), state
        self.setAccessibleName(f"{first} {second}")
        self.setToolTip(f"{first} {second}")
        self.show()
        self.update()

    def set_compact(self, compact: bool) -> None:
        """Only the mark where the window is narrow."""
        self._compact = compact
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(60, 34 if self._compact else self.fontMetrics().height() * 2 + 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw mark and words."""
        painter = QPainter(self)
        area = QRectF(self.rect())
        colour = style.STATES[self._state][0]
        mark = icons.pixmap(
            "circle-check" if self._state == "done" else "triangle-alert",
            16,
            colour,
            self.devicePixelRatioF(),
        )
        if self._compact:
            painter.drawPixmap(round(area.center().x() - 8), round(area.center().y() - 8), mark)
        else:
            painter.setFont(style.font(style.SECONDARY_PT))
            height = self.fontMetrics().height() + 2
            painter.drawPixmap(18, round(5 + (height - 16) / 2), mark)
            painter.setPen(QColor(colour))
            painter.drawText(
                QRectF(40, 5, area.width() - 42, height), Qt.AlignmentFlag.AlignVCenter, self._lines[0]
            )
            painter.setPen(QColor(style.SECONDARY))
            below = QRectF(18, 5 + height, area.width() - 20, height)
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, self._lines[1])
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(style.BRAND), 2))
            painter.drawRoundedRect(area.adjusted(5, 1, -3, -1), style.CONTROL_RADIUS, style.CONTROL_RADIUS)
