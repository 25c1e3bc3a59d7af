"""Starting: the environment Qt reads, Chinese texts of Qt's own, a crash that tells where the log lies."""

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel
from pytestqt.qtbot import QtBot

from gui import application
from gui.closed_panel import ClosedPanel
from gui.dialogs.crash_dialog import CrashDialog
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.session import Session
from gui.settings_file import SettingsFile
from models import backup, vault
from models.ledger import Ledger
from tests.gui.builders import fill, shown_dialog


@pytest.fixture
def settings(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "own" / "window.json")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there Qt lacks the plugin")
@pytest.mark.parametrize(
    ("asked", "module", "portal"), [("fcitx", "ibus", "1"), ("fcitx5", "ibus", "1"), ("ibus", "ibus", None)]
)
def test_fcitx_is_spoken_to_through_the_portal(
    settings: SettingsFile, monkeypatch: pytest.MonkeyPatch, asked: str, module: str, portal: str | None
) -> None:
    monkeypatch.setenv("QT_IM_MODULE", asked)
    monkeypatch.delenv("IBUS_USE_PORTAL", raising=False)
    application.prepare_environment(settings)
    assert (os.environ["QT_IM_MODULE"], os.environ.get("IBUS_USE_PORTAL")) == (module, portal)


@pytest.mark.parametrize(("percent", "factor"), [(100, None), (150, "1.5"), (200, "2.0"), (999, None)])
def test_the_text_size_chosen_holds_from_the_start(
    settings: SettingsFile, monkeypatch: pytest.MonkeyPatch, percent: int, factor: str | None
) -> None:
    monkeypatch.delenv("QT_SCALE_FACTOR", raising=False)
    settings.put("text_percent", percent)
    application.prepare_environment(SettingsFile(settings.path))
    assert os.environ.get("QT_SCALE_FACTOR") == factor
    monkeypatch.delenv("QT_SCALE_FACTOR", raising=False)


def test_qts_own_buttons_are_chinese(look: QApplication) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
    assert sorted(one.text() for one in box.buttons()) == ["保存", "取消"]


def test_the_font_of_the_program_is_used_where_no_yahei_is(look: QApplication) -> None:
    assert look.font().family() in ("Noto Sans SC", "Microsoft YaHei UI", "Microsoft YaHei")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"recent": 3, "text_percent": "x"}', "\x00\xff"])
def test_a_broken_settings_file_costs_nothing_but_convenience(settings: SettingsFile, content: str) -> None:
    settings.path.parent.mkdir(parents=True)
    settings.path.write_text(content, encoding="latin-1")
    read = SettingsFile(settings.path)
    assert read.get("text_percent", 100) == 100
    assert read.recent == []
    read.put("text_percent", 125)
    assert SettingsFile(settings.path).get("text_percent", 100) == 125


def test_recent_ledgers_are_those_that_are_still_there(settings: SettingsFile, tmp_path: Path) -> None:
    for name in ("甲.zbtz", "乙.zbtz", "丙.zbtz"):
        (tmp_path / name).touch()
        settings.opened(tmp_path / name)
    (tmp_path / "乙.zbtz").unlink()
    assert [path.name for path in SettingsFile(settings.path).recent] == ["丙.zbtz", "甲.zbtz"]


@pytest.mark.logs
def test_a_mistake_of_ours_is_told_once_and_written_to_the_log(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = window.findChild(Session)
    assert session is not None
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    application.install_exception_hook(session)
    for _ in range(2):
        try:
            raise ZeroDivisionError("ours")
        except ZeroDivisionError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    dialog = shown_dialog(window)
    assert len([one for one in window.findChildren(CrashDialog) if one.isVisible()]) == 1
    said = [one.text() for one in dialog.findChildren(QLabel)]
    assert "程序自己出错了，刚才这一步没有完成" in said
    assert any(text.startswith("记录在：") for text in said)
    assert not any("ZeroDivisionError" in text for text in said)
    dialog.accept()


@pytest.fixture
def session(qtbot: QtBot, settings: SettingsFile) -> Session:
    window = MainWindow(settings)
    window.resize(1000, 700)
    window.show()
    made = Session(window, Recorder())
    qtbot.addWidget(window, before_close_func=lambda _window: made.end())
    return made


def panel(session: Session) -> ClosedPanel:
    assert session._closed is not None
    return session._closed


def test_a_ledger_that_is_not_there_is_said_and_another_can_be_opened(
    session: Session, tmp_path: Path
) -> None:
    session.open(tmp_path / "没有.zbtz")
    assert "找不到这个文件" in panel(session).problem.text
    assert session.workspace is None


def test_a_protected_ledger_asks_for_its_password_and_locks(
    qtbot: QtBot, session: Session, ledger: Ledger, tmp_path: Path
) -> None:
    path = tmp_path / "有密码.zbtz"
    made = vault.create_ledger(path, organization="某支部", actor="甲", password="柳溪河边第七棵树")
    made.ledger.close()
    session.open(path)
    asking = panel(session)
    assert asking.secret.isVisible()
    asking.secret.setText("不对的密码")
    asking.main.click()
    qtbot.waitUntil(lambda: asking.problem.isVisible(), timeout=20_000)
    assert session.workspace is None
    asking.secret.setText("柳溪河边第七棵树")
    asking.main.click()
    qtbot.waitUntil(lambda: session.workspace is not None, timeout=20_000)
    assert session.window.header.lock.isVisible()
    session.lock()
    assert session.workspace is None
    assert panel(session).secret.isVisible()
    panel(session)._switch.click()
    panel(session).secret.setText(made.recovery_code)
    panel(session).main.click()
    qtbot.waitUntil(lambda: session.workspace is not None, timeout=20_000)


def test_a_ledger_without_a_key_here_asks_for_the_code_once(
    qtbot: QtBot, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "搬来的.zbtz"
    made = vault.create_ledger(path, organization="某支部", actor="甲", encrypted=True)
    made.ledger.close()
    monkeypatch.setenv("ZBTZ_HOME", str(tmp_path / "新电脑"))
    session.open(path)
    asking = panel(session)
    assert asking._title.text() == "这台电脑上没有这本台账的钥匙"
    assert made.sheet.number in asking._detail.text()
    asking.secret.setText("-".join(["000011"] * 8))
    asking.main.click()
    qtbot.waitUntil(lambda: asking.problem.isVisible(), timeout=20_000)
    assert "recovery-code-wrong" in asking.problem.text
    asking.secret.setText(made.recovery_code)
    asking.main.click()
    qtbot.waitUntil(lambda: session.workspace is not None, timeout=20_000)
    assert not session.window.header.lock.isVisible()
    session.close()
    session.open(path)
    assert session.workspace is not None


def test_the_backup_of_the_day_is_made_when_a_ledger_is_shown(
    qtbot: QtBot, settings: SettingsFile, tmp_path: Path
) -> None:
    path = tmp_path / "支部.zbtz"
    with vault.create_ledger(path, organization="某支部", actor="甲").ledger as fresh:
        fill(fresh, 3)
    window = MainWindow(settings)
    qtbot.addWidget(window)
    session = Session(window, Recorder(), daily_backup=True)
    session.open(path)
    assert session.workspace is not None
    workspace = session.workspace
    qtbot.waitUntil(lambda: backup.last_verified(workspace.ledger) is not None, timeout=20_000)
    assert [info.problem for info in backup.list_backups(backup.default_folder(path))] == [""]
    session.end()
