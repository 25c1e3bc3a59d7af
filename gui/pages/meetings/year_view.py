"""The year at a glance: kinds × months, each meeting a date that opens it; an empty month shows as a gap."""

from collections import defaultdict
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from gui import style
from gui.widgets import label, line, link
from models import words
from models.meeting import MEETING_KINDS, Meeting

_MONTHS = 12


class YearView(QScrollArea):
    """Made anew on each reading; `opened` with the meeting's id."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("年度一览")

    def show_year(self, meetings: Sequence[Meeting]) -> None:
        """Show the meetings of a year; one of several kinds stands with each of them."""
        cells: dict[tuple[str, int], list[Meeting]] = defaultdict(list)
        for one in meetings:
            for kind in one.kind_list:
                cells[kind, int(one.day[5:7])].append(one)
        inside = QWidget()
        inside.setObjectName("ScrollBody")
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(14, 10, 14, 10)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2)
        grid.setVerticalSpacing(0)
        for month in range(1, _MONTHS + 1):
            head = label(f"{month}月", tone="secondary")
            head.setMinimumHeight(style.ROW_HEIGHT)
            grid.addWidget(head, 0, month, Qt.AlignmentFlag.AlignHCenter)
            grid.setColumnStretch(month, 1)
        grid.addWidget(label("全年", tone="secondary"), 0, _MONTHS + 1, Qt.AlignmentFlag.AlignRight)
        for at, kind in enumerate(MEETING_KINDS, 1):
            self._row(grid, at * 2, kind, cells)
        outer.addLayout(grid)
        outer.addStretch(1)
        self.setWidget(inside)

    def _row(self, grid: QGridLayout, at: int, kind: str, cells: dict[tuple[str, int], list[Meeting]]) -> None:
        grid.addWidget(line(), at - 1, 0, 1, _MONTHS + 2)
        name = label(words.label("meeting_kind_short", kind), strong=True)
        name.setMinimumHeight(style.ROW_HEIGHT + 6)
        grid.addWidget(name, at, 0)
        held = set()
        for month in range(1, _MONTHS + 1):
            found = sorted(cells.get((kind, month), []), key=lambda one: one.day)
            held |= {one.id for one in found}
            grid.addWidget(self._cell(found, kind), at, month, Qt.AlignmentFlag.AlignHCenter)
        grid.addWidget(label(f"{len(held)} 次", strong=bool(held)), at, _MONTHS + 1, Qt.AlignmentFlag.AlignRight)

    def _cell(self, found: list[Meeting], kind: str) -> QWidget:
        if not found:
            return label("·", tone="hint")
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 3, 0, 3)
        column.setSpacing(0)
        for one in found:
            word = words.label("meeting_kind_short", kind)
            made = link(f"{int(one.day[8:])}日", done=True, name=f"{one.day} {word}：{one.topic}")
            made.clicked.connect(lambda _checked=False, key=one.id: self.opened.emit(key))
            column.addWidget(made)
        return holder
