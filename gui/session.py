"""From one open ledger to the next: opens, locks, closes, and puts the matching thing into the window."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from gui import file_choice, labels
from gui.bridge import LedgerBridge
from gui.closed_panel import ClosedPanel
from gui.idle_lock import IdleLock
from gui.main_window import MainWindow
from gui.messages import Messages
from gui.settings_file import PROGRAM
from gui.tasks import Tasks
from gui.workspace import Workspace
from models import ledger_keys, organization, vault, whereabouts
from models.errors import KnownError

if TYPE_CHECKING:
    from models.ledger import Ledger


_QUIET_BYTES = 20_000_000
"""The backup of a smaller ledger takes less than a second; of a larger one the progress is shown."""


class Session(QObject):
    """Lives as long as the window."""

    def __init__(
        self, window: MainWindow, messages: Messages | None = None, *, daily_backup: bool = False
    ) -> None:
        """daily_backup: make the day's first backup of a ledger as soon as it is shown."""
        super().__init__(window)
        self._daily_backup = daily_backup
        self.window = window
        window.build()
        self.messages = messages or Messages()
        self.workspace: Workspace | None = None
        self._closed: ClosedPanel | None = None
        self._asked: QDialog | None = None
        self._opening = Tasks()
        window.watch(self._opening)
        window.open_asked.connect(self.choose)
        window.new_asked.connect(self.begin_new)
        window.recent_asked.connect(self.open)
        window.lock_asked.connect(self.lock)
        self.idle = IdleLock(window)

    def begin(self, path: Path | None) -> None:
        """Open a ledger, or without one lead through the beginning."""
        if path is None:
            self.begin_new()
        else:
            self.open(path)

    def open(self, path: Path, password: str = "", recovery_code: str = "") -> None:
        """Open a ledger file; what stands in the way is shown in its place."""
        self.close()
        if not password and not recovery_code:
            try:
                self.show(vault.open_ledger(path))
            except KnownError as error:
                self._panel().ask_or_tell(path, error)
            return
        # To try a password takes long on purpose.
        self._opening.start(
            "正在打开台账…",
            lambda _progress: vault.open_ledger(path, password=password, recovery_code=recovery_code),
            done=lambda ledger: self._show_unlocked(ledger, by_code=bool(recovery_code)),
            failed=lambda error: self._fail(path, error),
        )

    def _show_unlocked(self, ledger: "Ledger", *, by_code: bool) -> None:
        self.show(ledger)
        if by_code and self.workspace is not None and not ledger_keys.has_password(ledger):
            self.workspace.say("这台电脑已经记住这本台账，下次打开不用输")

    def _fail(self, path: Path, error: BaseException) -> None:
        if isinstance(error, KnownError):
            self._panel().ask_or_tell(path, error)
        else:
            self._panel().welcome()

    def show(self, ledger: "Ledger") -> None:
        """Show an open ledger; from here on this session closes it. One that woke elsewhere is asked about first."""
        if self.workspace is not None:
            self.close()
        if whereabouts.elsewhere(ledger):
            self._ask_where(ledger)
            return
        self._closed = None
        bridge = LedgerBridge(ledger, self.messages)
        self.workspace = Workspace(bridge, Tasks(), self.messages, self.window.settings)
        own = organization.own(ledger)
        self.window.settings.opened(ledger.path, labels.ledger_name(ledger))
        self.window.show_workspace(self.workspace, own.name, protected=ledger_keys.has_password(ledger))
        self.idle.follow(self.workspace)
        if self._daily_backup:
            self._back_up_today(self.workspace)

    def _ask_where(self, ledger: "Ledger") -> None:
        from gui.dialogs.where_dialog import WhereDialog

        dialog = WhereDialog(self.window, str(ledger.path))

        def settle() -> None:
            self._asked = None
            try:
                whereabouts.settle(ledger, dialog.answer)
            except KnownError as error:
                ledger.close()
                self._panel().ask_or_tell(ledger.path, error)
                return
            self.show(ledger)

        def leave() -> None:
            self._asked = None
            ledger.close()
            self._panel().welcome()

        dialog.accepted.connect(settle)
        dialog.rejected.connect(leave)
        self._asked = dialog
        dialog.open()

    def _back_up_today(self, workspace: Workspace) -> None:
        """Make the day's backup beside the ledger, without anyone having to think of it."""
        from models import backup, backup_watch, journal

        ledger = workspace.ledger
        # A new ledger has nothing yet but its founding.
        if journal.last_seq(ledger) <= 1:
            return
        workspace.tasks.start(
            "正在做今天的备份…",
            lambda _progress: (backup.daily_backup(ledger), backup_watch.prove(ledger)),
            done=lambda made: workspace.backup_changed.emit() if any(made) else None,
            failed=lambda error: _tell_no_backup(workspace, error),
            quiet=ledger.path.stat().st_size < _QUIET_BYTES,
        )

    def lock(self) -> None:
        """Close the ledger and ask for its password."""
        if self.workspace is not None:
            self.open(self.workspace.ledger.path)

    def choose(self) -> None:
        """Ask for a ledger file to open."""
        folder = self.workspace.ledger.path.parent if self.workspace is not None else None
        file_choice.choose_open(self.window, "打开台账", file_choice.LEDGERS, self.open, folder=folder)

    def choose_backup(self) -> None:
        """Ask for a backup file to restore from, on a computer that has no ledger yet."""
        file_choice.choose_open(self.window, "选择备份文件", file_choice.BACKUPS, self.restore)

    def restore(self, path: Path) -> None:
        """Show what a backup holds and make a ledger of it; what stands in the way is said."""
        from gui.dialogs.restore_dialog import Around, RestoreDialog
        from models import backup_file, backup_proof

        try:
            info = backup_proof.info_of(path, backup_file.read_header(path))
        except KnownError as error:
            self.messages.error(self.window, error)
            return
        place = Around(self._opening, self.messages, file_choice.documents(), self.open)
        RestoreDialog(self.window, place, info).open()

    def begin_new(self) -> None:
        """Lead through a new ledger: organisation, name, password, recovery sheet, roster."""
        from gui.dialogs.first_run import FirstRun

        before = self.workspace.ledger.path if self.workspace is not None else None
        self.close()
        first_run = FirstRun(self.messages)
        first_run.made.connect(lambda path: self.window.settings.opened(path))
        first_run.created.connect(self.show)
        first_run.import_asked.connect(self._import_roster)
        first_run.open_asked.connect(self.choose)
        first_run.restore_asked.connect(self.choose_backup)
        first_run.cancelled.connect(
            lambda: self.open(before) if before is not None else self._panel().welcome()
        )
        self._closed = None
        self.window.show_panel(first_run)

    def _import_roster(self, path: Path) -> None:
        """Show what a roster would bring into the ledger that was just made."""
        from gui.dialogs.import_roster import import_file

        page = self.window.show_page("members")
        if page is not None and self.workspace is not None:
            import_file(page, self.workspace, path)

    def close(self) -> None:
        """Close the ledger that is open, if any."""
        if self._asked is not None:
            self._asked.reject()
        if self.workspace is None:
            return
        workspace, self.workspace = self.workspace, None
        self.idle.follow(None)
        workspace.tasks.close()
        self.window.clear()
        workspace.bridge.close()

    def end(self) -> None:
        """Close the ledger and the worker threads; the program ends."""
        self.close()
        self.idle.end()
        self._opening.close()

    def tell_fault(self, error: BaseException, trace: str) -> None:
        """Tell of an error that nobody foresaw: damage of the file where the file proves it, else a mistake of ours."""
        from models import damage

        known = None if self.workspace is None else damage.explained(self.workspace.ledger, error)
        if known is not None and self.workspace is not None:
            self.workspace.error(self.window, known)
        else:
            self.tell_crash(trace)

    def tell_crash(self, trace: str) -> None:
        """Tell of a mistake of ours: what was saved is safe, and where the log lies."""
        from gui.dialogs.crash_dialog import CrashDialog

        if any(one.isVisible() for one in self.window.findChildren(CrashDialog)):
            # Something that fails at every repaint must not bury the window under dialogs.
            return
        paths = [
            handler.baseFilename
            for handler in logging.getLogger().handlers
            if hasattr(handler, "baseFilename")
        ]
        CrashDialog(self.window, trace, paths[0] if paths else PROGRAM).open()

    def _panel(self) -> ClosedPanel:
        if self._closed is None:
            self._closed = ClosedPanel()
            self._closed.open_asked.connect(self.choose)
            self._closed.new_asked.connect(self.begin_new)
            self._closed.restore_asked.connect(self.choose_backup)
            self._closed.retry_asked.connect(self.open)
            self._closed.unlock_asked.connect(self.open)
            self.window.show_panel(self._closed)
        return self._closed


def _tell_no_backup(workspace: Workspace, error: BaseException) -> None:
    if isinstance(error, KnownError):
        workspace.say(f"今天的自动备份没有做成：{error.what()}")
