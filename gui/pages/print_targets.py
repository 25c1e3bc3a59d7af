"""Of what a form is printed: the year, the meeting, the day, the members; only what the chosen form asks for."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gui.pages.study import facts
from gui.widgets import FieldGrid, label
from gui.widgets.date_edit import DateEdit
from gui.widgets.state import set_wrong
from models import meeting, member, pledge, texts, words
from models.dates import display_date
from models.errors import RefusedError
from models.meeting import Meeting
from models.schema import SELF
from reports import catalog
from reports.form import SUBJECTS

if TYPE_CHECKING:
    from models.ledger import Ledger

_LIST_HEIGHT = 150
_NONE_CHOSEN = {"meeting": "本年全部会议", "sign_in": "将要召开的会议"}
"""What is printed while no meeting is chosen."""


class PrintTargets(QWidget):
    """Shows the choices that a form has; `changed` after each change."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._needs: tuple[str, ...] = ()
        self._of = ""
        self._ledger: Ledger | None = None
        self._org = SELF
        self._meetings_of: dict[int, list[Meeting]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.grid = FieldGrid()
        self.year = QComboBox()
        self.meeting = QComboBox()
        self.day = DateEdit("meeting.day")
        self.day.setPlaceholderText("如 2026-12-05")
        self._names = {
            "year": self.grid.add_field("年份", self.year),
            "meetings": self.grid.add_field("会议", self.meeting),
            "day": self.grid.add_field("开会日期", self.day),
        }
        self._fields: dict[str, QWidget] = {"year": self.year, "meetings": self.meeting, "day": self.day}
        self.members = QListWidget()
        self.members.setAccessibleName("党员")
        self.members.setFixedHeight(_LIST_HEIGHT)
        self._members_name = label("党员（不勾选就是全部）", tone="secondary")
        self.pledges = QListWidget()
        self.pledges.setAccessibleName("承诺")
        self.pledges.setFixedHeight(_LIST_HEIGHT)
        self.pledges.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pledges_name = label("承诺（不勾选就是本年全部）", tone="secondary")
        for widget in (self.grid, self._members_name, self.members, self._pledges_name, self.pledges):
            column.addWidget(widget)
        for choice in (self.year, self.meeting):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(8)
        self.year.currentIndexChanged.connect(self._year_chosen)
        self.meeting.currentIndexChanged.connect(self._tell)
        self.day.editingFinished.connect(self._day_typed)
        self.members.itemChanged.connect(self._tell)
        self.pledges.itemChanged.connect(self._tell)

    # --- what is offered ----------------------------------------------------------------------

    def show_form(self, entry: catalog.CatalogEntry) -> None:
        """Offer what a form is printed of."""
        self._of, self._needs = entry.of, SUBJECTS[entry.of]
        self._show_meetings(self.chosen_meeting)
        self._show_pledges(set(self.chosen_pledges))
        self._show_needed()

    def show_ledger(self, ledger: "Ledger", org: int) -> None:
        """Offer the years, meetings and members of an organisation; what was chosen stays chosen."""
        first = self._ledger is None
        self._ledger, self._org = ledger, org
        today = ledger.clock.today()
        if first:
            self.day.setText(today.isoformat())
        chosen, held = self.chosen_year or today.year, self.chosen_meeting
        self._meetings_of = {}
        with QSignalBlocker(self.year):
            self.year.clear()
            for year in sorted({chosen, *facts.years(ledger, org)}, reverse=True):
                self.year.addItem(f"{year} 年", year)
            self.year.setCurrentIndex(self.year.findData(chosen))
        self._show_meetings(held)
        self._show_pledges(set(self.chosen_pledges))
        self._show_members(set(self.chosen_members))

    def choose(
        self,
        *,
        meeting_id: str = "",
        year: int | None = None,
        member_id: str = "",
        pledges: Sequence[str] = (),
        **_other: Any,
    ) -> None:
        """Choose a meeting, a year, a member or pledges, as another page asked."""
        if self._ledger is None:
            return
        if meeting_id:
            year = int(meeting.get(self._ledger, meeting_id, self._org).day[:4])
        if year is not None:
            if self.year.findData(year) < 0:
                self.year.addItem(f"{year} 年", year)
            self.year.setCurrentIndex(self.year.findData(year))
        if meeting_id:
            self.meeting.setCurrentIndex(self.meeting.findData(meeting_id))
        for row in range(self.members.count()) if member_id else ():
            item = self.members.item(row)
            wanted = item.data(Qt.ItemDataRole.UserRole) == member_id
            item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
        if pledges:
            self._show_pledges(set(pledges))
            self._tell()

    def _show_needed(self) -> None:
        for name, widget in self._fields.items():
            shown = name in self._needs and (name != "day" or not self.chosen_meeting)
            widget.setVisible(shown)
            self._names[name].setVisible(shown)
        for widget in (self.members, self._members_name):
            widget.setVisible("members" in self._needs and "pledges" not in self._needs)
        for widget in (self.pledges, self._pledges_name):
            widget.setVisible("pledges" in self._needs)
        self.setVisible(bool(self._needs))

    def _show_meetings(self, chosen: str) -> None:
        """List the meetings of the year, the newest first; where all can be printed, the newest is chosen at first."""
        if self._ledger is None or "meetings" not in self._needs:
            return
        year = self.chosen_year
        if year not in self._meetings_of:
            self._meetings_of[year] = meeting.list_meetings(self._ledger, meeting.of_year(year), org=self._org)
        found = self._meetings_of[year]
        with QSignalBlocker(self.meeting):
            self.meeting.clear()
            self.meeting.addItem(_NONE_CHOSEN[self._of], "")
            for one in found:
                day = display_date(one.day, "chinese").partition("年")[2]
                self.meeting.addItem(f"{day} {one.kind_words} {one.topic}", one.id)
            at = self.meeting.findData(chosen)
            self.meeting.setCurrentIndex(at if at >= 0 else min(len(found), int(self._of == "meeting")))

    def _show_members(self, chosen: set[str]) -> None:
        if self._ledger is None:
            return
        with QSignalBlocker(self.members):
            self.members.clear()
            for one in member.list_members(self._ledger, org=self._org):
                item = QListWidgetItem(one.name)
                item.setData(Qt.ItemDataRole.UserRole, one.id)
                item.setCheckState(Qt.CheckState.Checked if one.id in chosen else Qt.CheckState.Unchecked)
                self.members.addItem(item)

    def _show_pledges(self, chosen: set[str]) -> None:
        """List the pledges of the year; a member's may be one of two."""
        if self._ledger is None or "pledges" not in self._needs:
            return
        with QSignalBlocker(self.pledges):
            self.pledges.clear()
            for one in pledge.list_pledges(self._ledger, org=self._org, year=self.chosen_year):
                item = QListWidgetItem(f"{one.name}　{words.label('pledge_owner', one.owner)}")
                item.setToolTip(item.text())
                item.setData(Qt.ItemDataRole.UserRole, one.id)
                item.setCheckState(Qt.CheckState.Checked if one.id in chosen else Qt.CheckState.Unchecked)
                # A width of its own would move the list sideways; so a long name ends in ….
                item.setSizeHint(QSize(40, self.pledges.fontMetrics().height() + 10))
                self.pledges.addItem(item)
                if one.id in chosen:
                    self.pledges.scrollToItem(item)

    def _year_chosen(self) -> None:
        self._show_meetings("")
        self._show_pledges(set())
        self._tell()

    def _day_typed(self) -> None:
        set_wrong(self.day, self._day() is None)
        self._tell()

    def _day(self) -> date | None:
        """Return the day that was typed, None for what is no whole date: then today's sheet is shown."""
        try:
            return date.fromisoformat(texts.full_date("meeting.day", self.day.iso()))
        except RefusedError:
            return None

    def _tell(self) -> None:
        self._show_needed()
        self.changed.emit()

    # --- what is chosen -----------------------------------------------------------------------

    @property
    def chosen_year(self) -> int:
        """The year, 0 before the ledger was shown."""
        return int(self.year.currentData() or 0)

    @property
    def chosen_meeting(self) -> str:
        """The id of the meeting, nothing for all or one to come."""
        return str(self.meeting.currentData() or "") if "meetings" in self._needs else ""

    @property
    def chosen_members(self) -> tuple[str, ...]:
        """The ids of the members with a tick."""
        return _ticked(self.members)

    @property
    def chosen_pledges(self) -> tuple[str, ...]:
        """The ids of the pledges with a tick."""
        return _ticked(self.pledges)

    @property
    def kinds_there(self) -> set[str]:
        """The kinds of meeting or the owners of pledges among the records that would be printed."""
        if self._ledger is None:
            return set()
        if self._of == "pledges":
            listed = pledge.list_pledges(self._ledger, org=self._org, year=self.chosen_year)
            return {one.owner for one in listed if not self.chosen_pledges or one.id in self.chosen_pledges}
        held = self._meetings_of.get(self.chosen_year, [])
        wanted = [one for one in held if self.chosen_meeting in ("", one.id)]
        return {kind for one in wanted for kind in one.kind_list}

    @property
    def waits_for_meeting(self) -> bool:
        """Whether the form is for a meeting still to be held, whose kind and day are chosen here."""
        return "day" in self._needs and not self.chosen_meeting

    def options(self) -> dict[str, Any]:
        """Return what is chosen as fields of `PrintOptions`."""
        found: dict[str, Any] = {}
        if "year" in self._needs and self.chosen_year:
            found["year"] = self.chosen_year
        if self.chosen_meeting:
            found["meetings"] = (self.chosen_meeting,)
        elif self.waits_for_meeting:
            found["as_of"] = self._day()
        if "pledges" in self._needs:
            found["pledges"] = self.chosen_pledges
        elif "members" in self._needs:
            found["members"] = self.chosen_members
        return found


def _ticked(items: QListWidget) -> tuple[str, ...]:
    listed = [items.item(row) for row in range(items.count())]
    return tuple(str(one.data(Qt.ItemDataRole.UserRole)) for one in listed if one.checkState() == Qt.CheckState.Checked)
