"""One part of a pasted roll-call that a person must settle: who was meant, and what happened with her."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from gui.widgets import ElidedLabel, label
from models import words
from models.attendance import MARKS, Attendee
from models.roll_call import Line

_NOBODY = "-"
_REASONS = {
    "unknown": "名册里没有",
    "same_name": "有同名",
    "unclear_mark": "情况不明",
    "twice": "前后不一致",
}


class TrayRow(QWidget):
    """Nobody is chosen for the user: the row is settled when she has said who, or that it is nobody of hers."""

    changed = Signal()

    def __init__(self, line: Line, people: Sequence[Attendee]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        text = ElidedLabel(line.text)
        text.setMinimumWidth(90)
        row.addWidget(text, 1)
        row.addWidget(label(_REASONS.get(line.reason, ""), tone="soon"))
        self._who, self._what = QComboBox(), QComboBox()
        self._who.setAccessibleName(f"“{line.text}”是谁")
        self._what.setAccessibleName(f"“{line.text}”的情况")
        self._who.addItem("请选是谁…", "")
        likely = [*line.candidates, *line.suggestions]
        for one in likely:
            self._who.addItem(f"{one.name}　{one.group or '未编组'}", one.member_id)
        self._who.addItem("不是本支部的人，略过", _NOBODY)
        shown = {one.member_id for one in likely}
        for one in people:
            if one.member_id not in shown:
                self._who.addItem(f"{one.name}　{one.group}".strip(), one.member_id)
        self._what.addItem("请选情况…", "")
        for mark in MARKS:
            self._what.addItem(words.label("mark", mark), mark)
        said = "" if line.reason in ("unclear_mark", "twice") else line.mark
        self._what.setCurrentIndex(max(self._what.findData(said), 0))
        self.setFocusProxy(self._who)
        for made, letters in ((self._who, 12), (self._what, 5)):
            made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            made.setMinimumContentsLength(letters)
            made.currentIndexChanged.connect(lambda _row: self.changed.emit())
            row.addWidget(made)

    @property
    def person(self) -> str:
        """Whoever was chosen; empty while nobody is, or when it is nobody of this branch."""
        key = str(self._who.currentData() or "")
        return "" if key == _NOBODY else key

    @property
    def mark(self) -> str:
        """The mark chosen."""
        return str(self._what.currentData() or "")

    @property
    def settled(self) -> bool:
        """Whether there is nothing left to say."""
        return self._who.currentData() == _NOBODY or bool(self.person and self.mark)

    def settle(self, member_id: str, mark: str = "") -> None:
        """Choose a person (nothing: nobody of this branch), and perhaps a mark."""
        self._who.setCurrentIndex(self._who.findData(member_id or _NOBODY))
        if mark:
            self._what.setCurrentIndex(self._what.findData(mark))
