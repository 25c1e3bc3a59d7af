"""The card of a member: add or change; findings stand beside the field, a date keeps the precision it was
typed with.
"""

from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from gui import style
from gui.dialogs.base import FormDialog
from gui.widgets import DateEdit, button, label
from gui.widgets.state import set_wrong
from gui.widgets.texts import set_tone
from gui.workspace import Workspace
from models import group, id_number, member, words
from models.errors import KnownError, RefusedError
from models.member import Member
from models.schema import SELF

Field = QLineEdit | QComboBox | QPlainTextEdit

_LEFT = ("name", "id_number", "sex", "birth_date", "ethnicity", "native_place", "education", "degree")
_RIGHT = ("category", "joined_date", "regular_date", "arrived_date", "group", "party_post", "work", "phone", "address")
_DATES = (*member.DATE_FIELDS, "arrived_date")


@dataclass
class _Place:
    """One field: its widget and the line below it for a finding."""

    widget: Field
    finding: QLabel = field(default_factory=lambda: label(points=style.SECONDARY_PT, wrap=True))

    @property
    def wrong(self) -> bool:
        """Whether a finding stands here that does not let one save."""
        return bool(self.widget.property("wrong"))

    def say(self, text: str, tone: str = "overdue") -> None:
        """Show a finding or remark; nothing hides it."""
        self.finding.setText(text)
        set_tone(self.finding, tone)
        self.finding.setVisible(bool(text))
        set_wrong(self.widget, bool(text) and tone == "overdue")


