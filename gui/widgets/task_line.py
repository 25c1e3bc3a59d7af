"""One line of a checklist: mark, sentence, state, and the next thing to do at its right end."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from gui import icons, style
from gui.widgets.buttons import link
from gui.widgets.pill import Pill
from gui.widgets.texts import ElidedLabel, label

_MARKS = {
    "overdue": "circle-alert",
    "soon": "clock",
    "progress": "clock",
    "none": "circle",
    "done": "circle-check",
}
_HEIGHT = 46


class TaskLine(QWidget):
    """Made anew on each refresh; `then` is what the button does, without it there is none."""

    def __init__(
        self,
        sentence: str,
        state: str,
        word: str = "",
        action: str = "",
        then: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.sentence = sentence
        self.setMinimumHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(12)
        mark = QLabel()
        mark.setPixmap(icons.pixmap(_MARKS[state], 18, style.STATES[state][0]))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        text = ElidedLabel(sentence)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addWidget(text, 1)
        if word:
            row.addWidget(Pill(word, state))
        self.action = link(action, name=f"{action}：{sentence}") if then is not None else None
        if then is not None and self.action is not None:
            self.action.setToolTip("")
            self.action.clicked.connect(lambda: then())
            row.addWidget(self.action)


class NoteLine(QWidget):
    """A quiet line: what, and at its right end who and when."""

    def __init__(self, what: str, remark: str, *, struck: bool = False) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(10)
        text = ElidedLabel(what, tone="hint" if struck else "")
        row.addWidget(text, 1)
        if struck:
            row.addWidget(Pill("已撤销", "none"))
        row.addWidget(label(remark, tone="secondary", points=style.SECONDARY_PT))
