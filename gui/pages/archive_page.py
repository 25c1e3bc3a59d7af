"""学习档案: everybody's archive of a year, what it lacks, how far it has gone, and printing all of them."""

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QWidget

from gui import style
from gui.pages.archive import facts
from gui.pages.archive.deeds import ArchiveDeeds
from gui.pages.archive.facts import ArchiveLine
from gui.pages.archive.gap_panel import PANEL_WIDTH, GapPanel
from gui.pages.archive.gap_ways import Act, way
from gui.pages.archive.printing import ArchivePrinting
from gui.pages.archive.run_card import RunCard
from gui.pages.base import Page
from gui.pages.study import facts as study_facts
from gui.pages.study.tick_table import TickTable
from gui.tablemodels import Column
from gui.tasks import Progress
from gui.widgets import Card, EmptyState, InlineMessage, PageHeader, SearchField, Segments, button
from gui.widgets.wrap_row import WrapRow
from gui.workspace import Workspace
from models import member, organization, words
from models.gaps import Gap, list_gaps
from models.kinds.catalog import tables
from models.study_archive import ARCHIVE_STATES

if TYPE_CHECKING:
    from models.ledger import Ledger

_PANEL_FROM = 860
_PARTS = [("all", "全部"), *((key, words.label("archive_state", key)) for key in ARCHIVE_STATES)]
_ORDERS = {
    "name": lambda one: one.sort_name,
    "group": lambda one: one.group,
    "state": lambda one: ARCHIVE_STATES.index(one.archive.state),
    "gaps": lambda one: one.gap_weight,
    "print": lambda one: one.print_text,
}


