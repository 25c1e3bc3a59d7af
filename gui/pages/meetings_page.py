"""三会一课: the year's meetings as list, attendance grid and year at a glance; record, change, withdraw."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QWidget

from gui import style
from gui.pages.base import Page
from gui.pages.meetings.attendance_deeds import AttendanceDeeds
from gui.pages.meetings.attendance_grid import AttendanceGrid
from gui.pages.meetings.meeting_card import CARD_WIDTH, MeetingCard
from gui.pages.meetings.meeting_table import MeetingTable
from gui.pages.meetings.year_view import YearView
from gui.widgets import Card, EmptyState, PageHeader, SearchField, Segments, button
from gui.widgets.wrap_row import WrapRow
from models import attendance, group, meeting, organization, words
from models.meeting import MEETING_KINDS, Meeting
from models.organization import Organization
from models.schema import SELF

_CARD_FROM = 780
_VIEWS = [("list", "会议列表"), ("grid", "出勤表"), ("year", "年度一览")]
_LOOKING = "↑↓ 选会议 · 回车查看 · Ctrl+F 搜索 · F2 会议列表 · F3 出勤表 · F4 年度一览"
_HINTS = {
    "list": "↑↓ 选会议 · 回车修改 · 空格勾选 · Ctrl+N 登记 · Del 作废 · Ctrl+F 搜索 · F3 出勤表 · F4 年度一览",
    "grid": "方向键移动 · 1 到会 2 迟到 3 事假 4 病假 5 公假 6 缺席 7 列席 8 补课 · 回车写事由 · Ctrl+Z 撤销",
    "year": "点日期打开会议 · F2 会议列表 · F3 出勤表 · Ctrl+N 登记",
}


class MeetingsPage(Page):
    """The year's meetings of the branch; in a committee's ledger those of a branch, to look at."""

    depends_on = ("meeting", "attendance", "make_up", "member", "party_group", "post_term")
    hint = _HINTS["list"]

    def build(self) -> None:
        """Make the widgets."""
        self.own = organization.own(self.workspace.ledger)
        if not self.own.manages_members:
            self.hint = _LOOKING
        self._shown: dict[str, Meeting] = {}
        self.deeds = AttendanceDeeds(self)
        self._make_header()
        self.body.addLayout(self._make_filters())
        self.body.addLayout(self._make_views(), 1)
        for keys, act in (
            ("Ctrl+F", self._search_focus),
            ("Ctrl+N", self.add),
            ("F2", lambda: self.show_view("list")),
            ("F3", lambda: self.show_view("grid")),
            ("F4", lambda: self.show_view("year")),
        ):
            self.on_key(keys, act)

    # --- building -----------------------------------------------------------------------------

    def _make_header(self) -> None:
        self.header = PageHeader("三会一课")
        self.import_button = button("导入会议", icon="upload", tip="从 Excel 等台账导入往年会议")
        self.import_button.clicked.connect(self._import)
        self.print_button = button("打印签到表…", icon="printer", tip="打印所选会议的签到表")
        self.print_button.clicked.connect(self._print)
        self.add_button = button("登记会议", icon="plus", kind="primary", tip="Ctrl+N")
        self.add_button.clicked.connect(self.add)
        self.withdraw_button = button("", icon="x", tip="Del")
        self.withdraw_button.clicked.connect(self.withdraw)
        self.withdraw_button.hide()
        for made in (self.withdraw_button, self.import_button, self.print_button, self.add_button):
            self.header.add(made)
        self.body.addWidget(self.header)

    def _make_filters(self) -> WrapRow:
        self.views = Segments(_VIEWS, "怎样显示")
        self.views.chosen.connect(self.show_view)
        self.units, self.year = self._choice("组织"), self._choice("年份")
        self.kind, self.groups = self._choice("类别"), self._choice("党小组")
        self.units.setMinimumWidth(200)
        self.kind.addItem("全部类别", "")
        for key in MEETING_KINDS:
            self.kind.addItem(words.label("meeting_kind_short", key), key)
        self.search = SearchField("议题、会议内容、人名")
        self.search.setMinimumWidth(210)
        self.search.searched.connect(lambda _text: self.reload())
        self.search.down.connect(lambda: self.table.setFocus())
        self.search.returnPressed.connect(lambda: self.table.setFocus())
        return WrapRow([self.views, self.units, self.year, self.kind, self.groups], self.search, spacing=8)

    def _choice(self, name: str) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.currentIndexChanged.connect(lambda _row: self.reload())
        return made

    def _make_views(self) -> QHBoxLayout:
        self.table = MeetingTable()
        self.table.ticks_changed.connect(self._show_ticked)
        self.table.chosen.connect(lambda _shown: self._show_card())
        self.table.picked.connect(self._open)
        self.table.delete_asked.connect(lambda _key: self.withdraw())
        self.grid = AttendanceGrid()
        self.grid.marked.connect(self.deeds.mark)
        self.grid.make_up_asked.connect(self.deeds.make_up_by_key)
        self.grid.opened.connect(self.deeds.open_line)
        self.at_a_glance = YearView()
        self.at_a_glance.opened.connect(self._open_in_list)
        self.empty = EmptyState("calendar-check", "")
        self.stack = QStackedWidget()
        for widget in (self.table, self.grid, self.at_a_glance, self.empty):
            self.stack.addWidget(widget)
        self.stack.setMinimumHeight(200)
        holder = Card(padding=(1, 1, 1, 1))
        holder.body.addWidget(self.stack)
        self.card = MeetingCard()
        self.card.setFixedWidth(CARD_WIDTH)
        self.connect_card(self.card)
        row = QHBoxLayout()
        row.setSpacing(style.GAP)
        row.addWidget(holder, 1)
        row.addWidget(self.card)
        return row

    def connect_card(self, card: MeetingCard) -> None:
        """Let the buttons of a card work on the chosen meeting."""
        card.open_asked.connect(lambda: self._edit(self.chosen()))
        card.print_asked.connect(self._print)
        card.withdraw_asked.connect(self.withdraw)
        card.make_up_asked.connect(self.deeds.make_up)
        card.made_up_asked.connect(self.deeds.remove_make_up)
        card.line_asked.connect(self.deeds.open_line)

    def first_focus(self) -> QWidget:
        """The view that is shown, or where one begins when it is empty."""
        shown = self.stack.currentWidget()
        if shown is self.grid:
            return self.grid.view
        return self.empty.action if shown is self.empty and self.empty.action.text() else shown

    # --- what is shown ----------------------------------------------------------------------

    @property
    def org(self) -> int:
        """The organisation whose meetings are shown."""
        return int(self.units.currentData() or SELF)

    @property
    def changeable(self) -> bool:
        """Whether what is shown may be changed here: a committee only looks."""
        return self.own.manages_members and self.org == SELF

    def refresh(self) -> None:
        """Read the choices and the meetings; after a mark in the grid only that meeting."""
        if self.deeds.marking:
            self._refresh_marked()
            return
        ledger = self.workspace.ledger
        units = self._units() if self.own.receives else []
        _fill(self.units, [(one.name, one.number) for one in units])
        self.units.setVisible(bool(units))
        years = meeting.years(ledger, self.org)
        today = ledger.clock.today().year
        _fill(self.year, [(f"{year} 年", year) for year in sorted({*years, today}, reverse=True)])
        groups = [(one.name, one.id) for one in group.list_groups(ledger, self.org)]
        _fill(self.groups, [("全部党小组", ""), *groups])
        self.groups.setVisible(bool(groups))
        self.reload()

    def reload(self) -> None:
        """Read the meetings under the filters that are set."""
        if self.year.currentData() is None:
            return
        ledger, year = self.workspace.ledger, int(self.year.currentData())
        wanted = meeting.of_year(
            year,
            kind=str(self.kind.currentData() or ""),
            group_id=str(self.groups.currentData() or ""),
            search=self.search.text(),
            withdrawn=True,
        )
        found = meeting.list_meetings(ledger, wanted, org=self.org)
        self._shown = {one.id: one for one in found}
        self.table.show_records(found)
        kept = [one for one in found if one.status == "kept"]
        self.header.remark.setText(f"{year} 年 {len(kept)} 次")
        for made in (self.import_button, self.add_button):
            made.setVisible(self.changeable)
        self.print_button.setVisible(self.org == SELF)
        self._show_current(found)

    def _show_current(self, found: list[Meeting]) -> None:
        view = self.views.current
        if not found:
            self._say_empty()
            self.stack.setCurrentWidget(self.empty)
        elif view == "grid":
            self._show_grid()
            self.stack.setCurrentWidget(self.grid)
        elif view == "year":
            self.at_a_glance.show_year([one for one in found if one.status == "kept"])
            self.stack.setCurrentWidget(self.at_a_glance)
        else:
            self.stack.setCurrentWidget(self.table)
        self._show_card()

    def _show_grid(self) -> None:
        """Meetings by day; the group chooses people, not only the group's own meetings."""
        ledger, group_id = self.workspace.ledger, str(self.groups.currentData() or "")
        year, kind = int(self.year.currentData()), str(self.kind.currentData() or "")
        wanted = meeting.of_year(year, kind=kind, search=self.search.text())
        meetings = meeting.list_meetings(ledger, wanted, org=self.org, newest_first=False)
        self._shown |= {one.id: one for one in meetings}
        sheets = {one.id: attendance.sheet(ledger, one.id, self.org) for one in meetings}
        register = attendance.register_on(ledger.query, ledger.clock.today(), self.org)
        named = self.groups.currentText() if group_id else ""
        self.grid.show_year(meetings, sheets, register, named)

    def _refresh_marked(self) -> None:
        ledger, key = self.workspace.ledger, self.deeds.marking
        shown = meeting.get(ledger, key, self.org)
        self._shown[key] = shown
        self.grid.model.show_sheet(shown, attendance.sheet(ledger, key, self.org))

    def _say_empty(self) -> None:
        if self.search.text() or self.kind.currentData() or self.groups.currentData():
            self.empty.say("没有这样的会议", "换个词或放宽条件再看。", "显示全部", self._show_all)
        elif not self.changeable:
            self.empty.say("这个支部还没有报来会议", "支部报来的上报包接收以后，会议就在这里。")
        elif not attendance.register_on(self.workspace.ledger.query, self.workspace.ledger.clock.today()):
            detail = "会议应到哪些人由党员名单得出，先把花名册导入进来。"
            self.empty.say("还没有党员", detail, "导入花名册", lambda: self.workspace.go("members", import_roster=True))
        else:
            detail = "开过会就登记：选类别，写议题，只标没到的人。往年的可以从表格导入。"
            self.empty.say(f"{self.year.currentText()}还没有登记会议", detail, "登记会议", self.add)

    def _show_all(self) -> None:
        self.search.clear()
        self.kind.setCurrentIndex(0)
        self.groups.setCurrentIndex(0)
        self.reload()

    def show_view(self, view: str) -> None:
        """Show list, grid or year, on the same meeting."""
        current = self.chosen()
        self.views.choose(view)
        self.hint = _HINTS[view] if self.own.manages_members else _LOOKING
        self.reload()
        if current is not None:
            self._choose(current.id)
        # The foot shows the keys of this view, and the focus goes to it.
        self.workspace.go("meetings")

    def show_what(self, **what: Any) -> None:
        """Show what another page asked for: year, kind, view, meeting_id; add: begin a new one; record: begin one of
        its `kinds` and of its `group_id`, as a duty asks for it; absences: the newest one that was not made up; org:
        a branch of a committee's ledger.
        """
        if "org" in what:
            self.units.setCurrentIndex(max(self.units.findData(what["org"]), 0))
            self.refresh()
        if "meeting_id" in what:
            what.setdefault("year", int(meeting.get(self.workspace.ledger, what["meeting_id"], self.org).day[:4]))
        if what.keys() & {"year", "kind", "group_id", "meeting_id"}:
            self.search.clear()
            self.kind.setCurrentIndex(max(self.kind.findData(what.get("kind", "")), 0))
            self.groups.setCurrentIndex(max(self.groups.findData(what.get("group_id", "")), 0))
            self.year.setCurrentIndex(max(self.year.findData(what.get("year")), 0))
        if "view" in what:
            self.show_view(what["view"])
        if "meeting_id" in what:
            self._choose(what["meeting_id"])
        if what.get("add"):
            self.add(kind=str(what.get("kind", "")))
        if what.get("absences"):
            self.show_view("grid")
            self.grid.choose_absence()
        if "record" in what:
            asked = what["record"]
            self.add(kind=asked["kinds"][0], group_id=asked.get("group_id") or "")

    def _choose(self, meeting_id: str) -> None:
        self.table.choose_key(meeting_id)
        self.grid.choose_meeting(meeting_id)

    def _open_in_list(self, meeting_id: str) -> None:
        self._choose(meeting_id)
        self._open(self._shown.get(meeting_id))

    def chosen(self) -> Meeting | None:
        """The meeting on which one stands."""
        if self.stack.currentWidget() is self.grid:
            return self._shown.get(self.grid.current_meeting)
        return self.table.current if isinstance(self.table.current, Meeting) else None

    def _show_card(self) -> None:
        """The card needs room and belongs to the list; where there is none, Enter opens it as a dialog."""
        chosen = self.chosen()
        shown = self.views.current == "list" and chosen is not None and self.width() >= _CARD_FROM
        if chosen is not None and shown:
            sheet = attendance.sheet(self.workspace.ledger, chosen.id, chosen.org)
            self.card.show_meeting(chosen, sheet, own=self.changeable)
        self.card.setVisible(shown)
        self.print_button.setEnabled(chosen is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the card on narrow screens."""
        super().resizeEvent(event)
        self._show_card()

    def _search_focus(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _units(self) -> list[Organization]:
        own = [self.own] if self.own.manages_members else []
        return [*own, *organization.below(self.workspace.ledger)]

    # --- doing ------------------------------------------------------------------------------

    def add(self, kind: str = "", group_id: str = "") -> None:
        """Open an empty meeting, perhaps with kind and group already chosen."""
        if not self.changeable:
            return
        from gui.dialogs.meeting_dialog import MeetingDialog

        dialog = MeetingDialog(self, self.workspace)
        dialog.saved.connect(self._saved)
        if kind:
            dialog.begin_with(kind, group_id)
        dialog.open()

    def _saved(self, meeting_id: str) -> None:
        """Stand on the meeting that was recorded, whatever year it was."""
        day = meeting.get(self.workspace.ledger, meeting_id).day
        at = self.year.findData(int(day[:4]))
        if at >= 0 and at != self.year.currentIndex():
            self.year.setCurrentIndex(at)
        self._choose(meeting_id)

    def _open(self, shown: object) -> None:
        """Enter: change the meeting, where there is no card look at it first."""
        if not isinstance(shown, Meeting):
            return
        if self.changeable and shown.status == "kept" and self.width() >= _CARD_FROM:
            self._edit(shown)
        else:
            from gui.dialogs.meeting_view import MeetingView

            MeetingView(self, self, shown).open()

    def _edit(self, shown: Meeting | None) -> None:
        from gui.dialogs.meeting_dialog import MeetingDialog

        if shown is not None:
            MeetingDialog(self, self.workspace, shown).open()

    def _meant(self) -> list[Meeting]:
        """Return the meetings that an act is about: those ticked in the list, or the one on which one stands."""
        chosen = self.chosen()
        ticked = self.table.ticked if self.stack.currentWidget() is self.table else []
        return ticked or ([chosen] if chosen is not None else [])

    def _show_ticked(self) -> None:
        kept = [one for one in self.table.ticked if one.status == "kept"]
        self.withdraw_button.setText(f"作废 {len(kept)} 次…")
        self.withdraw_button.setVisible(len(kept) > 1 and self.changeable)

    def withdraw(self) -> None:
        """Withdraw the meetings meant, with a reason."""
        from gui.dialogs.meeting_withdraw import WithdrawDialog

        kept = [one for one in self._meant() if one.status == "kept"]
        if kept and self.changeable:
            WithdrawDialog(self, self.workspace, kept).open()

    def _print(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.workspace.go("reports", form="sign_in_sheet", meeting=chosen.id)

    def _import(self) -> None:
        from gui.dialogs.import_meetings import start_import

        start_import(self, self.workspace)


def _fill(choice: QComboBox, items: list[tuple[str, Any]]) -> None:
    """Offer other choices; what was chosen stays chosen if it is still there."""
    before = choice.currentData()
    choice.blockSignals(True)
    choice.clear()
    for word, key in items:
        choice.addItem(word, key)
    choice.setCurrentIndex(max(choice.findData(before), 0))
    choice.blockSignals(False)
