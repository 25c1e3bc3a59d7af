"""Encryption, recovery sheet, password, and who opens the ledger without typing."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui import idle_lock
from gui.dialogs.encrypt_dialog import EncryptDialog, RewriteDialog, SheetDialog
from gui.dialogs.first_run_steps import PasswordFields
from gui.dialogs.secret_dialog import OldSecret, SecretDialog
from gui.pages.settings.deposit_card import DepositCard
from gui.pages.settings.section import Section
from gui.widgets import Card, Pill, Segments, button, label
from gui.workspace import Workspace
from models import backup_rewrite, ledger_keys, rescue
from models.errors import KnownError, RefusedError

_PLAIN = (
    "没有加密：能用这台电脑、拿到这个文件的人，都看得到里面的全部内容。"
    "加密以后在这台电脑上照样打开就用；电脑坏了，有台账文件或一份备份，加上一张恢复码单，就打得开。"
)
_ENCRYPTED = (
    "台账文件和备份都已加密，拷走文件、捡到U盘的人看不到内容。没有密码时，防不住离座不锁的电脑、"
    "没有开机密码的登录名和整台被拿走的电脑，请设一个。加密以前的文件块可能还留在硬盘上；以前的备份仍用以前的钥匙，可以重写。"
)


class ProtectionSection(Section):
    """What protects the ledger, and what opens it when something is gone."""

    key, word, icon = "protection", "加密与恢复码", "lock"

    def build(self) -> None:
        """Make the widgets."""
        self.body.addWidget(self._encryption_card())
        self.body.addWidget(self._sheet_card())
        self.deposit_card = DepositCard(self.workspace)
        self.body.addWidget(self.deposit_card)
        self.body.addWidget(self._password_card())
        self.users_card = Card("谁在自己的电脑上打开不用输")
        self._users = QVBoxLayout()
        self.users_card.body.addLayout(self._users)
        self.body.addWidget(self.users_card)
        self.body.addStretch(1)

    def _encryption_card(self) -> Card:
        card = Card("加密")
        self.state = Pill()
        card.corner.addWidget(self.state)
        self.meaning = label(tone="secondary", wrap=True)
        card.body.addWidget(self.meaning)
        self.encrypt_button = button("加密这本台账…", icon="lock", kind="primary")
        self.encrypt_button.clicked.connect(lambda: self._open(EncryptDialog(self, self.workspace)))
        self.rewrite_button = button("重写以前的备份…", icon="lock")
        self.rewrite_button.clicked.connect(lambda: self._open(RewriteDialog(self, self.workspace)))
        _row(card, self.encrypt_button, self.rewrite_button)
        return card

    def _sheet_card(self) -> Card:
        card = Card("恢复码单")
        self.sheet_state = Pill()
        card.corner.addWidget(self.sheet_state)
        self.sheet_meaning = label(tone="secondary", wrap=True)
        card.body.addWidget(self.sheet_meaning)
        self.check_button = button("核对恢复码单…", icon="circle-check")
        self.check_button.clicked.connect(partial(self._show_sheet, asking=True))
        self.print_button = button("再印一张…", icon="printer")
        self.print_button.clicked.connect(self._print_again)
        self.new_button = button("换一张新的…", icon="key-round")
        self.new_button.clicked.connect(lambda: self._open(EncryptDialog(self, self.workspace)))
        _row(card, self.check_button, self.print_button, self.new_button)
        return card

    def _password_card(self) -> Card:
        self.password_card = Card("密码")
        self.password_state = Pill()
        self.password_card.corner.addWidget(self.password_state)
        self.set_button = button("设密码…", icon="lock")
        self.change_button = button("修改密码…", icon="pencil")
        self.remove_button = button("取消密码…")
        self.set_button.clicked.connect(lambda: self._open(SetPasswordDialog(self, self.workspace)))
        self.change_button.clicked.connect(lambda: self._open(ChangePasswordDialog(self, self.workspace)))
        self.remove_button.clicked.connect(lambda: self._open(RemovePasswordDialog(self, self.workspace)))
        self.password_card.body.addWidget(
            label("设了密码，打开时要输入，离开座位可以按 Ctrl+L 锁上。", tone="secondary", wrap=True)
        )
        self.password_card.body.addWidget(self._idle_row())
        _row(self.password_card, self.set_button, self.change_button, self.remove_button)
        return self.password_card

    def _idle_row(self) -> QWidget:
        words = {minutes: f"{minutes} 分钟" if minutes else "不自动锁" for minutes in idle_lock.MINUTES}
        self.idle = Segments([(str(minutes), word) for minutes, word in words.items()], "几分钟不动就锁上")
        self.idle.choose(str(idle_lock.minutes_of(self.workspace.settings)))
        self.idle.chosen.connect(self._choose_idle)
        self.idle_row = QWidget()
        row = QHBoxLayout(self.idle_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label("几分钟不动就锁上"))
        row.addWidget(self.idle)
        row.addStretch(1)
        return self.idle_row

    def _choose_idle(self, minutes: str) -> None:
        idle_lock.choose_minutes(self.workspace.settings, int(minutes))
        self.workspace.protection_changed.emit(True)
        self.workspace.say(f"{minutes} 分钟不动键盘和鼠标就锁上，没填完的还在" if int(minutes) else "不自动锁上")

    def first_focus(self) -> QWidget:
        """The button that can be used."""
        return self.encrypt_button if self.workspace.ledger.key is None else self.check_button

    def refresh(self) -> None:
        """Read."""
        ledger = self.workspace.ledger
        encrypted, protected = ledger.key is not None, ledger_keys.has_password(ledger)
        self.state.show_state("已加密" if encrypted else "没有加密", "done" if encrypted else "soon")
        self.meaning.setText(_ENCRYPTED if encrypted else _PLAIN)
        self.encrypt_button.setVisible(not encrypted)
        self.rewrite_button.setVisible(bool(backup_rewrite.of_before(ledger)))
        self._refresh_sheet(encrypted)
        self.deposit_card.refresh()
        self.password_card.setVisible(encrypted)
        self.password_state.show_state("已设密码" if protected else "没有密码", "done" if protected else "soon")
        self.set_button.setVisible(not protected)
        self.change_button.setVisible(protected)
        self.remove_button.setVisible(protected)
        self.idle_row.setVisible(protected)
        self._refresh_users(encrypted and not protected)

    def _refresh_sheet(self, encrypted: bool) -> None:
        ledger = self.workspace.ledger
        sheet = ledger_keys.sheet(ledger)
        if sheet is None:
            self.sheet_state.show_state("早先给的", "soon")
            self.sheet_meaning.setText("这本台账的恢复码是早先给的，只在纸上，程序里没有。纸找不到了，就换一张新的。")
        else:
            due = rescue.due(ledger)
            self.sheet_state.show_state(f"{sheet.number} 号" + ("，待核对" if due else ""), "soon" if due else "done")
            made = f"（{sheet.made}）" if sheet.made else ""
            self.sheet_meaning.setText(
                f"{sheet.number} 号{made}。换电脑、重装系统、忘了密码时，靠它打开台账和备份；备份上也写着要几号单子。"
                "纸找不到了，这台电脑还打得开的时候再印一张；纸到了别人手里，换一张新的，旧的只能打开以前的备份。"
            )
        self.check_button.setVisible(sheet is not None)
        self.print_button.setVisible(sheet is not None)
        self.new_button.setVisible(encrypted)

    def _refresh_users(self, shown: bool) -> None:
        while self._users.count():
            self._users.takeAt(0).widget().deleteLater()
        self.users_card.setVisible(shown)
        for user in ledger_keys.users(self.workspace.ledger) if shown else ():
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(label(f"{user.name}　{user.since} 起" + ("（这里）" if user.here else "")), 1)
            if not user.here:
                remove = button("移除", name=f"移除 {user.name}")
                remove.clicked.connect(partial(self._ask_remove, user.owner, user.name))
                row.addWidget(remove)
            self._users.addWidget(line)

    def _ask_remove(self, owner: str, name: str) -> None:
        self.workspace.messages.ask(
            self,
            f"移除 {name}？",
            "以后在那里打开要输恢复码。那里以前拷走的文件和钥匙仍打得开；要彻底断开，请再“换一张新的”恢复码单。",
            yes="移除",
            then=partial(self._remove, owner),
        )

    def _remove(self, owner: str) -> None:
        try:
            ledger_keys.remove_user(self.workspace.ledger, owner)
        except KnownError as error:
            self.workspace.messages.error(self, error)
        self.refresh()

    def _open(self, dialog: SecretDialog) -> None:
        dialog.done_with.connect(self._after)
        dialog.open()

    def _after(self, said: str) -> None:
        self.refresh()
        self.workspace.protection_changed.emit(ledger_keys.has_password(self.workspace.ledger))
        self.workspace.backup_changed.emit()
        self.workspace.say(said)

    def _print_again(self) -> None:
        if not ledger_keys.has_password(self.workspace.ledger):
            self._show_sheet()
            return
        dialog = ConfirmDialog(self, self.workspace)
        dialog.done_with.connect(lambda _said: self._show_sheet())
        dialog.open()

    def _show_sheet(self, *, asking: bool = False) -> None:
        sheet = ledger_keys.sheet(self.workspace.ledger)
        if sheet is not None:
            self._open(SheetDialog(self, self.workspace, sheet, asking=asking))


def _row(card: Card, *buttons: QWidget) -> None:
    row = QHBoxLayout()
    for made in buttons:
        row.addWidget(made)
    row.addStretch(1)
    card.body.addLayout(row)


class ConfirmDialog(SecretDialog):
    """The present password before the code is shown: it would open everything for ever."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent, workspace, "再印一张恢复码单")
        self.old = OldSecret()
        self.body.addWidget(self.old)
        self.set_buttons("下一步", "取消")
        self.old.secret.setFocus()

    def submit(self) -> None:
        """Prove it."""
        ledger, password, code = self.workspace.ledger, self.old.password, self.old.code
        self.work_on("正在核对密码", lambda: ledger_keys.confirm(ledger, password=password, recovery_code=code), "")


