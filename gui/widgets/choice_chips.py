"""Several things that may all be chosen at once: chips with digits, one stop of the Tab key for all of them."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gui import style
from gui.widgets.buttons import button
from gui.widgets.wrap_row import WrapRow

_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class ChoiceChips(QWidget):
    """A digit or the space bar checks and unchecks, arrows move; `changed` after each, `done` on Enter."""

    changed = Signal()
    done = Signal()

    def __init__(self, choices: list[tuple[str, str]], name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._chips: dict[str, QPushButton] = {}
        self._at = 0
        for number, (key, word) in enumerate(choices, 1):
            made = button(f"{number} {word}", kind="chip")
            made.setAccessibleName(word)
            made.setCheckable(True)
            # The whole row is one stop; a click still works.
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.clicked.connect(lambda _checked=False, at=number - 1: self._clicked(at))
            self._chips[key] = made
        column = QVBoxLayout(self)
        column.setContentsMargins(3, 3, 3, 3)
        column.addLayout(WrapRow(list(self._chips.values()), spacing=6))

    @property
    def chosen(self) -> list[str]:
        """The keys that are checked."""
        return [key for key, made in self._chips.items() if made.isChecked()]

    def choose(self, keys: list[str] | tuple[str, ...]) -> None:
        """Check these, and no others, without telling."""
        for key, made in self._chips.items():
            made.setChecked(key in keys)

    def _clicked(self, at: int) -> None:
        self._at = at
        self.update()
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits check, arrows move, the space bar checks where one stands, Enter goes on."""
        chips = list(self._chips.values())
        if event.text().isdecimal() and event.text() != "0" and int(event.text()) <= len(chips):
            chips[int(event.text()) - 1].click()
        elif event.key() == Qt.Key.Key_Space:
            chips[self._at].click()
        elif event.key() in _ARROWS:
            self._at = (self._at + _ARROWS[Qt.Key(event.key())]) % len(chips)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it is gone."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the focus around the chip on which the arrows stand."""
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(style.BRAND), 2))
        area = QRectF(list(self._chips.values())[self._at].geometry()).adjusted(-2, -2, 2, 2)
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
