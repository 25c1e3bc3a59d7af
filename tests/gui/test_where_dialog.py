"""A ledger that woke elsewhere, opened through the window: asked once, before anything of it is shown."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.dialogs.where_dialog import WhereDialog
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.session import Session
from gui.settings_file import SettingsFile
from models import vault, whereabouts


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of a ledger whose original lies where it was."""
    path = tmp_path / "甲" / "支部.zbtz"
    vault.create_ledger(path, organization="桐花巷支部", actor="尉迟文静").ledger.close()
    shutil.copytree(tmp_path / "甲", tmp_path / "乙")
    return tmp_path / "乙" / path.name


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    window = MainWindow(SettingsFile(tmp_path / "settings.json"))
    qtbot.addWidget(window)
    made = Session(window, Recorder())
    with qtbot.waitExposed(window):
        window.show()
    yield made
    made.end()


def asked(session: Session, path: Path) -> WhereDialog:
    session.begin(path)
    (dialog,) = session.window.findChildren(WhereDialog)
    assert dialog.isVisible()
    assert session.workspace is None, "nothing of it is shown yet"
    return dialog


def lineage(path: Path) -> str:
    with vault.open_ledger(path) as ledger:
        return ledger.info()["lineage"]


def test_moved_opens_it_and_is_not_asked_again(session: Session, copy: Path) -> None:
    before = lineage(copy)
    asked(session, copy).moved.click()
    assert session.workspace is not None
    assert session.workspace.ledger.info()["lineage"] == before
    session.begin(copy)
    assert session.workspace is not None
    assert not any(one.isVisible() for one in session.window.findChildren(WhereDialog))


def test_another_copy_gets_a_lineage_of_its_own(session: Session, copy: Path) -> None:
    before = lineage(copy)
    asked(session, copy).copied.click()
    assert session.workspace is not None
    assert session.workspace.ledger.info()["lineage"] != before


def test_not_now_leaves_it_closed_and_as_it_was(session: Session, copy: Path) -> None:
    before = lineage(copy)
    asked(session, copy).reject()
    assert session.workspace is None
    assert lineage(copy) == before
    with vault.open_ledger(copy) as ledger:
        assert whereabouts.elsewhere(ledger)


def test_closing_the_window_meanwhile_closes_the_ledger(session: Session, copy: Path) -> None:
    asked(session, copy)
    session.end()
    assert lineage(copy)


def test_the_original_is_not_asked_about(session: Session, copy: Path, tmp_path: Path) -> None:
    session.begin(tmp_path / "甲" / copy.name)
    assert session.workspace is not None
