"""No key is given twice: of two actions that listen to the same key Qt calls neither."""

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.pages import PAGES
from models.ledger import Ledger
from tests.gui.doors import doors
from tests.gui.eyes import settle
from tests.gui.long_ledger import Long, fill_long


@pytest.fixture
def long(ledger: Ledger) -> Long:
    return fill_long(ledger)


def twice(window: QWidget) -> list[str]:
    """The keys to which more than one thing in this window listens just now."""
    keys = [
        key.toString()
        for one in window.findChildren(QShortcut)
        for key in one.keys()  # noqa: SIM118  # a shortcut is no dict
        if _awake(one.parent(), window) and one.isEnabled()
    ]
    # A menu that is folded listens as well.
    keys += [key.toString() for one in window.findChildren(QAction) if one.isEnabled() for key in one.shortcuts()]
    return [key for key, count in Counter(keys).items() if count > 1]


def _awake(owner: object, window: QWidget) -> bool:
    return isinstance(owner, QWidget) and owner.isVisible() and owner.window() is window


@pytest.mark.parametrize("key", [entry.key for entry in PAGES])
def test_no_two_actions_of_the_window_share_a_key(long: Long, window: MainWindow, key: str) -> None:
    window.show_page(key)
    settle()
    assert len(window.findChildren(QShortcut)) > 10
    assert twice(window) == []


def test_no_two_actions_of_a_dialog_share_a_key(
    qtbot: QtBot, long: Long, window: MainWindow, tmp_path: Path
) -> None:
    assert window.workspace is not None
    tasks, found = window.workspace.tasks, {}
    for name, door in doors(window, long, tmp_path).items():
        dialog = door()
        if not dialog.isVisible():
            dialog.open()
        qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
        settle()
        if twice(dialog):
            found[name] = twice(dialog)
        dialog.done(0)
    assert found == {}


@pytest.mark.parametrize("key", [entry.key for entry in PAGES])
def test_ctrl_o_asks_for_a_ledger_from_every_page(
    qtbot: QtBot, long: Long, window: MainWindow, key: str
) -> None:
    window.open_asked.disconnect()
    window.show_page(key)
    with qtbot.waitSignal(window.open_asked, timeout=3000):
        qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)


def test_the_menu_tells_the_key(window: MainWindow) -> None:
    told = [one.text() for one in window.header.organization.menu().actions()]
    assert "打开另一本台账…\tCtrl+O" in told
