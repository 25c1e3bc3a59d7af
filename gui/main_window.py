"""The main window: red head, white navigation, pages, foot. Holds no rules; what a page shows is the
page's own.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

# Not `Qt` itself: that name alone costs 15 ms before the first paint, for a hundred enumerations.
from PySide6 import QtCore
from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QMainWindow,
    QScrollArea,
    QWidget,
)

from gui import style
from gui.pages import PAGES
from gui.settings_file import SettingsFile

if TYPE_CHECKING:
    from pathlib import Path

    from gui.pages.base import Page
    from gui.tasks import Tasks
    from gui.workspace import Workspace
    from models.changes import Changes

_COMPACT_BELOW = 900


class MainWindow(QMainWindow):
    """Shows an empty frame at once; `show_workspace` fills it, `show_panel` puts something in the pages'
    place.
    """

    open_asked = Signal()
    new_asked = Signal()
    recent_asked = Signal(object)
    lock_asked = Signal()
    closing = Signal()

    first_painted = Signal()

    def __init__(self, settings: SettingsFile) -> None:
        super().__init__()
        self.settings = settings
        self.workspace: Workspace | None = None
        self.setWindowTitle("支部台账")
        self.setMinimumSize(640, 400)
        self._pages: dict[str, tuple[Page, QScrollArea]] = {}
        self._painted = False
        # The empty frame: drawn by Qt alone, because a painter in Python would need `Qt` first.
        self._frame = QLabel("支部台账", self)
        self._frame.setObjectName("FrameHead")
        self._frame.setFont(style.font(style.PRODUCT_PT, strong=True))
        self._left_maximized = settings.get("maximized", False)
        size = settings.get("window_size", [1180, 760])
        fits = len(size) == 2 and all(isinstance(part, int) for part in size)
        wished = QSize(*size) if fits else QSize(1180, 760)
        # The frame that the desktop draws around it needs room too.
        room = self.screen().availableGeometry().size() - QSize(4, 34)
        self.resize(wished.boundedTo(room))

    def show_as_left(self) -> None:
        """Show it as large as it was left."""
        if self._left_maximized:
            self.showMaximized()
        else:
            self.show()

    def build(self) -> None:
        """Put the real widgets in place of the painted frame; called once, after the first paint."""
        from gui.icons import window_icon
        from gui.shell import Shell

        self.shell = Shell()
        self.header, self.navigation = self.shell.header, self.shell.navigation
        self.toast, self.overlay, self.saved = self.shell.toast, self.shell.overlay, self.shell.saved
        self._stack = self.shell.stack
        self.setCentralWidget(self.shell)
        self._frame.hide()
        self.setWindowIcon(window_icon())
        self.navigation.set_compact(self.width() < _COMPACT_BELOW)
        self.header.open_asked.connect(self.open_asked)
        self.header.new_asked.connect(self.new_asked)
        self.header.recent_asked.connect(self.recent_asked)
        self.header.lock_asked.connect(self.lock_asked)
        self.header.find_asked.connect(self.find_member)
        self.header.user_asked.connect(self._ask_user)
        self.toast.open_asked.connect(self._open_file)
        self.navigation.chosen.connect(self.show_page)
        self.navigation.backup_asked.connect(self._show_backup)
        self._shortcuts()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell when the frame is on the screen: what is slow to import comes after it."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def _shortcuts(self) -> None:
        for entry in PAGES:
            self._key(f"Ctrl+{entry.digit}", partial(self.show_page, entry.key))
        self._key("Ctrl+Z", self._undo_newest)
        self._key("Ctrl+Shift+Z", lambda: self._undo_or_redo("重做"))
        self._key("Ctrl+Y", lambda: self._undo_or_redo("重做"))
        self._key("Ctrl+K", self.find_member)
        self._key("Ctrl+O", self.open_asked.emit)
        self._key("Ctrl+L", self._lock)
        self._key("F6", self._next_area)

    def _lock(self) -> None:
        if self.header.lock.isVisible():
            self.lock_asked.emit()

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(lambda: act() if self._takes_keys() else None)

    def _takes_keys(self) -> bool:
        """Whether nothing lies over the window: neither work nor the lock."""
        return self.shell.isEnabled() and not self.overlay.isVisible()

    # --- a ledger, or none --------------------------------------------------------------

    def show_workspace(self, workspace: "Workspace", organization: str, *, protected: bool) -> None:
        """Show an open ledger, on its first page."""
        self.clear()
        self.workspace = workspace
        workspace.went.connect(self._go)
        workspace.bridge.changed.connect(self._note_saved)
        workspace.bridge.said.connect(self.toast.show_text)
        workspace.file_written.connect(self.toast.show_file)
        workspace.backup_changed.connect(self.show_backup_state)
        workspace.protection_changed.connect(self.header.lock.setVisible)
        workspace.other_asked.connect(self.recent_asked)
        self.watch(workspace.tasks)
        self.toast.acted.connect(self._undo_or_redo)
        self.show_names(organization, protected=protected)
        self.navigation.show()
        self.shell.foot.show()
        self.saved.clear()
        self.show_page(PAGES[0].key)
        self.show_backup_state()

    def watch(self, tasks: "Tasks") -> None:
        """Show the progress of these tasks over the pages, and let the user stop them."""
        tasks.started.connect(self.overlay.begin)
        tasks.progressed.connect(self.overlay.panel.step)
        tasks.ended.connect(self.overlay.end)
        self.overlay.cancel_asked.connect(tasks.cancel)

    def show_names(self, organization: str, *, protected: bool) -> None:
        """Show whose ledger it is and who works with it."""
        if self.workspace is None:
            return
        ledger = self.workspace.ledger
        others = [path for path in self.settings.recent if path != ledger.path]
        from gui.labels import ledger_name

        names = {path: self.settings.name_of(path) for path in others}
        # A ledger made of a backup says so as long as the one beside it could be taken for it.
        mistakable = any(name.startswith(organization) for name in names.values())
        shown = ledger_name(ledger) if mistakable else organization
        self.header.show_ledger(shown, ledger.actor, protected=protected, recent=names)
        self.setWindowTitle(f"{shown} - 支部台账")

    def show_panel(self, panel: QWidget) -> None:
        """Show something in place of the pages: beginning, unlocking, an error."""
        self.clear()
        self.header.show_closed()
        self.navigation.hide()
        self.shell.foot.hide()
        self.setWindowTitle("支部台账")
        area = _scrolled(panel)
        self._stack.addWidget(area)
        self._stack.setCurrentWidget(area)

    def clear(self) -> None:
        """Forget the pages of the ledger that was open."""
        if self.workspace is not None:
            self._keep_looks()
            workspace, self.workspace = self.workspace, None
            workspace.went.disconnect(self._go)
            self.overlay.cancel_asked.disconnect(workspace.tasks.cancel)
            self.overlay.end()
            self.toast.acted.disconnect(self._undo_or_redo)
        self._pages.clear()
        self.toast.hide()
        while self._stack.count() > 1:
            widget = self._stack.widget(1)
            self._stack.removeWidget(widget)
            for timer in widget.findChildren(QTimer):
                # What it would read is closed; the widget itself may still be in the middle of its own signal.
                timer.stop()
            widget.deleteLater()

    # --- pages --------------------------------------------------------------------------

    def page(self, key: str) -> "Page":
        """Return a page, building it on the first visit."""
        if key not in self._pages:
            assert self.workspace is not None
            entry = next(entry for entry in PAGES if entry.key == key)
            page = entry.make(self.workspace)
            page.setAccessibleName(entry.word)
            area = _scrolled(page)
            self._stack.addWidget(area)
            self._pages[key] = (page, area)
            from gui.widgets.paged_table import PagedTable

            for table in page.findChildren(PagedTable):
                table.take_look(self.settings.get("tables", {}).get(table.accessibleName(), {}))
        return self._pages[key][0]

    def _keep_looks(self) -> None:
        """Remember widths, columns and sorting of the tables, by their names."""
        from gui.widgets.paged_table import PagedTable

        kept = dict(self.settings.get("tables", {}))
        for page, _area in self._pages.values():
            kept |= {one.accessibleName(): one.look for one in page.findChildren(PagedTable)}
        self.settings.put("tables", {name: look for name, look in kept.items() if look})

    def show_page(self, key: str) -> "Page | None":
        """Show a page and give it the focus."""
        if self.workspace is None:
            return None
        page = self.page(key)
        area = self._pages[key][1]
        self._stack.setCurrentWidget(area)
        area.verticalScrollBar().setValue(0)
        self.navigation.mark(key)
        self.shell.hint.setText(page.hint)
        page.focus_first()
        return page

    def _shown_page(self) -> str:
        """Return the key of the page that is shown, empty without one."""
        shown = self._stack.currentWidget()
        return next((key for key, (_, area) in self._pages.items() if area is shown), "")

    def find_member(self) -> None:
        """Go to the search of the members."""
        self._go("members", {"find": True})

    @Slot(str, object)
    def _go(self, key: str, what: dict[str, Any]) -> None:
        page = self.show_page(key)
        if page is not None and what:
            page.show_what(**what)

    def _show_backup(self) -> None:
        if any(entry.key == "settings" for entry in PAGES):
            self._go("settings", {"section": "backup"})

    def _ask_user(self) -> None:
        if any(entry.key == "settings" for entry in PAGES):
            self._go("settings", {"section": "user"})

    def _next_area(self) -> None:
        """F6 goes round: navigation, page, head."""
        inside = self.focusWidget()
        if inside is not None and self.navigation.isAncestorOf(inside):
            for page, area in self._pages.values():
                if area is self._stack.currentWidget():
                    page.focus_first()
        elif inside is not None and self.header.isAncestorOf(inside):
            chosen = next((made for made in self.navigation.buttons.values() if made.isChecked()), None)
            if chosen is not None:
                chosen.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
        else:
            self.header.organization.setFocus(QtCore.Qt.FocusReason.TabFocusReason)

    # --- notices ------------------------------------------------------------------------

    @Slot(object)
    def _note_saved(self, changes: "Changes") -> None:
        from datetime import datetime

        self.shell.show_saved(f"✓ 已保存 {datetime.now():%H:%M}")
        if self.workspace is not None:
            self.workspace.bridge.done_on[changes.seq] = self._shown_page()
        if changes.touches("organization", "setting") and self.workspace is not None:
            from models import organization

            own = organization.own(self.workspace.ledger)
            self.show_names(own.name, protected=not self.header.lock.isHidden())

    def _undo_newest(self) -> None:
        if self.workspace is not None:
            self.workspace.bridge.undo_newest(self, page=self._shown_page())

    def _undo_or_redo(self, action: str) -> None:
        if self.workspace is not None and action == "撤销":
            self.workspace.bridge.undo(self)
        elif self.workspace is not None and action == "重做":
            self.workspace.bridge.redo(self)

    def _open_file(self, word: str, path: "Path") -> None:
        from gui import opening

        if self.workspace is not None and not opening.open_by(word, path):
            self.workspace.messages.tell(self, "没有打开", f"系统没有能打开它的程序，或者它已经不在了：\n{path}")

    @Slot()
    def show_backup_state(self) -> None:
        """Read when the last verified backup was made and show it below the navigation."""
        if self.workspace is None:
            return
        from gui.labels import when
        from models import backup

        last = backup.last_verified(self.workspace.ledger)
        if last is None:
            self.navigation.show_backup("还没有备份", "点这里做一份", "soon")
        else:
            self.navigation.show_backup("已备份", when(last.verified_at), "done")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the navigation on narrow screens."""
        super().resizeEvent(event)
        self._frame.resize(self.width(), style.HEADER_HEIGHT)
        if self.centralWidget() is not None:
            self.navigation.set_compact(self.width() < _COMPACT_BELOW)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the size; the ledger is closed by whoever opened it."""
        self.settings.put("maximized", self.isMaximized())
        if not self.isMaximized():
            self.settings.put("window_size", [self.width(), self.height()])
        self._keep_looks()
        self.closing.emit()
        super().closeEvent(event)


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    return area
