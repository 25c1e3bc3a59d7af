"""Everything about one pledge as a dialog: where the window is too narrow for the card, or for reading at length."""

from typing import TYPE_CHECKING

from gui.dialogs.base import FormDialog
from gui.pages.pledges.pledge_card import PledgeCard
from gui.pages.pledges.standing import PledgeLine
from gui.widgets import button

if TYPE_CHECKING:
    from gui.pages.pledges_page import PledgesPage


class PledgeView(FormDialog):
    """What its buttons do is done by the page, over which it closes first."""

    useful = 760, 660

    def __init__(self, page: "PledgesPage", shown: PledgeLine) -> None:
        super().__init__(page, f"{shown.name} {shown.year} 年承诺")
        self.body.setContentsMargins(22, 16, 22, 4)
        self.card = PledgeCard()
        page.fill_card(self.card, shown, self.accept)
        self.card.asked.connect(self.accept)
        self.card.asked.connect(lambda key: page.acts.do(key, [shown]))
        self.body.addWidget(self.card, 1)
        close = button("关闭")
        close.clicked.connect(self.reject)
        self.add_end(close)
        (self.card.next if not self.card.next.isHidden() else close).setFocus()
