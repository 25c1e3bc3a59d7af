"""Gaps in a window of their own: a member's where there is no room for the panel, and the branch's."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from gui.dialogs.base import FormDialog
from gui.pages.archive.gap_panel import GapList, Way
from gui.widgets import Card, button
from models.gaps import Gap


class GapsDialog(FormDialog):
    """A line's step closes the window and goes to its place."""

    def __init__(self, parent: QWidget, title: str, gaps: Sequence[Gap], way: Way) -> None:
        super().__init__(parent, title)
        self.setMinimumSize(480, 320)
        self._way = way
        self.list = GapList()
        self.list.show_gaps(gaps, self._leaving)
        holder = Card()
        holder.body.addWidget(self.list)
        self.body.addWidget(holder, 1)
        close = button("关闭")
        close.clicked.connect(self.reject)
        self.add_end(close)
        (self.list.lines[0].action if self.list.lines else close).setFocus()

    def _leaving(self, gap: Gap) -> tuple[str, Callable[[], object]]:
        word, act = self._way(gap)

        def go() -> None:
            self.accept()
            QTimer.singleShot(0, act)

        return word, go
