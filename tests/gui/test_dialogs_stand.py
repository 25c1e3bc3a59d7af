"""What one is about to click stands still: no dialog grows, and no button moves, while something is typed."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialog, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from gui.dialogs.base import FormDialog
from gui.dialogs.preview import PreviewDialog
from gui.main_window import MainWindow
from models.ledger import Ledger
from tests.gui.builders import write
from tests.gui.doors import doors
from tests.gui.eyes import settle, told, visible
from tests.gui.long_ledger import Long, fill_long

ROOMS = {"1366x768": QSize(1366, 730), "1366x768 at 125 %": QSize(1092, 570)}
LONG = "研究部署全年工作，传达学习上级会议精神。" * 12
Field = QLineEdit | QPlainTextEdit


@pytest.fixture
def long(ledger: Ledger) -> Long:
    return fill_long(ledger)


def fields(dialog: QDialog) -> list[Field]:
    found: list[Field] = [*dialog.findChildren(QLineEdit), *dialog.findChildren(QPlainTextEdit)]
    return [
        one
        for one in found
        if one.isVisible() and one.isEnabled() and not one.isReadOnly() and not isinstance(one.parent(), QComboBox)
    ]


def stands(dialog: QDialog) -> dict[str, object]:
    """Where the dialog's own buttons stand on the screen, and how large it is."""
    foot = dialog.layout().itemAt(dialog.layout().count() - 1).layout() if isinstance(dialog, FormDialog) else None
    found: dict[str, object] = {"size": dialog.size()}
    for one in visible(dialog, QAbstractButton):
        if isinstance(one, QPushButton) and foot is not None and foot.indexOf(one) >= 0:
            found[told(one)] = one.mapToGlobal(QPoint())
    return found


@pytest.mark.parametrize("size", ROOMS)
def test_buttons_stand_still_while_every_field_is_typed_in(
    qtbot: QtBot, long: Long, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    assert window.workspace is not None
    for kind in (FormDialog, PreviewDialog):
        monkeypatch.setattr(kind, "_usable", lambda self: ROOMS[size])
    tasks, found, tried = window.workspace.tasks, [], 0
    for name, door in doors(window, long, tmp_path).items():
        dialog = door()
        if not dialog.isVisible():
            dialog.open()
        qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
        settle()
        before = stands(dialog)
        for field in fields(dialog):
            tried += 1
            field.setFocus()
            for text in ("7", "王", LONG):
                (qtbot.keyClicks if text.isascii() else lambda at, typed: write(at, typed))(field, text)
                settle()
                if stands(dialog) != before:
                    found.append(f"{name}: {told(field)} after {text[:5]}: {before} -> {stands(dialog)}")
                    before = stands(dialog)
        dialog.done(0)
    assert not found, "\n".join(found)
    assert tried >= 100


def test_buttons_stand_still_when_a_refusal_makes_the_dialog_higher(
    qtbot: QtBot, long: Long, window: MainWindow, tmp_path: Path
) -> None:
    """Whoever presses 保存 again presses the same place."""
    assert window.workspace is not None
    tasks, found, grown = window.workspace.tasks, [], 0
    for name, door in doors(window, long, tmp_path).items():
        dialog = door()
        if not dialog.isVisible():
            dialog.open()
        qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
        settle()
        if isinstance(dialog, FormDialog) and dialog.primary is not None and dialog.height() < 500:
            dialog.move(dialog.x(), 240)
            before, height = dialog.primary.mapToGlobal(QPoint()), dialog.height()
            dialog.problem.say("这一项不对", "第 3 行，出生日期", "请改好以后再保存一次。", state="overdue")
            settle()
            grown += dialog.height() > height
            if dialog.primary.mapToGlobal(QPoint()) != before:
                found.append(f"{name}: {before} -> {dialog.primary.mapToGlobal(QPoint())}")
        dialog.done(0)
    assert not found, "\n".join(found)
    assert grown >= 15
