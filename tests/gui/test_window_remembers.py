"""What the window keeps from one start to the next, and by what name a ledger is called."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui import labels
from gui.main_window import MainWindow
from gui.pages.members_page import MembersPage
from gui.session import Session
from gui.settings_file import SettingsFile
from models import backup, vault
from models.ledger import Ledger
from tests.gui.conftest import ORGANIZATION


def again(qtbot: QtBot, window: MainWindow) -> MainWindow:
    window.close()
    made = MainWindow(SettingsFile(window.settings.path))
    qtbot.addWidget(made)
    made.show_as_left()
    return made


def test_a_maximised_window_comes_back_maximised(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(900, 600)
    assert not again(qtbot, window).isMaximized()
    window.show()
    window.showMaximized()
    assert again(qtbot, window).isMaximized()


def test_columns_come_back_as_wide_as_they_were_drawn(
    qtbot: QtBot, ledger: Ledger, members: list[str], window: MainWindow
) -> None:
    page = window.show_page("members")
    assert isinstance(page, MembersPage)
    page.table.setColumnWidth(1, 217)
    page.table.show_column("education", False)
    page.table.sortByColumn(5, Qt.SortOrder.DescendingOrder)
    first = page.table.records.key(0)
    assert page.table.look == {"widths": {"name": 217}, "left_out": ["education"], "sort": ["birth_date", True]}
    window._keep_looks()
    other = MainWindow(SettingsFile(window.settings.path))
    session = Session(other)
    qtbot.addWidget(other, before_close_func=lambda _window: session.end())
    other.resize(1366, 730)
    other.show()
    session.show(ledger)
    shown = other.show_page("members")
    assert isinstance(shown, MembersPage)
    assert shown.table.columnWidth(1) == 217
    assert shown.table.isColumnHidden(7) and shown.table.records.key(0) == first
    shown.table.forget_look()
    assert shown.table.columnWidth(1) != 217 and not shown.table.left_out


RUBBISH = (
    {"党员名单": {"widths": {"name": "wide", "sex": -5, "phone": 99_999}, "left_out": ["name", 3]}},
    {"党员名单": {"sort": ["moon", 1]}},
    {"党员名单": {"widths": 3, "left_out": "name", "sort": ["sex"]}},
    {"党员名单": 3},
    [],
)


@pytest.mark.parametrize("rubbish", RUBBISH)
def test_rubbish_in_the_file_costs_only_the_convenience(
    qtbot: QtBot, members: list[str], window: MainWindow, rubbish: object
) -> None:
    window.settings.put("tables", rubbish)
    page = window.show_page("members")
    assert isinstance(page, MembersPage)
    assert page.table.look == {}


# --- names of ledgers -------------------------------------------------------------------------------


@pytest.fixture
def restored(ledger: Ledger, members: list[str], tmp_path: Path) -> Path:
    info = backup.make_backup(ledger, tmp_path, reason="manual")
    path = tmp_path / "恢复的.zbtz"
    backup.restore_backup(info.path, path, actor="尉迟文静")
    return path


def test_the_menu_names_ledgers_by_whose_they_are(
    restored: Path, window: MainWindow, tmp_path: Path
) -> None:
    session = window.findChildren(Session)[0]
    first = window.settings.recent[0]
    session.open(restored)
    told = [one.text() for one in window.header.organization.menu().actions()]
    assert told[0] == f"{ORGANIZATION}　{first.name}"


def test_a_restored_ledger_says_so_beside_the_one_it_could_be_taken_for(
    restored: Path, window: MainWindow
) -> None:
    session = window.findChildren(Session)[0]
    first = window.settings.recent[0]
    assert "恢复自" not in window.windowTitle()
    session.open(restored)
    for told in (window.windowTitle(), window.header.organization.accessibleName()):
        assert ORGANIZATION in told and "（恢复自 " in told and "的备份）" in told
    session.open(first)
    assert "恢复自" not in window.windowTitle()
    entry = window.header.organization.menu().actions()[0].text()
    assert "（恢复自 " in entry and restored.name in entry


def test_where_the_other_is_gone_nothing_needs_to_be_told_apart(restored: Path, window: MainWindow) -> None:
    session = window.findChildren(Session)[0]
    first = window.settings.recent[0]
    session.open(restored)
    session.close()
    first.unlink()
    session.open(restored)
    assert "恢复自" not in window.windowTitle()


def test_only_a_restored_ledger_has_such_a_name(ledger: Ledger, restored: Path) -> None:
    assert labels.ledger_name(ledger) == ORGANIZATION
    with vault.open_ledger(restored) as book:
        assert labels.ledger_name(book).startswith(f"{ORGANIZATION}（恢复自 ")


