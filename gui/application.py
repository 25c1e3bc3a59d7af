"""Start of the window: environment, look, the empty frame first, then the ledger that was open last."""

import logging
import os
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from gui import style
from gui.main_window import MainWindow
from gui.settings_file import PROGRAM, SettingsFile

if TYPE_CHECKING:
    from gui.session import Session

_LOG = logging.getLogger(PROGRAM)


def main(argv: list[str] | None = None) -> int:
    """Open the window and return its exit status; `argv` may name a ledger to open."""
    settings = SettingsFile()
    prepare_environment(settings)
    app = make_application(sys.argv[:1])
    window = MainWindow(settings)
    asked = [Path(text) for text in argv or []][:1]
    started: list[Session] = []

    def fill() -> None:
        # Only now: sqlite_utils and the driver cost a tenth of a second, and the frame is already painted.
        from gui.session import Session

        session = Session(window, daily_backup=True)
        started.append(session)
        install_exception_hook(session)
        session.begin(asked[0] if asked else next(iter(settings.recent), None))

    window.first_painted.connect(fill)
    window.show_as_left()
    status = app.exec()
    for session in started:
        session.end()
    return status


def make_application(arguments: list[str]) -> QApplication:
    """Return the application with Chinese texts and the look applied once."""
    QLocale.setDefault(QLocale("zh_CN"))
    app = QApplication(arguments)
    app.setApplicationName(PROGRAM)
    app.setApplicationDisplayName("支部台账")
    _speak_chinese(app)
    style.apply(app)
    return app


def prepare_environment(settings: SettingsFile) -> None:
    """Set what Qt reads before it starts: Chinese input on Linux, the text size this user chose."""
    if (
        sys.platform.startswith("linux")
        and "fcitx" in os.environ.get("QT_IM_MODULE", "")
        and not _has_fcitx_plugin()
    ):
        # fcitx5 speaks ibus through the portal; Qt's own packages bring no fcitx plugin (tested).
        os.environ["QT_IM_MODULE"] = "ibus"
        os.environ["IBUS_USE_PORTAL"] = "1"
    percent = settings.get("text_percent", 100)
    if percent in (125, 150, 175, 200) and "QT_SCALE_FACTOR" not in os.environ:
        os.environ["QT_SCALE_FACTOR"] = str(percent / 100)


def _has_fcitx_plugin() -> bool:
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    return any("fcitx" in path.name for path in folder.glob("*"))


def _speak_chinese(app: QCoreApplication) -> None:
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    else:
        _LOG.warning("qtbase_zh_CN.qm is missing: Qt's own buttons stay English")


def install_exception_hook(session: "Session") -> None:
    """Send what nobody foresaw to the log and to one Chinese dialog; everything acknowledged is on disk
    already.
    """

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        _LOG.critical("unexpected", exc_info=(kind, error, trace))
        session.tell_fault(error, "".join(traceback.format_exception(kind, error, trace)))

    sys.excepthook = hook
