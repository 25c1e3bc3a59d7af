"""Study hours and credits of a year: the members' totals, the records behind them, and the branches of a committee."""

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStackedWidget, QWidget

from gui.kinds.dialog import KindDialog
from gui.kinds.list_dialog import KindListDialog
from gui.kinds.list_view import KindList
from gui.kinds.several_list import SeveralList
from gui.kinds.sheet_list import SheetList
from gui.pages.base import Page
from gui.pages.study import facts
from gui.pages.study.branches_view import BranchesView
from gui.pages.study.list_view import RecordList
from gui.pages.study.reading_view import ReadingView
from gui.pages.study.totals_view import TotalsView
from gui.pages.study.view import StudyView
from gui.widgets import PageHeader, SearchField, Segments, button
from gui.widgets.wrap_row import WrapRow
from gui.workspace import Workspace
from models import organization
from models.kinds.catalog import kind_of, kinds, tables
from models.kinds.kind import Kind
from models.schema import SELF

Views = dict[str, tuple[str, Callable[[Workspace], StudyView]]]
_LISTED = [kind for kind in kinds().values() if kind.room == "study" and kind.listed and not kind.apart]
"""Kinds whose list follows from their declaration."""


def _view_of(kind: Kind) -> tuple[str, Callable[[Workspace], StudyView]]:
    """Return the word and the list of a kind, together with the kinds that stand in it as well."""
    others = [one for one in _LISTED if one.listed_with == kind.name]
    if others:
        return kind.short, lambda workspace: SeveralList(workspace, kind, *others)
    made = SheetList if kind.grid is not None else KindList
    return kind.short, lambda workspace: made(workspace, kind)


_DERIVED: Views = {kind.name: _view_of(kind) for kind in _LISTED if not kind.listed_with}
_KINDS: Views = {
    "totals": ("学时学分", TotalsView),
    "study_record": _DERIVED["study_record"],
    "reflection": _DERIVED["reflection"],
    **_DERIVED,
    "reading": ("书目", ReadingView),
}
_BRANCHES: Views = {"branches": ("各支部", BranchesView)}
_LIST = "↑↓ 选择 · 回车打开 · 空格勾选 · Ctrl+A 全勾 · Del 删去 · Ctrl+F 搜索 · Ctrl+N 登记 · Ctrl+Z 撤销"
_HINTS = {
    **dict.fromkeys(_DERIVED, _LIST),
    "reading": "方向键移动 · 空格或回车记为读完 · Del 取消 · Ctrl+F 找人 · Ctrl+N 添加书目 · Ctrl+Z 撤销",
}


