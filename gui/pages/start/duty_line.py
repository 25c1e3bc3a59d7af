"""One rule and subject on the card of duties: what is not recorded, by which rule, how pressing, and what to do."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gui import icons, style
from gui.widgets import ElidedLabel, Pill, link
from models import duty_groups, words
from models.duty_groups import DutyGroup

_MARKS = {"overdue": "circle-alert", "soon": "clock", "none": "circle", "done": "circle-check"}
_HEIGHT = 52


class DutyLine(QWidget):
    """Made anew on each reading. `act`: word and deed that fulfil the duty, None without a place for it."""

    def __init__(
        self,
        group: DutyGroup,
        today: date,
        act: tuple[str, Callable[[], object]] | None,
        explain: Callable[[], object],
    ) -> None:
        super().__init__()
        self.group = group
        look = group.look(today)
        self.setMinimumHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 0, 2)
        row.setSpacing(12)
        mark = QLabel()
        mark.setPixmap(icons.pixmap(_MARKS[look], 18, style.STATES[look][0]))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        self.sentence, self.source = ElidedLabel(group.sentence), ElidedLabel(_source(group), tone="secondary")
        self.source.setFont(style.font(style.SECONDARY_PT))
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addStretch(1)
        for text in (self.sentence, self.source):
            text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            texts.addWidget(text)
        texts.addStretch(1)
        row.addLayout(texts, 1)
        self.pill = Pill(group.word(today), look)
        row.addWidget(self.pill)
        calm = look == "none"
        self.action = self._link(row, act[0], act[1], done=calm) if act is not None else None
        self.why = self._link(row, "说明" if group.missed else "依据", explain, done=True)

    def _link(self, row: QHBoxLayout, word: str, deed: Callable[[], object], *, done: bool) -> QPushButton:
        made = link(word, done=done, name=f"{word}：{self.group.sentence}")
        made.setToolTip("")
        made.clicked.connect(lambda: deed())
        row.addWidget(made)
        return made


def _source(group: DutyGroup) -> str:
    rule, rule_set = group.rule, group.rule_set
    asked = duty_groups.demand(rule, words.label("rule_period", rule.period)) if rule.value else ""
    parts = [asked, rule_set.title, rule.clause, *(["未核实"] if rule.unverified else [])]
    return " · ".join(part for part in parts if part)
