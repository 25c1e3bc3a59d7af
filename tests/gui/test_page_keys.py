"""A page's own keys act wherever in the window the focus is, as long as that page is the one shown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from gui.dialogs.meeting_dialog import MeetingDialog
from gui.main_window import MainWindow
from gui.pages import PAGES
from tests.gui.builders import shown_dialog


def new(qtbot: QtBot, window: MainWindow) -> None:
    focused = window.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("place", ["navigation", "head"])
def test_a_new_meeting_from_outside_the_page(
    qtbot: QtBot, members: list[str], window: MainWindow, place: str
) -> None:
    window.show_page("meetings")
    away = window.header.organization if place == "head" else window.navigation.buttons["meetings"]
    away.setFocus()
    new(qtbot, window)
    assert isinstance(shown_dialog(window), MeetingDialog)


def test_a_page_that_is_not_shown_hears_no_key(qtbot: QtBot, members: list[str], window: MainWindow) -> None:
    window.show_page("meetings")
    window.show_page("start")
    new(qtbot, window)
    assert not [one for one in window.findChildren(QDialog) if one.isVisible()]


def test_the_first_page_tells_how_many_pages_there_are(members: list[str], window: MainWindow) -> None:
    assert window.shell.hint.text().startswith("Ctrl+1…9、0 ") and len(PAGES) == 10


def test_the_menu_tells_the_key(window: MainWindow) -> None:
    told = [one.text() for one in window.header.organization.menu().actions()]
    assert "打开另一本台账…\tCtrl+O" in told
