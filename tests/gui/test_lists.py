"""What every list can do: copied for Excel, saved as a workbook, its columns chosen, many rows ticked at once."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from gui import file_choice
from gui.dialogs.fill_members import FillMembersDialog
from gui.kinds.list_view import KindList
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.pages.members_page import MembersPage
from gui.pages.study_page import StudyPage
from gui.widgets.calendar import Calendar
from gui.widgets.paged_table import PagedTable
from models import journal, member, undo
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from tests.gui.builders import shown_dialog

TALK = kind_of("talk")


@pytest.fixture
def talks(window: MainWindow, ledger: Ledger, members: list[str]) -> KindList:
    """The list of five talks."""
    for at in range(5):
        said = {"kind": "speech", "day": f"2026-0{at + 2}-11", "title": f"第{at}讲", "occasion": "交流会"}
        with ledger.operation("talk.add") as op:
            records.add(op, ledger.ids, TALK, [members[at]], **said)
    page = window.show_page("study")
    assert isinstance(page, StudyPage)
    page.show_view("talk")
    view = page.views["talk"]
    assert isinstance(view, KindList)
    view.table.setFocus()
    return view


def clipboard() -> list[list[str]]:
    return [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]


def menu(table: PagedTable, row: int) -> QMenu:
    place = table.visualRect(table.records.index(row, 1)).center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, table.viewport().mapToGlobal(place))
    QApplication.sendEvent(table.viewport(), asked)
    (found,) = (one for one in table.findChildren(QMenu) if one.isVisible())
    return found


def act(menu: QMenu, word: str) -> None:
    (found,) = (one for one in menu.actions() if one.text().startswith(word))
    found.trigger()


def test_ctrl_c_copies_what_is_ticked_with_its_titles(qtbot: QtBot, talks: KindList) -> None:
    qtbot.keyClick(talks.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard()[0][:4] == ["日期", "姓名", "形式", "发言题目"]
    assert [line[3] for line in clipboard()[1:]] == ["第4讲"]
    talks.table.tick_all()
    qtbot.keyClick(talks.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert [line[3] for line in clipboard()[1:]] == ["第4讲", "第3讲", "第2讲", "第1讲", "第0讲"]
    assert {len(line) for line in clipboard()} == {6}
    assert "<td>第4讲</td>" in QGuiApplication.clipboard().mimeData().html()


def test_a_right_click_offers_what_the_buttons_do(qtbot: QtBot, talks: KindList, ledger: Ledger) -> None:
    found = menu(talks.table, 2)
    assert talks.table.current.title == "第2讲"
    told = [one.text().split("\t")[0] for one in found.actions() if one.text()]
    assert told == ["修改…", "删去", "复制这一行", "复制整张表（5 行）", "存为 Excel…", "显示哪些栏"]
    act(found, "修改")
    dialog = shown_dialog(talks)
    assert dialog.windowTitle().startswith("发言：")
    dialog.done(0)


def test_several_ticked_cannot_be_changed_one_by_one(qtbot: QtBot, talks: KindList) -> None:
    talks.table.tick_all()
    assert not talks.edit_button.isEnabled()
    told = [one.text() for one in menu(talks.table, 0).actions()]
    assert "修改…" not in told and "删去 5 条" in told and "复制 5 行\tCtrl+C" in told


def test_shift_ticks_from_the_row_touched_last(qtbot: QtBot, talks: KindList) -> None:
    table, shift = talks.table, Qt.KeyboardModifier.ShiftModifier
    for _ in range(2):
        qtbot.keyClick(table, Qt.Key.Key_Down, shift)
    assert [one.title for one in table.ticked] == ["第4讲", "第3讲", "第2讲"]
    table.tick([])
    box = table.visualRect(table.records.index(0, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box)
    last = table.visualRect(table.records.index(3, 2)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, shift, last)
    assert [one.title for one in table.ticked] == ["第4讲", "第3讲", "第2讲", "第1讲"]


def test_many_are_taken_out_as_one_and_come_back(talks: KindList, ledger: Ledger, messages: Recorder) -> None:
    talks.table.tick_all()
    messages.answers[:] = [True]
    talks.remove()
    assert records.listed(ledger, TALK) == []
    undo.undo(ledger)
    assert len(records.listed(ledger, TALK)) == 5


def test_what_is_listed_becomes_a_workbook(
    talks: KindList, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "发言.xlsx"
    monkeypatch.setattr(file_choice, "choose_save", lambda *asked: asked[-1](path))
    act(menu(talks.table, 0), "存为 Excel")
    rows = list(openpyxl.load_workbook(path).active.values)
    assert rows[0][:4] == ("日期", "姓名", "形式", "发言题目") and len(rows) == 6
    assert rows[1][0] == "2026-06-11" and rows[1][3] == "第4讲"


def test_a_column_is_left_out_and_what_says_whose_it_is_stays(talks: KindList) -> None:
    columns = next(one.menu() for one in menu(talks.table, 0).actions() if one.text() == "显示哪些栏")
    assert [one.text() for one in columns.actions()][:2] == ["姓名", "形式"]
    act(columns, "会议")
    at = [column.key for column in talks.table.records.columns].index("occasion")
    assert talks.table.isColumnHidden(at)
    act(columns, "栏宽")
    assert not talks.table.isColumnHidden(at)


def test_the_members_have_it_too(window: MainWindow, members: list[str]) -> None:
    page = window.show_page("members")
    assert isinstance(page, MembersPage)
    told = [one.text() for one in menu(page.table, 1).actions()]
    assert "复制整张表（12 行）" in told and "存为 Excel…" in told


def test_a_day_is_picked_from_the_calendar(qtbot: QtBot, talks: KindList) -> None:
    talks.add()
    dialog = shown_dialog(talks)
    line = dialog.fields["day"]
    line.setText("2026-03-05")
    qtbot.keyClick(line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    (calendar,) = line.findChildren(Calendar)
    assert calendar.isVisible() and calendar.days.selectedDate().toString("yyyy-MM-dd") == "2026-03-05"
    view = calendar.days.focusProxy() or calendar.days
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert line.text() == "2026-03-06" and line.hasFocus()
    dialog.done(0)


# --- the members: many at once ----------------------------------------------------------------


@pytest.fixture
def page(window: MainWindow, members: list[str]) -> MembersPage:
    shown = window.show_page("members")
    assert isinstance(shown, MembersPage)
    shown.table.setFocus()
    return shown


def test_a_category_and_a_group_for_everybody_are_few_actions(
    qtbot: QtBot, page: MembersPage, ledger: Ledger
) -> None:
    """Ctrl+A, 批量填写, two choices with an arrow each, Enter: six actions however many people there are."""
    before = journal.last_seq(ledger)
    qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.batch.isVisible() and page.ticked.text() == "勾选了 12 人"
    page.fill_button.click()
    dialog = shown_dialog(page)
    assert isinstance(dialog, FillMembersDialog)
    qtbot.keyClick(dialog.fields["category"], Qt.Key.Key_Down)
    assert "预备党员" not in dialog.told.text() and "原来不一样的 2 人改掉" in dialog.told.text()
    qtbot.keyClick(dialog.fields["group"], Qt.Key.Key_Down)
    qtbot.keyClick(dialog.fields["group"], Qt.Key.Key_Return)
    people = member.list_members(ledger)
    assert {(one.category, one.group) for one in people} == {("full", "第一党小组")}
    assert journal.last_seq(ledger) == before + 1
    undo.undo(ledger)
    assert {one.category for one in member.list_members(ledger)} == {"full", "probationary"}


def test_who_left_meanwhile_is_passed_over_and_named(page: MembersPage, ledger: Ledger, members: list[str]) -> None:
    page.table.tick_all()
    page.fill_many()
    dialog = shown_dialog(page)
    assert isinstance(dialog, FillMembersDialog)
    dialog.fields["category"].setCurrentIndex(1)
    with ledger.operation("member.remove") as op:
        member.remove_member(op, members[5], kind="transfer", date="2026-11-01")
    dialog.submit()
    gone = member.get(ledger, members[5])
    assert gone.category == "probationary"
    assert f"{gone.name}已经离开，没有改" in page.window().toast.text


def test_nothing_chosen_changes_nothing(page: MembersPage, ledger: Ledger) -> None:
    before = journal.last_seq(ledger)
    page.table.tick_all()
    page.fill_many()
    dialog = shown_dialog(page)
    assert isinstance(dialog, FillMembersDialog)
    dialog.submit()
    assert dialog.isVisible() and "还没有选" in dialog.problem.text and journal.last_seq(ledger) == before
    dialog.reject()


def test_who_is_no_longer_listed_is_no_longer_ticked(page: MembersPage) -> None:
    page.table.tick_all()
    page.parts._buttons["probationary"].click()
    assert len(page.table.ticked_keys) == 2
    page.parts._buttons["left"].click()
    assert page.table.ticked_keys == [] and not page.batch.isVisible()
