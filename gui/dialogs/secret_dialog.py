"""Dialogs that work on keys in the worker thread, and the field for the present password."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from gui.dialogs.base import FormDialog
from gui.widgets import FieldGrid
from gui.workspace import Workspace
from models.errors import KnownError


class SecretDialog(FormDialog):
    """A dialog whose work lasts; `done_with` tells a sentence."""

    done_with = Signal(str)

    def __init__(self, parent: QWidget, workspace: Workspace, title: str) -> None:
        super().__init__(parent, title)
        self.setMinimumWidth(460)
        self.workspace = workspace

    def work_on(self, title: str, work: Callable[[], object], said: str) -> None:
        """Start the work and tell the sentence when it is done."""
        self.problem.clear()
        self.setEnabled(False)
        started = self.workspace.tasks.start(
            title, lambda _progress: work(), done=lambda _made: self._done(said), failed=self._failed
        )
        if not started:
            self.setEnabled(True)

    def _done(self, said: str) -> None:
        self.setEnabled(True)
        self.accept()
        self.done_with.emit(said)

    def _failed(self, error: BaseException) -> None:
        self.setEnabled(True)
        if isinstance(error, KnownError):
            self.problem.show_error(error)


class OldSecret(QWidget):
    """The present password, or the recovery code when it was forgotten."""

    def __init__(self) -> None:
        super().__init__()
        column = FieldGrid()
        self.secret = QLineEdit()
        self.by_code = QCheckBox("忘了密码，用恢复码")
        column.add_field("现在的密码", self.secret, below=self.by_code)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(column)
        self.by_code.toggled.connect(self._switch)
        self._switch(False)

    def _switch(self, by_code: bool) -> None:
        self.secret.setEchoMode(QLineEdit.EchoMode.Normal if by_code else QLineEdit.EchoMode.Password)
        self.secret.setPlaceholderText("8 组数字，每组 6 位" if by_code else "")
        self.secret.clear()

    @property
    def password(self) -> str:
        """The password typed, if that was asked."""
        return "" if self.by_code.isChecked() else self.secret.text()

    @property
    def code(self) -> str:
        """The recovery code typed, if that was asked."""
        return self.secret.text() if self.by_code.isChecked() else ""
