"""What the views of the page have in common: a year, their own tools in the page's row, the red action."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import style
from gui.workspace import Workspace


class StudyView(QWidget):
    """Builds itself in `build()` into `body`, reads in `show_year()`; `tools` stand in the page's row of filters.

    `told`: what `remark` returns has changed.
    """

    told = Signal()

    add_word: str = ""
    """What the page's red button says for this view; nothing where it is 登记学习."""

    hint: str = ""
    """The keys of the view, shown at the foot of the window; nothing where they are the page's."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setObjectName("PageBody")
        self.workspace = workspace
        self.tools: list[QWidget] = []
        self.year = 0
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(style.GAP)
        self.build()

    def build(self) -> None:
        """Make the widgets; called once."""
        raise NotImplementedError

    def show_year(self, year: int) -> None:
        """Read a year and show it."""
        raise NotImplementedError

    def first_focus(self) -> QWidget:
        """Return the widget that has the focus when the view is opened."""
        return self

    def remark(self) -> str:
        """Return what stands beside the title of the page."""
        return ""

    def begin(self, member_id: str = "") -> None:
        """Begin a record, perhaps with somebody already chosen."""
        self.add()

    def go_to(self, record_id: str, member_id: str) -> None:
        """Go to a record, where the view has it, or to where somebody stands in it."""

    def show_part(self, part: str) -> None:
        """Show a part of what is listed."""

    def add(self) -> None:
        """Begin a record, where the view has an `add_word`."""

    def search_line(self) -> QWidget | None:
        """Return where Ctrl+F goes."""
        return None
