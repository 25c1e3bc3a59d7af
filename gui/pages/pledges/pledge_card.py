"""The card of a pledge: where it stands, everything about it, and what can be done with it now."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from gui import style
from gui.pages.pledges.path_paint import PathBar
from gui.pages.pledges.pledge_told import NOTHING, Deeds, PledgeTold
from gui.pages.pledges.standing import PledgeLine
from gui.widgets import Card, Pill, button, label
from gui.widgets.texts import set_tone
from gui.widgets.wrap_row import WrapRow
from models import words

CARD_WIDTH = 340

ONWARD = ("submit", "approve", "post", "begin", "appraise", "conclude")
"""The steps that lead on."""

Act = tuple[str, str, str]
"""Key, word and icon of something that can be done."""


class PledgeCard(Card):
    """Shows one pledge; `asked` tells the key of what shall be done with it."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("所选承诺")
        self.name = label(points=style.CARD_TITLE_PT, strong=True, wrap=True)
        self.state, self.gone, self._owner = Pill(), Pill(), label(tone="secondary")
        marks = QWidget()
        holder = QVBoxLayout(marks)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addLayout(WrapRow([self.state, self.gone, self._owner], spacing=8))
        self.due = label(wrap=True, tone="soon")
        self.path = PathBar()
        self.told = PledgeTold()
        for widget in (self.name, marks, self.due, self.path):
            self.body.addWidget(widget)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.told)
        # It takes what is left: its own wish would make a dialog scroll where there is room enough.
        self._area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._area.setMinimumHeight(96)
        self.body.addWidget(self._area, 1)
        self.next = button("", kind="primary")
        self.next.clicked.connect(lambda: self._ask(self.next))
        self._others = QVBoxLayout()
        self.body.addLayout(self._others)
        self._row: QWidget | None = None
        self.buttons: dict[str, QPushButton] = {}

    def show_line(
        self,
        line: PledgeLine,
        due: tuple[str, str],
        acts: list[Act],
        links: Deeds = NOTHING,
        evidence: dict[str, int] | None = None,
    ) -> None:
        """Show a pledge, or who has none. due: sentence and tone. acts: the first is the next step, red."""
        self.name.setText(line.name)
        self.state.show_state(line.word, line.look)
        self.gone.show_state(_gone(line.left), "none")
        until = f"，到 {line.pledge.until_date}" if line.pledge is not None and line.pledge.until_date else ""
        self._owner.setText(f"{words.label('pledge_owner', line.owner)} {line.year} 年{until}")
        self.due.setText(due[0])
        self.due.setVisible(bool(due[0]))
        set_tone(self.due, due[1])
        self.path.setVisible(line.reached >= 0)
        self.path.show_line(line)
        self.told.show_line(line, links, evidence or {})
        self._area.verticalScrollBar().setValue(0)
        self._show_acts(acts)

    def _show_acts(self, acts: list[Act]) -> None:
        """The buttons are made anew; the red one stays the same, and so does the focus on it."""
        before, focused = self._row, self.window().focusWidget() is self.next
        self.buttons = {}
        if acts:
            self.next.setText(acts[0][1])
            self.next.setProperty("act", acts[0][0])
            self.next.setToolTip("F9" if acts[0][0] in ONWARD else "")
            self.buttons[acts[0][0]] = self.next
        for key, word, icon in acts[1:]:
            made = button(word, icon=icon)
            made.setProperty("act", key)
            made.clicked.connect(lambda _checked=False, made=made: self._ask(made))
            self.buttons[key] = made
        self._row = QWidget()
        column = QVBoxLayout(self._row)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(WrapRow([self.next, *list(self.buttons.values())[1:]], spacing=8))
        self._others.addWidget(self._row)
        # At once, not a moment later: what is not shown yet cannot have the focus.
        self._row.show()
        self.next.setVisible(bool(acts))
        if before is not None:
            self._others.removeWidget(before)
            before.hide()
            before.deleteLater()
        if focused and acts:
            self.next.setFocus()
        self.setMinimumHeight(self.body.totalMinimumHeightForWidth(max(self.width(), CARD_WIDTH)))

    def make_quiet(self, *, quiet: bool) -> None:
        """Give up the red while another button of the page has it."""
        set_kind(self.next, "" if quiet else "primary")

    def _ask(self, made: QPushButton) -> None:
        self.asked.emit(str(made.property("act")))


def set_kind(made: QPushButton, kind: str) -> None:
    """Make a button red, or ordinary."""
    if (made.property("kind") or "") != kind:
        made.setProperty("kind", kind)
        made.style().unpolish(made)
        made.style().polish(made)


def _gone(day: str) -> str:
    return f"已离开 {day}" if day not in ("", "?") else "已离开" if day else ""
