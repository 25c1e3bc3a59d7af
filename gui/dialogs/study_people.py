"""Choosing people fast: a few letters of pinyin and Enter for each, or everybody at once."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from gui.widgets import SearchField, button, label
from gui.workspace import Workspace
from models import member

_NAMES_SHOWN = 6
_ID = Qt.ItemDataRole.UserRole


class _PeopleSearch(SearchField):
    """Enter chooses and stays here; in an empty line it goes on to the next field. It never presses a button."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, or pass on."""
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            if self.text().strip():
                self.entered.emit()
            else:
                self.focusNextChild()
            return
        super().keyPressEvent(event)


class _PeopleList(QListWidget):
    """Space and Enter tick the person under the cursor."""

    ticked = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in keys and not held and self.currentItem() is not None:
            self.ticked.emit(self.currentItem())
        else:
            super().keyPressEvent(event)


class PeopleChooser(QWidget):
    """Ticks members of the branch. `changed` after each."""

    changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._ledger = workspace.ledger
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.search = _PeopleSearch("首字母，回车选上")
        self.search.textChanged.connect(lambda _text: self._filter())
        self.search.entered.connect(self._choose_first)
        self.search.down.connect(self._go_down)
        head = QHBoxLayout()
        head.addWidget(self.search, 1)
        self.everybody = button("全体")
        self.everybody.setToolTip("选上全体在册党员")
        self.everybody.clicked.connect(self.choose_everybody)
        self.nobody = button("清空", kind="quiet")
        self.nobody.clicked.connect(lambda: self.choose([]))
        head.addWidget(self.everybody)
        head.addWidget(self.nobody)
        column.addLayout(head)
        people = _PeopleList()
        self.people: QListWidget = people
        self.people.setAccessibleName("党员")
        self.people.setMinimumHeight(130)
        self.people.itemClicked.connect(self._toggle)
        self.people.itemChanged.connect(lambda _item: self._tell())
        people.ticked.connect(self._toggle)
        column.addWidget(self.people, 1)
        self.told = label(wrap=True, tone="secondary")
        # The names make the window higher, never wider.
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, self.told.sizePolicy().verticalPolicy())
        column.addWidget(self.told)
        self._fill()
        self._tell()

    @property
    def chosen(self) -> list[str]:
        """The ids of those ticked, in the order of the list."""
        return [str(item.data(_ID)) for item in self._items() if item.checkState() == Qt.CheckState.Checked]

    def choose(self, member_ids: Sequence[str]) -> None:
        """Tick exactly these."""
        with QSignalBlocker(self.people):
            for item in self._items():
                item.setCheckState(Qt.CheckState.Checked if item.data(_ID) in member_ids else Qt.CheckState.Unchecked)
        self._tell()

    def choose_everybody(self) -> None:
        """Tick all who are on the register now."""
        self.choose([one.id for one in member.list_members(self._ledger)])

    def _fill(self) -> None:
        for one in member.list_members(self._ledger, status=""):
            gone = "（已离开）" if one.status == "left" else ""
            group = f"　{one.group}" if one.group else ""
            item = QListWidgetItem(f"{one.name}{gone}{group}")
            item.setData(_ID, one.id)
            item.setData(_ID + 1, one.name)
            item.setData(_ID + 2, bool(gone))
            # A width of its own would move the list sideways; so a long name ends in ….
            item.setSizeHint(QSize(40, self.people.fontMetrics().height() + 10))
            item.setToolTip(item.text())
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.people.addItem(item)
        self._filter()

    def _items(self) -> list[QListWidgetItem]:
        return [self.people.item(at) for at in range(self.people.count())]

    def _filter(self) -> None:
        """Show who fits what is typed; those who have left only when they are looked for."""
        text = self.search.text().strip()
        found = {one.id for one in member.list_members(self._ledger, status="", search=text)} if text else None
        first = self.people.item(-1)
        for item in self._items():
            ticked = item.checkState() == Qt.CheckState.Checked
            shown = item.data(_ID) in found if found is not None else ticked or not item.data(_ID + 2)
            item.setHidden(not shown)
            first = item if shown and first is None else first
        self.people.setCurrentItem(first)

    def _go_down(self) -> None:
        self.people.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_first(self) -> None:
        item = self.people.currentItem()
        if item is not None and not item.isHidden():
            self._toggle(item)
            self.search.clear()
        else:
            self.told.setText(f"没有找到“{self.search.text()[:20]}”，可以输入姓名、拼音或首字母")

    def _toggle(self, item: QListWidgetItem) -> None:
        ticked = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)

    def _tell(self) -> None:
        names = [str(item.data(_ID + 1)) for item in self._items() if item.checkState() == Qt.CheckState.Checked]
        shown = "、".join(names[:_NAMES_SHOWN]) + ("等" if len(names) > _NAMES_SHOWN else "")
        self.told.setText(f"已选 {len(names)} 人：{shown}" if names else "还没有选人")
        self.changed.emit()
