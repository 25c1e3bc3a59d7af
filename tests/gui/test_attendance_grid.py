"""The attendance grid on a real ledger: what a cell shows, keys that mark and go on, make-ups beside the absence."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.dialogs.make_up_dialog import MakeUpDialog
from gui.dialogs.meeting_mark import MarkDialog
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.pages.meetings.attendance_grid import AttendanceGrid
from gui.pages.meetings_page import MeetingsPage
from models import attendance, make_up, meeting, member
from models.ledger import Ledger
from tests.gui.builders import shown_dialog

CTRL = Qt.KeyboardModifier.ControlModifier
NAMES = ("陈文静", "李晓东", "王建国", "张雪梅")


@pytest.fixture
def people(ledger: Ledger) -> list[str]:
    """Four members by pinyin; the last one came in June."""
    with ledger.operation("roster.import") as op:
        return [
            member.add_member(
                op,
                member_id=ledger.ids.new(),
                name=name,
                joined_date="2001-07-01",
                arrived_date="2026-06-01" if name == NAMES[-1] else "",
            )
            for name in NAMES
        ]


@pytest.fixture
def meetings(ledger: Ledger, people: list[str]) -> list[str]:
    """One in March, a lecture with an assembly in July."""
    made = []
    for kinds, day, marks in (
        (["assembly"], "2026-03-05", {people[1]: "sick"}),
        (["assembly", "lecture"], "2026-07-01", {people[0]: "absent", people[3]: "late"}),
    ):
        with ledger.operation("meeting.record") as op:
            meeting_id = ledger.ids.new()
            made.append(
                meeting.record_meeting(op, meeting_id=meeting_id, kinds=kinds, day=day, topic="研究工作", marks=marks)
            )
    return made


@pytest.fixture
def page(meetings: list[str], window: MainWindow) -> MeetingsPage:
    shown = window.show_page("meetings")
    assert isinstance(shown, MeetingsPage)
    shown.show_view("grid")
    return shown


@pytest.fixture
def grid(page: MeetingsPage) -> AttendanceGrid:
    assert page.stack.currentWidget() is page.grid
    return page.grid


def cells(grid: AttendanceGrid) -> list[list[str]]:
    model = grid.model
    columns = range(model.columnCount())
    return [[str(model.index(row, column).data()) for column in columns] for row in range(model.rowCount())]


def marks_of(ledger: Ledger, meeting_id: str) -> dict[str, str]:
    return {one.name: one.mark for one in attendance.sheet(ledger, meeting_id)}


def test_who_was_on_no_sheet_is_blank_and_counts_nowhere(grid: AttendanceGrid) -> None:
    assert cells(grid) == [
        ["到会", "缺席", "50%"],
        ["病假", "到会", "50%"],
        ["到会", "到会", "100%"],
        ["", "迟到", "100%"],
    ]
    heads = [grid.model.headerData(at, Qt.Orientation.Horizontal) for at in range(3)]
    assert heads == ["3月5日\n党员大会", "7月1日\n党员大会+1", "到会率"]
    assert [grid.model.headerData(at, Qt.Orientation.Vertical) for at in range(4)] == list(NAMES)


def test_digits_mark_and_go_to_the_next_person(
    qtbot: QtBot, ledger: Ledger, meetings: list[str], grid: AttendanceGrid
) -> None:
    grid.choose(0, 0)
    qtbot.keyClicks(grid.view, "236")
    assert marks_of(ledger, meetings[0]) == {"陈文静": "late", "李晓东": "personal", "王建国": "absent"}
    assert (grid.view.currentIndex().row(), grid.view.currentIndex().column()) == (3, 0)
    assert [row[0] for row in cells(grid)] == ["迟到", "事假", "缺席", ""]


def test_each_mark_is_one_operation_and_ctrl_z_takes_back_the_last(
    qtbot: QtBot, ledger: Ledger, page: MeetingsPage, meetings: list[str], grid: AttendanceGrid
) -> None:
    grid.choose(0, 0)
    qtbot.keyClicks(grid.view, "26")
    qtbot.keyClick(grid.view, Qt.Key.Key_Z, CTRL)
    assert marks_of(ledger, meetings[0])["陈文静"] == "late"
    assert marks_of(ledger, meetings[0])["李晓东"] == "sick"
    assert [row[0] for row in cells(grid)] == ["迟到", "病假", "到会", ""]
    assert page.stack.currentWidget() is grid


def test_arrows_move(qtbot: QtBot, grid: AttendanceGrid) -> None:
    grid.choose(0, 0)
    qtbot.keyClick(grid.view, Qt.Key.Key_Down)
    qtbot.keyClick(grid.view, Qt.Key.Key_Right)
    assert grid.told.text().startswith("李晓东：到会　·　2026-07-01 党员大会、党课：应到 4，实到 3")
    qtbot.keyClick(grid.view, Qt.Key.Key_Right)
    assert grid.view.currentIndex().column() == 1, "the rate is no place to stand"


def test_a_make_up_is_a_corner_mark_and_changes_no_figure(
    qtbot: QtBot, ledger: Ledger, page: MeetingsPage, meetings: list[str], grid: AttendanceGrid
) -> None:
    before = cells(grid)[0][2]
    grid.choose(0, 1)
    qtbot.keyClick(grid.view, Qt.Key.Key_8)
    dialog = shown_dialog(page)
    assert isinstance(dialog, MakeUpDialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    (kept,) = make_up.list_make_ups(ledger)
    assert (kept.meeting_id, kept.name, kept.day) == (meetings[1], "陈文静", "2026-11-21")
    assert cells(grid)[0] == ["到会", "缺席，已补课", before]
    assert meeting.get(ledger, meetings[1]).present == 3
    assert grid.view.currentIndex().row() == 1


def test_who_was_there_has_nothing_to_make_up(
    qtbot: QtBot, ledger: Ledger, window: MainWindow, grid: AttendanceGrid
) -> None:
    grid.choose(2, 0)
    qtbot.keyClick(grid.view, Qt.Key.Key_8)
    assert "不用补课" in window.toast.text
    assert make_up.list_make_ups(ledger) == []


def test_presence_is_refused_while_a_make_up_leans_on_the_absence(
    qtbot: QtBot, ledger: Ledger, messages: Recorder, meetings: list[str], people: list[str], grid: AttendanceGrid
) -> None:
    with ledger.operation("make_up.add") as op:
        make_up.add_make_up(
            op, make_up_id=ledger.ids.new(), meeting_id=meetings[1], member_id=people[0], day="2026-08-01"
        )
    grid.choose(0, 1)
    qtbot.keyClick(grid.view, Qt.Key.Key_1)
    assert [one.code for one in messages.said] == ["make-up-leans"]
    assert marks_of(ledger, meetings[1])["陈文静"] == "absent"
    assert grid.view.currentIndex().row() == 0


def test_somebody_not_on_the_sheet_is_added_only_when_asked(
    qtbot: QtBot, ledger: Ledger, messages: Recorder, meetings: list[str], grid: AttendanceGrid
) -> None:
    messages.answers += [False, True]
    grid.choose(3, 1)
    grid.choose(3, 0)
    qtbot.keyClick(grid.view, Qt.Key.Key_7)
    assert "张雪梅" not in marks_of(ledger, meetings[0])
    qtbot.keyClick(grid.view, Qt.Key.Key_7)
    assert [one.kind for one in messages.said] == ["ask", "ask", "error"]
    assert messages.said[-1].code == "attendance-not-member", "she arrived in June"
    assert "张雪梅" not in marks_of(ledger, meetings[0])


def test_marks_of_another_hand_show_at_once(
    ledger: Ledger, meetings: list[str], people: list[str], grid: AttendanceGrid
) -> None:
    with ledger.operation("attendance.mark") as op:
        attendance.mark(op, meetings[0], people[2], "official", reason="县里开会")
    grid.choose(2, 0)
    assert grid.told.text().startswith("王建国：公假（县里开会）")


def test_enter_writes_the_reason(
    qtbot: QtBot, ledger: Ledger, page: MeetingsPage, meetings: list[str], grid: AttendanceGrid
) -> None:
    grid.choose(1, 0)
    qtbot.keyClick(grid.view, Qt.Key.Key_Return)
    dialog = shown_dialog(page)
    assert isinstance(dialog, MarkDialog)
    dialog.reason.setText("住院")
    dialog.submit()
    lines = {one.name: (one.mark, one.reason) for one in attendance.sheet(ledger, meetings[0])}
    assert lines["李晓东"] == ("sick", "住院")
    assert grid.told.text().startswith("李晓东：病假（住院）")
