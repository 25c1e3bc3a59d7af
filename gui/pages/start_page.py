"""The first page: numbers, what is open, backup, what was done last."""

from gui.pages.base import Page
from gui.widgets import PageHeader


class StartPage(Page):
    """The state of the branch at a glance."""

    depends_on = ("member", "organization")

    def build(self) -> None:
        """Make the widgets."""
        self.body.addWidget(PageHeader("工作台"))
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Read."""
