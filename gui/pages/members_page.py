"""The members: find, filter, look at one, add, change, let leave."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QWidget

from gui import style
from gui.pages.base import Page
from gui.pages.member_card import MemberCard
from gui.pages.member_table import MemberSource, MemberTable
from gui.widgets import Card, EmptyState, PageHeader, SearchField, Segments, button, label
from gui.widgets.wrap_row import WrapRow
from models import group, member, member_list, organization, words
from models.member import Member
from models.member_list import NO_GROUP, MemberFilter
from models.organization import Organization
from models.schema import SELF

_CARD_FROM = 780
_PARTS = [
    ("all", "全部"),
    ("full", "正式"),
    ("probationary", "预备"),
    ("missing", "缺项"),
    ("left", "已离开"),
]


class MembersPage(Page):
    """The register of the branch."""

    depends_on = ("member", "party_group")
    hint = "↑↓ 选人 · 回车打开卡片 · 空格勾选 · Ctrl+A 全勾 · Ctrl+F 搜索 · Ctrl+N 新增 · Del 登记离开 · Ctrl+Z 撤销"

    def build(self) -> None:
        """Make the widgets."""
        self.own = organization.own(self.workspace.ledger)
        self.header = PageHeader("党员")
        self.import_button = button("导入", icon="upload", tip="从 Excel 等花名册导入")
        self.import_button.clicked.connect(self._import)
        self.print_button = button("打印花名册", icon="printer")
        self.print_button.clicked.connect(lambda: self.workspace.go("reports", form="member_roster"))
        self.add_button = button("新增党员", icon="plus", kind="primary", tip="Ctrl+N")
        self.add_button.clicked.connect(self.add)
        for made in (self.import_button, self.print_button, self.add_button):
            self.header.add(made)
        self.body.addWidget(self.header)
        self.body.addLayout(self._make_filters())
        self.body.addLayout(self._make_list(), 1)
        self.import_button.setVisible(self.own.manages_members)
        self.add_button.setVisible(self.own.manages_members)
        self._only = ""
        for keys, act in (("Ctrl+F", self._search_focus), ("Ctrl+N", self.add)):
            self.on_key(keys, act)

    def _make_filters(self) -> WrapRow:
        self.search = SearchField("姓名、拼音、首字母、证号尾数")
        self.search.setMinimumWidth(270)
        self.search.searched.connect(lambda _text: self.reload())
        self.search.down.connect(lambda: self.table.setFocus())
        self.search.returnPressed.connect(lambda: self.table.setFocus())
        self.parts = Segments(_PARTS, "显示哪些人")
        self.parts.chosen.connect(self._choose_part)
        self.groups = QComboBox()
        self.groups.setAccessibleName("组织" if self.own.receives else "党小组")
        self.groups.setMinimumWidth(130)
        self.groups.currentIndexChanged.connect(lambda _row: self.reload())
        self.chip = button("", icon="x", kind="quiet")
        self.chip.clicked.connect(self._show_all)
        return WrapRow([self.search, self.parts, self.chip], self.groups)

    def _make_list(self) -> QHBoxLayout:
        self.source = MemberSource(self.workspace)
        units = {one.number: one.name for one in self._units()} if self.own.receives else None
        self.table = MemberTable(units, self.source)
        self.model = self.table.records
        self.table.ticks_changed.connect(self._show_ticked)
        self.table.opened.connect(self.open)
        self.table.delete_asked.connect(lambda _key: self.leave())
        self.table.current_changed.connect(self._show_card)
        self.empty = EmptyState("users", "")
        self.empty_filter = EmptyState("search", "")
        self.lists = QStackedWidget()
        for widget in (self.table, self.empty, self.empty_filter):
            self.lists.addWidget(widget)
        self.lists.setMinimumHeight(200)
        holder = Card(padding=(1, 1, 1, 1))
        holder.body.addWidget(self.lists)
        holder.body.addWidget(self._make_batch())
        self.card = MemberCard()
        self.card.open_asked.connect(lambda: self.open(self.table.current_key))
        self.card.history_asked.connect(self.show_history)
        self.card.leave_asked.connect(self.leave)
        self.card.records_asked.connect(self.show_records)
        row = QHBoxLayout()
        row.setSpacing(style.GAP)
        row.addWidget(holder, 1)
        row.addWidget(self.card)
        return row

    def _make_batch(self) -> QWidget:
        """Return what can be done with those who are ticked; hidden while nobody is."""
        self.ticked = label(strong=True)
        self.fill_button = button("批量填写…", icon="pencil", kind="primary", tip="人员类别、党小组等一起填")
        self.fill_button.clicked.connect(self.fill_many)
        clear = button("取消勾选", kind="quiet")
        clear.clicked.connect(lambda: self.table.tick([]))
        self.batch = QWidget()
        self.batch.setAccessibleName("对勾选的党员")
        row = QHBoxLayout(self.batch)
        row.setContentsMargins(14, 6, 8, 6)
        for widget in (self.ticked, self.fill_button, clear):
            row.addWidget(widget)
        row.addStretch(1)
        self.batch.hide()
        self.table.deeds = [self.fill_button]
        return self.batch

    def _show_ticked(self) -> None:
        count = len(self.table.ticked_keys)
        self.ticked.setText(f"勾选了 {count} 人")
        self.batch.setVisible(bool(count) and self.own.manages_members)

    def fill_many(self) -> None:
        """Fill the same into the cards of those ticked."""
        from gui.dialogs.fill_members import FillMembersDialog

        FillMembersDialog(self, self.workspace, [one for one in self.table.ticked if one.org == SELF]).open()

    def first_focus(self) -> QWidget:
        """The list, or where one begins when it is empty."""
        return self.table if self.model.rowCount() else self.search

    # --- showing --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read groups and members."""
        if self.own.receives:
            self._fill_choice("全部组织", [(one.name, one.number) for one in self._units()])
        else:
            groups = group.list_groups(self.workspace.ledger)
            there = [(one.name, one.id) for one in groups if not one.dissolved_date]
            self._fill_choice("全部党小组", [*there, ("未编组", NO_GROUP)] if there else [])
        self.reload()

    def reload(self) -> None:
        """Read the list under the filter that is set."""
        search, group_id = self.search.text(), str(self.groups.currentData() or "")
        if self.own.receives:
            self.source.org, group_id = (int(group_id) if group_id else None), ""
        self.source.wanted = MemberFilter(self.parts.current, self._only, group_id, search)
        self.chip.setVisible(bool(self._only))
        if self._only:
            only = words.label("member_only", self._only)
            self.chip.setText(f"只看{only}")
            self.chip.setAccessibleName(f"取消“只看{only}”")
        self.table.reload()
        ledger, org = self.workspace.ledger, self.source.org
        # What the chip hides is not counted either: the lit number is that of the rows below it.
        counts = member_list.part_counts(ledger, only=self._only, group_id=group_id, search=search, org=org)
        self.parts.set_counts(counts)
        total = member_list.part_counts(ledger, org=None if self.own.receives else SELF)
        self.header.remark.setText(f"在册 {total['all']} 人")
        self._show_emptiness(anybody=bool(total["all"] or total["left"]))

    def show_what(self, **what: Any) -> None:
        """Show what another page asked for.

        part, only, group_id: as in `MemberFilter`. member_id: choose that one. find: go to the search. add,
        import_roster: begin that.
        """
        if {"part", "only", "group_id", "member_id"} & what.keys():
            self._clear_filters()
            self._only = what.get("only", "")
            self.parts.choose(what.get("part", "all"))
            self.groups.setCurrentIndex(max(self.groups.findData(what.get("group_id", "")), 0))
            self.reload()
        if "member_id" in what:
            self.table.choose_key((SELF, what["member_id"]))
        if what.get("find"):
            self._search_focus()
        if what.get("add"):
            self.add()
        if what.get("import_roster"):
            self._import()

    def _show_emptiness(self, *, anybody: bool) -> None:
        found = self.model.rowCount()
        if found:
            self.lists.setCurrentWidget(self.table)
        elif not anybody:
            self._say_nobody()
            self.lists.setCurrentWidget(self.empty)
        else:
            self.empty_filter.say(*self._nothing_found(), "显示全部", self._show_all)
            self.lists.setCurrentWidget(self.empty_filter)
        self._fold()

    def _say_nobody(self) -> None:
        if self.own.manages_members:
            detail = "有现成的花名册就直接导入，没有就一个一个新增。"
            self.empty.say("还没有党员", detail, "导入花名册", self._import)
        else:
            detail = "支部报来的上报包接收以后，党员名单就在这里。"
            self.empty.say("还没有支部的数据", detail, "去接收", lambda: self.workspace.go("exchange"))

    def _nothing_found(self) -> tuple[str, str]:
        if self.search.text():
            return (
                f"没有找到“{self.search.text()[:20]}”",
                "可以输入姓名、拼音、首字母，或身份证号最后几位（至少 3 位）。",
            )
        narrowed = self.parts.current != "all" or bool(self.groups.currentData())
        if self._only.startswith("lacks:") and not narrowed:
            rest = member_list.part_counts(self.workspace.ledger)["missing"]
            told = f"还有 {rest} 人缺别的项，在“缺项”里看。" if rest else "资料是齐的。"
            return f"没有人{words.label('member_only', self._only)}", told
        if self.parts.current == "missing" and not self._only and not self.groups.currentData():
            return "没有人缺项", "资料是齐的。"
        return "这里没有人", "换一个条件看看。"

    def _show_all(self) -> None:
        self._clear_filters()
        self.reload()
        self.focus_first()

    def _clear_filters(self) -> None:
        self._only = ""
        self.search.clear()
        self.parts.choose("all")
        self.groups.setCurrentIndex(0)

    def _choose_part(self, _part: str) -> None:
        self.reload()

    def _fill_choice(self, everything: str, choices: list[tuple[str, Any]]) -> None:
        chosen = self.groups.currentData()
        self.groups.blockSignals(True)
        self.groups.clear()
        self.groups.addItem(everything, "")
        for word, key in choices:
            self.groups.addItem(word, key)
        self.groups.setCurrentIndex(max(self.groups.findData(chosen), 0))
        self.groups.blockSignals(False)
        self.groups.setVisible(bool(choices))

    def _units(self) -> list[Organization]:
        own = [self.own] if self.own.manages_members else []
        return [*own, *organization.below(self.workspace.ledger)]

    def _show_card(self, _key: object) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.card.show_member(chosen, self.workspace.ledger.clock.today())
        self._fold()

    def _fold(self) -> None:
        """The card needs room; where there is none, Enter opens it as a dialog."""
        self.card.setVisible(self.width() >= _CARD_FROM and self._chosen() is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the card on narrow screens."""
        super().resizeEvent(event)
        self._fold()

    def _search_focus(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _chosen(self) -> Member | None:
        row = self.table.currentIndex().row()
        found = self.model.record(row) if 0 <= row < self.model.rowCount() else None
        return found if isinstance(found, Member) else None

    # --- doing ----------------------------------------------------------------------------

    def add(self) -> None:
        """Open an empty card."""
        if not self.own.manages_members:
            return
        from gui.dialogs.member_dialog import MemberDialog

        dialog = MemberDialog(self, self.workspace)
        dialog.saved.connect(self.table.choose_key)
        dialog.open()

    def open(self, key: Any) -> None:
        """Open the card of a member."""
        from gui.dialogs.member_dialog import MemberDialog

        if key is not None:
            MemberDialog(self, self.workspace, member.get(self.workspace.ledger, key[1], key[0])).open()

    def leave(self) -> None:
        """Register that the chosen member has left."""
        from gui.dialogs.leave_dialog import LeaveDialog

        chosen = self._chosen()
        if chosen is not None and chosen.status == "active" and chosen.org == SELF:
            LeaveDialog(self, self.workspace, chosen).open()

    def show_history(self) -> None:
        """Show how the chosen member's card came to be."""
        from gui.dialogs.history_dialog import HistoryDialog

        chosen = self._chosen()
        if chosen is not None:
            HistoryDialog(self, self.workspace, "member", (chosen.org, chosen.id), chosen.name).open()

    def show_records(self) -> None:
        """Show what the records of all kinds say of the chosen member."""
        from gui.kinds.member_records import MemberRecords

        chosen = self._chosen()
        if chosen is not None:
            MemberRecords(self, self.workspace, chosen).open()

    def _import(self) -> None:
        from gui.dialogs.import_roster import start_import

        start_import(self, self.workspace)
