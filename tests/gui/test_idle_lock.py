"""The lock after minutes without a key or a mouse: what is open waits behind it as it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from gui import idle_lock
from gui.dialogs.member_dialog import MemberDialog
from gui.idle_lock import IdleLock
from gui.main_window import MainWindow
from gui.messages import Messages
from gui.pages.settings.protection_section import ProtectionSection
from gui.pages.settings_page import SettingsPage
from gui.session import Session
from gui.settings_file import SettingsFile
from models import vault
from models.vault import Created

PASSWORD = "柳溪河边第七棵树"


class Time:
    """Seconds that go on when they are told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def settings(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "window.json")


@pytest.fixture
def made(tmp_path: Path) -> Created:
    created = vault.create_ledger(tmp_path / "支部.zbtz", organization="某支部", actor="甲", password=PASSWORD)
    created.ledger.close()
    return created


@pytest.fixture
def session(qtbot: QtBot, made: Created, settings: SettingsFile, time: Time) -> Iterator[Session]:
    """A ledger with a password, open, the lock's time in the test's hand."""
    window = MainWindow(settings)
    window.resize(1000, 700)
    window.show()
    session = Session(window, Messages())
    session.idle.end()
    session.idle = IdleLock(window, time)
    qtbot.addWidget(window, before_close_func=lambda _window: session.end())
    session.show(vault.open_ledger(made.ledger.path, password=PASSWORD))
    return session


def wait(session: Session, time: Time, minutes: float) -> None:
    time.now += minutes * 60
    session.idle.look()


def unlock(qtbot: QtBot, session: Session, password: str = PASSWORD, code: str = "") -> None:
    panel = session.idle.panel
    assert panel is not None
    if code:
        panel._switch.click()
    panel.secret.setText(code or password)
    qtbot.keyClick(panel.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not session.idle.locked or panel.problem.isVisible(), timeout=20_000)


def test_an_open_dialog_waits_hidden_and_comes_back_as_it_was(qtbot: QtBot, session: Session, time: Time) -> None:
    assert session.workspace is not None
    page = session.window.show_page("members")
    dialog = MemberDialog(page, session.workspace)
    dialog.open()
    field, finding = dialog._places["id_number"].widget, dialog._places["id_number"].finding
    field.setFocus()
    qtbot.keyClicks(field, "99010119")
    wait(session, time, 9.9)
    assert not session.idle.locked
    wait(session, time, 0.1)
    assert session.idle.locked
    assert session.idle.panel is not None and session.idle.panel.isVisible()
    assert not dialog.isVisible()
    assert session.idle.panel.geometry() == session.window.rect()
    session.window.resize(900, 650)
    assert session.idle.panel.geometry() == session.window.rect()
    unlock(qtbot, session, "不对的密码呀呀")
    assert (session.idle.locked, dialog.isVisible()) == (True, False)
    unlock(qtbot, session)
    assert isinstance(field, QLineEdit)
    assert (dialog.isVisible(), field.text(), session.window.shell.isEnabled()) == (True, "99010119", True)
    # Half a number was not judged meanwhile.
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    assert not finding.isVisible()
    dialog.done(0)


def test_what_is_touched_begins_the_wait_anew(qtbot: QtBot, session: Session, time: Time) -> None:
    wait(session, time, 9)
    qtbot.keyClick(session.window, Qt.Key.Key_Shift)
    wait(session, time, 9)
    assert not session.idle.locked
    qtbot.mouseMove(session.window.navigation)
    qtbot.mouseClick(session.window.navigation, Qt.MouseButton.RightButton)
    wait(session, time, 9)
    assert not session.idle.locked
    wait(session, time, 1)
    assert session.idle.locked


def test_the_first_key_after_the_computer_slept_locks_and_does_nothing_else(
    qtbot: QtBot, session: Session, time: Time
) -> None:
    before = session.window._shown_page()
    time.now += 3600
    qtbot.keyClick(session.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert session.idle.locked
    qtbot.keyClick(session.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert session.window._shown_page() == before


def test_what_comes_up_meanwhile_waits_and_the_code_unlocks_too(
    qtbot: QtBot, session: Session, time: Time, made: Created
) -> None:
    wait(session, time, 10)
    session.messages.tell(session.window, "打印好了", "共 3 页")
    (told,) = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not session.window]
    qtbot.waitUntil(lambda: not told.isVisible())
    unlock(qtbot, session, code=made.recovery_code)
    assert told.isVisible()
    told.close()


def test_without_a_password_or_when_switched_off_nothing_locks(
    qtbot: QtBot, session: Session, time: Time, tmp_path: Path
) -> None:
    assert session.workspace is not None
    page = session.window.show_page("settings")
    assert isinstance(page, SettingsPage)
    page.show_what(section="protection")
    section = page.findChild(ProtectionSection)
    assert section is not None and section.idle_row.isVisible()
    assert section.idle.current == "10"
    section._choose_idle("0")
    wait(session, time, 600)
    assert not session.idle.locked
    assert idle_lock.minutes_of(SettingsFile(session.window.settings.path)) == 0
    section._choose_idle("5")
    wait(session, time, 5)
    assert session.idle.locked
    unlock(qtbot, session)
    plain = vault.create_ledger(tmp_path / "没有密码.zbtz", organization="乙支部", actor="甲").ledger
    session.show(plain)
    wait(session, time, 600)
    assert not session.idle.locked


def test_a_number_nobody_offers_is_the_usual_one(settings: SettingsFile) -> None:
    settings.put("lock_minutes", 7)
    assert idle_lock.minutes_of(settings) == 10


def test_closing_the_ledger_takes_the_lock_with_it(session: Session, time: Time) -> None:
    wait(session, time, 10)
    session.close()
    assert not session.idle.locked
    assert session.window.shell.isEnabled()


def test_time_goes_on() -> None:
    assert 0 < idle_lock.seconds() <= idle_lock.seconds()
