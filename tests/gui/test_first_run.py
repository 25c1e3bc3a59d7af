"""The first run by keyboard, from nothing to an open ledger; what is refused, and that nothing is half
done.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui import file_choice
from gui.dialogs.first_run import FirstRun
from gui.dialogs.import_roster import ImportRosterDialog
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.session import Session
from gui.settings_file import SettingsFile
from models import open_items, organization, vault
from models.errors import RefusedError
from tests.gui.builders import shown_dialog, write

NAME = "中共云栖市柳溪街道桐花巷社区支部委员会"
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path, messages: Recorder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A window with no ledger yet, in a home of its own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    window = MainWindow(SettingsFile(tmp_path / "window.json"))
    qtbot.addWidget(window)
    window.resize(1366, 730)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made = Session(window, messages)
    made.begin(None)
    yield made
    made.close()


@pytest.fixture
def steps(session: Session) -> Iterator[FirstRun]:
    found = session.window.findChild(FirstRun)
    assert isinstance(found, FirstRun)
    let_go = found.let_go
    yield found
    let_go()


def press(qtbot: QtBot, steps: FirstRun, key: Qt.Key = ENTER) -> None:
    """Press a key where the keyboard is."""
    focused = steps.window().focusWidget()
    assert isinstance(focused, QWidget)
    qtbot.keyClick(focused, key)


def to_recovery(qtbot: QtBot, steps: FirstRun, password: str = "") -> None:
    write(steps.organization.name, NAME)
    press(qtbot, steps)
    write(steps.person.name, "尉迟文静")
    press(qtbot, steps)
    if password:
        steps.password.fields.password.setText(password)
        steps.password.fields.again.setText(password)
        press(qtbot, steps)
    else:
        steps._skip.setFocus()
        press(qtbot, steps)
    qtbot.waitUntil(lambda: steps.step is steps.recovery, timeout=20000)


def confirm_code(qtbot: QtBot, steps: FirstRun) -> None:
    """From the code to the groups, typed as from the paper; then the ledger is encrypted."""
    sheet = steps.recovery.sheet
    steps.next_button.setFocus()
    press(qtbot, steps)
    assert steps.window().focusWidget() is sheet.fields[0]
    for place, field in zip(sheet.asked, sheet.fields, strict=True):
        field.setFocus()
        qtbot.keyClicks(field, sheet.groups[place - 1])
    press(qtbot, steps)
    qtbot.waitUntil(lambda: steps.step is steps.roster, timeout=20000)


def test_from_nothing_to_an_open_ledger_by_keyboard(
    qtbot: QtBot, session: Session, steps: FirstRun, tmp_path: Path
) -> None:
    assert steps.window().focusWidget() is steps.organization.name
    to_recovery(qtbot, steps)
    confirm_code(qtbot, steps)
    assert steps.step is steps.roster
    steps._skip.setFocus()
    press(qtbot, steps)
    assert session.workspace is not None
    ledger = session.workspace.ledger
    assert ledger.path == tmp_path / "支部台账" / f"{NAME}.zbtz"
    own = organization.own(ledger)
    assert (own.name, own.level, ledger.actor) == (NAME, "branch", "尉迟文静")
    assert SettingsFile(tmp_path / "window.json").recent == [ledger.path]
    assert vault.is_encrypted(ledger.path)
    session.close()
    session.open(ledger.path)
    assert session.workspace is not None


def test_a_password_encrypts_and_the_code_shown_opens(qtbot: QtBot, session: Session, steps: FirstRun) -> None:
    to_recovery(qtbot, steps, "长江黄河长城2026")
    code = "-".join(steps.recovery.sheet.groups)
    assert not any(vault.is_encrypted(ledger.path) for ledger in steps._held)
    confirm_code(qtbot, steps)
    steps.skip()
    assert session.workspace is not None
    path = session.workspace.ledger.path
    session.close()
    vault.open_ledger(path, recovery_code=code).close()
    for password in ("别的密码别的密码", ""):
        with pytest.raises(RefusedError):
            vault.open_ledger(path, password=password)


def test_groups_that_are_not_on_the_sheet_do_not_go_on(qtbot: QtBot, steps: FirstRun) -> None:
    to_recovery(qtbot, steps)
    steps.forward()
    sheet = steps.recovery.sheet
    assert sheet.asking
    assert steps.next_button.text() == "核对并加密"
    qtbot.keyClicks(sheet.fields[0], "000001")
    press(qtbot, steps)
    assert steps.step is steps.recovery
    assert "recovery-groups-differ" in steps.problem.text
    assert sheet.fields[0].property("wrong") == "true"
    press(qtbot, steps, ESCAPE)
    assert not sheet.asking
    assert not any(vault.is_encrypted(ledger.path) for ledger in steps._held)


def test_going_on_without_the_code_is_asked_and_leaves_it_plain(
    qtbot: QtBot, session: Session, steps: FirstRun, messages: Recorder
) -> None:
    to_recovery(qtbot, steps, "长江黄河长城2026")
    messages.answers.append(False)
    steps.skip()
    assert steps.step is steps.recovery
    messages.answers.append(True)
    steps.skip()
    assert steps.step is steps.roster
    assert [said.kind for said in messages.said] == ["ask", "ask"]
    steps.skip()
    assert session.workspace is not None
    assert session.workspace.ledger.key is None
    assert "not-encrypted" in [item.code for item in open_items.list_open(session.workspace.ledger)]


def test_escape_goes_back_and_keeps_what_was_entered(qtbot: QtBot, steps: FirstRun) -> None:
    write(steps.organization.name, NAME)
    press(qtbot, steps)
    press(qtbot, steps, ESCAPE)
    assert steps.step is steps.organization
    assert steps.organization.name.text() == NAME
    with qtbot.waitSignal(steps.cancelled):
        press(qtbot, steps, ESCAPE)


def test_after_the_ledger_is_made_there_is_no_way_back(qtbot: QtBot, steps: FirstRun) -> None:
    to_recovery(qtbot, steps)
    press(qtbot, steps, ESCAPE)
    assert steps.step is steps.recovery


def test_an_empty_name_is_refused_in_its_place(qtbot: QtBot, steps: FirstRun) -> None:
    press(qtbot, steps)
    assert steps.step is steps.organization
    assert "组织名称" in steps.problem.text
    assert steps.organization.name.property("wrong") == "true"
    write(steps.organization.name, NAME)
    assert steps.organization.name.property("wrong") != "true"


@pytest.mark.parametrize("typed", [NAME, "桐花巷社区党支部", "街道党工委办公室"])
def test_the_name_of_an_organisation_is_asked_once_and_then_stands(
    qtbot: QtBot, steps: FirstRun, typed: str
) -> None:
    write(steps.organization.name, NAME)
    press(qtbot, steps)
    write(steps.person.name, typed)
    press(qtbot, steps)
    assert steps.step is steps.person and "您本人的姓名" in steps.problem.text
    press(qtbot, steps)
    assert steps.step is steps.password


@pytest.mark.parametrize("typed", ["尉迟文静", "王建国", "买买提·艾山", "党新民", "社正"])
def test_the_name_of_a_person_is_not_asked(qtbot: QtBot, steps: FirstRun, typed: str) -> None:
    write(steps.organization.name, NAME)
    press(qtbot, steps)
    write(steps.person.name, typed)
    press(qtbot, steps)
    assert steps.step is steps.password


def test_the_button_past_the_code_tells_what_it_means(qtbot: QtBot, steps: FirstRun) -> None:
    to_recovery(qtbot, steps)
    assert steps._skip.text() == "以后再说（先不加密）"


def test_a_synchronised_folder_is_refused_before_anything_is_made(
    qtbot: QtBot, steps: FirstRun, tmp_path: Path
) -> None:
    write(steps.organization.name, NAME)
    steps.organization.set_path(tmp_path / "OneDrive" / "台账.zbtz")
    press(qtbot, steps)
    assert steps.step is steps.organization
    assert "OneDrive" in steps.problem.text
    assert not (tmp_path / "OneDrive").exists()


def test_two_different_passwords_are_refused(qtbot: QtBot, steps: FirstRun) -> None:
    write(steps.organization.name, NAME)
    press(qtbot, steps)
    write(steps.person.name, "尉迟文静")
    press(qtbot, steps)
    steps.password.fields.password.setText("长江黄河长城2026")
    steps.password.fields.again.setText("长江黄河长城2025")
    press(qtbot, steps)
    assert steps.step is steps.password
    assert "不一样" in steps.problem.text
    assert not list(steps.organization.path.parent.glob("*.zbtz"))


def test_a_password_that_is_soon_guessed_makes_nothing(qtbot: QtBot, steps: FirstRun) -> None:
    write(steps.organization.name, NAME)
    press(qtbot, steps)
    write(steps.person.name, "尉迟文静")
    press(qtbot, steps)
    for easy in ("1", "12345678", "尉迟文静1985", "桐花巷社区2026"):
        steps.password.fields.password.setText(easy)
        steps.password.fields.again.setText(easy)
        steps.forward()
        assert steps.step is steps.password
        assert "太容易猜中" in steps.problem.text
    assert not steps.organization.path.exists()


def test_the_roster_chosen_is_shown_over_the_open_ledger(
    qtbot: QtBot, session: Session, steps: FirstRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "名单.csv"
    sheet.write_text("姓名,性别,民族\n单雅琴,女,汉族\n", encoding="utf-8")
    monkeypatch.setattr(file_choice, "choose_open", lambda *how, **_: how[3](sheet))
    to_recovery(qtbot, steps)
    confirm_code(qtbot, steps)
    assert steps.window().focusWidget() is steps.next_button
    press(qtbot, steps)
    dialog = shown_dialog(session.window)
    assert isinstance(dialog, ImportRosterDialog)
    qtbot.waitUntil(lambda: dialog.plan is not None)
    assert [row.name for row in dialog.plan.rows] == ["单雅琴"]
    dialog.reject()


def test_leaving_for_another_ledger_lets_go_of_the_new_one(
    qtbot: QtBot, session: Session, steps: FirstRun, tmp_path: Path
) -> None:
    to_recovery(qtbot, steps)
    made = session.window.settings.recent[0]
    gone: list[bool] = []
    steps.destroyed.connect(lambda: gone.append(True))
    session.open(tmp_path / "别的台账.zbtz")
    qtbot.waitUntil(lambda: bool(gone))
    with vault.open_ledger(made) as ledger:
        assert organization.own(ledger).name == NAME
