"""The members' page, a journey by keyboard on a real ledger: find, look, add, change, undo, let leave,
read the history.
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from gui.dialogs.history_dialog import HistoryDialog
from gui.dialogs.leave_dialog import LeaveDialog
from gui.dialogs.member_dialog import MemberDialog
from gui.main_window import MainWindow
from gui.pages.members_page import MembersPage
from models import member
from models.ledger import Ledger
from tests.gui.builders import invented_number, shown_dialog, write

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(members: list[str], window: MainWindow) -> MembersPage:
    shown = window.show_page("members")
    assert isinstance(shown, MembersPage)
    return shown


def names(page: MembersPage) -> list[str]:
    return [str(page.model.index(row, 1).data()) for row in range(page.model.rowCount())]


def search(qtbot: QtBot, page: MembersPage, text: str) -> list[str]:
    qtbot.keyClick(page, Qt.Key.Key_F, CTRL)
    page.search.clear()
    if text:
        with qtbot.waitSignal(page.search.searched):
            write(page.search, text)
    return names(page)


def line(dialog: MemberDialog, name: str) -> QLineEdit:
    widget = dialog._places[name].widget
    assert isinstance(widget, QLineEdit)
    return widget


def save(qtbot: QtBot, dialog: MemberDialog) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("尉", ["尉雪梅"]),
        ("shan", ["单秀英"]),
        ("zxq", []),
        ("wjg", ["王建国", "王建国"]),
        ("1085", ["单秀英"]),
    ],
)
def test_search_by_name_pinyin_initials_and_tail(
    qtbot: QtBot, page: MembersPage, ledger: Ledger, typed: str, found: list[str]
) -> None:
    if typed == "1085":
        one = member.list_members(ledger, search="单秀英")[0]
        typed = one.id_number[-4:]
    assert search(qtbot, page, typed) == found


def test_nothing_found_says_so_and_offers_the_way_back(qtbot: QtBot, page: MembersPage) -> None:
    search(qtbot, page, "没有此人")
    assert page.lists.currentWidget() is page.empty_filter
    qtbot.mouseClick(page.empty_filter.action, Qt.MouseButton.LeftButton)
    assert len(names(page)) == 12
    assert page.table.hasFocus()


def test_the_segments_count_and_filter(qtbot: QtBot, page: MembersPage) -> None:
    words = {key: button.text() for key, button in page.parts._buttons.items()}
    assert words == {
        "all": "全部 12",
        "full": "正式 10",
        "probationary": "预备 2",
        "missing": "缺项 1",
        "left": "已离开 0",
    }
    qtbot.mouseClick(page.parts._buttons["missing"], Qt.MouseButton.LeftButton)
    assert names(page) == ["刘志华"]


def test_the_card_shows_the_one_chosen(qtbot: QtBot, page: MembersPage) -> None:
    search(qtbot, page, "刘志华")
    said = [one.text() for one in page.card.findChildren(QLabel) if one.isVisible()]
    assert "还缺：身份证号、入党日期" in said
    assert "1985年7月" in said


def test_one_chooses_opens_and_closes_by_keyboard_alone(qtbot: QtBot, page: MembersPage) -> None:
    assert page.table.hasFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    dialog = shown_dialog(page)
    assert isinstance(dialog, MemberDialog)
    assert line(dialog, "name").text() == names(page)[1]
    assert line(dialog, "name").hasFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_add_fills_birth_and_sex_from_the_number_only_where_they_are_empty(
    qtbot: QtBot, page: MembersPage, ledger: Ledger
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_N, CTRL)
    dialog = shown_dialog(page)
    assert isinstance(dialog, MemberDialog)
    write(line(dialog, "name"), "买买提·艾山")
    qtbot.keyClick(line(dialog, "name"), Qt.Key.Key_Tab)
    qtbot.keyClicks(line(dialog, "id_number"), invented_number(1985, 7, 1, 123))
    qtbot.keyClick(line(dialog, "id_number"), Qt.Key.Key_Tab)
    assert dialog._places["id_number"].finding.text() == "已按号码填入出生日期、性别"
    assert line(dialog, "birth_date").text() == "1985-07-01"
    qtbot.keyClicks(line(dialog, "joined_date"), "2006.7")
    save(qtbot, dialog)
    one = next(one for one in member.list_members(ledger) if one.name == "买买提·艾山")
    assert (one.birth_date, one.sex, one.joined_date) == ("1985-07-01", "male", "2006-07")
    assert page.table.current_key == (1, one.id)
    assert page.window().toast.text == "已新增：买买提·艾山"  # type: ignore[attr-defined]


def test_a_birth_that_contradicts_the_number_is_said_and_not_overwritten(
    qtbot: QtBot, page: MembersPage
) -> None:
    page.add()
    dialog = shown_dialog(page)
    assert isinstance(dialog, MemberDialog)
    line(dialog, "birth_date").setText("1985-08")
    line(dialog, "id_number").setText(invented_number(1985, 7, 1, 123))
    dialog._check_number()
    assert line(dialog, "birth_date").text() == "1985-08"
    assert dialog._places["id_number"].finding.text() == "与号码不一致：出生日期"
    dialog.done(0)


@pytest.mark.parametrize(
    ("field", "typed", "finding"),
    [
        ("name", "", "请填写姓名"),
        ("id_number", "990101198507011230", "号码不对，请核对身份证"),
        ("birth_date", "1985-02-30", "日期不对：1985-02-30"),
        ("arrived_date", "2026-02-30", "日期不对：2026-02-30"),
        ("work", "写" * 101, "“工作岗位（职务）”太长（101 个字，最多 100 个）。"),
    ],
)
def test_what_cannot_stand_is_said_at_its_field_and_nothing_is_written(
    qtbot: QtBot, page: MembersPage, ledger: Ledger, field: str, typed: str, finding: str
) -> None:
    digest = ledger.content_digest()
    page.add()
    dialog = shown_dialog(page)
    assert isinstance(dialog, MemberDialog)
    line(dialog, "name").setText("王建国")
    line(dialog, field).setText(typed)
    save(qtbot, dialog)
    assert dialog.isVisible()
    assert dialog._places[field].finding.text() == finding
    assert line(dialog, field).hasFocus()
    assert ledger.content_digest() == digest
    dialog.done(0)


def test_a_change_writes_only_what_changed_and_can_be_undone(
    qtbot: QtBot, page: MembersPage, ledger: Ledger, members: list[str]
) -> None:
    before = member.get(ledger, members[3])
    page.show_what(member_id=members[3])
    page.open(page.table.current_key)
    dialog = shown_dialog(page)
    assert isinstance(dialog, MemberDialog)
    line(dialog, "phone").setText("13900001111")
    save(qtbot, dialog)
    after = member.get(ledger, members[3])
    assert after.phone == "13900001111"
    assert (after.birth_date, after.joined_date) == (before.birth_date, before.joined_date)
    page.window().activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.keyClick(page.window(), Qt.Key.Key_Z, CTRL)
    assert member.get(ledger, members[3]) == before


def test_the_day_of_arrival_is_kept_with_its_precision_and_shown(
    qtbot: QtBot, page: MembersPage, ledger: Ledger, members: list[str]
) -> None:
    page.show_what(member_id=members[3])
    page.open(page.table.current_key)
    dialog = shown_dialog(page)
    assert isinstance(dialog, MemberDialog)
    line(dialog, "arrived_date").setText("2026.3")
    save(qtbot, dialog)
    assert member.get(ledger, members[3]).arrived_date == "2026-03"
    assert "2026年3月" in [one.text() for one in page.card.findChildren(QLabel)]


def test_leaving_needs_its_reason_and_the_history_tells_it(
    qtbot: QtBot, page: MembersPage, ledger: Ledger, members: list[str]
) -> None:
    page.show_what(member_id=members[0])
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    dialog = shown_dialog(page)
    assert isinstance(dialog, LeaveDialog)
    dialog.kind.setCurrentIndex(dialog.kind.findData("other"))
    dialog.submit()
    assert "还没有填写" in dialog.problem.text
    dialog.reason.setText("随子女迁居")
    dialog.submit()
    assert member.get(ledger, members[0]).status == "left"
    assert len(names(page)) == 11
    page.parts._buttons["left"].click()
    assert names(page) == ["王建国"]
    page.show_history()
    history = shown_dialog(page)
    assert isinstance(history, HistoryDialog)
    said = [one.text() for one in history.findChildren(QLabel)]
    assert "原因：随子女迁居" in said
    assert any(text.startswith("在册  →  已离开") for text in said)
    history.reject()


def test_groups_filter_and_unknown_groups_do_not_show(qtbot: QtBot, page: MembersPage) -> None:
    assert isinstance(page.groups, QComboBox)
    assert [page.groups.itemText(at) for at in range(page.groups.count())] == [
        "全部党小组",
        "第一党小组",
        "未编组",
    ]
    page.groups.setCurrentIndex(1)
    assert len(names(page)) == 6
    page.groups.setCurrentIndex(2)
    assert len(names(page)) == 6


def test_the_empty_register_offers_the_one_next_thing(window: MainWindow) -> None:
    shown = window.show_page("members")
    assert isinstance(shown, MembersPage)
    assert shown.lists.currentWidget() is shown.empty
    assert shown.empty.action.text() == "导入花名册"
    assert not shown.card.isVisible()
