"""Password and recovery code of the ledger."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from gui.dialogs.base import FormDialog
from gui.dialogs.first_run_steps import PasswordFields
from gui.dialogs.recovery_sheet import RecoverySheetDialog
from gui.pages.settings.section import Section
from gui.widgets import Card, FieldGrid, Pill, button, label
from gui.workspace import Workspace
from models.errors import KnownError, RefusedError


class ProtectionSection(Section):
    """Set, change or remove the password; a new recovery code."""

    key, word, icon = "protection", "密码与恢复码", "lock"

    def build(self) -> None:
        """Make the widgets."""
        card = Card("密码")
        self.state = Pill()
        card.corner.addWidget(self.state)
        self.meaning = label(tone="secondary", wrap=True)
        card.body.addWidget(self.meaning)
        row = QHBoxLayout()
        self.set_button = button("设密码…", icon="lock", kind="primary")
        self.change_button = button("修改密码…", icon="pencil")
        self.remove_button = button("取消密码…")
        self.set_button.clicked.connect(lambda: self._open(SetPasswordDialog(self, self.workspace)))
        self.change_button.clicked.connect(lambda: self._open(ChangePasswordDialog(self, self.workspace)))
        self.remove_button.clicked.connect(lambda: self._open(RemovePasswordDialog(self, self.workspace)))
        for made in (self.set_button, self.change_button, self.remove_button):
            row.addWidget(made)
        row.addStretch(1)
        card.body.addLayout(row)
        self.body.addWidget(card)
        self.body.addWidget(self._code_card())
        self.body.addStretch(1)

    def _code_card(self) -> Card:
        card = Card("恢复码")
        self.code_state = Pill()
        card.corner.addWidget(self.code_state)
        card.body.addWidget(
            label(
                "忘记密码、换电脑、用备份恢复时，靠它打开数据。程序里不保存恢复码，原来那张纸找不到了，就换一个新的；"
                "换了以后，今后的备份只认新的，以前的备份仍认旧的。",
                tone="secondary",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        self.code_button = button("换一个新的恢复码…", icon="key-round")
        self.code_button.clicked.connect(self._ask_new_code)
        row.addWidget(self.code_button)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def first_focus(self) -> QWidget:
        """The button that can be used."""
        return self.change_button if self._protected() else self.set_button

    def refresh(self) -> None:
        """Read."""
        from models import vault

        protected = self._protected()
        self.state.show_state("已设密码" if protected else "没有密码", "done" if protected else "soon")
        self.meaning.setText(
            "台账文件已整个加密，打开时要输入密码。离开座位可以按 Ctrl+L 锁上。"
            if protected
            else "打开就能用；但凡能用这台电脑、拿到这个文件的人，都看得到里面的全部内容。"
        )
        self.set_button.setVisible(not protected)
        self.change_button.setVisible(protected)
        self.remove_button.setVisible(protected)
        given = vault.has_recovery_code(self.workspace.ledger)
        self.code_state.show_state("已给出" if given else "还没有", "done" if given else "soon")

    def _protected(self) -> bool:
        return self.workspace.ledger.key is not None

    def _open(self, dialog: "SecretDialog") -> None:
        dialog.done_with.connect(self._after)
        dialog.open()

    def _after(self, said: str, code: str) -> None:
        self.refresh()
        self.workspace.protection_changed.emit(self._protected())
        self.workspace.say(said)
        if code:
            RecoverySheetDialog(self, self.workspace.ledger, code).open()

    def _ask_new_code(self) -> None:
        self.workspace.messages.ask(
            self,
            "换一个新的恢复码？",
            "新的恢复码马上显示，请备好纸笔或打印机。原来那张纸对今后的备份不再有效。",
            yes="换新的",
            then=self._new_code,
        )

    def _new_code(self) -> None:
        from models import vault

        try:
            code = vault.new_recovery_code(self.workspace.ledger)
        except KnownError as error:
            self.workspace.messages.error(self, error)
            return
        self._after("恢复码已更换", code)


class SecretDialog(FormDialog):
    """A dialog that works on the password in the worker thread; `done_with` tells a sentence and a new
    recovery code, if any.
    """

    done_with = Signal(str, str)

    def __init__(self, parent: QWidget, workspace: Workspace, title: str) -> None:
        super().__init__(parent, title)
        self.setMinimumWidth(460)
        self.workspace = workspace

    def work_on(self, title: str, work: Callable[[], str | None], said: str) -> None:
        """Start the work; `work()` returns the new recovery code or nothing."""
        self.problem.clear()
        self.setEnabled(False)
        started = self.workspace.tasks.start(
            title,
            lambda _progress: work(),
            done=lambda code: self._done(said, code or ""),
            failed=self._failed,
        )
        if not started:
            self.setEnabled(True)

    def _done(self, said: str, code: str) -> None:
        self.setEnabled(True)
        self.accept()
        self.done_with.emit(said, code)

    def _failed(self, error: BaseException) -> None:
        self.setEnabled(True)
        if isinstance(error, KnownError):
            self.problem.show_error(error)


class SetPasswordDialog(SecretDialog):
    """A first password: the file is encrypted, and a new recovery code is given out."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent, workspace, "设密码")
        self.body.addWidget(
            label(
                "设好后台账文件整个加密，并给您一个新的恢复码，请备好纸笔或打印机。",
                tone="secondary",
                wrap=True,
            )
        )
        self.fields = PasswordFields()
        self.body.addWidget(self.fields)
        self.set_buttons("设密码", "取消")
        self.fields.password.setFocus()

    def submit(self) -> None:
        """Encrypt."""
        from models import conversion

        try:
            password = self.fields.check()
            if not password:
                raise RefusedError("password-empty")
        except RefusedError as error:
            self.problem.show_error(error)
            return
        ledger = self.workspace.ledger
        self.work_on("正在给台账加密", lambda: conversion.set_password(ledger, password), "已设密码，台账文件已加密")


class ChangePasswordDialog(SecretDialog):
    """Another password; the old one, or the recovery code, proves that the person may."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent, workspace, "修改密码")
        self.old = OldSecret()
        self.body.addWidget(self.old)
        self.fields = PasswordFields("新密码")
        self.body.addWidget(self.fields)
        self.set_buttons("修改密码", "取消")
        self.old.secret.setFocus()

    def submit(self) -> None:
        """Wrap the key anew."""
        from models import vault

        try:
            new = self.fields.check()
            if not new:
                raise RefusedError("password-empty")
        except RefusedError as error:
            self.problem.show_error(error)
            return
        ledger, old, code = self.workspace.ledger, self.old.password, self.old.code
        self.work_on(
            "正在修改密码",
            lambda: vault.change_password(ledger, new=new, old=old, recovery_code=code),
            "密码已修改，恢复码不变",
        )


class RemovePasswordDialog(SecretDialog):
    """No password any more; the consequence is said."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent, workspace, "取消密码")
        self.body.addWidget(
            label(
                "取消后台账文件不再加密：凡能用这台电脑、拿到这个文件的人，都看得到里面的全部内容。恢复码不变。",
                wrap=True,
            )
        )
        self.old = OldSecret()
        self.body.addWidget(self.old)
        self.set_buttons("取消密码", "返回")
        self.old.secret.setFocus()

    def submit(self) -> None:
        """Decrypt the file."""
        from models import conversion

        ledger, old, code = self.workspace.ledger, self.old.password, self.old.code
        self.work_on(
            "正在取消密码",
            lambda: conversion.remove_password(ledger, password=old, recovery_code=code),
            "密码已取消，台账文件不再加密",
        )


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
