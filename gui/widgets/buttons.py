"""Buttons: ordinary, primary (one red one a page), links, and the row of segments that filters a list."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from gui import icons, style

_ICON_GAP = 4
_ICON_COLOURS = {"primary": style.ON_BRAND, "link": style.BRAND}


class PushButton(QPushButton):
    """Pressed by Enter as well as by the space bar, wherever it stands; in a dialog too, whatever its red
    button is.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def button(text: str, *, icon: str = "", kind: str = "", name: str = "", tip: str = "") -> QPushButton:
    """Return a button; kind is "", "primary", "link" or "quiet". An icon-only button needs `name` for
    readers.
    """
    made = PushButton(text)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    if kind:
        made.setProperty("kind", kind)
    if kind == "primary":
        made.setFont(style.font(strong=True))
    if icon:
        gap = _ICON_GAP if text else 0
        made.setIcon(icons.icon(icon, _ICON_COLOURS.get(kind, style.SECONDARY), 16, gap))
        made.setIconSize(QSize(16 + gap, 16))
    if name:
        made.setAccessibleName(name)
        made.setToolTip(tip or name)
    elif tip:
        made.setToolTip(tip)
    made.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
    return made


def link(text: str, *, done: bool = False, name: str = "") -> QPushButton:
    """Return a text button at the end of a line: red on what is still to be done, grey otherwise."""
    return button(text, kind="quiet" if done else "link", name=name)


class Segments(QWidget):
    """A row of joined buttons of which one is chosen; arrows move, `chosen` tells the key."""

    chosen = Signal(str)

    def __init__(self, choices: list[tuple[str, str]], name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._words = dict(choices)
        self._buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for place, (key, word) in enumerate(choices):
            made = button(word)
            made.setCheckable(True)
            made.setProperty("segment", "true")
            made.setProperty("place", "first" if place == 0 else "last" if place == len(choices) - 1 else "")
            made.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            group.addButton(made)
            row.addWidget(made)
            self._buttons[key] = made
        self._buttons[choices[0][0]].setChecked(True)

    @property
    def current(self) -> str:
        """The key of the chosen segment."""
        return next(key for key, made in self._buttons.items() if made.isChecked())

    def choose(self, key: str) -> None:
        """Choose a segment without telling."""
        self._buttons[key].setChecked(True)

    def set_counts(self, counts: dict[str, int]) -> None:
        """Show a number behind each word."""
        for key, made in self._buttons.items():
            made.setText(f"{self._words[key]} {counts[key]}" if key in counts else self._words[key])
