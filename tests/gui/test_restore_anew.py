"""A new computer and a backup: the ledger comes back without a throwaway ledger being made first."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui import file_choice
from gui.closed_panel import ClosedPanel
from gui.dialogs.first_run import FirstRun
from gui.dialogs.restore_dialog import RestoreDialog
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.session import Session
from gui.settings_file import SettingsFile
from models import backup, member
from models.ledger import Ledger
from tests.gui.builders import shown_dialog


@pytest.fixture
def file(ledger: Ledger, members: list[str], tmp_path: Path) -> Path:
    return backup.make_backup(ledger, tmp_path / "U盘", reason="manual").path


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path, messages: Recorder, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setattr(file_choice, "documents", lambda: tmp_path / "文档")
    window = MainWindow(SettingsFile(tmp_path / "window.json"))
    made = Session(window, messages)
    qtbot.addWidget(window, before_close_func=lambda _window: made.end())
    with qtbot.waitExposed(window):
        window.show()
    return made


def restore_button(window: MainWindow) -> QPushButton:
    return next(one for one in window.findChildren(QPushButton) if one.text() == "从备份恢复…" and one.isVisible())


@pytest.mark.parametrize("place", [FirstRun, ClosedPanel])
def test_a_backup_becomes_the_ledger_of_a_new_computer(
    qtbot: QtBot, session: Session, messages: Recorder, file: Path, monkeypatch: pytest.MonkeyPatch, place: type
) -> None:
    def choose(_parent: object, _title: str, _kinds: str, then: Callable[[Path], None], **_: object) -> None:
        then(file)

    monkeypatch.setattr(file_choice, "choose_open", choose)
    session.begin_new()
    if place is ClosedPanel:
        session.window.findChild(FirstRun).back()  # type: ignore[union-attr]
    assert session.window.findChild(place) is not None
    qtbot.mouseClick(restore_button(session.window), Qt.MouseButton.LeftButton)
    dialog = shown_dialog(session.window)
    assert isinstance(dialog, RestoreDialog)
    told = [one.text() for one in dialog.findChildren(QLabel)]
    assert "12 条" in told and not any("现在的台账" in one for one in told)
    messages.answers.append(True)
    dialog.submit()
    qtbot.waitUntil(lambda: session.workspace is not None, timeout=20_000)
    assert session.workspace is not None
    restored = session.workspace.ledger
    assert restored.path.parent.name == "文档" and len(member.list_members(restored)) == 12
    assert restored.actor == "尉迟文静"


def test_what_is_no_backup_is_said_and_nothing_is_made(
    session: Session, messages: Recorder, tmp_path: Path
) -> None:
    session.begin_new()
    wrong = tmp_path / "花名册.dybak"
    wrong.write_text("姓名,电话", encoding="utf-8")
    session.restore(wrong)
    (said,) = messages.said
    assert said.kind == "error" and said.code.startswith("backup") and session.workspace is None
    assert list((tmp_path / "文档").glob("*")) == []