class _NewPassword(SecretDialog):
    """A password for an encrypted ledger; only the code is wrapped anew."""

    def _set(self, fields: PasswordFields, title: str, said: str, old: str = "", code: str = "") -> None:
        try:
            new = fields.check()
            if not new:
                raise RefusedError("password-empty")
        except RefusedError as error:
            self.problem.show_error(error)
            return
        ledger = self.workspace.ledger
        self.work_on(title, lambda: ledger_keys.set_password(ledger, new=new, old=old, recovery_code=code), said)


class SetPasswordDialog(_NewPassword):
    """A first password."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent, workspace, "设密码")
        self.body.addWidget(
            label(
                "设好以后，在哪台电脑上打开都要输密码。忘了密码，用恢复码单打开；恢复码不变。",
                tone="secondary",
                wrap=True,
            )
        )
        self.fields = PasswordFields()
        self.body.addWidget(self.fields)
        self.set_buttons("设密码", "取消")
        self.fields.password.setFocus()

    def submit(self) -> None:
        """Wrap the code."""
        self._set(self.fields, "正在设密码", "已设密码，恢复码不变；以前的备份请重写一次")


class ChangePasswordDialog(_NewPassword):
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
        """Wrap the code anew."""
        self._set(self.fields, "正在修改密码", "密码已修改，恢复码不变", self.old.password, self.old.code)


class RemovePasswordDialog(SecretDialog):
    """No password any more; the consequence is said."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent, workspace, "取消密码")
        self.body.addWidget(
            label(
                "取消后台账仍是加密的，但用您的登录名打开这台电脑的人，打开台账什么都不用输。恢复码不变。",
                wrap=True,
            )
        )
        self.old = OldSecret()
        self.body.addWidget(self.old)
        self.set_buttons("取消密码", "返回")
        self.old.secret.setFocus()

    def submit(self) -> None:
        """Let this user in without it."""
        ledger, old, code = self.workspace.ledger, self.old.password, self.old.code
        self.work_on(
            "正在取消密码",
            lambda: ledger_keys.remove_password(ledger, password=old, recovery_code=code),
            "密码已取消，台账仍是加密的",
        )
