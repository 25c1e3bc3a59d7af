"""Escape never loses what was entered unasked: every dialog that keeps something, every kind of field."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from gui.dialogs.base import FormDialog
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.widgets.search_field import SearchField
from models.ledger import Ledger
from tests.gui.doors import doors
from tests.gui.eyes import settle
from tests.gui.long_ledger import Long, fill_long

KEEPS_NOTHING = {
    *("columns", "roster", "register", "receive", "restore", "join", "invite", "pack", "receipt code"),
    *("set password", "change password", "remove password", "confirm", "encrypt", "rewrite"),
    *("sheet again", "sheet asked", "start day", "archive print"),
    "pasted results",
}
"""They choose what to print, read or send, or ask for one word; what the last one asks is set by the test it is for."""


@pytest.fixture
def long(ledger: Ledger) -> Long:
    return fill_long(ledger)


def first_text(dialog: QDialog) -> QLineEdit | QPlainTextEdit | None:
    found: list[QLineEdit | QPlainTextEdit] = [*dialog.findChildren(QPlainTextEdit), *dialog.findChildren(QLineEdit)]
    for one in found:
        inside = isinstance(one.parentWidget(), QComboBox) or isinstance(one, SearchField)
        if one.isVisible() and one.isEnabled() and not one.isReadOnly() and not inside:
            return one
    return None


def test_escape_asks_in_every_dialog_where_something_was_written(
    qtbot: QtBot, long: Long, window: MainWindow, tmp_path: Path
) -> None:
    assert window.workspace is not None
    heard = window.workspace.messages
    assert isinstance(heard, Recorder)
    tasks, tried, lost = window.workspace.tasks, [], []
    for name, door in doors(window, long, tmp_path).items():
        dialog = door()
        if not dialog.isVisible():
            dialog.open()
        qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
        settle()
        field = first_text(dialog) if isinstance(dialog, FormDialog) else None
        if field is not None and name not in KEEPS_NOTHING:
            tried.append(name)
            qtbot.keyClicks(field, "7")
            heard.answers[:] = [False]
            before = len(heard.said)
            dialog.reject()
            if len(heard.said) != before + 1 or not dialog.isVisible():
                lost.append(name)
        dialog.done(0)
    assert lost == []
    assert len(tried) >= 20


def test_an_untouched_dialog_closes_unasked(
    qtbot: QtBot, long: Long, window: MainWindow, tmp_path: Path
) -> None:
    """A question for nothing would be answered without being read the next time."""
    assert window.workspace is not None
    heard = window.workspace.messages
    assert isinstance(heard, Recorder)
    tasks, asked = window.workspace.tasks, []
    for name, door in doors(window, long, tmp_path).items():
        dialog = door()
        if not dialog.isVisible():
            dialog.open()
        qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
        settle()
        heard.answers[:], before = [True], len(heard.said)
        if isinstance(dialog, FormDialog):
            qtbot.keyClick(dialog, Qt.Key.Key_Tab)
            dialog.reject()
            if len(heard.said) != before:
                asked.append(name)
        dialog.done(0)
    assert asked == []
