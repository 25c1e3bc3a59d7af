"""The first page: numbers, what is open, backup, what was done last. Every figure leads to the list it
counts.
"""

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout, QWidget

from gui import labels, style
from gui.pages.base import Page
from gui.pages.start.duties_card import DutiesCard
from gui.pages.start.duty_ways import there
from gui.widgets import Card, PageHeader, button, label, layouts, line, link
from gui.widgets.figure_card import FigureCard
from gui.widgets.task_line import NoteLine, TaskLine
from gui.workspace import Workspace
from models import backup, group, journal, member, member_list, open_items, organization, schema, words
from models.member_list import NO_GROUP
from models.open_items import OpenItem

_LAST_SHOWN = 7
_TWO_COLUMNS_FROM = 820
_AFTER_PAINT_MS = 40
"""So long the first reading of the rules waits for the page's first paint."""
_FIGURES_FROM = ((840, 5), (660, 3), (0, 2))
"""From which width on how many figures stand in a row."""
_TARGETS: dict[str, tuple[str, dict[str, Any]]] = {
    "not-encrypted": ("settings", {"section": "protection"}),
    "sheet-check": ("settings", {"section": "protection"}),
    "no-members": ("members", {"import_roster": True}),
    "no-posts": ("settings", {"section": "branch"}),
    "no-backup": ("settings", {"section": "backup"}),
    "backup-here-only": ("settings", {"section": "backup"}),
    "backup-damaged": ("settings", {"section": "backup"}),
    "backup-old": ("settings", {"section": "backup"}),
    "no-committee": ("exchange", {}),
    "journal-cut": ("settings", {"section": "check"}),
    "not-acknowledged": ("exchange", {}),
    "package-withdrawn": ("exchange", {}),
    "received-lost": ("exchange", {}),
    "branch-silent": ("exchange", {}),
}


