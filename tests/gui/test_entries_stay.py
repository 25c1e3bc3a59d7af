"""Whatever is typed stays in the field meant: no field is left by itself, and no key that closes an entry does more."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.dialogs.make_up_dialog import MakeUpDialog
from gui.dialogs.meeting_dialog import MeetingDialog
from gui.dialogs.meeting_marks import DIGITS
from gui.dialogs.post_dialog import PostDialog
from gui.kinds.lines import Line
from gui.kinds.people_grid import PeopleGrid
from gui.main_window import MainWindow
from gui.pages.meetings_page import MeetingsPage
from gui.widgets.person_field import NameField, Person
from gui.widgets.time_edit import TimeEdit
from models import attendance, meeting, member
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from tests.gui.builders import shown_dialog, write

NAMES = ("赵建国", "钱晓东", "孙雪梅", "李志华", "周秀英", "王建国", "汪建国")
TAB, ENTER = Qt.Key.Key_Tab, Qt.Key.Key_Return


@pytest.fixture
def people(ledger: Ledger) -> dict[str, str]:
    with ledger.operation("roster.import") as op:
        return {
            name: member.add_member(op, member_id=ledger.ids.new(), name=name, joined_date="2001-07-01")
            for name in NAMES
        }


@pytest.fixture
def page(people: dict[str, str], window: MainWindow) -> MeetingsPage:
    shown = window.show_page("meetings")
    assert isinstance(shown, MeetingsPage)
    return shown


@pytest.fixture
def dialog(page: MeetingsPage) -> MeetingDialog:
    page.add()
    shown = shown_dialog(page)
    assert isinstance(shown, MeetingDialog)
    return shown


def press(qtbot: QtBot, window: QWidget, *keys: str | Qt.Key) -> None:
    """Real key events to whatever has the focus, as hands press them that do not look at the screen."""
    for key in keys:
        at = window.focusWidget()
        assert at is not None
        if isinstance(key, str) and key.isascii():
            qtbot.keyClicks(at, key)
        elif isinstance(key, str):
            write(at, key)
        else:
            qtbot.keyClick(at, key)


@pytest.mark.parametrize("ends", [TAB, ENTER])
@pytest.mark.parametrize(("first", "last"), [("1430", "1630"), ("930", "11"), ("14:30", "16:30"), ("9点半", "11点")])
def test_times_are_left_by_the_key_that_is_pressed_and_by_nothing_else(
    qtbot: QtBot, dialog: MeetingDialog, first: str, last: str, ends: Qt.Key
) -> None:
    dialog.fields.start_time.setFocus()
    press(qtbot, dialog, first, ends, last, ends, "社区会议室", ends, "孙雪梅", ends, "李志华", ends, "研究工作")
    kept = dialog.fields.values()
    assert (kept["place"], kept["chair"], kept["recorder"], kept["topic"]) == (
        "社区会议室", "孙雪梅", "李志华", "研究工作"
    )
    assert [len(kept[name]) for name in ("start_time", "end_time")] == [5, 5]


def test_no_line_of_the_meeting_is_left_while_it_is_typed_in(qtbot: QtBot, dialog: MeetingDialog) -> None:
    for line in dialog.findChildren(QLineEdit):
        if line.isVisible() and line.isEnabled():
            line.setFocus()
            line.clear()
            qtbot.keyClicks(line, "20261130093012")
            assert line.hasFocus(), line.accessibleName()


def test_a_time_can_be_typed_over_without_leaving_it(qtbot: QtBot) -> None:
    edit = TimeEdit()
    qtbot.addWidget(edit)
    qtbot.keyClicks(edit, "1430")
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    qtbot.keyClicks(edit, "5")
    assert (edit.text(), edit.kept()) == ("1435", "14:35")


# --- names -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [TAB, ENTER])
def test_initials_become_the_name_however_the_field_is_left(
    qtbot: QtBot, dialog: MeetingDialog, end: Qt.Key
) -> None:
    dialog.fields.chair.setFocus()
    dialog.fields.chair.clear()
    press(qtbot, dialog, "sxm", end)
    assert dialog.fields.chair.text() == "孙雪梅"
    assert dialog.fields.chair.note.text() == ""


def test_whom_the_arrow_chose_is_taken_by_tab(qtbot: QtBot, dialog: MeetingDialog) -> None:
    dialog.fields.recorder.setFocus()
    press(qtbot, dialog, "wjg", Qt.Key.Key_Down, Qt.Key.Key_Down, TAB)
    assert dialog.fields.recorder.text() in ("王建国", "汪建国")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("社区会议室", "社区会议室不在名册，按来宾记"),
        ("区委党校 马老师", "区委党校、马老师不在名册，按来宾记"),
        ("孙雪梅、马老师", "马老师不在名册，按来宾记"),
        ("xyz", "xyz不在名册，按来宾记"),
        ("wjg", "“wjg”有 2 人符合，还没有选定"),
        ("孙雪梅", ""),
        ("孙雪梅（书记）、李志华", ""),
        ("", ""),
    ],
)
def test_a_name_of_nobody_on_the_register_is_told_quietly_and_kept(
    qtbot: QtBot, dialog: MeetingDialog, typed: str, said: str
) -> None:
    for field in (dialog.fields.chair, dialog.fields.recorder, dialog.fields.lecturer):
        field.setText(typed)
        dialog.fields.topic.setFocus()
        assert field.note.text() == said
        assert field.text() == typed


def test_nothing_is_said_while_the_name_is_being_typed(qtbot: QtBot, dialog: MeetingDialog) -> None:
    dialog.fields.chair.setFocus()
    dialog.fields.chair.clear()
    press(qtbot, dialog, "马老师")
    assert dialog.fields.chair.note.text() == ""
    press(qtbot, dialog, TAB)
    assert dialog.fields.chair.note.isVisible() and "马老师" in dialog.fields.chair.note.text()


def test_the_tutor_and_the_post_take_initials_with_tab(
    qtbot: QtBot, page: MeetingsPage, people: dict[str, str], ledger: Ledger
) -> None:
    with ledger.operation("meeting.record") as op:
        made = meeting.record_meeting(
            op, meeting_id="m", kinds=["assembly"], day="2026-11-18", topic="学习", roster=list(people.values()),
            marks={people["赵建国"]: "personal"}, reasons={},
        )
    held = meeting.get(ledger, made)
    away = next(line for line in attendance.sheet(ledger, made) if line.mark == "personal")
    make_up = MakeUpDialog(page, page.workspace, held, away)
    make_up.open()
    assert shown_dialog(page) is make_up
    make_up.tutor.setFocus()
    press(qtbot, make_up, "lzh", TAB)
    assert make_up.tutor.text() == "李志华"
    make_up.done(0)
    post = PostDialog(page, page.workspace)
    post.open()
    assert shown_dialog(page) is post
    press(qtbot, post, "zxy", TAB)
    assert (post.member.text(), post.member.member_id) == ("周秀英", people["周秀英"])
    post.done(0)


def test_a_window_that_comes_to_the_front_again_changes_no_name(qtbot: QtBot) -> None:
    field = NameField("")
    qtbot.addWidget(field)
    field.offer([Person("a", "孙雪梅", "sunxuemei", "sxm")])
    field.show()
    field.setFocus()
    qtbot.keyClicks(field, "sxm")
    QApplication.sendEvent(field, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason))
    assert field.text() == "sxm"
    QApplication.sendEvent(field, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.MouseFocusReason))
    assert field.text() == "孙雪梅"


# --- marks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("habit", [TAB, ENTER])
def test_the_key_pressed_after_each_mark_loses_nobody(
    qtbot: QtBot, dialog: MeetingDialog, people: dict[str, str], habit: Qt.Key
) -> None:
    """`sxm3` is complete with its digit; who presses Enter or Tab after it goes on typing names here."""
    dialog.fields.kinds.setFocus()
    press(qtbot, dialog, "1")
    dialog.entry.field.setFocus()
    press(qtbot, dialog, "sxm3", habit, "lzh4", habit, "zxy6", habit)
    assert dialog.entry.marks.valid == {
        people["孙雪梅"]: "personal", people["李志华"]: "sick", people["周秀英"]: "absent"
    }
    assert dialog.entry.field.hasFocus()
    press(qtbot, dialog, habit)
    assert not dialog.entry.field.hasFocus()
    assert dialog.texts["minutes"].text() == ""


def test_a_name_that_was_begun_and_has_no_mark_is_not_saved_over(
    qtbot: QtBot, ledger: Ledger, dialog: MeetingDialog
) -> None:
    dialog.fields.kinds.setFocus()
    press(qtbot, dialog, "1")
    dialog.fields.topic.setText("学习")
    dialog.entry.field.setFocus()
    press(qtbot, dialog, "sxm", TAB)
    assert "孙雪梅" in dialog.entry.told.text()
    dialog.submit()
    assert meeting.list_meetings(ledger) == [] and dialog.isVisible()
    assert dialog.entry.field.hasFocus() and "sxm" in dialog.problem.text
    press(qtbot, dialog, "sxm3")
    dialog.submit()
    (kept,) = meeting.list_meetings(ledger)
    assert (kept.expected, kept.present) == (len(NAMES), len(NAMES) - 1)


@pytest.mark.parametrize("habit", [TAB, ENTER])
def test_in_the_attendance_table_a_digit_and_enter_mark_one_person(
    qtbot: QtBot, ledger: Ledger, people: dict[str, str], page: MeetingsPage, habit: Qt.Key
) -> None:
    with ledger.operation("meeting.record") as op:
        meeting.record_meeting(
            op, meeting_id="m", kinds=["assembly"], day="2026-11-18", topic="学习", roster=list(people.values()),
            marks={}, reasons={},
        )
    qtbot.keyClick(page, Qt.Key.Key_F3)
    view = page.grid.view
    view.setFocus()
    page.grid.choose(0, 0)
    for _person in range(3):
        press(qtbot, view.window(), "3", habit)
    marks = [one.mark for one in attendance.sheet(ledger, "m")]
    assert marks.count("personal") == 3
    assert view.currentIndex().row() == 3
    assert view.hasFocus() and view.isActiveWindow()


# --- tables that are typed in --------------------------------------------------------------------------


@pytest.fixture
def exam(qtbot: QtBot, people: dict[str, str], window: MainWindow) -> PeopleGrid:
    page = window.show_page("study")
    assert page is not None
    made = PeopleGrid(page, page.workspace, kind_of("exam"))
    made.open()
    made.cells.setFocus()
    return made


def results(exam: PeopleGrid) -> list[Line]:
    return list(exam.cells.lines.filled.values())


def test_a_score_left_with_tab_is_not_replaced_by_the_next(qtbot: QtBot, exam: PeopleGrid) -> None:
    exam.cells.setCurrentCell(0, exam.cells.column_of("score"))
    press(qtbot, exam, "8", "8", TAB, "9", "0", TAB)
    (one,) = results(exam)
    assert (one["score"], one["grade"]) == ("88", "90")
    assert exam.cells.currentColumn() == exam.cells.column_of("grade") + 1


@pytest.mark.parametrize("habit", [TAB, ENTER])
def test_a_digit_and_enter_say_of_one_person_whether_she_passed(
    qtbot: QtBot, exam: PeopleGrid, habit: Qt.Key
) -> None:
    exam.cells.setCurrentCell(0, 3)
    press(qtbot, exam, "1", habit, "2", habit, "1", habit)
    assert [one["passed"] for one in results(exam)] == ["合格", "不合格", "合格"]
    assert exam.cells.currentRow() == 3


def test_every_digit_of_the_marks_is_one_that_completes() -> None:
    assert sorted(DIGITS) == list("1234567")
