"""The first run: one window, five steps at its left, all by keyboard; at the end there is a ledger."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui import file_choice, icons, style
from gui.dialogs.first_run_steps import (
    OrganizationStep,
    PasswordStep,
    PersonStep,
    RecoveryStep,
    RosterStep,
    Step,
)
from gui.dialogs.import_roster import ROSTER_FILES
from gui.messages import Messages
from gui.overlay import WorkOverlay
from gui.tasks import Progress, Tasks
from gui.widgets.buttons import button
from gui.widgets.card import Card
from gui.widgets.inline_message import InlineMessage
from models.errors import KnownError, RefusedError

if TYPE_CHECKING:
    from models.ledger import Ledger
    from models.rescue import Rescue


class FirstRun(QWidget):
    """Makes a new ledger in the place of the pages.

    `made` gives its path as soon as its file is there, `created` the open ledger when the steps are
    through, then `import_asked` the roster chosen, if any. `open_asked`: the user wants one that is
    already there, `restore_asked`: from a backup. `cancelled`: left before anything was made.
    """

    made = Signal(object)
    created = Signal(object)
    import_asked = Signal(object)
    open_asked = Signal()
    restore_asked = Signal()
    cancelled = Signal()

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self.setObjectName("Surface")
        self.messages, self.tasks = messages, Tasks()
        self.organization, self.person, self.password = OrganizationStep(), PersonStep(), PasswordStep()
        self.recovery, self.roster = RecoveryStep(), RosterStep()
        self.steps: tuple[Step, ...] = (
            self.organization,
            self.person,
            self.password,
            self.recovery,
            self.roster,
        )
        self.at = 0
        self._held: list[Ledger] = []
        self.rescue: Rescue | None = None
        self._build()
        self.overlay = WorkOverlay(self)
        self.overlay.panel.cancel.hide()
        self.tasks.started.connect(self.overlay.begin)
        self.tasks.ended.connect(self.overlay.end)
        self.recovery.sheet.turned.connect(
            lambda asking: self.next_button.setText("核对并加密" if asking else self.recovery.next_word)
        )
        self.recovery.sheet.kept.connect(self.next_button.setFocus)
        for field in self.findChildren(QLineEdit):
            field.textEdited.connect(lambda _text: self.problem.clear())
        self._close_when_left()
        self._show(0)

    def _close_when_left(self) -> None:
        """Let go of a ledger that was made when the window closes or another ledger is opened in the middle
        of the steps.
        """
        held, working = self._held, [self.tasks]

        def let_go() -> None:
            while working:
                working.pop().close()
            while held:
                held.pop().close()

        self.let_go = let_go
        self.destroyed.connect(let_go)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(let_go)

    # --- building ---------------------------------------------------------------------

    def _build(self) -> None:
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._list = StepList([step.word for step in self.steps])
        outer.addWidget(self._list)
        outer.addStretch(1)
        holder = QWidget()
        holder.setMinimumWidth(420)
        holder.setMaximumWidth(760)
        column = QVBoxLayout(holder)
        column.setContentsMargins(*style.PAGE_MARGIN)
        column.setSpacing(12)
        card = Card(padding=(24, 20, 18, 12))
        self._stack = QStackedWidget()
        for step in self.steps:
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            step.setObjectName("ScrollBody")
            area.setWidget(step)
            self._stack.addWidget(area)
        card.body.addWidget(self._stack)
        column.addWidget(card, 1)
        self.problem = InlineMessage()
        column.addWidget(self.problem)
        column.addLayout(self._foot())
        outer.addWidget(holder, 20)
        outer.addStretch(1)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self._other = button("打开已有台账…", icon="folder-open", kind="quiet")
        self._other.clicked.connect(self.open_asked)
        self._restore = button("从备份恢复…", icon="undo-2", kind="quiet")
        self._restore.clicked.connect(self.restore_asked)
        self._back = button("上一步")
        self._back.clicked.connect(self.back)
        self._skip = button("")
        self._skip.clicked.connect(self.skip)
        self.next_button = button("下一步", kind="primary")
        self.next_button.clicked.connect(self.forward)
        foot.addWidget(self._other)
        foot.addWidget(self._restore)
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
        if self.step is self.recovery and not self.recovery.sheet.asking:
            self.problem.clear()
            self.recovery.sheet.ask()
            return
        self.password.names = (self.organization.name.text(), self.person.name.text())
        try:
            self.step.check()
        except RefusedError as error:
            self.problem.show_error(error)
            return
        self.problem.clear()
        if self.step is self.password:
            self._create()
        elif self.step is self.recovery:
            self._encrypt()
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
            self.password.fields.clear()
            self._create()
        elif self.step is self.recovery:
            password = "刚才填的密码也先不生效。" if self.password.fields.password.text() else ""
            self.messages.ask(
                self,
                "先不加密，以后再说？",
                f"台账照常能用，但能用这台电脑、拿到这个文件的人都看得到里面的全部内容。{password}"
                "以后在“设置 → 加密与恢复码”里加密。",
                yes="先不加密",
                no="返回",
                then=lambda: self._show(self.at + 1),
            )
        elif self.step is self.roster:
            self._finish(None)

    def back(self) -> None:
        """Go back, from the first step out of the steps; never behind the making of the ledger."""
        if self.tasks.busy:
            return
        if self.step is self.recovery and self.recovery.sheet.asking:
            self.problem.clear()
            self.recovery.sheet.show_code()
        if self._held:
            return
        self.problem.clear()
        if self.at > 0:
            self._show(self.at - 1)
        else:
            self.cancelled.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where something is to be typed."""
        super().showEvent(event)
        self.step.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

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

    def _show(self, at: int) -> None:
        self.at = at
        self._stack.setCurrentIndex(at)
        self._list.show_step(at)
        step = self.step
        self.next_button.setText(step.next_word)
        self._skip.setText(step.skip_word)
        self._skip.setVisible(bool(step.skip_word))
        self._back.setVisible(not self._held)
        self._back.setText("上一步" if at else "取消")
        self._other.setVisible(at == 0)
        self._restore.setVisible(at == 0)
        step.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
        if step is self.roster:
            self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- doing ------------------------------------------------------------------------

    def _create(self) -> None:
        path, name = self.organization.path, self.organization.name.text()
        level, actor = self.organization.level, self.person.name.text().strip()

        def work(_progress: Progress) -> object:
            from models import vault

            return vault.create_ledger(path, organization=name, level=level, actor=actor).ledger

        self.tasks.start("正在建立台账", work, done=self._created, failed=self._failed)

    def _created(self, ledger: "Ledger") -> None:
        from models import rescue

        self._held.append(ledger)
        self.made.emit(ledger.path)
        self.rescue = rescue.begin(ledger)
        self.recovery.sheet.show_sheet(ledger, self.rescue.sheet, self.rescue.asked)
        self.roster.show_ledger(ledger.path)
        self._show(self.steps.index(self.recovery))

    def _encrypt(self) -> None:
        """Make a backup under the new key, open it with the code, and only then encrypt."""
        from models import rescue

        (ledger,), new, typed = self._held, self.rescue, self.recovery.sheet.typed
        password = self.password.fields.password.text()
        assert new is not None
        self.tasks.start(
            "正在备份、核对和加密",
            lambda _progress: rescue.carry_out(ledger, new, typed, password=password),
            done=lambda _made: self._show(self.at + 1),
            failed=self._failed,
        )

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, KnownError):
            self.problem.show_error(error)

    def _choose_roster(self) -> None:
        file_choice.choose_open(self, "选择花名册文件", ROSTER_FILES, self._finish)

    def _finish(self, roster: Path | None) -> None:
        ledger = self._held.pop()
        self.let_go()
        self.created.emit(ledger)
        if roster is not None:
            self.import_asked.emit(roster)


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
        """Draw the steps as the navigation is drawn."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(style.CARD))
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), QColor(style.LINE))
        painter.setPen(QColor(style.SECONDARY))
        painter.setFont(style.font(style.SECONDARY_PT))
        painter.drawText(QRectF(20, 18, 160, 26), Qt.AlignmentFlag.AlignVCenter, "建立一本新台账")
        for place, word in enumerate(self._steps):
            self._draw_step(painter, QRectF(0, 54 + place * 44, self.width() - 1, style.NAV_ITEM_HEIGHT), place, word)
        painter.end()

    def _draw_step(self, painter: QPainter, area: QRectF, place: int, word: str) -> None:
        present, done = place == self._at, place < self._at
        if present:
            painter.fillRect(area, QColor(style.BRAND_SOFT))
            painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), QColor(style.BRAND))
        colour = style.BRAND if present else style.STATES["done"][0] if done else style.HINT
        mark = QRectF(area.left() + 20, area.center().y() - 10, 20, 20)
        if done:
            painter.drawPixmap(mark.topLeft(), icons.pixmap("circle-check", 20, colour))
        else:
            painter.setPen(QColor(colour))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(mark.adjusted(1, 1, -1, -1))
            painter.setFont(style.font(9.0))
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, str(place + 1))
        painter.setPen(QColor(style.BRAND if present else style.TEXT if done else style.SECONDARY))
        painter.setFont(style.font(strong=present))
        painter.drawText(area.adjusted(52, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, word)
