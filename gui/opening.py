"""Opening what was just written in the program that the system has for it, or the folder where it lies."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

OPEN, OPEN_FOLDER = "打开", "打开所在文件夹"
_WITHOUT_DESKTOP = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")


def ways() -> tuple[str, ...]:
    """Return the words of the buttons that make sense here: none where there is no desktop."""
    return () if QGuiApplication.platformName() in _WITHOUT_DESKTOP else (OPEN, OPEN_FOLDER)


def open_by(word: str, path: Path) -> bool:
    """Open the file or its folder; tell whether the system took it."""
    place = path if word == OPEN else path.parent
    return place.exists() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))
