"""People × meetings of a year: what each cell of the attendance grid is made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from gui.dialogs.meeting_marks import came, rate_text
from models import words
from models.attendance import AttendanceLine, Attendee
from models.meeting import Meeting

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the grid."""

    member_id: str
    name: str
    pinyin: str
    group: str


class AttendanceModel(QAbstractTableModel):
    """Columns: the meetings by day, then the person's rate; not on a sheet is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.meetings: Sequence[Meeting] = ()
        self.people: list[Row] = []
        self._lines: dict[tuple[str, str], AttendanceLine] = {}

    def show(
        self,
        meetings: Sequence[Meeting],
        sheets: Mapping[str, Iterable[AttendanceLine]],
        register: Iterable[Attendee],
        group: str = "",
    ) -> None:
        """Show these meetings (by day) with their sheets; `register`: who is a member now; `group`: only its people."""
        self.beginResetModel()
        self.meetings = meetings
        self._lines = {(key, line.member_id): line for key, lines in sheets.items() for line in lines}
        rows = {one.member_id: Row(one.member_id, one.name, one.name_pinyin, one.group) for one in register}
        for line in self._lines.values():
            rows.setdefault(line.member_id, Row(line.member_id, line.name, line.name_pinyin, line.group))
        wanted = [one for one in rows.values() if not group or one.group == group]
        self.people = sorted(wanted, key=lambda one: (one.pinyin, one.name, one.member_id))
        self.endResetModel()

    def show_sheet(self, shown: Meeting, lines: Iterable[AttendanceLine]) -> None:
        """Show one meeting anew after a mark."""
        self._lines = {key: line for key, line in self._lines.items() if key[0] != shown.id}
        self._lines |= {(shown.id, line.member_id): line for line in lines}
        self.meetings = [shown if one.id == shown.id else one for one in self.meetings]
        if self.people:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.people) - 1, len(self.meetings)))

    def line(self, index: Index) -> AttendanceLine | None:
        """Return the line of a cell, None where the person is not on the sheet."""
        if not index.isValid() or index.column() >= len(self.meetings):
            return None
        return self._lines.get((self.meetings[index.column()].id, self.people[index.row()].member_id))

    def rate(self, row: int) -> tuple[int, int]:
        """Return how often somebody came, and how often she should have."""
        person = self.people[row].member_id
        marks = [line.mark for one in self.meetings if (line := self._lines.get((one.id, person))) is not None]
        expected = [mark for mark in marks if mark != "observer"]
        return sum(came(mark) for mark in expected), len(expected)

    # --- Qt's questions -------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many people there are."""
        return 0 if parent.isValid() else len(self.people)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the meetings, and the rate."""
        return 0 if parent.isValid() else len(self.meetings) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the word of a cell."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if index.column() == len(self.meetings):
            return rate_text(*self.rate(index.row()))
        line = self.line(index)
        if line is None:
            return ""
        return words.label("mark", line.mark) + ("，已补课" if line.made_up else "")

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return day and kind of a meeting, or a person's name; the tip has it in full."""
        if orientation == Qt.Orientation.Vertical:
            return self._name(section, role)
        if section == len(self.meetings):
            return "到会率" if role == Qt.ItemDataRole.DisplayRole else None
        shown = self.meetings[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{shown.day} {shown.kind_words}\n{shown.topic}"
        if role == Qt.ItemDataRole.DisplayRole:
            kinds = [words.label("meeting_kind_short", kind) for kind in shown.kind_list]
            more = f"+{len(kinds) - 1}" if len(kinds) > 1 else ""
            return f"{int(shown.day[5:7])}月{int(shown.day[8:])}日\n{kinds[0]}{more}"
        return None

    def _name(self, section: int, role: int) -> str | None:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.people[section].name
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{self.people[section].name}　{self.people[section].group}".strip()
        return None
