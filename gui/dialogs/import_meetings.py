"""Importing meetings of a past year: every row is shown with what would become of it; nothing is written before."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from exchange.meetings_plan import MeetingsPlan
from exchange.meetings_planner import Decision, PlanRow
from exchange.meetings_sheet import Register
from gui import file_choice
from gui.dialogs import import_meeting_rows
from gui.dialogs.import_detail import ImportDetail
from gui.dialogs.import_meeting_rows import Choice
from gui.dialogs.import_preview import ImportPreview
from gui.tablemodels import Column
from gui.tasks import Progress
from gui.widgets import label
from gui.widgets.date_edit import DateEdit
from gui.widgets.person_field import Person, PersonField
from gui.widgets.state import set_wrong
from gui.workspace import Workspace
from models import attendance, group, member, texts
from models.dates import display_date
from models.errors import RefusedError

if TYPE_CHECKING:
    from models.changes import Changes

MEETING_FILES = "会议记录表格 (*.xlsx *.xlsm *.xls *.ods *.csv *.html *.htm);;所有文件 (*)"
_OFFERED_YEARS = 6


def start_import(parent: QWidget, workspace: Workspace) -> None:
    """Ask for a file and show what it would add."""
    file_choice.choose_open(
        parent, "选择会议记录文件", MEETING_FILES, lambda path: import_file(parent, workspace, path)
    )


def import_file(parent: QWidget, workspace: Workspace, path: Path) -> "ImportMeetings":
    """Show what a file would add."""
    dialog = ImportMeetings(parent, workspace)
    dialog.open()
    dialog.read(path)
    return dialog


class ImportMeetings(ImportPreview):
    """The preview of a register of meetings. `year` counts for days written without one."""

    what = "会议记录"
    files = MEETING_FILES
    states = import_meeting_rows.STATES

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        self.groups = {one.id: one.name for one in group.list_groups(workspace.ledger)}
        self.everybody = attendance.register_on(workspace.ledger.query, workspace.ledger.clock.today())
        self.year = QComboBox()
        self.year.setAccessibleName("没写年份的日期算哪一年")
        self.year.setToolTip("没写年份的日期算哪一年")
        this_year = workspace.ledger.clock.today().year
        self.year.addItem("没写年份的：看标题", 0)
        for year in range(this_year, this_year - _OFFERED_YEARS, -1):
            self.year.addItem(f"没写年份的：{year} 年", year)
        super().__init__(parent, workspace)
        self.year.currentIndexChanged.connect(lambda _index: self._plan_again())

    def columns(self) -> list[Column]:
        """Return the columns of the preview."""
        return import_meeting_rows.columns()

    def make_detail(self) -> ImportDetail:
        """Return the card of the chosen row."""
        return MeetingDetail(self.groups)

    def head_widgets(self) -> list[QWidget]:
        """Return the choice of the year."""
        return [self.year]

    # --- reading, planning, writing -------------------------------------------------------

    def reader(self, path: Path) -> Any:
        """Return the reading of a register, for the worker thread."""

        def read(progress: Progress) -> Register:
            from exchange import meetings_sheet

            return meetings_sheet.read_meetings(
                path, progress=lambda rows, sheet: progress(0, 0, f"{sheet}：已读 {rows} 行")
            )

        return read

    def planned(self, source: Register, decisions: dict[tuple[str, int], Any]) -> MeetingsPlan:
        """Compare a register with the ledger."""
        from exchange import meetings_plan

        return meetings_plan.plan_import(self.workspace.ledger, source, decisions, year=int(self.year.currentData()))

    def choices(self, row: PlanRow) -> list[Choice]:
        """Return the answers that a row allows."""
        ledger = self.workspace.ledger
        found = import_meeting_rows.choices(
            row, self.decisions.get(row.key), self.groups, lambda one: member.get(ledger, one), self.everybody
        )
        return [self._counted(row, one) for one in found]

    def _counted(self, row: PlanRow, choice: Choice) -> Choice:
        """Say for how many rows an answer holds, where they are several."""
        if choice.asked is None:
            return choice
        count = len(self.questions.alike(row, choice.asked))
        return replace(choice, words=f"{choice.words}（{count} 行都照办）") if count > 1 else choice

    def no_decision(self) -> Decision:
        """Return the decision that decides nothing."""
        return Decision()

    def decide(self, choice: Choice, typed: str) -> None:
        """Apply an answer; one for the year goes to the choice above the table."""
        if choice.year:
            self.year.setCurrentIndex(self.year.findData(choice.year))
            self.table.setFocus()
        else:
            super().decide(choice, typed)

    def tried(self, row: PlanRow, choice: Choice, typed: str) -> dict[tuple[str, int], Any]:
        """Return the decisions with an answer to a row, or to all rows that wait for the same."""
        tried = super().tried(row, choice, typed)
        reached = self.questions.alike(row, choice.asked) if choice.asked else []
        reached += self.questions.same_kind(row, choice.code) if choice.code else []
        for key in reached:
            tried[key] = choice.apply(self.decisions.get(key, Decision()), typed)
        return tried

    def apply(self, plan: MeetingsPlan, progress: Progress) -> "Changes":
        """Write all rows that are new."""
        from exchange import meetings_plan

        ledger = self.workspace.ledger
        return meetings_plan.apply_plan(ledger, plan, progress=lambda done, total: progress(done, total))

    def _plan_again(self) -> None:
        if self.source is None:
            return
        self.show_plan(self.planned(self.source, self.decisions))
        if self.filters.current == "undecided" and not self.plan.in_state("undecided"):
            self.filters.choose("all")
        self._show_rows()

    # --- words ----------------------------------------------------------------------------

    def written_words(self, counts: dict[str, int]) -> str:
        """Say how many meetings come in."""
        hours = len([row for row in self.plan.in_state("new") if row.hours]) if self.plan else 0
        parts = [
            f"新增 {counts['new'] - hours} 次会议" if counts["new"] > hours else "",
            f"新增 {hours} 条个人学时" if hours else "",
        ]
        return "，".join(part for part in parts if part)

    def passed_over(self, plan: MeetingsPlan) -> str:
        """Say which sheets and lines were read."""
        read = [sheet for sheet in plan.sheets if sheet.header_row]
        names = "、".join(sheet.name for sheet in read)
        passed = sum(len(sheet.passed) for sheet in read)
        hours = plan.hours()
        meetings = f"{len(plan.rows) - hours} 次会议" if len(plan.rows) > hours else ""
        told = "、".join(one for one in (meetings, f"{hours} 条个人学时" if hours else "") if one)
        said = f"工作表“{names}”，读到 {told}"
        return f"{said}，跳过标题、合计、说明 {passed} 行" if passed else said

    def notices(self, plan: MeetingsPlan) -> list[str]:
        """Say which columns and sheets were not read."""
        columns = plan.unread_words()
        sheets = [f"工作表“{name}”：{reason}" for name, _code, reason in plan.left_sheets()]
        return [*([f"没有读的栏：{columns}"] if columns else []), *sheets]


class MeetingDetail(ImportDetail):
    """The chosen row: what would be recorded, and the answers it waits for."""

    def __init__(self, groups: dict[str, str]) -> None:
        super().__init__()
        self._groups = groups

    def head(self, row: PlanRow) -> tuple[str, tuple[str, str]]:
        """Return the day of a row and the word for its state; the topic stands below, it may be long."""
        return display_date(row.day, "chinese") or "日期待定", import_meeting_rows.STATES[row.state]

    def place(self, row: PlanRow) -> str:
        """Return where a row stands; a meeting of a grid is a column."""
        return f"{row.sheet} {row.place}" if row.place else super().place(row)

    def told(self, row: PlanRow) -> list[QWidget]:
        """Return what would be recorded."""
        parts: list[QWidget] = [label(row.name, strong=True, wrap=True, selectable=True)] if row.name else []
        told = import_meeting_rows.details(row, self._groups)
        return [*parts, *(self.difference(word, "", text, new=True) for word, text in told)]

    def typed_field(self, choice: Choice) -> QLineEdit:
        """Return the field for an answer that is typed."""
        if choice.field == "day":
            day = DateEdit("meeting.day")
            day.setPlaceholderText("2025-03-05，回车确定")
            return day
        if choice.field == "person":
            return self._person_field(choice)
        field = QLineEdit()
        field.setPlaceholderText("照原件输入，回车确定")
        return field

    def typed_value(self, field: QLineEdit) -> str:
        """Return what was typed. Raises RefusedError when it can be no answer."""
        if isinstance(field, DateEdit):
            try:
                return texts.full_date("meeting.day", field.iso())
            except RefusedError:
                # A month alone is a date, but no day of a meeting.
                set_wrong(field, True)
                raise
        return field.text().strip()

    def _person_field(self, choice: Choice) -> PersonField:
        field = PersonField("姓名或拼音首字母，回车确定")
        field.people = [
            Person(one.member_id, one.name, one.name_pinyin, one.name_initials, one.group) for one in choice.people
        ]

        def picked(person: Person) -> None:
            field.fold()
            self.answered.emit(choice, person.key)

        field.picked.connect(picked)
        return field
