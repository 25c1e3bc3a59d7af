"""A window in which somebody types and that is killed: run by `kill_typing`, never imported by it."""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit

from gui.application import make_application
from gui.dialogs import drafting
from gui.main_window import MainWindow
from gui.session import Session
from gui.settings_file import SettingsFile
from gui.widgets.long_text import LongText
from models import draft, vault
from tests.gui.doors import Door, doors
from tests.gui.long_ledger import fill_long

BRANCH = "中共云栖市柳溪街道桐花巷社区支部委员会"


def editor(dialog: QDialog) -> QPlainTextEdit | None:
    """Return the first long text in which one can write."""
    found = (one.edit for one in dialog.findChildren(LongText))
    return next((one for one in found if one.isVisible() and one.isEnabled() and not one.isReadOnly()), None)


def main(path: Path, wanted: str) -> None:
    """Open a dialog, type, say so once the program by itself has kept it; without one list those with a long text."""
    drafting.EVERY_MS = 20
    application = make_application([])
    ledger = vault.create_ledger(path, organization=BRANCH, actor="尉迟文静").ledger
    long = fill_long(ledger)
    window = MainWindow(SettingsFile(path.with_name("window.json")))
    Session(window).show(ledger)
    window.show()
    found = doors(window, long, path.parent)
    if not wanted:
        _list(found)
        return
    dialog = _opened(found[wanted])
    field = editor(dialog)
    assert field is not None
    field.setPlainText("被杀之前打的字")

    def look() -> None:
        if any("被杀之前打的字" in one.texts for one in draft.listed(ledger)):
            print("kept", flush=True)

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(20)
    application.exec()


def _opened(door: Door) -> QDialog:
    dialog = door()
    if not dialog.isVisible():
        dialog.open()
    QApplication.processEvents()
    return dialog


def _list(found: dict[str, Door]) -> None:
    for name, door in found.items():
        dialog = _opened(door)
        if editor(dialog) is not None:
            print(f"dialog {name}", flush=True)
        dialog.done(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
