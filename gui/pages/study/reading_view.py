"""The year's reading list and who has read what, as a matrix."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from gui.kinds.dialog import KindDialog
from gui.pages.study.reading_grid import Reader, ReadingGrid
from gui.pages.study.view import StudyView
from gui.widgets import Card, ElidedLabel, EmptyState, button, label
from gui.widgets.day_edit import DayEdit
from gui.widgets.person_field import Person, PersonField
from gui.widgets.state import set_wrong
from gui.widgets.wrap_row import WrapRow
from models import attendance, reading
from models.errors import RefusedError
from models.kinds import records
from models.kinds.records import Record
from models.reading import ITEM


class ReadingView(StudyView):
    """Space or Enter marks as read on the day above the matrix, Del takes it back."""

    kind = ITEM
    add_word = ITEM.adds
    hint = f"方向键移动 · 空格或回车记为读完 · Del 取消 · Ctrl+F 找人 · Ctrl+N {ITEM.adds} · Ctrl+Z 撤销"

    def build(self) -> None:
        """Make the widgets."""
        self._items: list[Record] = []
        today = self.workspace.ledger.clock.today()
        self.search = PersonField("首字母，回车跳到这个人")
        self.search.setAccessibleName("跳到这个人")
        self.search.setMinimumWidth(210)
        self.search.picked.connect(self._go_to)
        self.day = DayEdit("reading_done.day", today)
        self.day.setText(today.isoformat())
        self.day.setFixedWidth(130)
        self.day.setAccessibleName("标记为这一天读完")
        told = label("读完日期", tone="secondary")
        told.setBuddy(self.day)
        dated = QWidget()
        together = QHBoxLayout(dated)
        together.setContentsMargins(0, 0, 0, 0)
        for widget in (told, self.day):
            together.addWidget(widget)
        self.tools = [self.search, dated]
        self.matrix = ReadingGrid()
        self.matrix.marked.connect(lambda item, person: self.mark(item, [person]))
        self.matrix.unmarked.connect(self.unmark)
        self.matrix.moved.connect(self._tell)
        self.empty = EmptyState("book-open", "")
        self.lists = QStackedWidget()
        self.lists.addWidget(self.matrix)
        self.lists.addWidget(self.empty)
        self.lists.setMinimumHeight(190)
        self.foot = ElidedLabel(tone="secondary")
        card = Card(padding=(1, 1, 1, 10))
        card.body.addWidget(self.lists, 1)
        holder = QHBoxLayout()
        holder.setContentsMargins(12, 0, 12, 0)
        holder.addWidget(self.foot, 1)
        card.body.addLayout(holder)
        card.body.addLayout(self._make_foot())
        self.body.addWidget(card, 1)

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        self.all_button = button("这一本全体读完", icon="list-checks")
        self.all_button.clicked.connect(self.mark_everybody)
        self.edit_button = button("修改书目…", icon="pencil")
        self.edit_button.clicked.connect(self.edit)
        self.remove_button = button("删去书目", icon="x")
        self.remove_button.clicked.connect(self.remove)
        row.addLayout(WrapRow([self.all_button, self.edit_button, self.remove_button], spacing=8), 1)
        return row

    # --- reading --------------------------------------------------------------------------------

    def first_focus(self) -> QWidget:
        """The matrix, or where one begins."""
        return self.matrix if self.lists.currentWidget() is self.matrix else self.empty.action

    def search_line(self) -> QWidget:
        """The line that goes to a person."""
        return self.search

    def remark(self) -> str:
        """How far it is."""
        if not self._items:
            return f"{self.year} 年"
        shown = self.matrix.shown
        done = sum(shown.readers(column) for column in range(len(self._items)))
        return f"{self.year} 年 · {len(self._items)} 本 · 读完 {done} / {len(self._items) * len(shown.people)}"

    def show_year(self, year: int) -> None:
        """Read the list of a year and who has read what."""
        self.year = year
        ledger = self.workspace.ledger
        day = min(ledger.clock.today(), date(year, 12, 31))
        people = attendance.register_on(ledger.query, day)
        self._items = reading.list_items(ledger, year=year)
        done = reading.list_done(ledger, year=year)
        there = {one.member_id for one in people}
        gone = {one.member_id: one.name for one in done if one.member_id not in there}
        shown = [Reader(one.member_id, one.name) for one in people] + [Reader(*one) for one in gone.items()]
        self.search.people = [
            Person(one.member_id, one.name, one.name_pinyin, one.name_initials, one.group) for one in people
        ]
        self.matrix.show_year(self._items, shown, done)
        filled = bool(self._items and shown)
        self.lists.setCurrentWidget(self.matrix if filled else self.empty)
        if not shown:
            self.empty.say("还没有党员", "先登记党员。", "去登记党员", lambda: self.workspace.go("members"))
        elif not self._items:
            detail = "上级列出的必读书目、支部推荐的篇目先列在这里，谁读完了按一下就记上。"
            self.empty.say(f"{year} 年还没有书目", detail, self.add_word, self.add)
        for made in (self.all_button, self.edit_button, self.remove_button):
            made.setVisible(filled)
        self._tell()

    def _tell(self) -> None:
        item, person = self.matrix.current_item, self.matrix.current_person
        if item is None or person is None:
            self.foot.setText("")
            return
        found = self.matrix.shown.done(self.matrix.currentIndex())
        read = f"{found.day} 读完" if found is not None else "还没有读完，按空格记上"
        due = f"，{item.said('due_date')} 前读完" if item.values["due_date"] else ""
        self.foot.setText(f"{person.name}：{read}　·　{item.title}{due}")

    def go_to(self, record_id: str, member_id: str) -> None:
        """Go to where a person's row and an item's column meet."""
        self.matrix.go_to(member_id=member_id, reading_id=record_id)

    def _go_to(self, person: Person) -> None:
        self.search.clear()
        self.search.fold()
        self.matrix.go_to(member_id=person.key)
        self.matrix.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- doing ----------------------------------------------------------------------------------

    def mark(self, reading_id: str, member_ids: list[str]) -> None:
        """Mark as read on the day above the matrix."""
        try:
            day = self.day.day().isoformat()
        except RefusedError as error:
            set_wrong(self.day, True)
            self.workspace.messages.error(self, error)
            return
        ids = self.workspace.ledger.ids
        self.workspace.bridge.attempt(
            self, "reading.mark", lambda op: reading.mark_read(op, ids, reading_id, dict.fromkeys(member_ids, day))
        )

    def unmark(self, reading_id: str, member_id: str) -> None:
        """Take a mark back."""
        bridge = self.workspace.bridge
        bridge.attempt(self, "reading.unmark", lambda op: reading.unmark_read(op, reading_id, [member_id]))

    def mark_everybody(self) -> None:
        """Mark everybody who has not read the chosen item yet."""
        item, shown = self.matrix.current_item, self.matrix.shown
        if item is None:
            return
        column = self.matrix.currentIndex().column()
        missing = [
            one.member_id for row, one in enumerate(shown.people) if shown.done(shown.index(row, column)) is None
        ]
        if missing:
            self.mark(item.id, missing)
            self.workspace.say(f"已记 {len(missing)} 人读完《{item.title[:20].strip('《》')}》", "撤销")

    def add(self) -> None:
        """Add an item."""
        KindDialog(self, self.workspace, ITEM, given={"year": self.year}).open()

    def edit(self) -> None:
        """Change the item in whose column one stands."""
        if self.matrix.current_item is not None:
            KindDialog(self, self.workspace, ITEM, self.matrix.current_item, given={"year": self.year}).open()

    def remove(self) -> None:
        """Ask, then take out the item in whose column one stands; what somebody has read stays."""
        item = self.matrix.current_item
        if item is None:
            return
        self.workspace.messages.ask(
            self, "删去这本书目？", item.title, yes="删去", then=lambda: self._take_out(item)
        )

    def _take_out(self, item: Record) -> None:
        bridge = self.workspace.bridge
        if bridge.attempt(self, ITEM.operation("remove"), lambda op: records.remove(op, ITEM, item.id)):
            self.workspace.say(f"已删去：{item.title[:30]}", "撤销")
