"""The first run: one window, five steps at its left, all by keyboard; at the end there is a ledger."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui import file_choice, icons, style
from gui.dialogs import recovery_sheet
from gui.dialogs.first_run_steps import (
    OrganizationStep,
    PasswordStep,
    PersonStep,
    RecoveryStep,
    RosterStep,
    Step,
)
from gui.dialogs.import_roster import ROSTER_FILES
from gui.dialogs.open_ledger import watch_work
from gui.messages import Messages
from gui.overlay import WorkOverlay
from gui.tasks import Progress, Tasks
from gui.widgets.buttons import button
from gui.widgets.inline_message import InlineMessage
from models.errors import KnownError, RefusedError

if TYPE_CHECKING:
    from models.ledger import Ledger


class FirstRun(QDialog):
    """Makes a new ledger. `ready` gives it, open, and the roster to import (a Path) or None.

    `other_asked`: the user wants to open a ledger that is already there. Closing it with nothing made rejects.
    """

    ready = Signal(object, object)
    other_asked = Signal()

    def __init__(self, parent: QWidget | None, tasks: Tasks, messages: Messages) -> None:
        super().__init__(parent)
        self.setWindowTitle("支部台账：第一次使用")
        self.setMinimumSize(760, 500)
        self.tasks, self.messages = tasks, messages
        self.organization, self.person, self.password = OrganizationStep(), PersonStep(), PasswordStep()
        self.recovery, self.roster = RecoveryStep(), RosterStep()
        self.steps: tuple[Step, ...] = (self.organization, self.person, self.password, self.recovery, self.roster)
        self.at = 0
        self._ledger: Ledger | None = None
        self._code = ""
        self._build()
        self.recovery.pdf_asked.connect(self._save_sheet)
        self.recovery.print_asked.connect(self._print_sheet)
        watch_work(WorkOverlay(self), tasks)
        self._show(0)

    def sizeHint(self) -> QSize:
        """Large enough for every step, smaller than a small screen."""
        return QSize(900, 580)

    # --- building ---------------------------------------------------------------------

    def _build(self) -> None:
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._list = StepList([step.word for step in self.steps])
        outer.addWidget(self._list)
        column = QVBoxLayout()
        column.setContentsMargins(28, 22, 24, 18)
        column.setSpacing(12)
        self._stack = QStackedWidget()
        for step in self.steps:
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            step.setObjectName("ScrollBody")
            area.setWidget(step)
            self._stack.addWidget(area)
        column.addWidget(self._stack, 1)
        self.problem = InlineMessage()
        column.addWidget(self.problem)
        column.addLayout(self._foot())
        outer.addLayout(column, 1)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self._other = button("打开已有台账…", icon="folder-open", kind="quiet")
        self._other.clicked.connect(self.other_asked)
        self._back = button("上一步")
        self._back.clicked.connect(self.back)
        self._skip = button("")
        self._skip.clicked.connect(self.skip)
        self.next_button = button("下一步", kind="primary")
        self.next_button.clicked.connect(self.forward)
        foot.addWidget(self._other)
        foot.addStretch(1)
        for made in (self._back, self._skip, self.next_button):
            foot.addWidget(made)
        return foot

    # --- moving -----------------------------------------------------------------------

    @property
    def step(self) -> Step:
        """The step shown."""
        return self.steps[self.at]

    def forward(self) -> None:
        """Check the step and go on; the third one makes the ledger, the last one asks for the file."""
        if self.tasks.busy:
            return
        try:
            self.step.check()
        except RefusedError as error:
            self.problem.show_error(error)
            return
        self.problem.clear()
        if self.step is self.password:
            self._create(self.password.fields.password.text())
        elif self.step is self.roster:
            self._choose_roster()
        else:
            self._show(self.at + 1)

    def skip(self) -> None:
        """Go on without: no password, or no roster now."""
        if self.tasks.busy:
            return
        self.problem.clear()
        if self.step is self.password:
            self._create("")
        elif self.step is self.roster:
            self._finish(None)

    def back(self) -> None:
        """Go back; not behind the making of the ledger, and not out of the window."""
        if self.at > 0 and self._ledger is None and not self.tasks.busy:
            self.problem.clear()
            self._show(self.at - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on (or presses the button that has the focus), Esc goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QPushButton) and focused.isEnabled():
                focused.click()
            else:
                self.forward()
        elif event.key() == Qt.Key.Key_Escape:
            self.back()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing leaves nothing half done: a ledger made is kept; before that there is none."""
        if self.tasks.busy:
            event.ignore()
        elif self._ledger is None:
            super().closeEvent(event)
        elif self.step is self.recovery:
            event.ignore()
            self.messages.ask(
                self,
                "恢复码还没有确认收好，要离开吗？",
                "台账已经建好，离开后恢复码不再显示。以后可以在“设置”里换一个新的恢复码。",
                yes="离开，进入台账",
                no="返回",
                then=lambda: self._finish(None),
            )
        else:
            event.ignore()
            self._finish(None)

    def _show(self, at: int) -> None:
        self.at = at
        self._stack.setCurrentIndex(at)
        self._list.show_step(at)
        step = self.step
        self.next_button.setText(step.next_word)
        self._skip.setText(step.skip_word)
        self._skip.setVisible(bool(step.skip_word))
        self._back.setVisible(at > 0 and self._ledger is None)
        self._other.setVisible(at == 0)
        step.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
        if step is self.roster:
            self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- doing ------------------------------------------------------------------------

    def _create(self, password: str) -> None:
        path, name = self.organization.path, self.organization.name.text()
        level, actor = self.organization.level, self.person.name.text().strip()

        def work(_progress: Progress) -> object:
            from models import vault

            return vault.create_ledger(path, organization=name, level=level, actor=actor, password=password)

        self.tasks.start("正在建立台账", work, done=self._created, failed=self._failed)

    def _created(self, created: object) -> None:
        from models.vault import Created

        assert isinstance(created, Created)
        self._ledger, self._code = created.ledger, created.recovery_code
        self.recovery.show_code(self._code)
        self.roster.show_ledger(self._ledger.path)
        self._show(self.steps.index(self.recovery))

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, KnownError):
            self.problem.show_error(error)

    def _save_sheet(self) -> None:
        self._with_sheet(recovery_sheet.save_pdf)

    def _print_sheet(self) -> None:
        self._with_sheet(recovery_sheet.print_paper)

    def _with_sheet(self, do: "Callable[[QWidget, Ledger, str], str]") -> None:
        if self._ledger is None:
            return
        try:
            said = do(self, self._ledger, self._code)
        except KnownError as error:
            self.recovery.said.show_error(error)
            return
        if said:
            self.recovery.said.say(said, state="done")
            self.recovery.typed.setFocus()

    def _choose_roster(self) -> None:
        file_choice.choose_open(self, "选择花名册文件", ROSTER_FILES, self._finish)

    def _finish(self, roster: Path | None) -> None:
        ledger, self._ledger, self._code = self._ledger, None, ""
        self.accept()
        self.ready.emit(ledger, roster)


