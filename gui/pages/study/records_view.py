"""The year's study records and credits entered by hand, newest first."""

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from gui.pages.study.sorted_table import SortedTable
from gui.pages.study.view import StudyView
from gui.tablemodels import Column
from gui.widgets import Card, EmptyState, SearchField, Segments, button
from models import amounts, member, study_record, words
from models.kinds import records
from models.kinds.catalog import kind_of
from models.kinds.records import Record
from models.study_record import StudyRecord

_PARTS = [("all", "全部"), ("study", "学习"), ("credit", "学分")]
_ORDERS = {
    "day": lambda one: one.first,
    "name": lambda one: one.sort_name,
    "kind": lambda one: one.kind,
    "amount": lambda one: one.amount,
    "entered": lambda one: one.source.entered_on,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One record of either kind. amount: minutes, or hundredths of credits."""

    source: StudyRecord | Record
    name: str
    sort_name: str

    @property
    def key(self) -> str:
        """Its id."""
        return self.source.id

    @property
    def first(self) -> str:
        """Its (first) day."""
        return self.source.from_day if isinstance(self.source, StudyRecord) else self.source.day

    @property
    def days(self) -> str:
        """Its day or days."""
        if isinstance(self.source, StudyRecord) and self.source.to_day != self.source.from_day:
            same = self.source.to_day[:4] == self.source.from_day[:4]
            return f"{self.source.from_day} 至 {self.source.to_day[5:] if same else self.source.to_day}"
        return self.first

    @property
    def kind(self) -> str:
        """What it is, in words."""
        if isinstance(self.source, StudyRecord):
            return words.label("study_record.kind", self.source.kind)
        return "登记学分"

    @property
    def title(self) -> str:
        """What it was."""
        return self.source.title

    @property
    def amount(self) -> int:
        """How much it counts."""
        if isinstance(self.source, StudyRecord):
            return self.source.study_minutes
        return self.source.number("hundredths") or 0

    @property
    def amount_text(self) -> str:
        """How much it counts, in words."""
        if isinstance(self.source, StudyRecord):
            return f"{amounts.hours_text(self.amount)} 学时"
        return self.source.told("hundredths")


class RecordsView(StudyView):
    """A list; Enter changes, Del takes out."""

    def build(self) -> None:
        """Make the widgets."""
        self._lines: list[Line] = []
        self.search = SearchField("姓名、拼音、首字母")
        self.search.setMinimumWidth(190)
        self.search.searched.connect(lambda _text: self.fill())
        self.parts = Segments(_PARTS, "显示哪些记录")
        self.parts.chosen.connect(lambda _part: self.fill())
        self.tools = [self.search, self.parts]
        self.table = SortedTable(_columns(), "学习记录", key=lambda one: one.key, orders=_ORDERS)
        self.table.picked.connect(self.edit)
        self.table.delete_asked.connect(lambda _key: self.remove())
        self.search.down.connect(self.table.setFocus)
        self.search.returnPressed.connect(self.table.setFocus)
        self.empty = EmptyState("book-open", "")
        self.lists = QStackedWidget()
        self.lists.addWidget(self.table)
        self.lists.addWidget(self.empty)
        self.lists.setMinimumHeight(190)
        card = Card(padding=(1, 1, 1, 10))
        card.body.addWidget(self.lists, 1)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        self.edit_button = button("修改…", icon="pencil", tip="回车")
        self.edit_button.clicked.connect(lambda: self.edit(self.table.current))
        self.remove_button = button("删去", icon="x", tip="Del")
        self.remove_button.clicked.connect(self.remove)
        for made in (self.edit_button, self.remove_button):
            row.addWidget(made)
        row.addStretch(1)
        card.body.addLayout(row)
        self.body.addWidget(card, 1)

    def first_focus(self) -> QWidget:
        """The records, or where one begins."""
        return self.table if self.lists.currentWidget() is self.table else self.empty.action

    def search_line(self) -> QWidget:
        """The search."""
        return self.search

    def remark(self) -> str:
        """How many there are."""
        return f"{self.year} 年 · {len(self._lines)} 条"

    def show_year(self, year: int) -> None:
        """Read the records."""
        self.year = year
        ledger = self.workspace.ledger
        keys = {one.id: one.name_pinyin for one in member.list_members(ledger, status="")}
        found: list[StudyRecord | Record] = [
            *study_record.list_records(ledger, year=year),
            *records.listed(ledger, kind_of("credit_entry"), year=year),
        ]
        lines = [Line(one, one.name, keys.get(one.member_id, one.name)) for one in found]
        self._lines = sorted(lines, key=lambda one: (one.first, one.key), reverse=True)
        self.fill()

    def fill(self) -> None:
        """Show what search and part leave."""
        known, text = self._lines, self.search.text().strip()
        if text:
            ledger = self.workspace.ledger
            found = {one.id for one in member.list_members(ledger, status="", search=text)}
            known = [one for one in known if one.source.member_id in found or text in one.title]
        parts = {
            "all": known,
            "study": [one for one in known if isinstance(one.source, StudyRecord)],
            "credit": [one for one in known if isinstance(one.source, Record)],
        }
        self.parts.set_counts({key: len(lines) for key, lines in parts.items()})
        listed = parts[self.parts.current]
        self.table.show_records(listed)
        self.lists.setCurrentWidget(self.table if listed else self.empty)
        for made in (self.edit_button, self.remove_button):
            made.setVisible(bool(listed))
        if not listed:
            self._say_empty()

    def _say_empty(self) -> None:
        if self._lines:
            self.empty.say("没有找到", "换一个条件看看。", "显示全部", self._show_all)
            return
        self.empty.say(
            f"{self.year} 年还没有学习记录",
            "会上的学时自动计入。参加培训、自学、网络学习、送学上门，在这里登记。",
            "登记学习",
            self.add,
        )

    def _show_all(self) -> None:
        self.search.clear()
        self.parts.choose("all")
        self.fill()
        self.table.setFocus()

    # --- doing ------------------------------------------------------------------------------

    def add(self) -> None:
        """Record study."""
        from gui.dialogs.study_dialog import StudyDialog

        StudyDialog(self, self.workspace).open()

    def edit(self, line: Line | None) -> None:
        """Open the record's dialog."""
        from gui.dialogs.study_opening import open_record

        if line is not None:
            open_record(self, self.workspace, line.source)

    def remove(self) -> None:
        """Ask, then take the chosen record out."""
        line: Line | None = self.table.current
        if line is None:
            return
        source = line.source
        self.workspace.messages.ask(
            self,
            f"删去{line.name}的这条记录？",
            f"{line.days}　{line.title}　{line.amount_text}",
            yes="删去",
            then=lambda: self._take_out(source),
        )

    def _take_out(self, source: StudyRecord | Record) -> None:
        bridge = self.workspace.bridge
        if isinstance(source, StudyRecord):
            done = bridge.attempt(self, "study.remove", lambda op: study_record.remove_record(op, source.id))
        else:
            done = bridge.attempt(
                self, "credit.remove", lambda op: records.remove(op, kind_of("credit_entry"), source.id)
            )
        if done:
            self.workspace.say(f"已删去：{source.name}", "撤销")


def _proof(one: Line) -> str:
    return one.source.proof if isinstance(one.source, StudyRecord) else one.source.said("proof")


def _columns() -> list[Column]:
    return [
        Column("day", "日期", lambda one: one.days, 19, sort="listed"),
        Column("name", "姓名", lambda one: one.name, 10, strong=True, sort="name"),
        Column("kind", "类别", lambda one: one.kind, 10, sort="kind"),
        Column("title", "内容", lambda one: one.title, 20, stretches=True),
        Column("amount", "计入", lambda one: one.amount_text, 12, right=True),
        Column("proof", "证明材料", _proof, 12, drop=2),
        Column("entered", "登记日期", lambda one: one.source.entered_on, 10, sort="entered", drop=1),
    ]
