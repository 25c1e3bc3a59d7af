"""Every dialog on a small screen, in a branch whose names are as long as names may be: nothing cut, the buttons in
reach, nothing to be moved sideways.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QAbstractButton, QDialog
from pytestqt.qtbot import QtBot

from gui.dialogs.base import FormDialog
from gui.dialogs.preview import PreviewDialog
from gui.main_window import MainWindow
from models.ledger import Ledger
from tests.gui.doors import doors, without_door
from tests.gui.eyes import cut, settle, sideways, told, visible
from tests.gui.long_ledger import Long, fill_long

TITLE_BAR = 32
ROOMS = {
    "1366x768": QSize(1366, 730),
    "1366x768 at 125 %": QSize(1092, 570),
    "1366x768 at 150 %": QSize(910, 480),
}


@pytest.fixture
def long(ledger: Ledger) -> Long:
    return fill_long(ledger)


def look_at(qtbot: QtBot, window: MainWindow, dialog: QDialog) -> None:
    assert window.workspace is not None
    tasks = window.workspace.tasks
    if not dialog.isVisible():
        dialog.open()
    qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
    settle()


def wrong_with(dialog: QDialog, room: QSize) -> list[str]:
    found = [*cut(dialog), *sideways(dialog)]
    if dialog.width() > room.width() or dialog.height() + TITLE_BAR > room.height():
        found.append(f"{dialog.width()}x{dialog.height()} on a screen of {room.width()}x{room.height()}")
    foot = dialog.layout().itemAt(dialog.layout().count() - 1).layout() if isinstance(dialog, FormDialog) else None
    for button in visible(dialog, QAbstractButton):
        in_foot = foot is not None and foot.indexOf(button) >= 0
        corner = button.mapTo(dialog, QPoint(button.width(), button.height()))
        if in_foot and (corner.x() > dialog.width() or corner.y() > dialog.height()):
            found.append(f"out of reach: {told(button)}")
    return found


@pytest.mark.parametrize("size", ROOMS)
def test_every_dialog_fits_and_shows_all_its_words(
    qtbot: QtBot, long: Long, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    room = ROOMS[size]
    # The offscreen platform has one screen of 800 by 800: the room it leaves is what is made up here.
    for kind in (FormDialog, PreviewDialog):
        monkeypatch.setattr(kind, "_usable", lambda self: room)
    window.resize(room)
    found, opened = {}, set()
    for name, door in doors(window, long, tmp_path).items():
        dialog = door()
        opened.add(type(dialog))
        look_at(qtbot, window, dialog)
        wrong = wrong_with(dialog, room)
        if wrong:
            found[name] = wrong
        dialog.done(0)
    assert not found, "\n".join(f"{name}: {one}" for name, wrong in found.items() for one in wrong)
    assert without_door(opened) == [], "tests/gui/doors.py opens every dialog of the window"