class StepList(QWidget):
    """The steps at the left: done ones with a tick, the present one red, each as number and word."""

    def __init__(self, steps: list[str]) -> None:
        super().__init__()
        self.setFixedWidth(188)
        self._steps, self._at = steps, 0

    def show_step(self, at: int) -> None:
        """Show which step is the present one."""
        self._at = at
        self.setAccessibleName(f"第 {at + 1} 步，共 {len(self._steps)} 步：{self._steps[at]}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the brand's ground, the name of the program and the steps."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(style.BRAND))
        painter.setPen(QColor(style.ON_BRAND))
        painter.setFont(style.font(style.PAGE_TITLE_PT, strong=True))
        painter.drawText(QRectF(22, 24, 160, 30), Qt.AlignmentFlag.AlignVCenter, "支部台账")
        for place, word in enumerate(self._steps):
            self._draw_step(painter, QRectF(12, 84 + place * 46, self.width() - 24, 38), place, word)
        painter.end()

    def _draw_step(self, painter: QPainter, area: QRectF, place: int, word: str) -> None:
        present = place == self._at
        if present:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(style.ON_BRAND))
            painter.drawRoundedRect(area, style.CONTROL_RADIUS, style.CONTROL_RADIUS)
        colour = style.BRAND if present else style.ON_BRAND if place < self._at else style.ON_BRAND_QUIET
        mark = QRectF(area.left() + 12, area.center().y() - 9, 18, 18)
        if place < self._at:
            painter.drawPixmap(mark.topLeft(), icons.pixmap("circle-check", 18, colour))
        else:
            painter.setPen(QColor(colour))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(mark)
            painter.setFont(style.font(9.0))
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, str(place + 1))
        painter.setPen(QColor(colour))
        painter.setFont(style.font(strong=present))
        painter.drawText(area.adjusted(40, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, word)
