"""The manual's pictures of a year: meetings, attendance, study, duties, their dialogs and pages of paper."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

import resources
from models import attendance, meeting, member
from models.attendance import AWAY_MARKS
from models.ledger import Ledger
from tools.manual_archive import Sheets

if TYPE_CHECKING:
    from gui.main_window import MainWindow
    from gui.pages.meetings_page import MeetingsPage
    from gui.workspace import Workspace
    from reports.printing import PrintOptions

_SHADES = 16
_TOPIC = "学习贯彻党的二十届四中全会精神；讨论接收预备党员"


class Year:
    """Shows the year in a window; `keep` takes a picture of what is shown under a name."""

    def __init__(self, keep: Callable[[QWidget, str], None], window: "MainWindow") -> None:
        self.keep, self.window = keep, window

    @property
    def _workspace(self) -> "Workspace":
        found = self.window.workspace
        assert found is not None
        return found

    def branch(self) -> None:
        """Everything a secretary does with a year."""
        page = self._meetings()
        self.keep(self.window, "50-三会一课")
        self._meeting(page)
        page.show_view("grid")
        page.grid.choose_absence()
        self.keep(self.window, "53-出勤表")
        self._make_up(page)
        page.show_view("year")
        self.keep(self.window, "55-年度一览")
        page.show_view("list")
        self._study()
        self._duties()
        self._import(page)

    def committee(self) -> None:
        """What the committee sees of it."""
        from gui.dialogs.branch_year import BranchYearDialog
        from models import organization

        page = self._page("study")
        self.keep(self.window, "44-各支部")
        reported = next(one for one in organization.below(self._workspace.ledger) if "桐花巷" in one.name)
        dialog = BranchYearDialog(page, self._workspace, reported)
        dialog.resize(1060, 600)
        dialog.open()
        dialog.show_part("matrix")
        self._taken(dialog, "45-支部年度情况")

    # --- meetings ---------------------------------------------------------------------------

    def _page(self, key: str) -> QWidget:
        page = self.window.show_page(key)
        assert page is not None
        return page

    def _meetings(self) -> "MeetingsPage":
        from gui.pages.meetings_page import MeetingsPage

        page = self._page("meetings")
        assert isinstance(page, MeetingsPage)
        return page

    def _meeting(self, page: "MeetingsPage") -> None:
        from gui.dialogs.meeting_dialog import MeetingDialog
        from gui.dialogs.meeting_tray import MeetingTray

        dialog = MeetingDialog(page, self._workspace)
        dialog.begin_with("assembly")
        dialog.fields.topic.setText(_TOPIC)
        dialog.open()
        for letters, digit in (("fym", "4"), ("hwd", "3"), ("jsz", "2"), ("lqh", "5")):
            QTest.keyClicks(dialog.entry.field, letters)
            QTest.keyClicks(dialog.entry.field, digit)
        dialog.entry.field.setFocus()
        self.keep(dialog, "51-登记会议")
        register = attendance.register_on(self._workspace.ledger.query, self._workspace.ledger.clock.today())
        tray = MeetingTray(dialog, self._workspace, dialog.entry.marks, register)
        tray.open()
        names = [one.name for one in register if one.name != "王建国"]
        listed = [f"{at}. {name}" for at, name in enumerate([*names[:5], "王建国", "田雪芹", *names[7:30]], 1)]
        tray.text.setPlainText("\n".join([*listed, f"病假：{names[31]}、{names[32]}"]))
        tray.read_now()
        self._taken(tray, "52-粘贴名单")
        QDialog.reject(dialog)

    def _make_up(self, page: "MeetingsPage") -> None:
        from gui.dialogs.make_up_dialog import MakeUpDialog

        shown = page.chosen()
        assert shown is not None
        away = [one for one in attendance.sheet(self._workspace.ledger, shown.id) if one.mark in AWAY_MARKS]
        line = next(one for one in away if not one.made_up)
        dialog = MakeUpDialog(page, self._workspace, shown, line)
        dialog.tutor.setText("陈德顺")
        dialog.content.setText("送学上门，学习会议材料")
        dialog.open()
        self._taken(dialog, "54-补课")

    def _import(self, page: "MeetingsPage") -> None:
        from gui.dialogs.import_meetings import import_file

        dialog = import_file(page, self._workspace, resources.SAMPLE / "去年会议.xlsx")
        dialog.resize(1060, 600)
        self._taken(dialog, "61-导入会议")

    # --- study and duties -------------------------------------------------------------------

    def _study(self) -> None:
        from gui.dialogs.why_dialog import MemberWhyDialog
        from gui.kinds.dialog import KindDialog
        from gui.pages.study import facts
        from models.kinds.catalog import kind_of

        page = self._page("study")
        self.keep(self.window, "56-学时学分")
        dialog = KindDialog(page, self._workspace, kind_of("study_record"))
        dialog.open()
        self._taken(dialog, "57-登记学习")
        year = facts.read_year(self._workspace.ledger, self._workspace.ledger.clock.today().year)
        someone = next(one for one in year.members if one.hours.name == "林喆")
        why = MemberWhyDialog(page, self._workspace, year, someone)
        why.open()
        why.show_part("credits")
        self._taken(why, "58-为什么是这个数")

    def _duties(self) -> None:
        from gui.dialogs.duty_year import DutyYearDialog
        from gui.pages.start_page import StartPage

        page = self._page("start")
        assert isinstance(page, StartPage)
        if not page.duties_card.was_read:
            page.duties_card.read()
        line = next(one for one in page.duties_card.lines if one.group.missed)
        page.duties_card.explain(line.group)
        (dialog,) = [one for one in self.window.findChildren(QDialog) if one.isVisible()]
        self._taken(dialog, "59-未落实说明")
        whole = DutyYearDialog(page, self._workspace)
        whole.open()
        self._taken(whole, "60-全年任务")

    def _taken(self, dialog: QDialog, name: str) -> None:
        self.keep(dialog, name)
        dialog.reject()


class Pages:
    """Prints forms of the year and keeps their first page as it comes out of the printer."""

    def __init__(self, ledger: Ledger, folder: Path, home: Path) -> None:
        self.ledger, self.folder, self.home = ledger, folder, home

    def take(self) -> None:
        """Print and draw; needs poppler's pdftoppm."""
        from reports.printing import PrintOptions

        year = self.ledger.clock.today().year
        assembly = meeting.list_meetings(self.ledger, meeting.of_year(year, kind="assembly"))[0]
        someone = member.list_members(self.ledger, search="林喆")[0]
        one = PrintOptions(year=year, meetings=(assembly.id,))
        self._page("sign_in_sheet", "70-签到表", one)
        self._page("meeting_minutes", "71-会议记录", one)
        self._page("meeting_statistics", "72-统计表", PrintOptions(year=year))
        self._page("credit_record", "73-学分登记表", PrintOptions(year=year, members=(someone.id,)))
        Sheets(self.ledger, self.home, self.draw).take()

    def _page(self, form: str, name: str, options: "PrintOptions") -> None:
        from reports import printing

        pdf = self.home / f"{name}.pdf"
        printing.print_form(form, self.ledger, pdf, options=options)
        self.draw(pdf, 1, name)

    def draw(self, pdf: Path, page: int, name: str) -> None:
        """Keep one page of a file as a picture."""
        from PIL import Image

        drawer = shutil.which("pdftoppm")
        if drawer is None:
            raise SystemExit("没有 pdftoppm（poppler-utils），表页画不成图片。")
        path, number = self.folder / f"{name}.png", str(page)
        drawn_as = [str(pdf), str(path.with_suffix(""))]
        subprocess.run([drawer, "-r", "72", "-f", number, "-l", number, "-singlefile", "-png", *drawn_as], check=True)
        with Image.open(path) as drawn:
            small = drawn.convert("L").quantize(_SHADES, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
