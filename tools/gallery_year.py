"""The gallery's pictures of a year: meetings, attendance, study, duties and their dialogs, by the committee too."""

from gallery_screens import Photographer
from gui.dialogs.duty_year import DutyYearDialog
from gui.dialogs.import_meetings import import_file
from gui.dialogs.meeting_dialog import MeetingDialog
from gui.pages.meetings_page import MeetingsPage
from gui.pages.study_page import StudyPage
from models.kinds.catalog import kind_of
from resources import SAMPLE

REGISTER = SAMPLE / "去年会议.xlsx"


def views(taker: Photographer) -> None:
    """Take the further views of both pages; for every size."""
    meetings = _meetings(taker)
    for view in ("grid", "year"):
        meetings.show_view(view)
        taker.take(f"meetings-{view}")
    meetings.show_view("list")
    study = _study(taker)
    study.show_view("study_record")
    taker.take("study-records")
    study.show_view("totals")
    taker.dialog("meeting-new", lambda: _meetings(taker).add("lecture"))


def dialogs(taker: Photographer) -> None:
    """Take the dialogs of the year, once."""
    meetings = _meetings(taker)
    taker.dialog("meeting-withdraw", meetings.withdraw)
    workspace = taker.session.workspace
    assert workspace is not None
    chosen = meetings.chosen()
    assert chosen is not None
    taker.dialog("meeting-edit", MeetingDialog(meetings, workspace, chosen).open)
    taker.dialog("import-meetings", lambda: import_file(meetings, workspace, REGISTER))
    study = _study(taker)
    taker.dialog("study-new", study.add)
    taker.dialog("credit-new", lambda: study.begin(kind_of("credit_entry")))
    taker.dialog("exemptions", lambda: study.begin(kind_of("study_exemption")))
    start = taker.window.show_page("start")
    assert start is not None
    taker.dialog("duty-year", DutyYearDialog(start, workspace).open)


def _meetings(taker: Photographer) -> MeetingsPage:
    page = taker.window.show_page("meetings")
    assert isinstance(page, MeetingsPage)
    taker.settle()
    return page


def _study(taker: Photographer) -> StudyPage:
    page = taker.window.show_page("study")
    assert isinstance(page, StudyPage)
    taker.settle()
    return page
