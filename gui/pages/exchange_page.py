"""Data exchange: a branch reports upwards, a committee receives; the level of the ledger decides which side
is shown.
"""

from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from gui.pages.base import Page
from gui.pages.exchange.branch_view import BranchView
from gui.pages.exchange.committee_view import CommitteeView
from gui.pages.exchange.view import ExchangeView
from models import organization
from models.schema import TABLES


class ExchangePage(Page):
    """One of the two views."""

    depends_on: ClassVar[tuple[str, ...]] = tuple(TABLES)
    hint = "Tab 换到下一个按钮 · 回车按下 · ↑↓ 在表里移动"

    def build(self) -> None:
        """Make the view for this ledger's level."""
        receives = organization.own(self.workspace.ledger).receives
        self.view: ExchangeView = (CommitteeView if receives else BranchView)(self.workspace)
        self.body.addWidget(self.view, 1)

    def refresh(self) -> None:
        """Read."""
        self.view.refresh()

    def first_focus(self) -> QWidget:
        """What comes next there."""
        return self.view.first_focus()

    def show_what(self, *, do: str = "", **_: Any) -> None:
        """Begin something: `pack` or `receive`."""
        if do == "pack" and isinstance(self.view, BranchView) and self.view.pack_button.isVisibleTo(self):
            self.view.pack()
        elif do == "receive" and isinstance(self.view, CommitteeView):
            self.view.receive()
