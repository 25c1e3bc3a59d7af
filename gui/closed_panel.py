"""What the window shows while no ledger is open: unlock one, say why one did not open, or begin."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gui import style
from gui.widgets import Card, ElidedLabel, FieldGrid, InlineMessage, button, label
from models.errors import KnownError


class ClosedPanel(QWidget):
    """Signals carry the wish; the window acts."""

    open_asked = Signal()
    new_asked = Signal()
    restore_asked = Signal()
    retry_asked = Signal(object)
    unlock_asked = Signal(object, str, str)
    """Path, password, recovery code (one of the two is empty)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._covers = False
        column = QVBoxLayout(self)
        column.setContentsMargins(*style.PAGE_MARGIN)
        column.addStretch(1)
        self._card = Card(padding=(26, 22, 26, 20))
        self._card.setFixedWidth(500)
        self._card.body.setSpacing(12)
        # Stretches, not an alignment: an aligned widget gets its size hint, and wrapped texts would be cut.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._card)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)
        self._title = label(points=style.PAGE_TITLE_PT, strong=True, wrap=True)
        self._file = ElidedLabel(tone="secondary")
        self._file.setMaximumWidth(420)
        self._detail = label(tone="secondary", wrap=True)
        self.problem = InlineMessage()
        for widget in (self._title, self._file, self._detail, self.problem):
            self._card.body.addWidget(widget)
        self._add_fields()
        self._add_buttons()
        self._path: Path | None = None
        self._by_code = False

    def _add_fields(self) -> None:
        self._fields = FieldGrid()
        self.secret = QLineEdit()
        self.secret.returnPressed.connect(self._main_pressed)
        self._secret_name = self._fields.add_field("密码", self.secret)
        self._card.body.addWidget(self._fields)
        self._switch = button("忘记密码，用恢复码打开", kind="quiet")
        self._switch.clicked.connect(lambda: self._ask_secret(by_code=not self._by_code))
        self._card.body.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignLeft)
        self._restore = button("从备份恢复…", icon="undo-2", kind="quiet", tip="换了电脑、台账打不开时，用备份文件恢复")
        self._restore.clicked.connect(self.restore_asked)
        self._card.body.addWidget(self._restore, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_buttons(self) -> None:
        row = QHBoxLayout()
        self._open = button("打开另一本…", icon="folder-open")
        self._open.clicked.connect(self.open_asked)
        self._new = button("新建台账…", icon="file-plus")
        self._new.clicked.connect(self.new_asked)
        self.main = button("打开", kind="primary")
        self.main.clicked.connect(self._main_pressed)
        row.addWidget(self._open)
        row.addWidget(self._new)
        row.addStretch(1)
        row.addWidget(self.main)
        self._card.body.addLayout(row)

    def ask_or_tell(self, path: Path, error: KnownError) -> None:
        """Ask for what opens a ledger, or say why it did not open; what was asked for stays for another try."""
        if self._fields.isVisibleTo(self) and path == self._path:
            self.refuse(error)
        elif error.code == "password-needed":
            self._ask(path, "这本台账设有密码", "", by_code=False)
        elif error.code == "no-key-here":
            self._ask(path, error.what().rstrip("。"), error.next_step(), by_code=True)
        else:
            self._tell(path, error)

    def refuse(self, error: KnownError) -> None:
        """Say what is wrong with what was typed, and let it be typed again."""
        self.problem.show_error(error)
        self.secret.selectAll()
        self.secret.setFocus()

    def cover(self, path: Path) -> None:
        """Ask for the password of a ledger that stays open behind this; nothing else can be done here."""
        self._covers = True
        self._ask(path, "已锁上", "一段时间没有动键盘和鼠标。输入密码，回到刚才的地方，没填完的还在。", by_code=False)
        for widget in (self._restore, self._open, self._new):
            widget.hide()
        self.main.setText("解锁")

    def _ask(self, path: Path, title: str, detail: str, *, by_code: bool) -> None:
        self._path = path
        self._title.setText(title)
        self._file.setText(str(path))
        self._file.show()
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.problem.clear()
        self._fields.show()
        self._switch.show()
        self.main.setText("打开")
        self._ask_secret(by_code=by_code)

    def _tell(self, path: Path, error: KnownError) -> None:
        self.problem.show_error(error)
        self._path = path
        self._title.setText("台账没有打开")
        self._file.hide()
        self._detail.hide()
        self._fields.hide()
        self._switch.hide()
        self.main.setText("再试一次")
        self.main.setFocus()

    def welcome(self) -> None:
        """No ledger yet: begin with a new one or open one."""
        self._path = None
        self._title.setText("欢迎使用支部台账")
        self._detail.setText("名册、表册和上报数据都保存在自己电脑的一个文件里，不联网。")
        self._detail.show()
        self._file.hide()
        self._fields.hide()
        self._switch.hide()
        self.problem.clear()
        self.main.setText("新建台账")
        self._new.hide()
        self.main.setFocus()

    def _ask_secret(self, *, by_code: bool) -> None:
        self._by_code = by_code
        self._new.setVisible(not self._covers)
        self.secret.clear()
        hidden, shown = QLineEdit.EchoMode.Password, QLineEdit.EchoMode.Normal
        self.secret.setEchoMode(shown if by_code else hidden)
        self.secret.setAccessibleName("恢复码" if by_code else "密码")
        self._secret_name.setText("恢复码" if by_code else "密码")
        self._switch.setText("改用密码打开" if by_code else "忘记密码，用恢复码打开")
        self.secret.setFocus()

    def _main_pressed(self) -> None:
        if self._path is None:
            self.new_asked.emit()
        elif not self._fields.isVisibleTo(self):
            self.retry_asked.emit(self._path)
        elif self.secret.text():
            typed = self.secret.text()
            self.unlock_asked.emit(self._path, "" if self._by_code else typed, typed if self._by_code else "")
