"""A window in which somebody types and that is killed: run by `test_drafts`, never imported by it."""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from gui.application import make_application
from gui.dialogs import drafting
from gui.kinds.dialog import KindDialog
from gui.main_window import MainWindow
from gui.session import Session
from gui.settings_file import SettingsFile
from models import draft, vault
from models.kinds.catalog import kind_of


def main(path: Path) -> None:
    """Open a dialog, type, and say so once the program by itself has kept it."""
    drafting.EVERY_MS = 20
    application = make_application([])
    ledger = vault.create_ledger(path, organization="中共云栖市柳溪街道桐花巷社区支部委员会", actor="尉迟文静").ledger
    window = MainWindow(SettingsFile(path.with_name("window.json")))
    session = Session(window)
    session.show(ledger)
    window.show()
    assert window.workspace is not None
    dialog = KindDialog(window, window.workspace, kind_of("talk"))
    dialog.open()
    dialog.texts["points"].set_text("被杀之前打的字")

    def look() -> None:
        if draft.listed(ledger):
            print("kept", flush=True)

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(20)
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
