"""Records that are only looked at: another organisation's, and those of kinds that this program does not know."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from gui.dialogs.base import FormDialog
from gui.kinds.list_view import KindList
from gui.widgets import FieldGrid, label
from gui.workspace import Workspace
from models.kinds import foreign, records
from models.kinds.field import Prose
from models.kinds.kind import Act, Kind
from models.kinds.records import Record
from models.schema import SELF

_WIDTH = 560


class ReadOnlyList(KindList):
    """Enter shows a record; nothing is entered, changed or taken out."""

    def __init__(self, workspace: Workspace, kind: Kind, org: int = SELF) -> None:
        self.org = org
        super().__init__(workspace, kind)
        self.add_word = ""
        self.import_button.setEnabled(False)
        self.import_button.hide()
        self.edit_button.setText("查看…")

    def read(self, year: int) -> Sequence[Record]:
        """Return the records of a year, or of all, the newest first."""
        found = records.listed(self.workspace.ledger, self.kind, org=self.org, year=year or None)
        return sorted(found, key=lambda one: (one.day, one.id), reverse=True)

    def add(self) -> None:
        """There is nothing to enter."""

    def remove(self) -> None:
        """Nothing is taken out."""

    def edit(self, record: Any | None) -> None:
        """Show a record."""
        if record is not None:
            RecordFacts(self, self.workspace, record).open()

    def _acts(self) -> list[tuple[Kind, Act]]:
        return []

    def _can_fill(self) -> bool:
        return False

    def _show_acts(self) -> None:
        super()._show_acts()
        self.remove_button.hide()


class RecordFacts(FormDialog):
    """Everything that a record holds, in words."""

    def __init__(self, parent: QWidget, workspace: Workspace, shown: Record) -> None:
        super().__init__(parent, f"{shown.kind.short}：{shown.name or shown.title or shown.day}")
        self.setMinimumWidth(_WIDTH)
        facts = FieldGrid(spacing=6)
        facts.set_facts(told_of(workspace, shown))
        self.body.addWidget(facts)
        for field in shown.kind.fields:
            if isinstance(field, Prose) and shown.said(field.name):
                self.body.addWidget(label(field.word, strong=True))
                self.body.addWidget(label(shown.said(field.name), wrap=True, selectable=True))
        if shown.kind.foreign:
            told = "这一种台账是更新版本的程序登记的，本程序只能看，不能改；升级后就能修改。"
            self.body.addWidget(label(told, tone="secondary", wrap=True))
        self.body.addStretch(1)
        self.set_buttons("关闭")


def told_of(workspace: Workspace, shown: Record) -> list[tuple[str, str]]:
    """Return word and text of what a record holds, long texts left out; nothing of what holds nothing."""
    ledger = workspace.ledger
    short = [one for one in shown.kind.fields if not isinstance(one, Prose)]
    told = [("姓名", shown.name), *((one.word, shown.said(one.name)) for one in short)]
    return [one for one in (*told, *foreign.told(ledger, shown), ("登记日期", shown.entered_on)) if one[1]]