class MemberDialog(FormDialog):
    """Adds a member, or changes the one given; `saved` tells the key `(org, id)`."""

    saved = Signal(object)

    def __init__(self, parent: QWidget, workspace: Workspace, shown: Member | None = None) -> None:
        super().__init__(parent, "新增党员" if shown is None else f"党员卡片：{shown.name}")
        self._workspace = workspace
        self._shown = shown
        self._places: dict[str, _Place] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        for column, width in ((1, 190), (4, 190)):
            self._grid.setColumnMinimumWidth(column, width)
            self._grid.setColumnStretch(column, 1)
        self._grid.setColumnMinimumWidth(2, 16)
        self.body.addLayout(self._grid)
        for row, (left, right) in enumerate(zip_longest(_LEFT, _RIGHT)):
            if left is not None:
                self._add(left, row, 0)
            self._add(right, row, 3)
        self._add_remark(len(_RIGHT))
        self._set_tab_order()
        if shown is not None:
            self._fill(shown)
        self._listen()
        if shown is not None and shown.org != SELF:
            self._only_show()
        else:
            self.ask_before_losing(workspace.messages)
            self.set_buttons("保存", "取消")
            self.keep_drafts(workspace, "member", shown)
            self._places["name"].widget.setFocus()

    def _only_show(self) -> None:
        """A card that a branch has sent can be read here, not changed."""
        for place in self._places.values():
            place.widget.setEnabled(False)
        self.body.addWidget(label("这张卡片由所在支部维护，这里只能查看。", tone="secondary", wrap=True))
        close = button("关闭")
        close.clicked.connect(self.reject)
        self.add_end(close)
        close.setFocus()

    # --- building ---------------------------------------------------------------------------

    def _add(self, name: str, row: int, column: int) -> None:
        widget = self._make(name)
        place = _Place(widget)
        self._places[name] = place
        word = words.label("field_short", name)
        widget.setAccessibleName(word)
        title = label(f"{word} *" if name == "name" else word, tone="secondary")
        title.setBuddy(widget)
        self._grid.addWidget(title, row * 2, column, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(widget, row * 2, column + 1)
        # A finding makes the card higher, never wider.
        policy = place.finding.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        # What can be found while one types has its line beforehand: the buttons stay where they are.
        policy.setRetainSizeWhenHidden(name in (*_DATES, "id_number", "name"))
        place.finding.setSizePolicy(policy)
        self._grid.addWidget(place.finding, row * 2 + 1, column + 1)
        place.finding.hide()
        self._grid.setRowMinimumHeight(row * 2 + 1, 4)

    def _make(self, name: str) -> Field:
        if name in _DATES:
            made_date = DateEdit(f"member.{name}")
            if name == "arrived_date":
                made_date.setPlaceholderText("一直在本支部就空着")
            return made_date
        if name in member.CHOICES:
            choice = QComboBox()
            choice.addItem("未填", "")
            for key in member.CHOICES[name]:
                if key:
                    choice.addItem(words.label(name, key), key)
            return choice
        if name == "group":
            choice = QComboBox()
            choice.addItem("未编组", "")
            for one in group.list_groups(self._workspace.ledger):
                if not one.dissolved_date or (self._shown is not None and one.name == self._shown.group):
                    choice.addItem(one.name, one.name)
            # A long name is shown as far as there is room; it must not push the other column off the screen.
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            return choice
        made = QLineEdit()
        if name == "id_number":
            made.setPlaceholderText("18 位，最后一位可能是 X")
        return made

    def _add_remark(self, row: int) -> None:
        remark = QPlainTextEdit()
        remark.setAccessibleName(words.label("field_short", "remark"))
        remark.setTabChangesFocus(True)
        remark.setFixedHeight(remark.fontMetrics().lineSpacing() * 2 + 16)
        self._places["remark"] = _Place(remark)
        title = label(words.label("field_short", "remark"), tone="secondary")
        title.setBuddy(remark)
        self._grid.addWidget(title, row * 2, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(remark, row * 2, 1, 1, 4)

    def _set_tab_order(self) -> None:
        """Down the left column, then down the right one."""
        order = [self._places[name].widget for name in (*_LEFT, *_RIGHT, "remark")]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _fill(self, shown: Member) -> None:
        for name, place in self._places.items():
            value = getattr(shown, name)
            if isinstance(place.widget, QComboBox):
                place.widget.setCurrentIndex(max(place.widget.findData(value), 0))
            elif isinstance(place.widget, QPlainTextEdit):
                place.widget.setPlainText(value)
            else:
                place.widget.setText(value)

    def type(self, name: str, text: str) -> None:
        """Put a text into one of the fields."""
        widget = self._places[name].widget
        assert isinstance(widget, QLineEdit)
        widget.setText(text)

    def _listen(self) -> None:
        number = self._places["id_number"].widget
        assert isinstance(number, QLineEdit)
        number.editingFinished.connect(self._check_number)
        for name in _DATES:
            widget = self._places[name].widget
            assert isinstance(widget, DateEdit)
            widget.editingFinished.connect(lambda name=name: self._check_date(name))
        for name in ("sex",):
            widget = self._places[name].widget
            assert isinstance(widget, QComboBox)
            widget.currentIndexChanged.connect(lambda _row: self._check_number())

    # --- checking while one types -------------------------------------------------------------

    def _check_number(self) -> None:
        """Check the ID number; birth and sex are filled in only where they are empty, and that is said."""
        place = self._places["id_number"]
        number = id_number.normalized(self._value("id_number"))
        if not number:
            place.say("")
            return
        if not id_number.is_valid(number):
            place.say("号码不对，请核对身份证" if len(number) == 18 else f"应为 18 位，现在是 {len(number)} 位")
            return
        filled = self._fill_from_number(number)
        against = self._against_number(number)
        if against:
            place.say(f"与号码不一致：{'、'.join(against)}", "soon")
        else:
            place.say(f"已按号码填入{'、'.join(filled)}" if filled else "", "done")

    def _fill_from_number(self, number: str) -> list[str]:
        filled = []
        birth, sex = self._places["birth_date"].widget, self._places["sex"].widget
        assert isinstance(birth, QLineEdit) and isinstance(sex, QComboBox)
        if not birth.text().strip():
            birth.setText(id_number.birth_date(number))
            filled.append("出生日期")
        if not sex.currentData():
            sex.blockSignals(True)
            sex.setCurrentIndex(sex.findData(id_number.sex(number)))
            sex.blockSignals(False)
            filled.append("性别")
        return filled

    def _against_number(self, number: str) -> list[str]:
        against = []
        if not id_number.birth_date(number).startswith(self._value("birth_date")):
            against.append("出生日期")
        if self._value("sex") != id_number.sex(number):
            against.append("性别")
        return against

    def _check_date(self, name: str) -> None:
        place = self._places[name]
        assert isinstance(place.widget, DateEdit)
        try:
            place.widget.iso()
        except RefusedError:
            place.say(f"日期不对：{place.widget.text().strip()[:10]}")
            return
        place.say("")
        if name == "birth_date":
            self._check_number()

    def _check_all(self) -> _Place | None:
        """Check everything that can be checked here; return the first field that is wrong."""
        self._check_number()
        for name in _DATES:
            self._check_date(name)
        named = self._places["name"]
        named.say("" if self._value("name") else "请填写姓名")
        return next((place for place in self._places.values() if place.wrong), None)

    # --- saving -----------------------------------------------------------------------------

    def submit(self) -> None:
        """Save as one operation; a refusal is said at its field, or above the buttons."""
        self.problem.clear()
        wrong = self._check_all()
        if wrong is not None:
            wrong.widget.setFocus()
            return
        try:
            values = {name: self._checked(name) for name in self._places}
            key = self._write(values)
        except KnownError as error:
            self._show_error(error)
            return
        self.accept()
        verb = "已新增" if self._shown is None else "已修改"
        self._workspace.say(f"{verb}：{values['name'].strip()}", "撤销")
        self.saved.emit(key)

    def _write(self, values: dict[str, str]) -> tuple[int, str]:
        if self._shown is None:
            new_id = self._workspace.ledger.ids.new()
            self._workspace.bridge.run(
                "member.add", lambda op: member.add_member(op, member_id=new_id, org=SELF, **values)
            )
            return SELF, new_id
        shown = self._shown
        changed = {name: value for name, value in values.items() if value != getattr(shown, name)}
        self._workspace.bridge.run("member.edit", lambda op: member.edit_member(op, shown.id, org=shown.org, **changed))
        return shown.org, shown.id

    def _value(self, name: str) -> str:
        widget = self._places[name].widget
        if isinstance(widget, QComboBox):
            return str(widget.currentData() or "")
        return widget.toPlainText() if isinstance(widget, QPlainTextEdit) else widget.text().strip()

    def _checked(self, name: str) -> str:
        widget = self._places[name].widget
        return widget.iso() if isinstance(widget, DateEdit) else self._value(name)

    def _show_error(self, error: KnownError) -> None:
        place = self._place_of(error)
        if place is None:
            self.problem.show_error(error)
            return
        place.say(error.what())
        place.widget.setFocus()

    def _place_of(self, error: KnownError) -> _Place | None:
        if error.code.startswith("id-number"):
            return self._places["id_number"]
        for name, place in self._places.items():
            if error.facts.get("field") == words.label("field", f"member.{name}"):
                return place
        return self._places["name"] if error.code.startswith("name") else None
