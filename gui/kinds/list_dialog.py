"""All records of a kind that has no view of its own: its list in a dialog."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.dialogs.base import FormDialog
from gui.kinds.list_view import KindList
from gui.widgets import button, label
from gui.workspace import Workspace
from models.kinds.kind import Kind

_WIDTH, _HEIGHT = 720, 200
_ALL_YEARS = 0


class KindListDialog(FormDialog):
    """Enter changes, Del takes out; what a kind says of its list stands above."""

    def __init__(self, parent: QWidget, workspace: Workspace, kind: Kind) -> None:
        super().__init__(parent, kind.word)
        self.setMinimumWidth(_WIDTH)
        if kind.note:
            self.body.addWidget(label(kind.note, tone="secondary", wrap=True))
        self.listed = KindList(workspace, kind)
        self.listed.lists.setMinimumHeight(_HEIGHT)
        row = QHBoxLayout()
        self.add_button = button(f"{kind.adds}…", icon="plus")
        self.add_button.clicked.connect(self.listed.add)
        for widget in (self.add_button, *self.listed.tools):
            row.addWidget(widget)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.listed, 1)
        self.set_buttons("关闭").setDefault(False)
        workspace.bridge.changed.connect(self._reload)
        self._reload()
        (self.listed.table if self.listed.table.rows.listed else self.add_button).setFocus()

    def _reload(self, _changes: object = None) -> None:
        self.listed.show_year(_ALL_YEARS)
