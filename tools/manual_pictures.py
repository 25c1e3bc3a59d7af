"""The manual's pictures that the journey does not take: daily pages, a year, both sides of the exchange, settings.

    .venv/bin/python tools/manual_pictures.py [FOLDER]      (default docs/手册/图)

The real window, drawn off the screen, on the sample branch with an invented year, and a committee that knows it.
The pages of paper are drawn by poppler's pdftoppm.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402  (the folder above must be known first)

from gui.application import make_application  # noqa: E402
from gui.main_window import MainWindow  # noqa: E402
from gui.session import Session  # noqa: E402
from gui.settings_file import SettingsFile  # noqa: E402
from gui.workspace import Workspace  # noqa: E402
from models import member, vault  # noqa: E402
from models.clock import FixedClock  # noqa: E402
from models.ledger import Ledger  # noqa: E402
from tools.manual_archive import Archives  # noqa: E402
from tools.manual_year import Pages, Year  # noqa: E402

BRANCH = "中共云栖市柳溪街道桐花巷社区支部委员会"
COMMITTEE = "中共云栖市柳溪街道工作委员会"
OTHERS = ("中共云栖市柳溪街道听松里社区支部委员会", "中共云栖市柳溪街道机关支部委员会")
SIZE = (1180, 720)
SCREEN = '{"screens": [{"name": "manual", "x": 0, "y": 0, "width": 1366, "height": 768, "logicalDpi": 96, "dpr": 1}]}'
_COLOURS = 128


def main(arguments: list[str]) -> int:
    """Take all pictures."""
    folder = Path(arguments[0]) if arguments else ROOT / "docs" / "手册" / "图"
    folder.mkdir(parents=True, exist_ok=True)
    # One moment for all of them; take them late in a year, when there is a year to be seen.
    clock = FixedClock(datetime.now(UTC).replace(microsecond=0))
    with tempfile.TemporaryDirectory(prefix="manual-") as temporary:
        home = Path(temporary)
        os.environ["ZBTZ_HOME"] = str(home / "keys")
        screen = home / "screen.json"
        screen.write_text(SCREEN, encoding="utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
        album = Album(make_application(["manual"]), folder, home)
        branch, committee = _ledgers(home, clock)
        Pages(branch, folder, home).take()
        package = album.branch(branch, committee)
        album.committee(committee, package)
    return 0


def _page(window: MainWindow, key: str) -> Any:
    """Show a page. What it can do depends on which it is: the key tells."""
    page = window.show_page(key)
    assert page is not None
    return page


def _workspace(window: MainWindow) -> Workspace:
    """Return what the pages of an open ledger share."""
    assert window.workspace is not None
    return window.workspace


def _ledgers(home: Path, clock: FixedClock) -> tuple[Ledger, Ledger]:
    from commands import invented_year
    from exchange import registration, roster_plan, roster_sheet

    branch = vault.create_ledger(
        home / "支部台账" / "桐花巷社区支部.zbtz", organization=BRANCH, actor="陈德顺", clock=clock
    ).ledger
    committee = vault.create_ledger(
        home / "支部台账" / "柳溪街道党工委.zbtz",
        organization=COMMITTEE,
        level="committee",
        actor="田雪琴",
        clock=clock,
    ).ledger
    roster = roster_sheet.read_roster(ROOT / "resources" / "sample" / "花名册（杂乱）.xlsx")
    roster_plan.apply_plan(branch, roster_plan.plan_import(branch, roster))
    invented_year.Year(branch, clock.today().year).record()
    for name in OTHERS:
        registration.invite(committee, home, name=name)
    issued = registration.invite(committee, home, name=BRANCH)
    joined = registration.join(branch, issued.path, issued.shown_code, home)
    registration.accept(committee, joined.path)
    return branch, committee


class Album:
    """Shows things and keeps their pictures."""

    def __init__(self, app: QApplication, folder: Path, home: Path) -> None:
        self.app, self.folder, self.home = app, folder, home

    def branch(self, ledger: Ledger, committee: Ledger) -> Path:
        """The branch's pages; returns the second package that it sends."""
        from exchange import pack, receipt, receive

        first = pack.make_package(ledger, self.home)
        receive.receive(committee, [first.path])
        receipt.accept_receipt(ledger, receipt.make_receipt(committee, first.digest, self.home).path)
        someone = member.list_members(ledger, search="林喆")[0]
        with ledger.operation("member.edit", why="本人更正") as op:
            member.edit_member(op, someone.id, phone="13900000000", party_post="党小组组长")
        window, session = self._opened(ledger)
        self._backed_up(window)
        self._page(window, "start", "20-工作台")
        page = self._page(window, "members", "21-党员")
        page.show_what(find=True)
        page.search.setText("lz")
        page.reload()
        self.keep(window, "22-搜索")
        Year(self.keep, window).branch()
        Archives(self.keep, window).branch()
        for section in ("organization", "branch", "rules", "protection", "backup", "log", "check"):
            shown = _page(window, "settings")
            shown.show_what(section=section)
            if section == "check":
                shown.section("check").check()
                self._wait(lambda: not _workspace(window).tasks.busy)
            self.keep(window, f"30-设置-{section}")
        self._restoring(window)
        self._page(window, "exchange", "40-上报")
        package = self._packing(window)
        session.end()
        return package

    def committee(self, ledger: Ledger, package: Path) -> None:
        """The committee's page and its receiving."""
        from exchange import receive
        from gui.dialogs.receive import receive_paths

        window, session = self._opened(ledger)
        page = _page(window, "exchange")
        dialog = receive_paths(page, _workspace(window), [package])
        self._wait(lambda: bool(dialog.lines))
        dialog.resize(1060, 560)
        self.keep(dialog, "43-接收预览")
        dialog.reject()
        page.view.table.choose_row(2)
        self.keep(window, "42-接收")
        receive.receive(ledger, [package])
        Year(self.keep, window).committee()
        Archives(self.keep, window).committee()
        session.end()

    # --- dialogs --------------------------------------------------------------------------

    def _backed_up(self, window: MainWindow) -> None:
        section = _page(window, "settings").section("backup")
        section.make(section._folder)
        self._wait(lambda: not _workspace(window).tasks.busy)

    def _restoring(self, window: MainWindow) -> None:
        from gui.dialogs.restore_dialog import RestoreDialog, around

        section = _page(window, "settings").section("backup")
        section.refresh()
        dialog = RestoreDialog(section, around(_workspace(window)), section.table.listed[0])
        dialog.open()
        self.keep(dialog, "31-恢复")
        dialog.reject()

    def _packing(self, window: MainWindow) -> Path:
        from gui.dialogs.pack import PackDialog

        dialog = PackDialog(_page(window, "exchange"), _workspace(window))
        dialog.set_folder(self.home)
        dialog.open()
        dialog.submit()
        self._wait(lambda: dialog.made is not None)
        self.keep(dialog, "41-上报包")
        assert dialog.made is not None
        dialog.accept()
        return dialog.made.path

    # --- the camera -----------------------------------------------------------------------

    def _opened(self, ledger: Ledger) -> tuple[MainWindow, Session]:
        window = MainWindow(SettingsFile(self.home / "window.json"))
        window.resize(*SIZE)
        window.show()
        self._wait(window.isVisible)
        if hasattr(window, "build"):
            window.build()
        session = Session(window)
        session.show(ledger)
        return window, session

    def _page(self, window: MainWindow, key: str, name: str) -> Any:
        page = _page(window, key)
        self.keep(window, name)
        return page

    def keep(self, shown: QWidget, name: str) -> None:
        """Keep the picture of a window or dialog once it has come to rest."""
        from PIL import Image

        window = shown.window()
        toast = getattr(window, "toast", None)
        self._settle(window)
        if toast is not None:
            toast.hide()
        path = self.folder / f"{name}.png"
        window.grab().save(str(path))
        with Image.open(path) as taken:
            small = taken.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        small.save(path, optimize=True)

    def _settle(self, window: QWidget) -> None:
        workspace = getattr(window, "workspace", None)
        for _ in range(30):
            self.app.processEvents()
        if workspace is not None:
            # The preview of a form is laid out a moment after it is shown.
            from PySide6.QtTest import QTest

            QTest.qWait(400)
            self._wait(lambda: not workspace.tasks.busy)
            # What a task brought is laid out before the picture is taken.
            QTest.qWait(100)

    def _wait(self, done: Callable[[], bool]) -> None:
        while not done():
            self.app.processEvents()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
