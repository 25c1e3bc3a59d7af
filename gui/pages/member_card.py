"""The card beside the members' table: the facts of the one chosen, and what can be done with them."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gui import style
from gui.labels import day_text
from gui.pages.member_table import category_state, category_word
from gui.widgets import Card, ElidedLabel, FieldGrid, Pill, button, label
from models import id_number, member_facts, words
from models.member import Member
from models.schema import SELF

CARD_WIDTH = 272


class MemberCard(Card):
    """Shows one member; buttons tell by signals."""

    open_asked = Signal()
    history_asked = Signal()
    leave_asked = Signal()
    records_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(CARD_WIDTH)
        self.setAccessibleName("所选党员")
        head = QHBoxLayout()
        head.setSpacing(10)
        self._name = ElidedLabel(points=style.PAGE_TITLE_PT, strong=True)
        self._category = Pill()
        head.addWidget(self._name)
        head.addWidget(self._category)
        head.addStretch(1)
        self._about = ElidedLabel(tone="secondary")
        self._facts = FieldGrid()
        self._lacks = label(tone="soon", wrap=True)
        self.body.addLayout(head)
        self.body.addWidget(self._about)
        self.body.addWidget(self._told_area(), 1)
        self.body.addWidget(self._buttons())

    def _told_area(self) -> QScrollArea:
        """The facts scroll on a low screen, so that the buttons below stay in sight."""
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("ScrollBody")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 6, 0, 0)
        column.addWidget(self._facts)
        column.addWidget(self._lacks)
        column.addStretch(1)
        area.setWidget(inside)
        return area

    def _buttons(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.open = button("打开卡片", icon="pencil")
        self.open.clicked.connect(self.open_asked)
        self.history = button("修改经过", icon="history")
        self.history.clicked.connect(self.history_asked)
        self.leave = button("登记离开", icon="log-out")
        self.leave.clicked.connect(self.leave_asked)
        column.addWidget(self.open)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.records = button("各种记录", icon="list-checks", tip="学习、考核、谈心、党费……所有记录")
        self.records.clicked.connect(self.records_asked)
        column.addWidget(self.records)
        row.addWidget(self.history, 1)
        row.addWidget(self.leave, 1)
        column.addLayout(row)
        return holder

    def show_member(self, one: Member, today: date) -> None:
        """Show the facts of a member."""
        self._name.setText(one.name)
        self._category.show_state(category_word(one), category_state(one) or "none")
        about = [one.group, words.label("sex", one.sex), one.ethnicity, one.education]
        self._about.setText(" · ".join(part for part in about if part))
        self._facts.set_facts([fact for fact in self._told(one, today) if fact[1]])
        lacking = (
            [] if one.status == "left" else [words.label("field_short", field) for field in member_facts.missing(one)]
        )
        self._lacks.setText(f"还缺：{'、'.join(lacking)}")
        self._lacks.setVisible(bool(lacking))
        self.open.setText("打开卡片" if one.org == SELF else "查看卡片")
        # What a branch has sent is changed by the branch; its next package brings the change.
        self.history.setVisible(one.org == SELF)
        self.leave.setVisible(one.org == SELF)
        self.leave.setEnabled(one.status == "active")

    def _told(self, one: Member, today: date) -> list[tuple[str, str]]:
        age, years = member_facts.age(one, today), member_facts.party_years(one, today)
        facts = [
            ("出生", day_text(one.birth_date)),
            ("年龄", f"{age} 岁" if age is not None else ""),
            ("入党", day_text(one.joined_date)),
            ("转正", day_text(one.regular_date)),
            ("转入本支部", day_text(one.arrived_date)),
            ("党龄", f"{years} 年" if years is not None else ""),
            ("党内职务", one.party_post),
            ("工作岗位", one.work),
            ("联系电话", one.phone),
            ("身份证号", id_number.mask(one.id_number) if one.id_number else ""),
            ("备注", one.remark),
        ]
        if one.status == "left":
            left = [("离开", words.label("left_kind", one.left_kind)), ("离开日期", day_text(one.left_date))]
            return [*left, ("说明", one.left_reason), *facts]
        return facts
