"""What the meeting dialog writes: a new meeting in one operation, or the changes of one that was kept, also in one."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gui.dialogs.meeting_marks import Marks
from models import attendance, meeting
from models.attendance import AttendanceLine
from models.gate import Operation

if TYPE_CHECKING:
    from gui.bridge import LedgerBridge


Beside = Callable[[Operation, str], object]
"""What is written in the same operation for the meeting of an id: its evidence files."""


def record(bridge: "LedgerBridge", values: Mapping[str, Any], marks: Marks, beside: Beside) -> str:
    """Record a meeting and return its id. Raises KnownError; then nothing has changed."""
    meeting_id = bridge.ledger.ids.new()
    # The roster as it was shown: it is what the user looked at when she named the exceptions.
    roster = [key for key in marks.people if key in marks.roster]

    def work(op: Operation) -> str:
        made = meeting.record_meeting(
            op, meeting_id=meeting_id, roster=roster, marks=marks.valid, reasons=marks.reasons, **values
        )
        beside(op, meeting_id)
        return made

    return bridge.run("meeting.record", work)


def edit(
    bridge: "LedgerBridge",
    meeting_id: str,
    values: Mapping[str, Any],
    marks: Marks,
    sheet: Sequence[AttendanceLine],
    beside: Beside,
) -> None:
    """Change fields and marks of a meeting as one operation. Raises KnownError; then nothing has changed."""

    def work(op: Operation) -> None:
        meeting.edit_meeting(op, meeting_id, **values)
        _change_marks(op, meeting_id, marks.valid, sheet)
        beside(op, meeting_id)

    bridge.run("meeting.edit", work)


def _change_marks(
    op: Operation, meeting_id: str, wanted: Mapping[str, str], sheet: Sequence[AttendanceLine]
) -> None:
    """Make the sheet what was entered; an observer taken back leaves the sheet."""
    there = {line.member_id: line.mark for line in sheet}
    for member_id, before in there.items():
        after = wanted.get(member_id, "" if before == "observer" else "present")
        if not after:
            attendance.remove_line(op, meeting_id, member_id)
        elif after != before:
            attendance.mark(op, meeting_id, member_id, after)
    for member_id, mark in wanted.items():
        if member_id not in there:
            attendance.add_line(op, meeting_id, member_id, mark)
