"""A print run that was stopped: how far it came, and going on with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from gui.widgets import Card, Pill, button, label


class RunCard(Card):
    """Hidden while there is no open run."""

    go_on_asked = Signal()
    again_asked = Signal()
    forget_asked = Signal()

    def __init__(self) -> None:
        super().__init__(padding=(16, 8, 10, 8))
        self.setAccessibleName("没有打完的学习档案")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Pill("没有打完", "soon"))
        self.told = label(strong=True, wrap=True)
        row.addWidget(self.told, 1)
        self.forget_button = button("不接了", kind="quiet")
        self.forget_button.clicked.connect(self.forget_asked)
        self.again_button = button("重新开始", kind="quiet", tip="同样的人，从第 1 份起重新打")
        self.again_button.clicked.connect(self.again_asked)
        self.go_on_button = button("接着打…", icon="printer")
        self.go_on_button.clicked.connect(self.go_on_asked)
        row.addWidget(self.forget_button)
        row.addWidget(self.again_button)
        row.addWidget(self.go_on_button)
        self.body.addLayout(row)
        self.hide()

    def show_run(self, done: int, wanted: int, year: int, started: str) -> None:
        """Show how far a run came; nothing wanted hides it."""
        so_far = f"上次打到第 {done} 份" if done else "上次一份也没有打完"
        self.told.setText(f"{so_far}（共 {wanted} 份，{year} 年，{started}开始），可以接着打。")
        self.setVisible(wanted > 0)
