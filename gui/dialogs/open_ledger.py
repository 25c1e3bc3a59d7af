"""Opening a ledger: the ones used last, another file, and its password or recovery code."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from gui import file_choice, style
from gui.dialogs.base import FormDialog
from gui.overlay import WorkOverlay
from gui.settings_file import SettingsFile
from gui.tasks import Progress, Tasks
from gui.widgets.buttons import button
from gui.widgets.texts import ElidedLabel, label
from models.errors import KnownError

if TYPE_CHECKING:
    from models.ledger import Ledger


def watch_work(overlay: WorkOverlay, tasks: Tasks) -> None:
    """Let an overlay show and stop what the worker thread does."""
    tasks.started.connect(overlay.begin)
    tasks.progressed.connect(overlay.panel.step)
    tasks.ended.connect(overlay.end)
    overlay.cancel_asked.connect(tasks.cancel)


class OpenLedgerDialog(FormDialog):
    """Gives `opened(ledger, by_recovery_code)`; `new_asked` when the user would rather make a new one.

    path: a ledger to unlock at once; without it the user chooses first.
    """

    opened = Signal(object, bool)
    new_asked = Signal()

    def __init__(
        self, parent: QWidget | None, tasks: Tasks, settings: SettingsFile, path: Path | None = None
    ) -> None:
        super().__init__(parent, "打开台账")
        self.setMinimumWidth(520)
        self.tasks, self.settings = tasks, settings
        self.path: Path | None = None
        self._by_code = False
        self.pages = QStackedWidget()
        self.pages.addWidget(self._choice())
        self.pages.addWidget(self._lock())
        self.body.addWidget(self.pages)
        self.set_buttons("打开", "取消")
        watch_work(WorkOverlay(self), tasks)
        if path is None:
            self.list.setFocus()
        else:
            self.take(path)

    # --- choosing ---------------------------------------------------------------------

    def _choice(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label("最近用过的台账", points=style.CARD_TITLE_PT, strong=True))
        self.list = QListWidget()
        self.list.setAccessibleName("最近用过的台账")
        self.list.setMinimumHeight(150)
        for path in self.settings.recent:
            item = QListWidgetItem(f"{path.stem}\n{path.parent}")
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _item: self.submit())
        column.addWidget(self.list)
        if not self.settings.recent:
            column.addWidget(label("还没有打开过台账。", tone="secondary"))
        other = button("选择其他文件…", icon="folder-open")
        other.clicked.connect(self.choose_file)
        new = button("新建一本台账…", icon="file-plus")
        new.clicked.connect(self._new)
        for made in (other, new):
            column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        return page

    def choose_file(self) -> None:
        """Ask for a ledger file."""
        file_choice.choose_open(self, "打开台账", file_choice.LEDGERS, self.take)

    def take(self, path: Path) -> None:
        """Open this ledger, or ask for its password first."""
        from models import vault

        self.path = path
        try:
            protected = vault.is_protected(path)
        except KnownError as error:
            self.problem.show_error(error)
            return
        self.problem.clear()
        if not protected:
            self._open()
            return
        self._name.setText(f"{path.stem}　{path.parent}")
        self.pages.setCurrentIndex(1)
        self._ask_for(code=False)

    def _new(self) -> None:
        self.reject()
        self.new_asked.emit()

    # --- unlocking --------------------------------------------------------------------

    def _lock(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._head = label("", points=style.CARD_TITLE_PT, strong=True)
        self._name = ElidedLabel(tone="secondary")
        self.secret = QLineEdit()
        self._hint = label("", tone="secondary", wrap=True)
        self._switch = button("", kind="quiet")
        self._switch.clicked.connect(lambda: self._ask_for(code=not self._by_code))
        for widget in (self._head, self._name, self.secret, self._hint):
            column.addWidget(widget)
        column.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return page

    def _ask_for(self, *, code: bool) -> None:
        self._by_code = code
        self._head.setText("请输入恢复码" if code else "请输入密码")
        self._hint.setText(
            "8 组数字，每组 6 位；空格、横线打不打都可以。输错了会告诉您是第几组。"
            if code
            else "密码分大小写。忘了密码，可以用纸上的恢复码打开。"
        )
        self._switch.setText("用密码打开" if code else "忘记密码？用恢复码打开")
        self.secret.clear()
        self.secret.setEchoMode(QLineEdit.EchoMode.Normal if code else QLineEdit.EchoMode.Password)
        self.secret.setAccessibleName(self._head.text())
        self.problem.clear()
        self.secret.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- opening ----------------------------------------------------------------------

    def submit(self) -> None:
        """Open what is chosen."""
        if self.pages.currentIndex() == 1:
            self._open()
            return
        item = self.list.currentItem()
        if item is None:
            self.choose_file()
        else:
            self.take(Path(item.data(Qt.ItemDataRole.UserRole)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens from the list and the field alike."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.focusWidget() in (self.list, self.secret):
            self.submit()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        path, secret, by_code = self.path, self.secret.text(), self._by_code

        def work(_progress: Progress) -> object:
            from models import vault

            if path is None:
                return None
            if by_code:
                return vault.open_ledger(path, recovery_code=secret)
            return vault.open_ledger(path, password=secret)

        self.tasks.start("正在打开台账", work, done=self._opened, failed=self._failed)

    def _opened(self, ledger: "Ledger") -> None:
        self.accept()
        self.opened.emit(ledger, self._by_code)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, KnownError):
            self.problem.show_error(error)
        if self.pages.currentIndex() == 1:
            self.secret.setFocus(Qt.FocusReason.OtherFocusReason)
            self.secret.selectAll()
