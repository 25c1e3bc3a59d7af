"""Drives the real window and takes the pictures of the gallery (see gallery.py)."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from gui import application
from gui.dialogs.crash_dialog import CrashDialog
from gui.main_window import MainWindow
from gui.pages import PAGES
from gui.pages.members_page import MembersPage
from gui.pages.reports_page import ReportsPage
from gui.pages.settings_page import SECTIONS
from gui.session import Session
from gui.settings_file import SettingsFile
from gui.tasks import Tasks
from models import key_store, ledger_keys, member, vault
from models.errors import WorldError

_SETTLE_MS = 60
_LONGEST_MS = 60_000
PASSWORD = "柳溪河边第七棵树"


class Photographer:
    """One window on one screen; `main_pages` for every size, `everything_else` once."""

    def __init__(self, size: str, folder: Path, sample: Path) -> None:
        self.size, self.folder, self.sample = size, folder, sample
        self.branch = sample / "桐花巷社区党支部.zbtz"
        self.committee = sample / "柳溪街道党工委.zbtz"
        self.app = application.make_application(sys.argv[:1])
        self.window = MainWindow(SettingsFile(sample / "window.json"))
        self.window.resize(QGuiApplication.primaryScreen().availableGeometry().size())
        self.window.show()
        self.session = Session(self.window)
        self.settle()

    # --- taking ---------------------------------------------------------------------------

    def settle(self) -> None:
        """Let everything that is under way come to its end."""
        deadline = QDeadlineTimer(_LONGEST_MS)
        pause = QDeadlineTimer(_SETTLE_MS)
        while not deadline.hasExpired() and (self._busy() or not pause.hasExpired()):
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def _busy(self) -> bool:
        workspace = self.session.workspace
        return workspace is not None and workspace.tasks.busy

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """Take a picture of the window, or of a dialog over it."""
        self.settle()
        (widget or self.window).grab().save(str(self.folder / f"{self.size}-{name}.png"))

    def dialog(self, name: str, opening: Callable[[], object]) -> None:
        """Open a dialog, take its picture over the dimmed window, close it."""
        opening()
        self.settle()
        shown = [one for one in self.window.findChildren(QDialog) if one.isVisible()]
        assert shown, f"{name}: no dialog came up"
        self.take(name, shown[-1])
        shown[-1].reject()
        self.settle()

    def end(self) -> None:
        """Close everything."""
        self.session.end()
        self.window.close()

    # --- what is taken --------------------------------------------------------------------

    def main_pages(self) -> None:
        """Take every page of the branch, and a member's card."""
        self.session.open(self.branch)
        self.settle()
        for entry in PAGES:
            self.window.show_page(entry.key)
            self.settle()
            if self.session.workspace is not None and entry.key == "reports":
                self.settle()
            self.take(entry.key)
        page = self.members()
        self.dialog("member-card", lambda: page.open(page.table.current_key))

    def everything_else(self) -> None:
        """Take dialogs, filters, errors, empty states, the committee's side, the first run."""
        self._member_dialogs()
        self._settings()
        self._reports()
        self._exchange()
        self._messages()
        self._import()
        self._committee()
        self._closed()
        self._first_run()

    def members(self) -> MembersPage:
        """Show the members' page and return it."""
        page = self.window.show_page("members")
        assert isinstance(page, MembersPage)
        self.settle()
        return page

    def _member_dialogs(self) -> None:
        page = self.members()
        page.show_what(only="lacks:id_number")
        self.take("members-missing")
        page.show_what(part="all")
        page.search.setText("没有这个人")
        self.settle()
        self.take("members-nothing-found")
        page.search.clear()
        self.settle()
        self.dialog("member-new", page.add)
        self.dialog("member-leave", page.leave)
        self.dialog("member-history", page.show_history)
        self._wrong_number(page)

    def _wrong_number(self, page: MembersPage) -> None:
        from gui.dialogs.member_dialog import MemberDialog

        page.add()
        self.settle()
        shown = next(one for one in self.window.findChildren(MemberDialog) if one.isVisible())
        shown.type("id_number", "990101198507011230")
        shown.type("birth_date", "1985-02-30")
        shown.submit()
        self.take("member-findings", shown)
        shown.reject()
        self.settle()

    def _settings(self) -> None:
        workspace = self.session.workspace
        assert workspace is not None
        for section in SECTIONS:
            workspace.go("settings", section=section.key)
            self.settle()
            self.take(f"settings-{section.key}")

    def _reports(self) -> None:
        page = self.window.show_page("reports")
        assert isinstance(page, ReportsPage)
        self.settle()
        self.dialog("preview", page.open_preview)

    def _exchange(self) -> None:
        workspace = self.session.workspace
        assert workspace is not None
        self.dialog("exchange-pack", lambda: workspace.go("exchange", do="pack"))

    def _messages(self) -> None:
        messages, window = self.session.messages, self.window
        window.show_page("members")
        self.dialog(
            "error", lambda: messages.error(window, WorldError("disk-full", path="E:\\上报\\桐花巷社区党支部.dyb"))
        )
        question = ("要删掉这份备份吗？", "删掉以后不能恢复。")
        self.dialog("question", lambda: messages.ask(window, *question, yes="删掉", then=lambda: None))
        self.dialog("crash", CrashDialog(window, "Traceback …", "/home/…/zhibu-taizhang.log").open)
        workspace = self.session.workspace
        assert workspace is not None
        first = member.list_members(workspace.ledger)[0]
        workspace.bridge.run("member.edit", lambda op: member.edit_member(op, first.id, remark="组织关系已核对"))
        workspace.bridge.undo(window)
        self.take("toast-undone")
        window.header.organization.click()
        self.settle()
        menu = window.header.findChild(QMenu)
        if menu is not None and menu.isVisible():
            self.take("ledger-menu", menu)
            menu.close()

    def _import(self) -> None:
        from gui.dialogs.import_roster import import_file

        workspace = self.session.workspace
        assert workspace is not None
        page = self.members()
        self.dialog("import-roster-again", lambda: import_file(page, workspace, self.sample / "花名册.xlsx"))
        fresh = vault.create_ledger(self.sample / "新支部.zbtz", organization="中共云栖市新支部委员会", actor="单晓曼")
        self.session.close()
        self.session.show(fresh.ledger)
        self.settle()
        for entry in PAGES:
            self.window.show_page(entry.key)
            self.take(f"empty-{entry.key}")
        page, new = self.members(), self.session.workspace
        assert new is not None
        self.dialog("import-roster", lambda: import_file(page, new, self.sample / "花名册.xlsx"))

    def _committee(self) -> None:
        self.session.open(self.committee)
        self.settle()
        for entry in PAGES:
            self.window.show_page(entry.key)
            self.take(f"committee-{entry.key}")

    def _closed(self) -> None:
        path = self.sample / "有密码.zbtz"
        organization = "中共云栖市柳溪街道桐花巷社区支部委员会"
        vault.create_ledger(path, organization=organization, actor="单晓曼", password=PASSWORD).ledger.close()
        self.session.open(path)
        self.take("unlock")
        self.session.open(path, password="不是这个密码")
        deadline = QDeadlineTimer(_LONGEST_MS)
        while not deadline.hasExpired() and not self._problem_shown():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        self.take("unlock-wrong")
        moved = self.sample / "搬来的.zbtz"
        made = vault.create_ledger(moved, organization=organization, actor="单晓曼", encrypted=True)
        made.ledger.close()
        self._protection(moved)
        # From here on another computer, which has not its key.
        os.environ[key_store.HOME_VARIABLE] = str(self.sample / "另一台电脑")
        self.session.open(moved)
        self.take("no-key-here")
        self.session.open(self.sample / "没有这个文件.zbtz")
        self.take("not-opened")

    def _protection(self, path: Path) -> None:
        from gui.dialogs.encrypt_dialog import EncryptDialog, SheetDialog

        self.session.open(path)
        workspace = self.session.workspace
        assert workspace is not None
        page = self.window.show_page("settings")
        assert page is not None
        page.show_what(section="protection")
        self.take("protection-encrypted")
        sheet = ledger_keys.sheet(workspace.ledger)
        assert sheet is not None
        self.dialog("new-sheet", lambda: EncryptDialog(page, workspace).open())
        self.dialog("sheet-asked", lambda: SheetDialog(page, workspace, sheet, asking=True).open())

    def _problem_shown(self) -> bool:
        from gui.closed_panel import ClosedPanel

        return any(one.problem.isVisible() for one in self.window.findChildren(ClosedPanel))

    def _first_run(self) -> None:
        from gui.dialogs.first_run import FirstRun

        self.session.begin_new()
        self.settle()
        first_run = next(one for one in self.window.findChildren(FirstRun) if one.isVisible())
        self.take("first-run-1")
        first_run.organization.name.setText("中共云栖市柳溪街道梧桐里社区支部委员会")
        for number in range(2, 6):
            if first_run.step is first_run.person:
                first_run.person.name.setText("单晓曼")
            if first_run.step in (first_run.password, first_run.recovery):
                first_run.skip()
            else:
                first_run.forward()
            self._wait_for(first_run.tasks)
            self.take(f"first-run-{number}")
        first_run.let_go()

    def _wait_for(self, tasks: Tasks) -> None:
        deadline = QDeadlineTimer(_LONGEST_MS)
        while not deadline.hasExpired() and tasks.busy:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QApplication.processEvents()
