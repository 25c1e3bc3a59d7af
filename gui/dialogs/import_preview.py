"""The preview of a foreign workbook: every row is shown with what would become of it; nothing is written until the red
button is pressed. What is imported, and the words for it, come from the derived dialog.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from exchange.questions import Questions
from gui import file_choice, style
from gui.dialogs.base import FormDialog
from gui.dialogs.import_detail import ImportDetail
from gui.overlay import WorkOverlay
from gui.tablemodels import Column
from gui.tasks import Progress
from gui.widgets import Card, InlineMessage, Segments, button, label
from gui.widgets.list_table import ListTable
from gui.widgets.texts import ElidedLabel
from gui.workspace import Workspace
from models import member
from models.errors import KnownError

if TYPE_CHECKING:
    from models.changes import Changes


_MOST_AT_ONCE = 1000
"""Rows that are compared again while the window waits; more of them are compared in the worker thread."""


class ImportPreview(FormDialog):
    """A derived dialog says `what` is imported, which `files` it is in, what a row `counts` as, the `states` with their
    words, and does the reading, planning and writing. A dropped file is read in place of the first one.
    """

    useful = 1160, 690

    what: str
    choose_word: ClassVar[str] = "换一个文件…"
    files: ClassVar[str]
    states: ClassVar[dict[str, tuple[str, str]]]

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent, f"导入{self.what}")
        self.workspace = workspace
        self.path: Path | None = None
        self.source: Any = None
        self.plan: Any = None
        self.questions = Questions(())
        self.decisions: dict[tuple[str, int], Any] = {}
        self.setAcceptDrops(True)
        self._build()
        overlay = WorkOverlay(self)
        tasks = workspace.tasks
        tasks.started.connect(overlay.begin)
        tasks.progressed.connect(overlay.panel.step)
        tasks.ended.connect(overlay.end)
        overlay.cancel_asked.connect(tasks.cancel)

    # --- what the derived dialog does -----------------------------------------------------

    def columns(self) -> list[Column]:
        """Return the columns of the preview."""
        raise NotImplementedError

    def make_detail(self) -> ImportDetail:
        """Return the card of the chosen row."""
        raise NotImplementedError

    def head_widgets(self) -> list[QWidget]:
        """Return what stands beside the file's name."""
        return []

    def start_afresh(self) -> None:
        """Forget the choices made for another file."""
        self.decisions = {}

    def reader(self, path: Path) -> Any:
        """Return `read(progress) -> source`, for the worker thread."""
        raise NotImplementedError

    def planned(self, source: Any, decisions: dict[tuple[str, int], Any]) -> Any:
        """Return the plan of a source."""
        raise NotImplementedError

    def choices(self, row: Any) -> list[Any]:
        """Return the answers that a row allows."""
        raise NotImplementedError

    def no_decision(self) -> Any:
        """Return the decision that decides nothing."""
        raise NotImplementedError

    def apply(self, plan: Any, progress: Progress) -> "Changes":
        """Write the plan."""
        raise NotImplementedError

    def written_words(self, counts: dict[str, int]) -> str:
        """Say what is written."""
        raise NotImplementedError

    def passed_over(self, plan: Any) -> str:
        """Say which sheets and lines were read."""
        raise NotImplementedError

    def notices(self, plan: Any) -> list[str]:
        """Return what is said of the whole file before anything else is looked at."""
        return []

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the table as much room as possible."""
        super().resizeEvent(event)
        self.detail.make_room(self.width())

    # --- building -------------------------------------------------------------------------

    def _build(self) -> None:
        self.body.addLayout(self._head())
        self.trouble = InlineMessage()
        self.body.addWidget(self.trouble)
        self.notice = label("", tone="secondary", points=style.SECONDARY_PT, wrap=True, selectable=True)
        self.notice.hide()
        self.body.addWidget(self.notice)
        filters = [("all", "全部"), *((state, words[0]) for state, words in self.states.items())]
        self.filters = Segments(filters, "看哪些行")
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
        self.table = PreviewTable(self.columns(), f"{self.what}各行")
        self.table.setMinimumHeight(180)
        self.table.chosen.connect(self._show_row)
        self.table.number_typed.connect(self._answer_by_number)
        holder.body.addWidget(self.table)
        self.detail = self.make_detail()
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
        other = button(self.choose_word, icon="folder-open")
        other.clicked.connect(lambda: file_choice.choose_open(self, f"选择{self.what}文件", self.files, self.read))
        row.addWidget(self.file)
        row.addWidget(self.passed, 1)
        for widget in self.head_widgets():
            row.addWidget(widget)
        row.addWidget(other)
        return row

    # --- reading --------------------------------------------------------------------------

    def read(self, path: Path) -> None:
        """Read a file in the worker thread and show the plan."""
        if path != self.path:
            self.start_afresh()
        self.path = path
        self.read_from(path.name, self.reader(path))

    def read_from(self, name: str, read: Callable[[Progress], Any]) -> None:
        """Read a source in the worker thread and show the plan."""
        self.trouble.clear()
        self.problem.clear()

        def work(progress: Progress) -> tuple[Any, Any]:
            source = read(progress)
            return source, self.planned(source, self.decisions)

        self.workspace.tasks.start(f"正在读：{name}", work, done=self._read, failed=self._not_read)

    def _read(self, result: tuple[Any, Any]) -> None:
        self.source, plan = result
        self.show_plan(plan)
        waiting = bool(plan.in_state("undecided"))
        self.filters.choose("undecided" if waiting else "all")
        self._show_rows()
        (self.table if waiting else self.confirm).setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_read(self, error: BaseException) -> None:
        self.plan = None
        self.notice.hide()
        self.table.show_records([])
        self.confirm.setEnabled(False)
        if isinstance(error, KnownError):
            self.trouble.show_error(error)
        else:
            self.trouble.say("已停下，没有读完。", next_step="可以换一个文件，或者关闭这个窗口。")

    # --- showing --------------------------------------------------------------------------

    def show_plan(self, plan: Any) -> None:
        """Show the figures of a plan and what would be written."""
        self.plan = plan
        self.questions = Questions(plan.rows)
        counts = plan.counts()
        self.filters.set_counts({"all": len(plan.rows), **counts})
        self.file.setText(plan.file)
        self.passed.setText(self.passed_over(plan))
        said = self.notices(plan)
        self.notice.setText("\n".join(said))
        self.notice.setVisible(bool(said))
        self.said.setText(self.verdict(counts))
        self.confirm.setEnabled(bool(self.written_words(counts)))

    def verdict(self, counts: dict[str, int]) -> str:
        """Say what the red button would do."""
        parts = [self.written_words(counts) or "没有需要写入的内容"]
        waiting = [f"待确认 {counts['undecided']} 行" if counts["undecided"] else ""]
        waiting.append(f"拒绝 {counts['refused']} 行" if counts["refused"] else "")
        kept_out = "、".join(one for one in waiting if one)
        if kept_out:
            parts.append(f"{kept_out}，不会写入")
        return "将" + "；".join(parts) if self.written_words(counts) else "；".join(parts)

    def _show_rows(self, *, current: int = 0) -> None:
        if self.plan is None:
            return
        key = self.filters.current
        rows = self.plan.rows if key == "all" else self.plan.in_state(key)
        self.table.show_records(rows, current=current)
        if not rows:
            self._show_row(None)

    def _show_row(self, row: Any) -> None:
        if row is None:
            self.detail.show_nothing(self.plan is not None)
            return
        self.detail.show_row(row, self.choices(row))

    # --- deciding -------------------------------------------------------------------------

    def decide(self, choice: Any, typed: str) -> None:
        """Apply an answer to the chosen row, plan again, and go to the next row that waits."""
        row = self.table.current
        if row is None or self.source is None:
            return
        tried = self.tried(row, choice, typed)
        if len(self.plan.rows) > _MOST_AT_ONCE:
            source = self.source
            self.workspace.tasks.start(
                "正在按回答重新核对",
                lambda _progress: self.planned(source, tried),
                done=lambda plan: self._decided(tried, plan),
                failed=self._not_decided,
            )
            return
        try:
            plan = self.planned(self.source, tried)
        except KnownError as error:
            self._not_decided(error)
        else:
            self._decided(tried, plan)

    def _not_decided(self, error: BaseException) -> None:
        if isinstance(error, KnownError):
            self.trouble.show_error(error)

    def _decided(self, tried: dict[tuple[str, int], Any], plan: Any) -> None:
        self.trouble.clear()
        self.decisions = tried
        place = self.table.currentIndex().row()
        self.show_plan(plan)
        self._show_rows(current=place)
        if not self.table.listed and self.filters.current != "all":
            self.filters.choose("all")
            self._show_rows()
            self.confirm.setFocus()
        else:
            self.table.setFocus()

    def tried(self, row: Any, choice: Any, typed: str) -> dict[tuple[str, int], Any]:
        """Return the decisions as they would be with an answer to a row."""
        tried = dict(self.decisions)
        tried[row.key] = choice.apply(tried.get(row.key, self.no_decision()), typed)
        if tried[row.key] == self.no_decision():
            del tried[row.key]
        return tried

    def _answer_by_number(self, number: int) -> None:
        self.detail.answer(number)

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
            from models import backup

            if member.list_keys(ledger, status=""):
                progress(0, 0, "先做一份备份")
                backup.make_backup(ledger, backup.default_folder(ledger.path), reason="import")
            return self.apply(plan, progress)

        self.workspace.tasks.start(f"正在导入{self.what}", work, done=self._written, failed=self._not_written)

    def _written(self, _changes: "Changes") -> None:
        assert self.plan is not None
        counts = self.plan.counts()
        self.workspace.backup_changed.emit()
        self.accept()
        self.workspace.say(f"已导入：{self.written_words(counts)}。可按 Ctrl+Z 整批撤销", "撤销")

    def _not_written(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            self.trouble.say("已停下，什么都没有写入。", next_step="可以再按“确认导入”。")
            return
        self.trouble.show_error(error)
        if error.code != "roster-plan-stale":
            return
        if self.path is not None:
            self.read(self.path)
        else:
            self.show_plan(self.planned(self.source, self.decisions))

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
