"""Records of a declared kind out of pasted lines or a workbook: each line is shown before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from exchange import kind_sheet, workbook
from exchange.import_writing import Watcher
from exchange.kind_sheet import Key, SheetPlan, SheetRow
from exchange.sheets.grid import Workbook
from gui.dialogs import import_rows
from gui.dialogs.import_detail import ImportDetail
from gui.dialogs.import_preview import ImportPreview
from gui.tablemodels import Column
from gui.tasks import Progress
from gui.widgets import button
from gui.workspace import Workspace
from models import member
from models.kinds.kind import Kind

if TYPE_CHECKING:
    from models.changes import Changes

_HOW = "在表格程序里连表头一起选中几行，复制，回到这里按 Ctrl+V；也可以选一个文件，或者把文件拖进来。"
_PASTED = "粘贴的内容"
_SHOWN = 3
"""Values of a new record that its line in the preview tells."""


@dataclass(frozen=True, slots=True)
class Whose:
    """The answer to which of several namesakes a line is about."""

    words: str
    member_id: str
    field: str = ""

    def apply(self, _decision: str, _typed: str) -> str:
        """Return the decision."""
        return self.member_id


class ImportRecords(ImportPreview):
    """text: lines that were copied already."""

    choose_word = "选择文件…"
    files = "表格 (*.xlsx *.xlsm *.xls *.ods *.csv *.html *.htm);;所有文件 (*)"
    states = {state: import_rows.STATES[state] for state in kind_sheet.STATES}  # noqa: RUF012

    def __init__(self, parent: QWidget, workspace: Workspace, kind: Kind, text: str = "") -> None:
        self.kind, self.what = kind, kind.call
        super().__init__(parent, workspace)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self).activated.connect(self.paste)
        if text.strip():
            self.read_text(text)
        else:
            heads = "、".join(kind_sheet.headings(kind))
            self.trouble.say("还没有要导入的内容。", f"表头：{heads}", _HOW, state="soon")

    def columns(self) -> list[Column]:
        """Return the columns of the preview."""
        states = self.states
        return [
            Column("state", "结果", lambda row: states[row.state][0], 8, state=lambda row: states[row.state][1]),
            Column("row", "行", lambda row: str(row.row), 4, right=True),
            Column("name", "姓名" if self.kind.about == "member" else "内容", lambda row: row.name, 12, strong=True),
            Column("said", "说明", partial(_explained, self.kind), 14, stretches=True),
        ]

    def make_detail(self) -> ImportDetail:
        """Return the card of the chosen row."""
        return RecordDetail(self.kind)

    def head_widgets(self) -> list[QWidget]:
        """Return what takes lines from the clipboard, and puts the header there."""
        self.paste_button = button("粘贴", icon="clipboard-paste", tip="Ctrl+V")
        self.paste_button.clicked.connect(self.paste)
        self.header_button = button("复制表头", icon="copy", tip="粘贴到表格里，照着填")
        self.header_button.clicked.connect(self.copy_header)
        return [self.paste_button, self.header_button]

    # --- reading, planning, writing -------------------------------------------------------

    def paste(self) -> None:
        """Read what is on the clipboard."""
        self.read_text(QApplication.clipboard().text())

    def copy_header(self) -> None:
        """Put the names of the columns on the clipboard, a cell each."""
        QApplication.clipboard().setText("\t".join(kind_sheet.headings(self.kind)) + "\n")
        self.workspace.say("表头已经复制，到表格程序里粘贴")

    def read_text(self, text: str) -> None:
        """Read copied lines."""
        self.start_afresh()
        self.path = None
        self.read_from(_PASTED, lambda _progress: workbook.pasted(text, _PASTED))

    def reader(self, path: Path) -> Any:
        """Return the reading of a file, for the worker thread."""
        return lambda progress: workbook.read_workbook(
            path, progress=lambda rows, sheet: progress(0, 0, f"{sheet}：已读 {rows} 行")
        )

    def planned(self, source: Workbook, decisions: Mapping[Key, str]) -> SheetPlan:
        """Compare the lines with the ledger."""
        return kind_sheet.plan_of(self.workspace.ledger, self.kind, source, decisions)

    def choices(self, row: SheetRow) -> list[Whose]:
        """Return whose a line may be, where several bear the name."""
        if not any(one.code == "records-namesakes" for one in row.findings):
            return []
        named = [one for one in member.list_members(self.workspace.ledger, status="") if one.name == row.name]
        told = {one.id: one.group or one.birth_date or "未编组" for one in named}
        return [Whose(f"是{one.name}（{told[one.id]}）", one.id) for one in named]

    def no_decision(self) -> str:
        """Return the decision that decides nothing."""
        return ""

    def apply(self, plan: SheetPlan, progress: Progress) -> "Changes":
        """Write all rows that are new."""
        return kind_sheet.apply_plan(self.workspace.ledger, plan, Watcher(lambda done, total: progress(done, total)))

    # --- words ----------------------------------------------------------------------------

    def written_words(self, counts: dict[str, int]) -> str:
        """Say how many records come in."""
        return f"登记 {counts['new']} {self.kind.measure}{self.kind.call}" if counts["new"] else ""

    def passed_over(self, plan: SheetPlan) -> str:
        """Say how many lines were read."""
        return f"读到 {len(plan.rows)} 行"

    def notices(self, plan: SheetPlan) -> list[str]:
        """Say which columns and sheets were not read."""
        unread = dict.fromkeys(header or f"工作表“{sheet}”（没有找到表头）" for sheet, header in plan.unread)
        return [f"没有读的：{'、'.join(unread)}"] if unread else []


class RecordDetail(ImportDetail):
    """The chosen line: what would be recorded, and the answer it waits for."""

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self._kind = kind

    def told(self, row: SheetRow) -> list[QWidget]:
        """Return what would be recorded."""
        return [self.difference(word, "", said, new=True) for word, said in _said(self._kind, row)]


def _said(kind: Kind, row: SheetRow) -> list[tuple[str, str]]:
    told = [(one.word, one.said(row.values[one.name])) for one in kind.fields if one.name in row.values]
    return [one for one in told if one[1]]


def _explained(kind: Kind, row: SheetRow) -> str:
    """Return in one line why a row has its state, or what would be recorded."""
    if row.findings:
        return "".join(dict.fromkeys(one.reason() for one in row.findings))
    return " · ".join(said for _, said in _said(kind, row)[:_SHOWN])
