"""What every section of the settings has."""

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import style
from gui.workspace import Workspace


class Section(QWidget):
    """Builds itself in `build()` into `body`, reads in `refresh()` when shown or after a change."""

    key: ClassVar[str] = ""
    word: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    depends_on: ClassVar[tuple[str, ...]] = ()
    hint: ClassVar[str] = ""
    for_branches: ClassVar[bool] = False
    """Whether only a ledger that keeps members of its own has use for it."""

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
        """Return the widget that has the focus when the section is opened."""
        return self
