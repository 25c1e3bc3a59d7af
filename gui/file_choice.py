"""Asking for a file or folder: the only place that opens file dialogs; answers come by callable, nothing
blocks.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

_SIZE = QSize(820, 520)

BACKUPS = "支部台账备份 (*.dybak)"
LEDGERS = "支部台账 (*.zbtz)"
EXCHANGED = "支部台账数据文件 (*.dyb)"


def choose_open(
    parent: QWidget, title: str, filters: str, then: Callable[[Path], object], *, folder: Path | None = None
) -> None:
    """Ask for a file that exists."""
    dialog = _dialog(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(filters)
    _ask(dialog, then)


def choose_many(
    parent: QWidget,
    title: str,
    filters: str,
    then: Callable[[list[Path]], object],
    *,
    folder: Path | None = None,
) -> None:
    """Ask for one or several files that exist."""
    dialog = _dialog(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilter(filters)
    dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]) if names else None)
    dialog.open()


def choose_save(
    parent: QWidget, title: str, filters: str, proposed: Path, then: Callable[[Path], object]
) -> None:
    """Ask where to write a file; the name's ending follows the filter, replacing is asked by the dialog."""
    dialog = _dialog(parent, title, proposed.parent)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilter(filters)
    dialog.setDefaultSuffix(proposed.suffix.lstrip("."))
    dialog.selectFile(proposed.name)
    _ask(dialog, then)


def choose_folder(
    parent: QWidget, title: str, then: Callable[[Path], object], *, folder: Path | None = None
) -> None:
    """Ask for a folder."""
    dialog = _dialog(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _ask(dialog, then)


def documents() -> Path:
    """Return the user's folder for documents, or the home folder."""
    from PySide6.QtCore import QStandardPaths

    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place) if place and Path(place).is_dir() else Path.home()


def _dialog(parent: QWidget, title: str, folder: Path | None) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(folder or documents()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.resize(_SIZE)
    return dialog


def _ask(dialog: QFileDialog, then: Callable[[Path], object]) -> None:
    dialog.fileSelected.connect(lambda name: then(Path(name)) if name else None)
    dialog.open()