class StartPage(Page):
    """The state of the branch at a glance."""

    depends_on = tuple(schema.TABLES)
    hint = "Ctrl+1…9、0 换页 · Ctrl+K 查找党员 · Ctrl+Z 撤销 · F6 在导航和页面之间切换"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        workspace.backup_changed.connect(self.stale)
        # The rules are read and reckoned after the page is there: the rest of it need not wait.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._read_year)

    def build(self) -> None:
        """Make the widgets."""
        self.header = PageHeader("工作台")
        self.print_button = button("打印花名册", icon="printer")
        self.print_button.clicked.connect(lambda: self.workspace.go("reports", form="member_roster"))
        self.print_button.setVisible(there("reports"))
        self.add_button = button("新增党员", icon="plus")
        self.add_button.clicked.connect(lambda: self.workspace.go("members", add=True))
        self.record_button = button("登记会议", icon="plus", kind="primary")
        self.record_button.clicked.connect(lambda: self.workspace.go("meetings", add=True))
        for made in (self.print_button, self.add_button, self.record_button):
            self.header.add(made)
        self.body.addWidget(self.header)
        self.body.addLayout(self._make_figures())
        self.duties_card = DutiesCard(self.workspace)
        self.open_card = Card("要办的事")
        self._remaining = label(tone="secondary")
        self.open_card.corner.addWidget(self._remaining)
        self._open = QVBoxLayout()
        self._open.setSpacing(0)
        self.open_card.body.addLayout(self._open)
        self.open_card.body.addStretch(1)
        self.backup_card = Card("备份")
        self._backup = label(wrap=True)
        self._backup_detail = label(tone="secondary", wrap=True)
        self.backup_card.body.addWidget(self._backup)
        self.backup_card.body.addWidget(self._backup_detail)
        self.last_card = Card("最近的操作")
        self._last = QVBoxLayout()
        self._last.setSpacing(4)
        self.last_card.body.addLayout(self._last)
        self.last_card.body.addStretch(1)
        if there("settings"):
            everything = link("全部", done=True, name="查看全部操作记录")
            everything.clicked.connect(lambda: self.workspace.go("settings", section="log"))
            self.last_card.corner.addWidget(everything)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(style.GAP)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for column, share in ((self._left, 3), (self._right, 2)):
            column.setSpacing(style.GAP)
            self._columns.addLayout(column, share)
        self._left.addWidget(self.duties_card, 1)
        self._right.addWidget(self.backup_card)
        self._right.addWidget(self.last_card, 1)
        self.body.addLayout(self._columns, 1)

    def _make_figures(self) -> QGridLayout:
        self.figures = {
            "all": FigureCard("党员", "人"),
            "female": FigureCard("女党员", "人"),
            "minority": FigureCard("少数民族党员", "人"),
            "groups": FigureCard("党小组", "个"),
            "meetings": FigureCard("今年会议", "次"),
        }
        self.figures["all"].clicked.connect(lambda: self.workspace.go("members", part="all"))
        self.figures["female"].clicked.connect(lambda: self.workspace.go("members", only="female"))
        self.figures["minority"].clicked.connect(lambda: self.workspace.go("members", only="minority"))
        self.figures["groups"].clicked.connect(lambda: self.workspace.go("members", group_id=NO_GROUP))
        self.figures["meetings"].clicked.connect(lambda: self.workspace.go("meetings"))
        self._grid = QGridLayout()
        self._grid.setSpacing(style.GAP)
        return self._grid

    def first_focus(self) -> QWidget:
        """The first thing to be done, else the first figure."""
        for duty in self.duties_card.lines:
            if duty.action is not None and not self.duties_card.isHidden():
                return duty.action
        for at in range(self._open.count()):
            widget = self._open.itemAt(at).widget()
            if isinstance(widget, TaskLine) and widget.action is not None:
                return widget.action
        return self.figures["all"]

    # --- reading ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read everything; a few small queries. The duties follow a moment later."""
        self.header.remark.setText(labels.long_day(self.workspace.ledger.clock.today()))
        own = organization.own(self.workspace.ledger)
        self.add_button.setVisible(own.manages_members)
        self.record_button.setVisible(own.manages_members)
        self._show_figures(None if own.receives else schema.SELF)
        self._show_open(open_items.list_open(self.workspace.ledger))
        self._show_backup()
        self._show_last()
        # A committee has no duties of a branch, and nothing is asked of a ledger without members.
        self._has_year = not own.receives and bool(member.counts(self.workspace.ledger)["all"])
        self.duties_card.setVisible(self._has_year)
        if self._has_year:
            self._right.insertWidget(0, self.open_card)
        else:
            self._left.insertWidget(0, self.open_card, 1)
        self.figures["meetings"].setVisible(self._has_year and there("meetings"))
        if not self.duties_card.was_read:
            self.figures["meetings"].show_figure("…")
        self._later.start(0 if self.duties_card.was_read else _AFTER_PAINT_MS)

    def _read_year(self) -> None:
        """Read what the rules ask for, and this year's meetings."""
        if not self._has_year:
            return
        if not self.isVisible():
            # She went on to another page before it was read: that page is not kept waiting.
            self._stale = True
            return
        from models import meeting

        self.duties_card.read()
        ledger = self.workspace.ledger
        held = meeting.list_meetings(ledger, meeting.of_year(ledger.clock.today().year))
        expected, present = sum(one.expected for one in held), sum(one.present for one in held)
        rate = f"到会率 {round(present * 100 / expected)}%" if expected else "还没有登记"
        self.figures["meetings"].show_figure(len(held), rate)

    def _show_figures(self, scope: int | None) -> None:
        ledger = self.workspace.ledger
        counts = member.counts(ledger, scope)
        everybody = counts["all"]
        self.figures["all"].show_figure(everybody, f"正式 {counts['full']} · 预备 {counts['probationary']}")
        for name in ("female", "minority"):
            self.figures[name].show_figure(counts[name], _share(counts[name], everybody))
        groups = (
            [one for one in group.list_groups(ledger) if not one.dissolved_date] if scope is not None else []
        )
        self.figures["groups"].setVisible(bool(groups))
        if groups:
            loose = member_list.part_counts(ledger, group_id=NO_GROUP)["all"]
            self.figures["groups"].show_figure(len(groups), f"未编组 {loose} 人" if loose else "全部编入")

    def _show_open(self, found: list[OpenItem]) -> None:
        layouts.empty(self._open)
        self._remaining.setText(f"{len(found)} 项" if found else "")
        for place, item in enumerate(found):
            if place:
                self._open.addWidget(line())
            self._open.addWidget(self._task(item))
        if not found:
            self._open.addWidget(TaskLine("都办好了，没有要补的事", "done"))

    def _task(self, item: OpenItem) -> TaskLine:
        facts = dict(item.facts)
        if "field" in facts:
            facts["field"] = words.label("field_short", str(facts["field"]))
        if "at" in facts:
            facts["at"] = labels.when(str(facts["at"]))
        sentence = words.label("open_item", item.code).format(**facts)
        if item.code == "drafts":
            state, act = words.label("open_item_state", item.state), words.label("open_item_action", item.code)
            return TaskLine(sentence, item.state, state, act, self.show_drafts)
        if item.code == "lacks":
            page, what = "members", {"only": f"lacks:{item.facts['field']}"}
        else:
            page, what = _TARGETS[item.code]
        return TaskLine(
            sentence,
            item.state,
            words.label("open_item_state", item.state),
            words.label("open_item_action", item.code),
            (lambda: self.workspace.go(page, **what)) if there(page) else None,
        )

    def show_drafts(self) -> None:
        """Show what was typed and not saved."""
        from gui.dialogs.drafts_dialog import DraftsDialog

        dialog = DraftsDialog(self, self.workspace)
        dialog.finished.connect(lambda _result: self.stale())
        dialog.open()

    def _show_backup(self) -> None:
        last = backup.last_verified(self.workspace.ledger)
        if last is None:
            self._backup.setText("还没有备份")
            self._backup_detail.setText("备份最好放在另一个盘或U盘上。")
            return
        since = journal.last_seq(self.workspace.ledger) - last.journal_seq
        self._backup.setText(f"✓ {labels.when(last.verified_at)} 备份，已校验")
        place = str(last.path.parent) if last.present else f"{last.path.parent}（现在看不到这个位置）"
        self._backup_detail.setText(place if not since else f"{place}\n其后有 {since} 笔新操作")

    def _show_last(self) -> None:
        layouts.empty(self._last)
        ledger = self.workspace.ledger
        for entry in journal.entries(ledger, limit=_LAST_SHOWN):
            what = labels.operation_sentence(ledger, entry.seq)
            prefix = f"{words.label('operation', entry.kind)}：" if entry.undoes is not None else ""
            remark = f"{entry.actor} · {labels.when(entry.at)}"
            self._last.addWidget(NoteLine(prefix + what, remark, struck=entry.undone))

    # --- shape --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns below each other on narrow screens, figures two by two."""
        super().resizeEvent(event)
        wide = self.width() >= _TWO_COLUMNS_FROM
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        each_row = next(number for width, number in _FIGURES_FROM if self.width() >= width)
        for place, card in enumerate(self.figures.values()):
            self._grid.addWidget(card, place // each_row, place % each_row)


def _share(part: int, whole: int) -> str:
    return f"占 {round(part * 100 / whole)}%" if whole else ""
