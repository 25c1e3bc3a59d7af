"""The look applied once, a real ledger in a folder of its own, a real window; messages are recorded,
nothing blocks.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from gui import application, style
from gui.bridge import LedgerBridge
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.session import Session
from gui.settings_file import SettingsFile
from gui.tasks import Tasks
from gui.workspace import Workspace
from models import vault
from models.clock import FixedClock
from models.ids import CountingIds
from models.ledger import Ledger
from tests.gui.builders import fill

ORGANIZATION = "中共云栖市柳溪街道桐花巷社区支部委员会"
ACTOR = "尉迟文静"
LEDGER = "桐花巷社区支部.zbtz"
NOW = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = str(Path(__file__).parent)
    for item in items:
        if str(item.path).startswith(here):
            # The offscreen platform says so of every menu and of dialogs with a smallest size; no other platform does.
            told = "This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)"
            item.add_marker(pytest.mark.qt_log_ignore(told, extend=True))


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> QApplication:
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    application._speak_chinese(qapp)
    style.apply(qapp)
    return qapp


@pytest.fixture(autouse=True)
def own_surroundings(look: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))

    def blocked(*_: object) -> None:
        raise AssertionError("a dialog that blocks")

    monkeypatch.setattr(QDialog, "exec", blocked)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A folder with a new, closed ledger to copy from, and how many ids it has used."""
    folder, ids = tmp_path_factory.mktemp("template"), CountingIds()
    vault.create_ledger(
        folder / LEDGER, organization=ORGANIZATION, actor=ACTOR, clock=FixedClock(NOW), ids_=ids
    ).ledger.close()
    return folder, ids._count


@pytest.fixture
def ledger(empty_template: tuple[Path, int], tmp_path: Path, clock: FixedClock) -> Iterator[Ledger]:
    """An empty ledger, open, in the test's own folder."""
    folder, used = empty_template
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with vault.open_ledger(tmp_path / LEDGER, actor=ACTOR, clock=clock, ids_=CountingIds(used)) as opened:
        yield opened


@pytest.fixture
def members(ledger: Ledger) -> list[str]:
    return fill(ledger, 12)


@pytest.fixture
def messages() -> Recorder:
    return Recorder()


@pytest.fixture
def workspace(ledger: Ledger, messages: Recorder, tmp_path: Path) -> Iterator[Workspace]:
    bridge, tasks = LedgerBridge(ledger, messages), Tasks()
    yield Workspace(bridge, tasks, messages, SettingsFile(tmp_path / "window.json"))
    tasks.close()


@pytest.fixture
def window(qtbot: QtBot, ledger: Ledger, messages: Recorder, tmp_path: Path) -> MainWindow:
    """The real window with the ledger open; what stands in the ledger before this fixture is shown."""
    made = MainWindow(SettingsFile(tmp_path / "window.json"))
    made.resize(1366, 730)
    session = Session(made, messages)
    # pytest-qt deletes the window before fixtures end; no worker thread may outlive it.
    qtbot.addWidget(made, before_close_func=lambda _window: session.end())
    with qtbot.waitExposed(made):
        made.show()
    session.show(ledger)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made
