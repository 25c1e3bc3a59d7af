"""What the lists of the page share: search, parts with their numbers, ticks, change and take out, an empty state."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QWidget

from gui.pages.study.sorted_table import Orders
from gui.pages.study.tick_table import TickTable
from gui.pages.study.view import StudyView
from gui.tablemodels import Column
from gui.widgets import Card, EmptyState, SearchField, Segments, button
from gui.widgets.wrap_row import WrapRow
from models import member


class RecordList(StudyView):
    """A view of records of members; a kind of record says what it reads, shows and does."""

    word: str = ""
    """What the records are called: `心得笔记`."""

    measure: str = "份"
    """What they are counted with."""

    parts_of: list[tuple[str, str]] = [("all", "全部")]  # noqa: RUF012

    orders: Orders = {}  # noqa: RUF012

    hint = "↑↓ 选择 · 回车打开 · 空格勾选 · Ctrl+A 全勾 · Del 删去 · Ctrl+F 搜索 · Ctrl+N 登记 · Ctrl+Z 撤销"

    def build(self) -> None:
        """Make the widgets."""
        self._records: Sequence[Any] = ()
        self.search = SearchField("姓名、拼音、题目")
        self.search.setMinimumWidth(190)
        self.search.searched.connect(lambda _text: self.fill())
        self.tools = [self.search]
        self.parts = Segments(self.parts_of, f"显示哪些{self.word}")
        self.parts.chosen.connect(lambda _part: self.fill())
        if len(self.parts_of) > 1:
            self.tools.append(self.parts)
        else:
            self.parts.setParent(self)
            self.parts.hide()
        self.table = TickTable(self.columns(), self.word, key=lambda one: one.id, orders=self.orders)
        self.table.picked.connect(self.edit)
        self.table.delete_asked.connect(lambda _key: self.remove())
        self.table.ticks_changed.connect(self._show_acts)
        self.table.chosen.connect(lambda _one: self._show_acts())
        self.search.down.connect(self.table.setFocus)
        self.search.returnPressed.connect(self.table.setFocus)
        self.empty = EmptyState("book-open", "")
        self.lists = QStackedWidget()
        self.lists.addWidget(self.table)
        self.lists.addWidget(self.empty)
        self.lists.setMinimumHeight(190)
        card = Card(padding=(1, 1, 1, 10))
        card.body.addWidget(self.lists, 1)
        card.body.addLayout(self._make_foot())
        self.body.addWidget(card, 1)

    def _make_foot(self) -> QHBoxLayout:
        self.edit_button = button("修改…", icon="pencil", tip="回车")
        self.edit_button.clicked.connect(lambda: self.edit(self.table.current))
        self.remove_button = button("删去", icon="x", tip="Del")
        self.remove_button.clicked.connect(self.remove)
        self.acts: list[tuple[QPushButton, str]] = []
        for word, icon, act in self.more_acts():
            made = button(word, icon=icon)
            made.clicked.connect(act)
            self.acts.append((made, word))
        self.table.deeds = [self.edit_button, self.remove_button, *(made for made, _word in self.acts)]
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.addLayout(WrapRow(self.table.deeds, self.of_all(), spacing=8))
        return row

    # --- what a kind of record says -------------------------------------------------------------

    @abstractmethod
    def columns(self) -> list[Column]:
        """Return the columns."""

    @abstractmethod
    def read(self, year: int) -> Sequence[Any]:
        """Return the records of a year, the newest first."""

    @abstractmethod
    def add(self) -> None:
        """Open the dialog of a new record."""

    @abstractmethod
    def edit(self, record: Any | None) -> None:
        """Open the dialog of a record."""

    @abstractmethod
    def take_out(self, records: Sequence[Any]) -> bool:
        """Remove records as one operation; tell whether it was done."""

    @abstractmethod
    def say_nothing_there(self) -> tuple[str, str]:
        """Return what the empty list says, and what would be here."""

    def more_acts(self) -> list[tuple[str, str, Callable[[], object]]]:
        """Return further buttons: word, icon, act on those meant."""
        return []

    def of_all(self) -> QPushButton | None:
        """Return the button at the right of the foot, for the list as a whole."""
        return None

    def in_part(self, record: Any, part: str) -> bool:
        """Tell whether a record belongs to a part of the list."""
        return True

    def sentence(self, record: Any) -> str:
        """Return how a record is called before it is taken out."""
        return f"{record.name}　{record.day}　{record.title}"

    # --- reading --------------------------------------------------------------------------------

    def first_focus(self) -> QWidget:
        """The records, or where one begins."""
        return self.table if self.lists.currentWidget() is self.table else self.empty.action

    def search_line(self) -> QWidget:
        """The search."""
        return self.search

    def remark(self) -> str:
        """How many there are."""
        return f"{self.year} 年 · {len(self._records)} 条"

    def show_year(self, year: int) -> None:
        """Read the records."""
        self.year = year
        self._records = self.read(year)
        self.fill()

    def fill(self) -> None:
        """Show what search and part leave."""
        known, text = list(self._records), self.search.text().strip()
        if text:
            found = {one.id for one in member.list_members(self.workspace.ledger, status="", search=text)}
            known = [one for one in known if self.found(one, found, text)]
        counts = {key: [one for one in known if self.in_part(one, key)] for key, _word in self.parts_of}
        self.parts.set_counts({key: len(listed) for key, listed in counts.items()})
        listed = counts[self.parts.current]
        self.table.show_records(listed)
        self.lists.setCurrentWidget(self.table if listed else self.empty)
        if not listed and self._records:
            self.empty.say("没有找到", "换一个条件看看。", "显示全部", self._show_all)
        elif not listed:
            self.empty.say(*self.say_nothing_there(), self.add_word, self.add)
        self._show_acts()

    def found(self, record: Any, member_ids: set[str], text: str) -> bool:
        """Tell whether a search finds a record."""
        return record.member_id in member_ids or text in record.title

    def show_part(self, part: str) -> None:
        """Show a part of the list."""
        self.parts.choose(part)
        self.fill()

    def go_to(self, record_id: str, member_id: str) -> None:
        """Open a record that is in the list."""
        found = self.table.rows.record(record_id)
        if found is not None:
            self.table.choose_key(record_id)
            self.edit(found)

    def _show_all(self) -> None:
        self.search.clear()
        self.parts.choose(self.parts_of[0][0])
        self.fill()
        self.table.setFocus()

    def _show_acts(self) -> None:
        several = len(self.table.ticked)
        for made in (self.edit_button, self.remove_button, *(made for made, _word in self.acts)):
            made.setVisible(bool(self.table.meant))
        self.edit_button.setEnabled(several <= 1)
        self.remove_button.setText(f"删去 {several} 条" if several else "删去")
        for made, word in self.acts:
            made.setText(f"{word.rstrip('…')} {several} {self.measure}…" if several else word)

    # --- taking out -------------------------------------------------------------------------------

    def remove(self) -> None:
        """Ask, then take out the records meant."""
        meant = self.table.meant
        if not meant:
            return
        one = meant[0]
        whose = f"{one.name}的" if one.name else ""
        what = f"删去{whose}这条记录？" if len(meant) == 1 else f"删去勾选的 {len(meant)} 条记录？"
        detail = "\n".join(self.sentence(each) for each in meant[:5]) + ("\n…" if len(meant) > 5 else "")
        self.workspace.messages.ask(self, what, detail, yes="删去", then=lambda: self._take_out(meant))

    def _take_out(self, records: Sequence[Any]) -> None:
        if self.take_out(records):
            self.workspace.say(f"已删去 {len(records)} 条", "撤销")
