"""Importing a roster: every row is shown with what would become of it; nothing is written until 确认导入."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from exchange.roster_plan import STATES, Decision, PlanRow, RosterPlan
from exchange.roster_sheet import Roster
from gui import file_choice, style
from gui.dialogs import import_rows
from gui.dialogs.base import FormDialog
from gui.dialogs.import_detail import ImportDetail
from gui.overlay import WorkOverlay
from gui.tasks import Progress
from gui.widgets import Card, InlineMessage, Segments, button, label
from gui.widgets.list_table import ListTable
from gui.widgets.texts import ElidedLabel
from gui.workspace import Workspace
from models import member
from models.errors import KnownError
from models.member import Member

if TYPE_CHECKING:
    from models.changes import Changes

ROSTER_FILES = "花名册 (*.xlsx *.xlsm *.xls *.ods *.csv *.html *.htm);;所有文件 (*)"
_FILTERS = [("all", "全部"), *((state, import_rows.STATES[state][0]) for state in STATES)]


def start_import(parent: QWidget, workspace: Workspace) -> None:
    """Ask for a file and show what it would change."""
    file_choice.choose_open(parent, "选择花名册文件", ROSTER_FILES, lambda path: import_file(parent, workspace, path))


def import_file(parent: QWidget, workspace: Workspace, path: Path) -> "ImportRosterDialog":
    """Show what a file would change."""
    dialog = ImportRosterDialog(parent, workspace)
    dialog.open()
    dialog.read(path)
    return dialog


class ImportRosterDialog(FormDialog):
    """The preview. A dropped file is read in place of the first one."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent, "导入花名册")
        self.workspace = workspace
        self.path: Path | None = None
        self.roster: Roster | None = None
        self.plan: RosterPlan | None = None
        self.decisions: dict[tuple[str, int], Decision] = {}
        self.column_choice: dict[tuple[str, str], int] = {}
        self.setAcceptDrops(True)
        self._build()
        overlay = WorkOverlay(self)
        tasks = workspace.tasks
        tasks.started.connect(overlay.begin)
        tasks.progressed.connect(overlay.panel.step)
        tasks.ended.connect(overlay.end)
        overlay.cancel_asked.connect(tasks.cancel)

    def sizeHint(self) -> QSize:
        """As much of the screen as is useful."""
        room = self.screen().availableGeometry().size()
        return QSize(1160, 690).boundedTo(QSize(room.width() - 20, room.height() - 40))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the table as much room as possible."""
        super().resizeEvent(event)
        self.detail.make_room(self.width())

    # --- building -------------------------------------------------------------------------

    def _build(self) -> None:
        self.body.addLayout(self._head())
        self.trouble = InlineMessage()
        self.body.addWidget(self.trouble)
        self.filters = Segments(_FILTERS, "看哪些行")
        self.filters.chosen.connect(lambda _key: self._show_rows())
        row = QHBoxLayout()
        row.addWidget(self.filters)
        row.addStretch(1)
        hint = "↑↓ 选行 · 按数字直接回答 · Ctrl+回车 确认导入"
        row.addWidget(ElidedLabel(hint, tone="hint", points=style.SECONDARY_PT))
        self.body.addLayout(row)
        middle = QHBoxLayout()
        middle.setSpacing(style.GAP)
        holder = Card(padding=(1, 1, 1, 1))
        self.table = PreviewTable(import_rows.columns(), "花名册各行")
        self.table.setMinimumHeight(180)
        self.table.chosen.connect(self._show_row)
        self.table.number_typed.connect(self._answer_by_number)
        holder.body.addWidget(self.table)
        self.detail = ImportDetail()
        self.table.picked.connect(lambda _row: self.detail.focus_first())
        self.detail.answered.connect(self.decide)
        self.detail.left.connect(lambda: self.table.setFocus())
        middle.addWidget(holder, 1)
        middle.addWidget(self.detail)
        self.body.addLayout(middle, 1)
        self.said = label(tone="secondary")
        self.add_left(self.said)
        self.confirm = self.set_buttons("确认导入", "取消")
        self.confirm.setDefault(False)
        self.confirm.setEnabled(False)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.file = label("", points=style.CARD_TITLE_PT, strong=True)
        self.passed = ElidedLabel(tone="secondary")
        self.mapping: QPushButton = button("栏目对照…", icon="arrow-left-right")
        self.mapping.clicked.connect(self.show_mapping)
        self.mapping.setEnabled(False)
        other = button("换一个文件…", icon="folder-open")
        other.clicked.connect(lambda: file_choice.choose_open(self, "选择花名册文件", ROSTER_FILES, self.read))
        row.addWidget(self.file)
        row.addWidget(self.passed, 1)
        row.addWidget(self.mapping)
        row.addWidget(other)
        return row

    # --- reading --------------------------------------------------------------------------

    def read(self, path: Path) -> None:
        """Read a file in the worker thread and show the plan."""
        if path != self.path:
            self.decisions, self.column_choice = {}, {}
        self.path = path
        ledger, columns = self.workspace.ledger, dict(self.column_choice)
        self.trouble.clear()
        self.problem.clear()

        def work(progress: Progress) -> tuple[Roster, RosterPlan]:
            from exchange import roster_plan, roster_sheet

            roster = roster_sheet.read_roster(
                path, columns=columns, progress=lambda rows, sheet: progress(0, 0, f"{sheet}：已读 {rows} 行")
            )
            return roster, roster_plan.plan_import(ledger, roster, self.decisions)

        self.workspace.tasks.start(f"正在读：{path.name}", work, done=self._read, failed=self._not_read)

    def _read(self, result: tuple[Roster, RosterPlan]) -> None:
        self.roster, plan = result
        self._show_plan(plan)
        self.mapping.setEnabled(True)
        waiting = bool(plan.in_state("undecided"))
        self.filters.choose("undecided" if waiting else "all")
        self._show_rows()
        (self.table if waiting else self.confirm).setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_read(self, error: BaseException) -> None:
        self.plan = None
        self.table.show_records([])
        self.confirm.setEnabled(False)
        if isinstance(error, KnownError):
            self.trouble.show_error(error)
        else:
            self.trouble.say("已停下，没有读完。", next_step="可以换一个文件，或者关闭这个窗口。")

    # --- showing --------------------------------------------------------------------------

    def _show_plan(self, plan: RosterPlan) -> None:
        self.plan = plan
        counts = plan.counts()
        self.filters.set_counts({"all": len(plan.rows), **counts})
        self.file.setText(plan.file)
        self.passed.setText(passed_over(plan))
        self.said.setText(verdict(counts))
        self.confirm.setEnabled(bool(counts["new"] or counts["changed"]))

    def _show_rows(self, *, current: int = 0) -> None:
        if self.plan is None:
            return
        key = self.filters.current
        rows = self.plan.rows if key == "all" else self.plan.in_state(key)
        self.table.show_records(rows, current=current)
        if not rows:
            self._show_row(None)

    def _show_row(self, row: PlanRow | None) -> None:
        if row is None:
            self.detail.show_nothing(self.plan is not None)
            return
        decided = self.decisions.get(row.key)
        self.detail.show_row(row, import_rows.choices(row, decided, self._member))

    def _member(self, member_id: str) -> Member:
        return member.get(self.workspace.ledger, member_id)

    # --- deciding -------------------------------------------------------------------------

    def decide(self, choice: import_rows.Choice, typed: str) -> None:
        """Apply an answer to the chosen row, plan again, and go to the next row that waits."""
        row = self.table.current
        if row is None or self.roster is None:
            return
        from exchange import roster_plan

        tried = dict(self.decisions)
        tried[row.key] = choice.apply(tried.get(row.key, Decision()), typed)
        if tried[row.key] == Decision():
            del tried[row.key]
        try:
            plan = roster_plan.plan_import(self.workspace.ledger, self.roster, tried)
        except KnownError as error:
            self.trouble.show_error(error)
            return
        self.trouble.clear()
        self.decisions = tried
        place = self.table.currentIndex().row()
        self._show_plan(plan)
        self._show_rows(current=place)
        if not self.table.listed and self.filters.current != "all":
            self.filters.choose("all")
            self._show_rows()
            self.confirm.setFocus()
        else:
            self.table.setFocus()

    def _answer_by_number(self, number: int) -> None:
        self.detail.answer(number)

    def show_mapping(self) -> None:
        """Show which column stands for what, and let the user choose where two stand for one field."""
        from gui.dialogs.import_columns import ImportColumnsDialog

        if self.roster is None:
            return
        dialog = ImportColumnsDialog(self, self.roster.sheets, self.column_choice)
        dialog.changed.connect(self._choose_columns)
        dialog.open()

    def _choose_columns(self, choice: dict[tuple[str, str], int]) -> None:
        self.column_choice = choice
        if self.path is not None:
            self.read(self.path)

    # --- writing --------------------------------------------------------------------------

    def submit(self) -> None:
        """Write everything that is clear; rows that wait are named first."""
        if self.plan is None or not self.confirm.isEnabled():
            return
        waiting = len(self.plan.in_state("undecided"))
        if waiting:
            self.workspace.messages.ask(
                self,
                f"还有 {waiting} 行没有确认，先导入其余的？",
                "没有确认的行这次不写入，以后可以再导入同一个文件，已导入的不会重复。",
                yes="先导入其余的",
                no="回去确认",
                then=self._write,
            )
        else:
            self._write()

    def _write(self) -> None:
        ledger, plan = self.workspace.ledger, self.plan
        assert plan is not None

        def work(progress: Progress) -> "Changes":
            from exchange import roster_plan
            from models import backup

            if member.list_keys(ledger, status=""):
                progress(0, 0, "先做一份备份")
                backup.make_backup(ledger, backup.default_folder(ledger.path), reason="import")
            return roster_plan.apply_plan(ledger, plan, progress=lambda done, total: progress(done, total))

        self.workspace.tasks.start("正在导入花名册", work, done=self._written, failed=self._not_written)

    def _written(self, _changes: "Changes") -> None:
        assert self.plan is not None
        counts = self.plan.counts()
        self.workspace.backup_changed.emit()
        self.accept()
        self.workspace.say(f"已导入：{written_words(counts)}。可按 Ctrl+Z 整批撤销", "撤销")

    def _not_written(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            self.trouble.say("已停下，什么都没有写入。", next_step="可以再按“确认导入”。")
            return
        self.trouble.show_error(error)
        if error.code == "roster-plan-stale" and self.path is not None:
            self.read(self.path)

    # --- dropping a file ------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept one file."""
        if event.mimeData().hasUrls() and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file that was dropped."""
        self.read(Path(event.mimeData().urls()[0].toLocalFile()))


class PreviewTable(ListTable):
    """Digits answer for the chosen row."""

    number_typed = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 9 give an answer; the rest as in every table."""
        if event.text() and event.text() in "123456789" and self.current is not None:
            self.number_typed.emit(int(event.text()))
        else:
            super().keyPressEvent(event)


