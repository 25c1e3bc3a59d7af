"""Every dialog by keyboard: the focus begins where one begins, goes through everything, is seen and has a name."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.dialogs.base import FormDialog
from gui.main_window import MainWindow
from models.ledger import Ledger
from tests.gui.doors import doors
from tests.gui.eyes import nameless, settle, told
from tests.gui.long_ledger import Long, fill_long

MOST_STOPS = 120


@pytest.fixture
def long(ledger: Ledger) -> Long:
    return fill_long(ledger)


def open_up(qtbot: QtBot, window: MainWindow, dialog: QDialog) -> None:
    assert window.workspace is not None
    tasks = window.workspace.tasks
    if not dialog.isVisible():
        dialog.open()
    qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
    dialog.activateWindow()
    settle()


def walk(qtbot: QtBot, dialog: QDialog) -> list[QWidget]:
    """Press Tab until it comes back to where it began."""
    seen: list[QWidget] = []
    while len(seen) < MOST_STOPS:
        focused = dialog.focusWidget()
        if focused is None or focused in seen:
            break
        seen.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    return seen


def wrong_with(qtbot: QtBot, dialog: QDialog) -> list[str]:
    found = [f"no name: {one}" for one in nameless(dialog)]
    first = dialog.focusWidget()
    if first is None or not first.isVisible():
        found.append("no focus at the beginning")
    elif isinstance(dialog, FormDialog) and first is dialog.primary and _fields(dialog):
        found.append(f"begins on {told(first)} though there is something to fill in")
    stops = walk(qtbot, dialog)
    found += [f"stops at what is not seen: {told(one)}" for one in stops if not one.isVisible()]
    missed = [
        one
        for one in dialog.findChildren(QPushButton)
        if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and one not in stops
    ]
    # Of the joined buttons of a choice only the chosen one is a stop; the arrows move on.
    found += [f"not reached: {told(one)}" for one in missed if not one.isCheckable()]
    return found


def _fields(dialog: QDialog) -> list[QLineEdit]:
    lines = [one for one in dialog.findChildren(QLineEdit) if one.isVisible() and one.isEnabled()]
    return [one for one in lines if not one.isReadOnly()]


def test_every_dialog_can_be_gone_through_with_tab(
    qtbot: QtBot, long: Long, window: MainWindow, tmp_path: Path
) -> None:
    found = {}
    for name, door in doors(window, long, tmp_path).items():
        dialog = door()
        open_up(qtbot, window, dialog)
        wrong = wrong_with(qtbot, dialog)
        if wrong:
            found[name] = wrong
        dialog.done(0)
    assert not found, "\n".join(f"{name}: {one}" for name, wrong in found.items() for one in wrong)


def test_the_focus_is_drawn_on_what_has_it(qtbot: QtBot, long: Long, window: MainWindow, tmp_path: Path) -> None:
    """The picture of a field and of both buttons with the focus differs from the one without."""
    dialog = doors(window, long, tmp_path)["new group"]()
    open_up(qtbot, window, dialog)
    for one in walk(qtbot, dialog):
        one.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        with_focus = one.grab().toImage()
        dialog.setFocus()
        QApplication.processEvents()
        assert one.grab().toImage() != with_focus, told(one)