class StudyPage(Page):
    """One year at a time; the level of the ledger decides which views there are."""

    depends_on: ClassVar[tuple[str, ...]] = (
        "member",
        "party_group",
        "post_term",
        "organization",
        "meeting",
        "attendance",
        "make_up",
        "rule_choice",
        "duty_note",
        "received_package",
        *tables(),
    )
    hint = "↑↓ 选择 · 回车看来历 · Ctrl+PgDn 下一栏 · Ctrl+F 搜索 · Ctrl+N 登记学习 · Ctrl+Z 撤销"

    def build(self) -> None:
        """Make the widgets."""
        self.own = organization.own(self.workspace.ledger)
        self.header = PageHeader("学习与学分")
        self.exempt_button = button("免修…", icon="user-round", tip="登记和查看免修学时的人")
        self.exempt_button.clicked.connect(self.show_exemptions)
        self.credit_button = button("登记学分…", icon="plus")
        self.credit_button.clicked.connect(self.add_credits)
        self.add_button = button("登记学习", icon="plus", kind="primary", tip="Ctrl+N")
        self.add_button.clicked.connect(self.add)
        for made in (self.exempt_button, self.credit_button, self.add_button):
            self.header.add(made)
            made.setVisible(self.own.manages_members)
        self.body.addWidget(self.header)
        self._make_views()
        self.body.addLayout(self._make_row())
        self.parts.setVisible(len(self.views) > 1)
        self.body.addWidget(self.stack, 1)
        for keys, act in (
            ("Ctrl+F", self._search_focus),
            ("Ctrl+N", self.add),
            ("Ctrl+PgDown", lambda: self._turn(1)),
            ("Ctrl+PgUp", lambda: self._turn(-1)),
        ):
            self.on_key(keys, act)

    def _make_views(self) -> None:
        kinds = (_KINDS if self.own.manages_members else {}) | (_BRANCHES if self.own.receives else {})
        self.words = {key: word for key, (word, _kind) in kinds.items()}
        self.views = {key: kind(self.workspace) for key, (_word, kind) in kinds.items()}
        self.stack = QStackedWidget()
        for view in self.views.values():
            self.stack.addWidget(view)
            view.told.connect(self._show_remark)

    def _make_row(self) -> WrapRow:
        self.years = QComboBox()
        self.years.setAccessibleName("年份")
        self.years.setMinimumWidth(100)
        self.years.currentIndexChanged.connect(lambda _row: self._show_year())
        self.parts = Segments(list(self.words.items()), "看什么")
        self.parts.chosen.connect(self.show_view)
        tools = [tool for view in self.views.values() for tool in view.tools]
        return WrapRow([self.years, self.parts, *tools])

    @property
    def view(self) -> StudyView:
        """The view that is shown."""
        return self.views[self.parts.current]

    def first_focus(self) -> QWidget:
        """Where work begins in the view that is shown."""
        return self.view.first_focus()

    def refresh(self) -> None:
        """Read the years there are, then the one that is shown."""
        chosen = self.years.currentData()
        self.years.blockSignals(True)
        self.years.clear()
        for year in facts.years(self.workspace.ledger, None if self.own.receives else SELF):
            self.years.addItem(f"{year} 年", year)
        self.years.setCurrentIndex(max(self.years.findData(chosen), 0))
        self.years.blockSignals(False)
        self._show_year()

    def show_what(
        self,
        *,
        view: str = "",
        year: int = 0,
        part: str = "",
        do: str = "",
        member_id: str = "",
        reading_id: str = "",
        record_id: str = "",
        find: str = "",
        **_: Any,
    ) -> None:
        """Show what another page asked for.

        view: a key of the views. year: that one. part: of the totals, `short` for those who have not reached their
        target; of a list, one of its parts. do: begin a record of a kind, where member_id can
        name whose. reading_id, member_id: the cell of the matrix. record_id: the record to open. find: a name to look
        for.
        """
        if year and self.years.findData(year) >= 0:
            self.years.setCurrentIndex(self.years.findData(year))
        if view in self.views:
            self.show_view(view)
        if part:
            self._show_part(view or "totals", part)
        line = self.view.search_line()
        if find and isinstance(line, SearchField):
            line.setText(find)
        if view == "reading":
            self._go_to_cell(member_id, reading_id)
        if record_id:
            self._open_record(record_id)
        if do and self.own.manages_members:
            self._begin(do, member_id)

    def _show_part(self, view: str, part: str) -> None:
        shown = self.views.get(view)
        if isinstance(shown, TotalsView | RecordList):
            self.show_view(view)
            shown.show_part(part)

    def _go_to_cell(self, member_id: str, reading_id: str) -> None:
        matrix = self.views.get("reading")
        if isinstance(matrix, ReadingView):
            matrix.matrix.go_to(member_id=member_id, reading_id=reading_id)

    def _open_record(self, record_id: str) -> None:
        """Open a record of the list that is shown."""
        shown = self.view
        if isinstance(shown, RecordList):
            shown.open_record(record_id)

    def _begin(self, name: str, member_id: str) -> None:
        """Begin a record in the list of its kind; show the records of a kind whose list is a dialog."""
        kind = kind_of(name)
        if kind.apart:
            KindListDialog(self, self.workspace, kind).open()
            return
        self.show_view(kind.listed_with or name)
        shown = self.view
        if isinstance(shown, SheetList):
            shown.begin(member_id)
        else:
            KindDialog(self, self.workspace, kind, member_id=member_id).open()

    def show_view(self, key: str) -> None:
        """Show one of the views and read it."""
        self.parts.choose(key)
        self.hint = _HINTS.get(key, type(self).hint)
        self._show_year()
        # The foot shows the keys of this view, and the focus goes to it.
        self.workspace.go("study")

    def _turn(self, by: int) -> None:
        """Show the next view, or the one before."""
        keys = list(self.views)
        self.show_view(keys[(keys.index(self.parts.current) + by) % len(keys)])

    def _show_year(self) -> None:
        for key, view in self.views.items():
            shown = key == self.parts.current
            for tool in view.tools:
                tool.setVisible(shown)
            # A view that is not shown asks for no room: the page would scroll for nothing.
            policy = QSizePolicy.Policy.Preferred if shown else QSizePolicy.Policy.Ignored
            view.setSizePolicy(policy, policy)
        self.stack.setCurrentWidget(self.view)
        of_totals = self.own.manages_members and self.parts.current in ("totals", "study_record")
        for made in (self.exempt_button, self.credit_button):
            made.setVisible(of_totals)
        self.add_button.setText(self.view.add_word or "登记学习")
        self.guarded(lambda: self.view.show_year(int(self.years.currentData())))
        self._show_remark()

    def _show_remark(self) -> None:
        self.header.remark.setText(self.view.remark())

    def _search_focus(self) -> None:
        found = self.view.search_line()
        if found is not None:
            found.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- doing ------------------------------------------------------------------------------

    def add(self) -> None:
        """Begin a record of the kind that is shown."""
        if self.own.manages_members and self.view.add_word:
            self.view.add()
        else:
            self.add_study()

    def add_study(self, member_id: str = "") -> None:
        """Record study, perhaps of somebody already named."""
        if self.own.manages_members:
            KindDialog(self, self.workspace, kind_of("study_record"), member_id=member_id).open()

    def add_credits(self) -> None:
        """Record credits."""
        if self.own.manages_members:
            KindDialog(self, self.workspace, kind_of("credit_entry")).open()

    def show_exemptions(self) -> None:
        """Show who is freed from the hours."""
        if self.own.manages_members:
            KindListDialog(self, self.workspace, kind_of("study_exemption")).open()


class CommitteeStudyPage(StudyPage):
    """The same for a committee without members of its own: it only looks."""

    hint = "↑↓ 选支部 · 回车打开它的年度情况 · Ctrl+F 搜索"


def page_for(workspace: Workspace) -> StudyPage:
    """Return the page for the level of this ledger's organisation."""
    manages = organization.own(workspace.ledger).manages_members
    return StudyPage(workspace) if manages else CommitteeStudyPage(workspace)
