"""Where all pledges of a year stand, as a row of chips with counts: each shows only those that stand there."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from gui import icons, style
from gui.pages.pledges.standing import NONE, PledgeLine
from gui.widgets import button

PARTS = {
    "all": "全部",
    "due": "要办的",
    NONE: "还没有",
    "draft": "起草",
    "review": "审核",
    "posted": "公示",
    "keeping": "践诺",
    "appraising": "评诺",
    "concluded": "结果",
    "ended": "终止",
}
_ICONS = {"due": "clock", NONE: "circle", "concluded": "circle-check", "ended": "x"}
_ALWAYS = ("all", NONE, "draft", "review", "posted", "keeping", "appraising", "concluded")


class PathStrip(QWidget):
    """The chips live in whatever row the page puts them into; arrows move among them, `chosen` tells the key."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.hide()
        self.chips: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for key, word in PARTS.items():
            made = button(word, kind="chip")
            made.setCheckable(True)
            if key in _ICONS:
                made.setIcon(icons.icon(_ICONS[key], style.SECONDARY, 14, 3))
            made.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            group.addButton(made)
            self.chips[key] = made
        self.chips["all"].setChecked(True)

    @property
    def current(self) -> str:
        """The key of the chosen part."""
        return next(key for key, made in self.chips.items() if made.isChecked())

    def choose(self, key: str) -> None:
        """Choose a part without telling."""
        self.chips[key].setChecked(True)

    def show_counts(self, lines: Sequence[PledgeLine], today: date) -> None:
        """Show how many stand where; what nobody stands at and is no point of the path hides."""
        for key, made in self.chips.items():
            count = len(part(lines, key, today))
            made.setText(f"{PARTS[key]} {count}")
            made.setVisible(key in _ALWAYS or bool(count) or made.isChecked())
            made.setCursor(Qt.CursorShape.PointingHandCursor)


def part(lines: Sequence[PledgeLine], key: str, today: date | None = None) -> list[PledgeLine]:
    """Return the lines of a part; what is approved waits at the posting. today: for what is `due`."""
    if key == "all":
        return list(lines)
    if key == "due" and today is not None:
        return [one for one in lines if one.due(today) is not None]
    states = ("approved", "posted") if key == "posted" else (key,)
    return [one for one in lines if one.state in states]
