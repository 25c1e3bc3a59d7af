"""A time of the day as one types it: 900, 0900, 9:00, 9点半. It goes nowhere by itself: Tab or Enter goes on."""

import re

from PySide6.QtWidgets import QLineEdit

from gui.widgets.state import set_wrong

_COLON = re.compile(r"(\d{1,2})\s*[:：.时点]\s*(\d{1,2})?\s*分?")
_HALF = re.compile(r"(\d{1,2})\s*[时点]半")


def written_time(typed: str) -> str:
    """Return a typed time as `HH:MM`; what is no time comes back as typed."""
    text = typed.strip()
    half, colon = _HALF.fullmatch(text), _COLON.fullmatch(text)
    if half:
        hour, minute = int(half[1]), 30
    elif colon:
        hour, minute = int(colon[1]), int(colon[2] or 0)
    elif text.isascii() and text.isdigit() and len(text) in (3, 4):
        hour, minute = int(text[:-2]), int(text[-2:])
    elif text.isascii() and text.isdigit() and len(text) < 3:
        hour, minute = int(text), 0
    else:
        return text
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else text


class TimeEdit(QLineEdit):
    """Shows `HH:MM` once it is left; what is no time is marked as wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("如 0900")
        self.editingFinished.connect(self._tidy)
        self.textEdited.connect(lambda _text: set_wrong(self, False))

    def kept(self) -> str:
        """Return `HH:MM`, nothing, or what was typed where that is no time."""
        return written_time(self.text())

    def _tidy(self) -> None:
        self.setText(self.kept())
        set_wrong(self, bool(self.text()) and not re.fullmatch(r"\d\d:\d\d", self.text()))
