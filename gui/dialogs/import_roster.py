"""Importing a roster: every row is shown with what would become of it; nothing is written until 确认导入."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPushButton, QWidget

from exchange.roster_plan import Decision, PlanRow, RosterPlan
from exchange.roster_readings import Readings
from exchange.roster_sheet import Roster
from gui import file_choice
from gui.dialogs import import_rows
from gui.dialogs.import_detail import ImportDetail
from gui.dialogs.import_preview import ImportPreview
from gui.tablemodels import Column
from gui.tasks import Progress
from gui.widgets import button
from gui.workspace import Workspace
from models import member

if TYPE_CHECKING:
    from models.changes import Changes

ROSTER_FILES = "花名册 (*.xlsx *.xlsm *.xls *.ods *.csv *.html *.htm);;所有文件 (*)"


def start_import(parent: QWidget, workspace: Workspace) -> None:
    """Ask for a file and show what it would change."""
    file_choice.choose_open(parent, "选择花名册文件", ROSTER_FILES, lambda path: import_file(parent, workspace, path))


def import_file(parent: QWidget, workspace: Workspace, path: Path) -> "ImportRosterDialog":
    """Show what a file would change."""
    dialog = ImportRosterDialog(parent, workspace)
    dialog.open()
    dialog.read(path)
    return dialog


class ImportRosterDialog(ImportPreview):
    """The preview of a roster."""

    what = "花名册"
    files = ROSTER_FILES
    states = import_rows.STATES

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        self.column_choice: dict[tuple[str, str], int] = {}
        self.readings = Readings()
        self.mapping: QPushButton = button("栏目对照…", icon="arrow-left-right")
        super().__init__(parent, workspace)
        self.mapping.clicked.connect(self.show_mapping)
        self.mapping.setEnabled(False)

    def columns(self) -> list[Column]:
        """Return the columns of the preview."""
        return import_rows.columns()

    def make_detail(self) -> ImportDetail:
        """Return the card of the chosen row."""
        return ImportDetail()

    def head_widgets(self) -> list[QWidget]:
        """Return the button that shows the columns."""
        return [self.mapping]

    def start_afresh(self) -> None:
        """Forget the choices made for another file."""
        super().start_afresh()
        self.column_choice = {}

    # --- reading, planning, writing -------------------------------------------------------

    def reader(self, path: Path) -> Any:
        """Return the reading of a roster, for the worker thread."""
        columns = dict(self.column_choice)

        def read(progress: Progress) -> Roster:
            from exchange import roster_sheet

            return roster_sheet.read_roster(
                path, columns=columns, progress=lambda rows, sheet: progress(0, 0, f"{sheet}：已读 {rows} 行")
            )

        return read

    def planned(self, source: Roster, decisions: dict[tuple[str, int], Any]) -> RosterPlan:
        """Compare a roster with the ledger."""
        from exchange import roster_plan

        return roster_plan.plan_import(self.workspace.ledger, source, decisions, readings=self.readings)

    def show_plan(self, plan: RosterPlan) -> None:
        """Show the figures; the columns can be looked at from now on."""
        super().show_plan(plan)
        self.mapping.setEnabled(True)

    def choices(self, row: PlanRow) -> list[import_rows.Choice]:
        """Return the answers that a row allows."""
        ledger = self.workspace.ledger
        return import_rows.choices(
            row,
            self.decisions.get(row.key),
            lambda one: member.get(ledger, one),
            alike=len(self.questions.alike(row)),
            same_kind=len(self.questions.same_kind(row)),
        )

    def tried(self, row: PlanRow, choice: import_rows.Choice, typed: str) -> dict[tuple[str, int], Decision]:
        """Return the decisions with an answer to a row, or to all rows that wait for the same."""
        tried = dict(self.decisions)
        for key in self._reached(row, choice.reach):
            tried[key] = choice.apply(tried.get(key, Decision()), typed)
            if tried[key] == Decision():
                del tried[key]
        return tried

    def _reached(self, row: PlanRow, reach: str) -> list[tuple[str, int]]:
        """Return the keys of the rows that an answer settles."""
        if reach == import_rows.ALIKE:
            return self.questions.alike(row)
        return self.questions.same_kind(row) if reach == import_rows.SAME_KIND else [row.key]

    def notices(self, plan: RosterPlan) -> list[str]:
        """Say which columns, sheets and rows were not read."""
        return plan.notices()

    def no_decision(self) -> Decision:
        """Return the decision that decides nothing."""
        return Decision()

    def apply(self, plan: RosterPlan, progress: Progress) -> "Changes":
        """Write all rows that are new or changed."""
        from exchange import roster_plan

        ledger = self.workspace.ledger
        return roster_plan.apply_plan(ledger, plan, progress=lambda done, total: progress(done, total))

    # --- words ----------------------------------------------------------------------------

    def written_words(self, counts: dict[str, int]) -> str:
        """Say how many members come in and change."""
        parts = [
            f"新增 {counts['new']} 人" if counts["new"] else "",
            f"修改 {counts['changed']} 人" if counts["changed"] else "",
        ]
        return "，".join(part for part in parts if part)

    def passed_over(self, plan: RosterPlan) -> str:
        """Say which sheets and lines were read."""
        read = [sheet for sheet in plan.sheets if sheet.header_row]
        names = "、".join(sheet.name for sheet in read)
        passed = sum(len(sheet.passed) for sheet in read)
        said = f"工作表“{names}”，读到 {len(plan.rows)} 人"
        return f"{said}，跳过标题、合计、说明 {passed} 行" if passed else said

    # --- columns --------------------------------------------------------------------------

    def show_mapping(self) -> None:
        """Show which column stands for what, and let the user choose where two stand for one field."""
        from gui.dialogs.import_columns import ImportColumnsDialog

        if self.source is None:
            return
        dialog = ImportColumnsDialog(self, self.source.sheets, self.column_choice)
        dialog.changed.connect(self._choose_columns)
        dialog.open()

    def _choose_columns(self, choice: dict[tuple[str, str], int]) -> None:
        self.column_choice = choice
        if self.path is not None:
            self.read(self.path)
