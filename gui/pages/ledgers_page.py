"""台账: every kind of record without a page of its own: rooms at the left, the list of the chosen kind at the right."""

from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui import style
from gui.kinds.branch_counts import BranchCounts
from gui.kinds.list_view import KindList
from gui.kinds.read_only import ReadOnlyList
from gui.kinds.sheet_list import SheetList
from gui.pages.base import Page
from gui.pages.study.view import StudyView
from gui.widgets import PageHeader, SearchField, button, label
from gui.widgets.wrap_row import WrapRow
from models import organization
from models.kinds import overview
from models.kinds.kind import Kind
from models.kinds.overview import ROOMS, InRoom
from models.schema import SELF

_MENU_WIDTH = 12
"""Characters that the names of the kinds have room for, with the number behind them."""
_KEY = Qt.ItemDataRole.UserRole
_MORE = "more"


class LedgersPage(Page):
    """One year and one kind at a time; a committee without members sees its branches instead of records."""

    depends_on: ClassVar[tuple[str, ...]] = (
        *("member", "organization", "party_group", "received_package"),
        *("record", "record_person", "kind_definition"),
    )
    hint = "↑↓ 选择 · 回车打开 · Ctrl+PgDn 下一种 · Ctrl+F 搜索 · Ctrl+N 登记 · Del 删去 · Ctrl+Z 撤销"

    def build(self) -> None:
        """Make the widgets."""
        self.own = organization.own(self.workspace.ledger)
        self._org = SELF if self.own.manages_members else None
        self._more, self._kinds = False, list[InRoom]()
        self.views: dict[str, StudyView] = {}
        self.header = PageHeader("台账")
        self.years = QComboBox()
        self.years.setAccessibleName("年份")
        self.years.setMinimumWidth(100)
        self.years.currentIndexChanged.connect(lambda _row: self._show_year())
        self.add_button = button("登记", icon="plus", kind="primary", tip="Ctrl+N")
        self.add_button.clicked.connect(self.add)
        for made in (self.years, self.add_button):
            self.header.add(made)
        self.menu = QListWidget()
        self.menu.setAccessibleName("台账的种类")
        self.menu.setFixedWidth(self.menu.fontMetrics().horizontalAdvance("中") * _MENU_WIDTH + 24)
        self.menu.currentItemChanged.connect(lambda item, _before: self._chosen(item))
        self.menu.itemActivated.connect(lambda _item: self.view.first_focus().setFocus())
        self.stack = QStackedWidget()
        row = QHBoxLayout()
        row.setSpacing(style.GAP)
        row.addWidget(self.menu)
        row.addWidget(self.stack, 1)
        self.body.addWidget(self.header)
        self.body.addLayout(row, 1)
        for keys, act in (
            ("Ctrl+F", self._search_focus),
            ("Ctrl+N", self.add),
            ("Ctrl+PgDown", lambda: self._turn(1)),
            ("Ctrl+PgUp", lambda: self._turn(-1)),
        ):
            self.on_key(keys, act)

    # --- the kinds ------------------------------------------------------------------------------

    @property
    def current(self) -> str:
        """The name of the kind that is shown."""
        item = self.menu.currentItem()
        return str(item.data(_KEY) or "") if item is not None else ""

    @property
    def view(self) -> StudyView:
        """Its list."""
        return self.views[self.current]

    def refresh(self) -> None:
        """Read the years and the kinds there are, then the one that is shown."""
        chosen = self.years.currentData()
        self.years.blockSignals(True)
        self.years.clear()
        for year in overview.years(self.workspace.ledger, self._org):
            self.years.addItem(f"{year} 年", year)
        self.years.setCurrentIndex(max(self.years.findData(chosen), 0))
        self.years.blockSignals(False)
        self._show_year()

    def _show_year(self) -> None:
        self._kinds = overview.in_rooms(self.workspace.ledger, self.year, self._org)
        self._list_kinds(self.current or self._kinds[0].kind.name)
        self._read_view()

    @property
    def year(self) -> int:
        """The year that is shown."""
        return int(self.years.currentData())

    def _list_kinds(self, current: str) -> None:
        """List the kinds under their rooms; those nobody asks for and nobody uses stand behind 更多台账."""
        self.menu.blockSignals(True)
        self.menu.clear()
        in_sight = [one for one in self._kinds if one.in_sight or self._more or one.kind.name == current]
        for room, word in ROOMS.items():
            listed = [one for one in in_sight if one.room == room]
            if listed:
                self._add_item(word)
            for one in listed:
                made = self._add_item(f"　{one.kind.word}{f'　{one.count}' if one.count else ''}", one.kind.name)
                if one.kind.name == current:
                    self.menu.setCurrentItem(made)
        if len(in_sight) < len(self._kinds):
            self._add_item(f"更多台账（{len(self._kinds) - len(in_sight)}）", _MORE)
        self.menu.blockSignals(False)

    def _add_item(self, word: str, key: str = "") -> QListWidgetItem:
        made = QListWidgetItem(word, self.menu)
        made.setData(_KEY, key)
        if not key:
            made.setFlags(Qt.ItemFlag.NoItemFlags)
            made.setForeground(QColor(style.SECONDARY))
        return made

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is None or not item.data(_KEY):
            return
        if item.data(_KEY) == _MORE:
            self._more = True
            self._list_kinds(next(one.kind.name for one in self._kinds if not one.in_sight))
        self._read_view()

    def show_kind(self, name: str) -> None:
        """Show a kind's list, also of one that lies behind 更多台账."""
        if name != self.current:
            self._list_kinds(name)
        self._read_view()

    def _turn(self, by: int) -> None:
        """Show the next kind, or the one before."""
        keys = [key for row in range(self.menu.count()) if (key := self.menu.item(row).data(_KEY)) and key != _MORE]
        self.show_kind(keys[(keys.index(self.current) + by) % len(keys)])
        self.view.first_focus().setFocus()

    # --- the list that is shown -----------------------------------------------------------------

    def _read_view(self) -> None:
        kind = next(one.kind for one in self._kinds if one.kind.name == self.current)
        if kind.name not in self.views:
            self._make_view(kind)
        view = self.view
        for one in self.views.values():
            # A view that is not shown asks for no room: the page would scroll for nothing.
            policy = QSizePolicy.Policy.Preferred if one is view else QSizePolicy.Policy.Ignored
            one.setSizePolicy(policy, policy)
        holder = view.parentWidget()
        assert holder is not None
        self.stack.setCurrentWidget(holder)
        self.add_button.setVisible(bool(view.add_word))
        self.add_button.setText(view.add_word)
        self.guarded(lambda: view.show_year(self.year))
        self._show_remark()

    def _make_view(self, kind: Kind) -> None:
        if self._org is None:
            view: StudyView = BranchCounts(self.workspace, kind)
        elif kind.foreign:
            view = ReadOnlyList(self.workspace, kind)
        else:
            view = SheetList(self.workspace, kind) if kind.grid is not None else KindList(self.workspace, kind)
        view.told.connect(self._show_remark)
        holder = QWidget()
        holder.setObjectName("PageBody")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.GAP)
        column.addLayout(WrapRow(view.tools))
        if kind.note and self._org is not None:
            column.addWidget(label(kind.note, tone="secondary", wrap=True))
        column.addWidget(view, 1)
        self.stack.addWidget(holder)
        self.views[kind.name] = view

    def _show_remark(self) -> None:
        self.header.remark.setText(self.view.remark() if self.current in self.views else "")

    def _search_focus(self) -> None:
        found = self.view.search_line()
        if found is not None:
            found.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def first_focus(self) -> QWidget:
        """Where work begins in the list that is shown."""
        return self.view.first_focus() if self.current in self.views else self.menu

    # --- doing ----------------------------------------------------------------------------------

    def add(self) -> None:
        """Enter a record of the kind that is shown."""
        if self.view.add_word:
            self.view.add()

    def show_what(
        self, *, view: str = "", year: int = 0, do: str = "", member_id: str = "", record_id: str = "", find: str = "",
        **_: Any,
    ) -> None:  # fmt: skip
        """Show what another page asked for: a kind, a year, a record to open, a name to look for; do: begin a record
        of the kind, of somebody already named.
        """
        if year and self.years.findData(year) >= 0:
            self.years.setCurrentIndex(self.years.findData(year))
        if view:
            self.show_kind(view)
        shown, line = self.view, self.view.search_line()
        if find and isinstance(line, SearchField):
            line.setText(find)
        if record_id:
            shown.go_to(record_id, member_id)
        if do and isinstance(shown, KindList):
            shown.begin(member_id)
