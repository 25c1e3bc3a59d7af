"""The card of a meeting as a dialog: where the window is too narrow to have it beside the list."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from gui.dialogs.base import FormDialog
from gui.pages.meetings.meeting_card import MeetingCard
from gui.widgets import button
from models import attendance
from models.meeting import Meeting

if TYPE_CHECKING:
    from gui.pages.meetings_page import MeetingsPage


class MeetingView(FormDialog):
    """Shows one meeting; what its buttons do is done by the page, over which it closes first."""

    def __init__(self, parent: QWidget, page: "MeetingsPage", shown: Meeting) -> None:
        super().__init__(parent, f"{shown.kind_words} {shown.day}")
        self.setMinimumWidth(520)
        self.card = MeetingCard()
        self.card.setMinimumHeight(360)
        sheet = attendance.sheet(page.workspace.ledger, shown.id, shown.org)
        self.card.show_meeting(shown, sheet, own=page.changeable)
        for asked in (self.card.open_asked, self.card.print_asked, self.card.withdraw_asked):
            asked.connect(self.accept)
        for line_asked in (self.card.make_up_asked, self.card.made_up_asked, self.card.line_asked):
            line_asked.connect(self.accept)
        page.connect_card(self.card)
        self.body.addWidget(self.card)
        close = button("关闭")
        close.clicked.connect(self.reject)
        self.add_end(close)
        close.setFocus()
