"""The frame: pages by key, undo by key with a name, the state of saving, folding on narrow screens."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from gui import style
from gui.main_window import MainWindow
from gui.messages import Messages, Recorder
from gui.pages import PAGES
from gui.pages.members_page import MembersPage
from models import member, organization
from models.clock import FixedClock
from tests.gui.builders import fill

ROOT = Path(__file__).resolve().parents[2]


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, *, shift: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window, key, held | Qt.KeyboardModifier.ShiftModifier if shift else held)


def chosen(window: MainWindow) -> list[str]:
    return [key for key, one in window.navigation.buttons.items() if one.isChecked()]


def test_each_page_opens_by_its_number_and_has_the_focus_inside(qtbot: QtBot, window: MainWindow) -> None:
    assert [entry.digit for entry in PAGES] == [*range(1, 10), 0]
    for entry in PAGES:
        press(qtbot, window, Qt.Key(Qt.Key.Key_0 + entry.digit))
        assert chosen(window) == [entry.key]
        page = window.page(entry.key)
        assert page.isVisible()
        focused = window.focusWidget()
        assert focused is page or page.isAncestorOf(focused), f"{entry.key}: focus on {focused}"


def test_a_page_is_built_on_its_first_visit(window: MainWindow) -> None:
    assert [type(one).__name__ for one, _area in window._pages.values()] == ["StartPage"]


def test_ctrl_k_searches_the_members_from_anywhere(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_K)
    page = window.page("members")
    assert isinstance(page, MembersPage)
    assert page.search.hasFocus()


def test_ctrl_z_undoes_with_a_name_and_shift_brings_it_back(qtbot: QtBot, window: MainWindow) -> None:
    workspace = window.workspace
    assert workspace is not None
    workspace.bridge.run("member.add", lambda op: member.add_member(op, member_id="a", name="仇小满"))
    assert window.saved.text().startswith("✓ 已保存 ")
    press(qtbot, window, Qt.Key.Key_Z)
    assert window.toast.text == "已撤销：新增党员 仇小满"
    assert window.toast.isVisible()
    assert member.list_members(workspace.ledger) == []
    press(qtbot, window, Qt.Key.Key_Z, shift=True)
    assert window.toast.text == "已重做：新增党员 仇小满"
    assert len(member.list_members(workspace.ledger)) == 1


def asked(window: MainWindow, messages: Recorder) -> str:
    """Press Ctrl+Z where somebody declines: what was asked; nothing is undone."""
    assert window.workspace is not None
    before = window.workspace.ledger.content_digest()
    messages.said.clear()
    messages.answers[:] = [False]
    window._undo_newest()
    assert window.workspace.ledger.content_digest() == before
    messages.answers.clear()
    return "\n".join(f"{said.what}\n{said.detail}" for said in messages.said)


def test_ctrl_z_asks_where_it_may_not_be_meant(window: MainWindow, messages: Recorder, clock: FixedClock) -> None:
    workspace = window.workspace
    assert workspace is not None
    workspace.bridge.run("member.add", lambda op: member.add_member(op, member_id="a", name="仇小满"))
    window.show_page("pledges")
    told = asked(window, messages)
    assert "撤销“新增党员 仇小满”？" in told and "它是在“工作台”里办的" in told
    window.show_page("start")
    clock.current += timedelta(minutes=11)
    assert "它已经过了 11 分钟" in asked(window, messages)
    clock.current -= timedelta(minutes=11)
    workspace.bridge.run("archive.print", lambda op: organization.change_setting(op, "x", "1"))
    assert "它之后还做过" in asked(window, messages)
    messages.answers[:] = [True]
    window._undo_newest()
    assert member.list_members(workspace.ledger) == []


def test_an_operation_of_an_earlier_start_belongs_to_its_kind_s_page(window: MainWindow, messages: Recorder) -> None:
    workspace = window.workspace
    assert workspace is not None
    workspace.bridge.run("member.add", lambda op: member.add_member(op, member_id="a", name="仇小满"))
    workspace.bridge.done_on.clear()
    assert "它是在“党员”里办的" in asked(window, messages)
    window.show_page("members")
    window._undo_newest()
    assert member.list_members(workspace.ledger) == []


def test_ctrl_z_never_takes_back_the_joining_with_the_committee(window: MainWindow, messages: Recorder) -> None:
    workspace = window.workspace
    assert workspace is not None
    workspace.bridge.run("member.add", lambda op: member.add_member(op, member_id="a", name="仇小满"))
    workspace.bridge.run("committee.register", lambda op: organization.change_setting(op, "x", "1"))
    before = workspace.ledger.content_digest()
    window._undo_newest()
    assert [said.code for said in messages.said] == ["undo-from-log"]
    assert workspace.ledger.content_digest() == before


def test_the_question_leaves_everything_as_it_is_on_enter(qtbot: QtBot, window: MainWindow) -> None:
    done: list[str] = []
    ask = {"yes": "撤销这一笔", "no": "不撤销"}
    Messages().ask_before(window, "撤销“新增党员”？", "", **ask, then=lambda: done.append("yes"))
    (dialog,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
    focused = dialog.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "不撤销"
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert done == []
    assert not dialog.isVisible()


def test_the_head_tells_whose_ledger_it_is(window: MainWindow) -> None:
    assert "桐花巷社区" in window.header.organization.accessibleName()
    assert window.header.user.text() == "尉迟文静"
    assert not window.header.lock.isVisible()
    assert window.windowTitle().startswith("中共云栖市")


def test_the_navigation_folds_where_the_window_is_narrow(qtbot: QtBot, window: MainWindow) -> None:
    wide = window.navigation.width()
    window.resize(800, 560)
    qtbot.waitUntil(lambda: window.navigation.width() < wide)
    window.resize(1366, 730)
    qtbot.waitUntil(lambda: window.navigation.width() == wide)


def test_f6_goes_round_head_navigation_and_page(qtbot: QtBot, window: MainWindow) -> None:
    fill(window.workspace.ledger, 3)  # type: ignore[union-attr]
    window.show_page("members")
    page = window.page("members")
    assert page.isAncestorOf(window.focusWidget())
    for area in (window.header, window.navigation, page):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        assert area.isAncestorOf(window.focusWidget())


def test_arrows_move_in_the_navigation(qtbot: QtBot, window: MainWindow) -> None:
    first, second = list(window.navigation.buttons.values())[:2]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert chosen(window) == [second.entry.key]


def test_the_size_is_remembered(window: MainWindow) -> None:
    window.resize(720, 510)
    window.close()
    assert MainWindow(window.settings).size() == window.size()


@pytest.mark.parametrize("module", ["sqlite_utils", "sqlcipher3", "reportlab", "pypinyin", "cryptography"])
def test_the_empty_frame_is_painted_before_what_is_slow_is_imported(module: str) -> None:
    code = (
        "import sys; from gui import application; from gui.main_window import MainWindow;"
        "from gui.settings_file import SettingsFile; app = application.make_application(['x']);"
        "window = MainWindow(SettingsFile()); window.show(); app.processEvents();"
        f"sys.exit({module!r} in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0


@pytest.mark.parametrize("width", [1366, 910, 683])
def test_what_is_said_in_passing_lies_over_the_foot_not_over_the_page(
    qtbot: QtBot, members: list[str], window: MainWindow, width: int
) -> None:
    window.resize(width, 480)
    window.toast.show_text("已登记：研究全年工作（应到 12、实到 11）", "撤销")
    qtbot.waitUntil(lambda: window.shell.foot.isVisible() and window.width() == width)
    body = window.shell.stack.mapTo(window.shell, QPoint(0, window.shell.stack.height())).y()
    margin = style.PAGE_MARGIN[3]
    assert window.toast.isVisible() and window.toast.geometry().top() >= body - margin
    assert window.toast.geometry().bottom() <= window.shell.height()
