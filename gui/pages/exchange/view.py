"""What both sides of the exchange page have."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import style
from gui.tasks import Progress
from gui.workspace import Workspace


class ExchangeView(QWidget):
    """Builds itself in `build()` into `body`, reads in `refresh()`."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setObjectName("PageBody")
        self.workspace = workspace
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(style.GAP)
        self.build()

    def build(self) -> None:
        """Make the widgets; called once."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Read the ledger and show it."""
        raise NotImplementedError

    def first_focus(self) -> QWidget:
        """Return the widget that has the focus when the page is opened."""
        return self

    def in_worker(self, title: str, work: Callable[[Progress], Any], done: Callable[[Any], object]) -> None:
        """Do something that can last; an error is shown by the one door."""
        self.workspace.tasks.start(title, work, done=done, failed=lambda error: self.workspace.error(self, error))