class ArchivePage(Page):
    """One year at a time; acts go to those ticked, or to the one chosen."""

    depends_on: ClassVar[tuple[str, ...]] = (
        *("member", "party_group", "post_term", "organization", "meeting", "attendance", "make_up", *tables()),
        *("rule_choice", "duty_note", "evidence", "study_archive", "archive_print", "pledge", "pledge_item"),
        *("pledge_step", "pledge_deed", "pledge_appraisal"),
    )
    hint = "↑↓ 选人 · 空格勾选 Ctrl+A 全部勾选 · 回车写个人总结 · Ctrl+P 打印 · Ctrl+F 搜索 · Ctrl+Z 撤销"

    def build(self) -> None:
        """Make the widgets."""
        self._lines: list[ArchiveLine] = []
        self._wanted = False
        self.branch_gaps: list[Gap] = []
        self.deeds = ArchiveDeeds(self)
        self.printing = ArchivePrinting(self)
        self.header = PageHeader("学习档案")
        self.print_button = button("打印学习档案", icon="printer", kind="primary", tip="Ctrl+P")
        self.print_button.clicked.connect(self.printing.ask)
        self.header.add(self.print_button)
        self.body.addWidget(self.header)
        self.problem = InlineMessage()
        self.body.addWidget(self.problem)
        self.run_card = RunCard()
        self.run_card.go_on_asked.connect(self.printing.go_on)
        self.run_card.again_asked.connect(self.printing.begin_again)
        self.run_card.forget_asked.connect(self.printing.forget_run)
        self.body.addWidget(self.run_card)
        self.body.addLayout(self._make_filters())
        row = QHBoxLayout()
        row.setSpacing(style.GAP)
        row.addWidget(self._make_list(), 1)
        self.panel = GapPanel()
        self.panel.setFixedWidth(PANEL_WIDTH)
        row.addWidget(self.panel)
        self.body.addLayout(row, 1)
        self.workspace.tasks.idle.connect(self._go_on)
        self.on_key("Ctrl+F", lambda: self.search.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.on_key("Ctrl+P", self.printing.ask)

    def _make_filters(self) -> WrapRow:
        self.years = QComboBox()
        self.years.setAccessibleName("年份")
        self.years.setMinimumWidth(100)
        self.years.currentIndexChanged.connect(lambda _row: self._show_year())
        self.parts = Segments(_PARTS, "显示哪些档案")
        self.parts.chosen.connect(lambda _part: self.fill())
        self.search = SearchField("姓名、拼音、首字母")
        self.search.setMinimumWidth(190)
        self.search.searched.connect(lambda _text: self.fill())
        self.branch_button = button("", icon="circle-alert", tip="会议没有记录等全支部的缺项")
        self.branch_button.clicked.connect(self.deeds.show_branch_gaps)
        row = WrapRow([self.years, self.parts, self.search, self.branch_button])
        self.branch_button.hide()
        return row

    def _make_list(self) -> QWidget:
        self.table = TickTable(_columns(), "学习档案", key=lambda one: one.key, orders=_ORDERS)
        self.table.picked.connect(lambda _line: self.deeds.summary())
        self.table.chosen.connect(lambda _line: self._show_chosen())
        self.table.ticks_changed.connect(self._show_acts)
        self.search.down.connect(self.table.setFocus)
        self.search.returnPressed.connect(self.table.setFocus)
        self.empty = EmptyState("archive", "")
        self.lists = QStackedWidget()
        self.lists.addWidget(self.table)
        self.lists.addWidget(self.empty)
        self.lists.setMinimumHeight(190)
        card = Card(padding=(1, 1, 1, 10))
        card.body.addWidget(self.lists, 1)
        holder = QHBoxLayout()
        holder.setContentsMargins(12, 0, 12, 0)
        holder.addLayout(WrapRow(self.deeds.make_buttons(), spacing=8), 1)
        card.body.addLayout(holder)
        return card

    # --- reading --------------------------------------------------------------------------------

    @property
    def year(self) -> int:
        """The year that is shown."""
        return int(self.years.currentData())

    @property
    def lines(self) -> list[ArchiveLine]:
        """Everybody's archive of the year, whatever the filters hide."""
        return self._lines

    def first_focus(self) -> QWidget:
        """The archives, or where one begins."""
        return self.table if self.lists.currentWidget() is self.table else self.empty.action

    def refresh(self) -> None:
        """Read the years there are, then the one that is shown."""
        chosen = self.years.currentData()
        self.years.blockSignals(True)
        self.years.clear()
        for year in study_facts.years(self.workspace.ledger):
            self.years.addItem(f"{year} 年", year)
        self.years.setCurrentIndex(max(self.years.findData(chosen), 0))
        self.years.blockSignals(False)
        self._show_year()

    def show_what(self, *, year: int = 0, member_id: str = "", part: str = "", **_: Any) -> None:
        """Show what another page asked for: a year, a member's archive, the archives of one state."""
        if year and self.years.findData(year) >= 0:
            self.years.setCurrentIndex(self.years.findData(year))
        if part:
            self.parts.choose(part)
            self.fill()
        if member_id:
            self.table.choose_key(member_id)

    def _show_year(self) -> None:
        self.guarded(self._read_lines)

    def _read_lines(self) -> None:
        self._lines = facts.read_lines(self.workspace.ledger, self.year)
        self.fill()
        self.printing.show_open_run()
        self._reckon()

    def _reckon(self) -> None:
        """Reckon what is missing and what has changed; the list is there before."""
        ledger, year = self.workspace.ledger, self.year
        lines = list(self._lines)
        self._wanted = not self.workspace.tasks.start(
            "核对学习档案",
            lambda progress: _reckoned(ledger, year, lines, progress),
            done=self._take,
            failed=self._note_stop,
            quiet=True,
        )

    def _take(self, found: tuple[int, list[ArchiveLine], list[Gap]]) -> None:
        year, lines, self.branch_gaps = found
        if year == self.year and [one.archive for one in lines] == [one.archive for one in self._lines]:
            self._lines = lines
            self.fill()

    def _note_stop(self, _error: BaseException) -> None:
        """Other work came between: go on when it is done."""
        self._wanted = True

    def _go_on(self) -> None:
        if self._wanted and self.isVisible():
            self._reckon()

    def fill(self) -> None:
        """Show what search and part leave."""
        known, text = self._lines, self.search.text().strip()
        if text:
            found = {one.id for one in member.list_members(self.workspace.ledger, status="", search=text)}
            known = [one for one in known if one.key in found]
        counts = {"all": len(known)} | {key: sum(one.archive.state == key for one in known) for key in ARCHIVE_STATES}
        self.parts.set_counts(counts)
        part = self.parts.current
        listed = [one for one in known if part in ("all", one.archive.state)]
        self.table.show_records(listed)
        self.lists.setCurrentWidget(self.table if listed else self.empty)
        if not listed:
            self._say_empty()
        self._show_remark()
        self._show_chosen()
        self._show_acts()

    def _say_empty(self) -> None:
        if self._lines:
            self.empty.say("没有这样的档案", "换一个条件看看。", "显示全部", self._show_all)
        else:
            detail = "每名党员一年一份，先把党员登记进来；会议、学习、心得会自动归到各人的档案里。"
            self.empty.say("还没有学习档案", detail, "去登记党员", lambda: self.workspace.go("members"))

    def _show_all(self) -> None:
        self.search.clear()
        self.parts.choose("all")
        self.fill()
        self.table.setFocus()

    def _show_remark(self) -> None:
        filed = sum(one.archive.state == "filed" for one in self._lines)
        counting = any(one.gaps is None for one in self._lines)
        gaps = [*self.branch_gaps, *(gap for one in self._lines for gap in one.gaps or ())]
        told = "正在核对缺项" if counting else facts.counted(gaps)
        parts = [f"{self.year} 年", f"{len(self._lines)} 份", f"已归档 {filed} 份", told]
        self.header.remark.setText(" · ".join(parts) if self._lines else "")
        self.print_button.setEnabled(bool(self._lines))
        self.branch_button.setVisible(bool(self.branch_gaps))
        self.branch_button.setText(f"支部缺项 {len(self.branch_gaps)} 处…")

    def _show_chosen(self) -> None:
        self.panel.show_line(self.table.current, self.way)
        self._show_acts()

    def way(self, gap: Gap) -> tuple[str, Act]:
        """Return the word and the deed that lead to where a gap is mended."""
        return way(self, gap, self.year)

    def mend(self, gap: Gap) -> None:
        """Go where a gap is mended."""
        if gap.member_id:
            self.table.choose_key(gap.member_id)
        self.way(gap)[1]()

    def name_of(self, member_id: str) -> str:
        """Return a member's name."""
        return next((line.archive.name for line in self._lines if line.key == member_id), "")

    def _show_acts(self) -> None:
        self.deeds.show_for(self.table.meant)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On narrow screens the gaps are shown in a window of their own."""
        super().resizeEvent(event)
        self.panel.setVisible(self.width() >= _PANEL_FROM)
        self.deeds.show_gaps_button(self.width() < _PANEL_FROM)


def _reckoned(
    ledger: "Ledger", year: int, lines: list[ArchiveLine], progress: Progress
) -> tuple[int, list[ArchiveLine], list[Gap]]:
    progress(0, 2)
    gaps = list_gaps(ledger, year=year)
    found = facts.with_gaps(lines, gaps)
    progress(1, 2)
    return year, facts.with_prints(ledger, found, year), [gap for gap in gaps if not gap.member_id]


def _columns() -> list[Column]:
    return [
        Column("name", "姓名", lambda one: one.archive.name, 12, strong=True, sort="name", stretches=True),
        Column("group", "党小组", lambda one: one.group, 12, sort="group", drop=3),
        Column("state", "状态", lambda one: one.state_word, 13, sort="state", state=lambda one: one.state_look),
        Column("gaps", "缺项", lambda one: one.gap_text, 22, sort="gaps", state=lambda one: one.gap_look),
        Column("print", "打印", lambda one: one.print_text, 19, sort="print", state=lambda one: one.print_look, drop=1),
        Column("pages", "页数", lambda one: str(one.pages or ""), 6, right=True, drop=2),
    ]


class CommitteeArchivePage(Page):
    """A committee without members of its own has no archives; those of its branches stand with their year."""

    hint = "回车到“学习与学分”看各支部"

    def build(self) -> None:
        """Make the widgets."""
        self.body.addWidget(PageHeader("学习档案"))
        what = "学习档案由支部填写和归档"
        detail = "档案的状态随上报包报上来：各支部归档多少份，在“学习与学分”里看，打开支部可看到每个人。"
        go = self.workspace.go
        self.empty = EmptyState("archive", what, detail, "看各支部", lambda: go("study", view="branches"))
        holder = Card()
        holder.body.addWidget(self.empty)
        self.body.addWidget(holder, 1)

    def refresh(self) -> None:
        """Nothing to read."""

    def first_focus(self) -> QWidget:
        """The way to the branches."""
        return self.empty.action


def page_for(workspace: Workspace) -> Page:
    """Return the page for the level of this ledger's organisation."""
    manages = organization.own(workspace.ledger).manages_members
    return ArchivePage(workspace) if manages else CommitteeArchivePage(workspace)
