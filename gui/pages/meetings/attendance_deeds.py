"""What is done with marks and make-ups from the grid and from a meeting's card: each one is one operation."""

from functools import partial
from typing import TYPE_CHECKING, Any

from models import attendance, make_up, words
from models.attendance import AttendanceLine

if TYPE_CHECKING:
    from gui.pages.meetings_page import MeetingsPage


class AttendanceDeeds:
    """Belongs to the page; `marking` is the meeting whose sheet is being written, so that only it is read again."""

    def __init__(self, page: "MeetingsPage") -> None:
        self._page = page
        self.marking = ""

    def mark(self, meeting_id: str, member_id: str, mark: str) -> None:
        """Set one mark as one operation and go to the next person."""
        if not self._page.changeable:
            self._page.workspace.say("支部报来的出勤在这里只能查看")
            return
        at = self._page.grid.view.currentIndex()
        line, name = self._page.grid.model.line(at), self._page.grid.model.people[at.row()].name
        if line is None:
            self._ask_add(meeting_id, member_id, mark, name)
            return
        work = partial(attendance.mark, meeting_id=meeting_id, member_id=member_id, mark_=mark)
        if self._attempt(meeting_id, work):
            self._page.grid.go_on()

    def open_line(self, line: AttendanceLine) -> None:
        """Change one person's mark with its reason."""
        from gui.dialogs.meeting_mark import MarkDialog

        chosen = self._page.chosen()
        if chosen is not None and self._page.changeable and chosen.status == "kept":
            MarkDialog(self._page, self._page.workspace, chosen, line).open()

    def _ask_add(self, meeting_id: str, member_id: str, mark: str, name: str) -> None:
        word = words.label("mark", mark)
        work = partial(attendance.add_line, meeting_id=meeting_id, member_id=member_id, mark_=mark)
        self._page.workspace.messages.ask(
            self._page,
            f"{name}不在这次会议的名单里。",
            f"要把{name}补进名单，记为“{word}”吗？补进后{'不计' if mark == 'observer' else '计入'}应到人数。",
            yes="补进名单",
            then=lambda: self._page.grid.go_on() if self._attempt(meeting_id, work) else None,
        )

    def _attempt(self, meeting_id: str, work: Any) -> bool:
        self.marking = meeting_id
        try:
            return self._page.workspace.bridge.attempt(self._page, "attendance.mark", lambda op: work(op))
        finally:
            self.marking = ""

    def make_up_by_key(self, meeting_id: str, member_id: str) -> None:
        line = self._page.grid.model.line(self._page.grid.view.currentIndex())
        if line is None or line.mark not in attendance.AWAY_MARKS:
            self._page.workspace.say("到会的不用补课；请先标出请假或缺席")
        elif line.made_up:
            self._page.workspace.say(f"{line.name}这次已登记过补课")
        elif self._page.changeable:
            self.make_up(line, then=self._page.grid.go_on)

    def make_up(self, line: AttendanceLine, then: Any = None) -> None:
        from gui.dialogs.make_up_dialog import MakeUpDialog

        chosen = self._page.chosen()
        if chosen is not None:
            dialog = MakeUpDialog(self._page, self._page.workspace, chosen, line)
            if then is not None:
                dialog.saved.connect(then)
            dialog.open()

    def remove_make_up(self, line: AttendanceLine) -> None:
        work = partial(make_up.remove_make_up, make_up_id=line.made_up)
        if self._page.workspace.bridge.attempt(self._page, "make_up.remove", lambda op: work(op)):
            self._page.workspace.say(f"已删去{line.name}的补课", "撤销")
