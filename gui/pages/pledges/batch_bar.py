"""What can be done with the pledges that are ticked: each step with how many of them can take it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gui.pages.pledges.acts import onward, possible
from gui.pages.pledges.pledge_card import ONWARD, set_kind
from gui.pages.pledges.standing import PledgeLine
from gui.widgets import Card, button, label
from gui.widgets.wrap_row import WrapRow
from models import words


class BatchBar(Card):
    """Hidden while nothing is ticked; `asked` tells the key of an act, `cleared` that the ticks shall go."""

    asked = Signal(str)
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__(padding=(14, 6, 8, 6))
        self.setAccessibleName("对勾选的承诺")
        self.told = label(strong=True)
        self.buttons: dict[str, QPushButton] = {}
        for key in ("draft", *ONWARD, "deed", "votes", "end"):
            made = button("")
            made.clicked.connect(lambda _checked=False, key=key: self.asked.emit(key))
            self.buttons[key] = made
        self.clear = button("取消勾选", kind="quiet")
        self.clear.clicked.connect(self.cleared)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(WrapRow([self.told, *self.buttons.values(), self.clear], spacing=8))
        self.body.addWidget(holder)
        self.hide()

    def show_ticked(self, lines: Sequence[PledgeLine]) -> None:
        """Show what can be done with these."""
        self.setVisible(bool(lines))
        if not lines:
            return
        self.told.setText(f"勾选了 {len(lines)} 份")
        counts = {key: sum(onward(one) == key for one in lines) for key in ONWARD}
        counts["draft"] = sum(one.pledge is None for one in lines)
        counts["deed"] = sum(one.state in ("keeping", "appraising") and not one.left for one in lines)
        counts["votes"] = sum(one.state == "appraising" and not one.left for one in lines)
        counts["end"] = sum("end" in possible(one) for one in lines)
        first = max(("draft", *ONWARD), key=lambda key: counts[key])
        for key, made in self.buttons.items():
            made.setText(f"{_WORDS.get(key) or words.label('pledge_step', key)} {counts[key]}")
            made.setVisible(bool(counts[key]))
            set_kind(made, "primary" if key == first and counts[key] else "")


_WORDS = {"draft": "起草", "deed": "登记践诺", "votes": "登记评诺"}
