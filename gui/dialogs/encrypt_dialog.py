"""A ledger under a new key, once its sheet is in hand; and the sheet of the present key, once more or once a year."""

from PySide6.QtWidgets import QLineEdit, QWidget

from gui.dialogs.recovery_sheet import RecoverySheet
from gui.dialogs.secret_dialog import SecretDialog
from gui.widgets import FieldGrid, button, label
from gui.workspace import Workspace
from models import backup_rewrite, ledger_keys, rescue
from models.errors import RefusedError
from models.ledger_keys import Sheet

_SHOWN = 12
_IN_HAND = "已印好或抄好，下一步"


class EncryptDialog(SecretDialog):
    """Shows the new sheet, asks three groups back, opens a backup with it, and only then encrypts."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        plain = workspace.ledger.key is None
        super().__init__(parent, workspace, "加密这本台账" if plain else "换一张新的恢复码单")
        self.setMinimumWidth(580)
        ledger = workspace.ledger
        self.rescue = rescue.begin(ledger)
        self.body.addWidget(
            label(
                "先把恢复码印出来或抄下来，再照着纸输入其中三组。程序用它做一份备份并打开一次，都对了才"
                + ("加密。" if plain else "换。以前的备份仍用以前的单子打开，旧单子也请留着；")
                + ("" if plain else "别的电脑和登录名要再输一次恢复码。")
                + "电脑坏了、换了电脑，有台账文件或一份备份，加上这张纸，就打得开。",
                wrap=True,
            )
        )
        self.sheet = RecoverySheet()
        self.sheet.show_sheet(ledger, self.rescue.sheet, self.rescue.asked)
        self.body.addWidget(self.sheet)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._grid = FieldGrid()
        self._grid.add_field("现在的密码", self.password)
        self._grid.setVisible(ledger_keys.has_password(ledger))
        self.body.addWidget(self._grid)
        primary = self.set_buttons(_IN_HAND, "以后再说")
        self.sheet.turned.connect(lambda asking: primary.setText("核对并加密" if asking else _IN_HAND))
        self.sheet.kept.connect(primary.setFocus)
        self.sheet.print.setFocus()

    def submit(self) -> None:
        """From the code to the groups, then to the work."""
        if not self.sheet.asking:
            self.sheet.ask()
            return
        ledger, typed, password = self.workspace.ledger, self.sheet.typed, self.password.text()
        try:
            self.sheet.check()
        except RefusedError as error:
            self.problem.show_error(error)
            return

        def work() -> None:
            if ledger.key is not None:
                ledger_keys.confirm(ledger, password=password)
            rescue.carry_out(ledger, self.rescue, typed, password=password)

        self.work_on("正在备份、核对和加密", work, f"已加密，恢复码单是 {self.rescue.sheet.number} 号")


class SheetDialog(SecretDialog):
    """The sheet of the present key: printed once more, or only asked for, as once a year."""

    def __init__(self, parent: QWidget, workspace: Workspace, sheet: Sheet, *, asking: bool = False) -> None:
        super().__init__(parent, workspace, "核对恢复码单" if asking else "再印一张恢复码单")
        self.setMinimumWidth(560)
        self.body.addWidget(
            label(
                f"请拿出 {sheet.number} 号恢复码单，看它还在不在、看不看得清。"
                if asking
                else "与原来那张一样，和印章、档案放在一起，不要存在电脑上。印好后照着纸输入其中三组。",
                wrap=True,
            )
        )
        self.sheet = RecoverySheet()
        self.sheet.show_sheet(workspace.ledger, sheet, rescue.choose_groups())
        self.body.addWidget(self.sheet)
        self.sheet.back.setVisible(not asking)
        again = button("单子找不到了", kind="quiet")
        again.clicked.connect(self._lost)
        again.setVisible(asking)
        self.add_left(again)
        primary = self.set_buttons(_IN_HAND, "以后再说")
        self.sheet.turned.connect(lambda shown: primary.setText("核对" if shown else _IN_HAND))
        self.sheet.kept.connect(primary.setFocus)
        if asking:
            self.sheet.ask()

    def submit(self) -> None:
        """From the code to the groups; right ones are noted."""
        if not self.sheet.asking:
            self.sheet.ask()
            return
        try:
            rescue.check_again(self.workspace.ledger, self.sheet.asked, self.sheet.typed)
        except RefusedError as error:
            self.problem.show_error(error)
            return
        self.accept()
        self.done_with.emit("恢复码单核对无误")

    def _lost(self) -> None:
        self.problem.say(
            "找不到也不要紧，这台电脑还打得开。",
            next_step="请关上这个窗口，按“再印一张…”；怕被别人拿去的，按“换一张新的…”。",
            state="progress",
        )


class RewriteDialog(SecretDialog):
    """The backups of before, by name, to be written anew under the present key."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent, workspace, "重写以前的备份")
        ledger = workspace.ledger
        names = [info.path.name for info in backup_rewrite.of_before(ledger)]
        shown = "\n".join(names[:_SHOWN]) + (f"\n……共 {len(names)} 份" if len(names) > _SHOWN else "")
        self.body.addWidget(
            label(
                "台账旁边的这些备份用的是以前的钥匙，或者是设密码以前做的：拿着旧单子、以前的钥匙文件或整块硬盘的人打得开。"
                "重写以后内容不变，只认现在的恢复码单和密码。"
                "U盘和别处的备份请自己换成新做的。",
                wrap=True,
            )
        )
        self.body.addWidget(label(shown, tone="secondary", wrap=True, selectable=True))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        grid = FieldGrid()
        grid.add_field("现在的密码", self.password)
        grid.setVisible(ledger_keys.has_password(ledger))
        self.body.addWidget(grid)
        self.set_buttons("重写", "取消")

    def submit(self) -> None:
        """Write them; those that nothing here opens are named."""
        ledger, password = self.workspace.ledger, self.password.text()

        def work() -> None:
            left = backup_rewrite.write_anew(ledger, password=password)
            if left:
                raise RefusedError("backups-not-opened", names="、".join(path.name for path in left[:_SHOWN]))

        self.work_on("正在重写备份", work, "以前的备份已重写，只认现在的恢复码单和密码")
