"""Asked once when a ledger woke elsewhere: was it moved here, or is it another copy?"""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import style
from gui.dialogs.base import FormDialog
from gui.widgets import button, label
from models import whereabouts

_WAYS = (
    ("搬过来的", "原来那一份不再用了（换了电脑、换了文件夹）。接着用，和原来是同一本台账。"),
    ("另抄了一份", "原来那一份还有人在用。这一份从此自成一份，上级第一次收到它的上报包时会先核实。"),
)
_ADVICE = "一个支部最好只在一台电脑上记：两份各记各的，上级只能收下其中一份。说不准的先不要打开，问清楚再来。"


class WhereDialog(FormDialog):
    """Two answers and a way back; `answer` is `whereabouts.MOVED` or `COPIED` once accepted."""

    def __init__(self, parent: QWidget, path: str) -> None:
        super().__init__(parent, "这本台账换了地方")
        self.setMinimumWidth(520)
        self.answer = whereabouts.MOVED
        self.body.addWidget(
            label("这本台账上次不是在这里用的。它是怎么来的？", points=style.CARD_TITLE_PT, strong=True, wrap=True)
        )
        self.body.addWidget(label(path, tone="secondary", wrap=True, selectable=True))
        for word, told in _WAYS:
            way = QVBoxLayout()
            way.setSpacing(2)
            way.addWidget(label(word, strong=True))
            way.addWidget(label(told, wrap=True))
            self.body.addLayout(way)
        self.body.addWidget(label(_ADVICE, tone="secondary", wrap=True))
        self.copied = button("另抄了一份")
        self.copied.clicked.connect(self._copied)
        later = button("先不打开")
        later.clicked.connect(self.reject)
        self.add_end(later)
        self.add_end(self.copied)
        self.moved = self.set_buttons("搬过来的")

    def _copied(self) -> None:
        self.answer = whereabouts.COPIED
        self.accept()
