"""Study hours and credits of a year: the members' totals, the records behind them, and the branches of a committee."""

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QSizePolicy, QStackedWidget, QWidget

from gui.kinds.dialog import KindDialog
from gui.kinds.list_dialog import KindListDialog
from gui.kinds.list_view import KindList
from gui.kinds.several_list import SeveralList
from gui.kinds.sheet_list import SheetList
from gui.pages.base import Page
from gui.pages.study import facts
from gui.pages.study.branches_view import BranchesView
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
_OWN_VIEWS: dict[str, type[StudyView]] = {one.kind.name: one for one in (ReadingView,)}
"""Kinds whose view is made by hand; that of the others follows from their declaration."""
_OF_PAGE = [kind for kind in kinds().values() if kind.room == "study" and (kind.listed or kind.name in _OWN_VIEWS)]
_MADE = sorted((kind for kind in _OF_PAGE if not kind.listed_with), key=lambda one: (one.place, one.name))
_BESIDE = [kind for kind in _OF_PAGE if kind.listed_with]
"""Kinds without a view: entered, or shown, by a button over the view of the kind they stand with."""
_FIRST = _MADE[0]


def _view_of(kind: Kind) -> tuple[str, Callable[[Workspace], StudyView]]:
    """Return the word and the view of a kind, together with the kinds that stand in its list as well."""
    others = [one for one in _BESIDE if one.listed_with == kind.name and not one.apart]
    if kind.name in _OWN_VIEWS:
        return kind.short, _OWN_VIEWS[kind.name]
    if others:
        return kind.short, lambda workspace: SeveralList(workspace, kind, *others)
    made = SheetList if kind.grid is not None else KindList
    return kind.short, lambda workspace: made(workspace, kind)


_KINDS: Views = {"totals": ("学时学分", TotalsView), **{kind.name: _view_of(kind) for kind in _MADE}}
_BRANCHES: Views = {"branches": ("各支部", BranchesView)}


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
        self.beside = {kind.name: self._make_beside(kind) for kind in sorted(_BESIDE, key=lambda one: not one.apart)}
        self.add_button = button(_FIRST.adds, icon="plus", kind="primary", tip="Ctrl+N")
        self.add_button.clicked.connect(self.add)
        for made in (*self.beside.values(), self.add_button):
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

    def _make_beside(self, kind: Kind) -> QPushButton:
        word, icon, tip = f"{kind.adds}…", "plus", ""
        if kind.apart:
            word, icon, tip = f"{kind.short}…", "user-round", f"登记和查看{kind.word}"
        made = button(word, icon=icon, tip=tip)
        made.clicked.connect(lambda: self.begin(kind))
        return made

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
        record_id: str = "",
        find: str = "",
        **_: Any,
    ) -> None:
        """Show what another page asked for.

        view: a key of the views. year: that one. part: of the totals, `short` for those who have not reached their
        target; of a list, one of its parts. do: begin a record of a kind, where member_id can
        name whose. record_id: the record to open, with member_id the cell of a matrix. find: a name to look for.
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
        if record_id or member_id:
            self.view.go_to(record_id, member_id)
        if do and self.own.manages_members:
            kind = kind_of(do)
            if not kind.apart:
                self.show_view(kind.listed_with or kind.name)
            self.begin(kind, member_id)

    def _show_part(self, view: str, part: str) -> None:
        if view in self.views:
            self.show_view(view)
            self.view.show_part(part)

    def begin(self, kind: Kind, member_id: str = "") -> None:
        """Begin a record of a kind, in its view where it has one; show the records of a kind whose list is a dialog."""
        if kind.apart:
            KindListDialog(self, self.workspace, kind).open()
        elif kind.listed_with:
            KindDialog(self, self.workspace, kind, member_id=member_id).open()
        else:
            self.views[kind.name].begin(member_id)

    def show_view(self, key: str) -> None:
        """Show one of the views and read it."""
        self.parts.choose(key)
        self.hint = self.view.hint or type(self).hint
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
        # What the totals are made of is entered from them as well.
        listed = _FIRST.name if self.parts.current == "totals" else self.parts.current
        for one in _BESIDE:
            self.beside[one.name].setVisible(self.own.manages_members and one.listed_with == listed)
        self.add_button.setText(self.view.add_word or _FIRST.adds)
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
        """Begin a record of the kind that is shown, from the totals one of the first kind."""
        if self.own.manages_members and self.view.add_word:
            self.view.add()
        elif self.own.manages_members:
            KindDialog(self, self.workspace, _FIRST).open()


class CommitteeStudyPage(StudyPage):
    """The same for a committee without members of its own: it only looks."""

    hint = "↑↓ 选支部 · 回车打开它的年度情况 · Ctrl+F 搜索"


def page_for(workspace: Workspace) -> StudyPage:
    """Return the page for the level of this ledger's organisation."""
    manages = organization.own(workspace.ledger).manages_members
    return StudyPage(workspace) if manages else CommitteeStudyPage(workspace)
