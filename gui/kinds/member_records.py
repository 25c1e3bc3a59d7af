"""Everything that the records of all kinds say of one member, year by year: one list, whatever the kind."""

from PySide6.QtWidgets import QDialog, QWidget

from gui.dialogs.base import FormDialog
from gui.kinds.dialog import KindDialog
from gui.kinds.people_grid import PeopleGrid
from gui.kinds.read_only import RecordFacts
from gui.pages.study.sorted_table import SortedTable
from gui.tablemodels import Column
from gui.widgets import label
from gui.workspace import Workspace
from models.kinds import of_member, sheets
from models.kinds.of_member import Named
from models.kinds.records import Record
from models.member import Member
from models.schema import SELF

_ORDERS = {
    "kind": lambda one: one.record.kind.word,
    "title": lambda one: one.record.title,
    "role": lambda one: one.role,
}


class MemberRecords(FormDialog):
    """Enter opens the record where it is kept; another branch's is only shown."""

    useful = 820, 560

    def __init__(self, parent: QWidget, workspace: Workspace, member: Member) -> None:
        super().__init__(parent, f"各种记录：{member.name}")
        self.workspace, self.member = workspace, member
        self.told = label(tone="secondary", wrap=True)
        self.table = SortedTable(_columns(), self.windowTitle(), key=_key, orders=_ORDERS)
        self.table.picked.connect(self.open_record)
        self.body.addWidget(self.told)
        self.body.addWidget(self.table, 1)
        self.set_buttons("关闭").setDefault(False)
        workspace.bridge.changed.connect(self._reload)
        self._reload()
        self.table.setFocus()

    def _reload(self, _changes: object = None) -> None:
        found = of_member.records_of(self.workspace.ledger, self.member.id, self.member.org)
        self.table.show_records(found)
        years = sorted({one.record.day[:4] for one in found} - {""})
        span = f"{years[0]}–{years[-1]} 年，" if len(years) > 1 else f"{years[0]} 年，" if years else ""
        kinds = len({one.record.kind.name for one in found})
        self.told.setText(f"{span}{kinds} 种记录，共 {len(found)} 条。回车打开。" if found else "还没有任何记录。")

    def open_record(self, one: Named | None) -> None:
        """Open the dialog in which the record is kept."""
        if one is not None:
            self._dialog_of(one.record).open()

    def _dialog_of(self, record: Record) -> QDialog:
        kind = record.kind
        if kind.foreign or record.org != SELF:
            return RecordFacts(self, self.workspace, record)
        if kind.grid is not None:
            shown = sheets.of_record(self.workspace.ledger, record).records
            return PeopleGrid(self, self.workspace, kind, shown, member_id=self.member.id)
        return KindDialog(self, self.workspace, kind, record)


def _key(one: Named) -> tuple[str, str]:
    return one.record.id, one.role


def _columns() -> list[Column]:
    return [
        Column("day", "日期", lambda one: one.record.days, 15, sort="listed"),
        Column("kind", "种类", lambda one: one.record.kind.word, 16, sort="kind"),
        Column("title", "内容", lambda one: one.record.said(one.record.kind.title), 24, stretches=True, sort="title"),
        Column("role", "身份", lambda one: one.role, 10, sort="role"),
    ]