def verdict(counts: dict[str, int]) -> str:
    """Say what 确认导入 would do."""
    parts = [written_words(counts) or "没有需要写入的内容"]
    waiting = [f"待确认 {counts['undecided']} 行" if counts["undecided"] else ""]
    waiting.append(f"拒绝 {counts['refused']} 行" if counts["refused"] else "")
    kept_out = "、".join(one for one in waiting if one)
    if kept_out:
        parts.append(f"{kept_out}，不会写入")
    return "将" + "；".join(parts) if written_words(counts) else "；".join(parts)


def written_words(counts: dict[str, int]) -> str:
    """Say how many members come in and change."""
    parts = [
        f"新增 {counts['new']} 人" if counts["new"] else "",
        f"修改 {counts['changed']} 人" if counts["changed"] else "",
    ]
    return "，".join(part for part in parts if part)


def passed_over(plan: RosterPlan) -> str:
    """Say which sheets and lines were read."""
    read = [sheet for sheet in plan.sheets if sheet.header_row]
    names = "、".join(sheet.name for sheet in read)
    passed = sum(len(sheet.passed) for sheet in read)
    said = f"工作表“{names}”，读到 {len(plan.rows)} 人"
    return f"{said}，跳过标题、合计、说明 {passed} 行" if passed else said
