"""The manual's pictures of study archives and pledges: what is entered for them, the pages, the dialogs, the paper."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from models import member, pledge
from models.kinds.catalog import kind_of
from models.ledger import Ledger

if TYPE_CHECKING:
    from gui.main_window import MainWindow
    from gui.pages.archive_page import ArchivePage
    from gui.pages.pledges_page import PledgesPage
    from gui.pages.study_page import StudyPage
    from gui.workspace import Workspace

SOMEBODY = "林喆"
_PASTED = 12
_JUDGED = 10
_COMMON = (("按时参加每次学习，缺课一周内补上", "每月对照学时"), ("结对看望一户独居老人，每月不少于一次", "建立走访卡"))


class Archives:
    """Shows archives and pledges in a window; `keep` takes a picture of what is shown under a name."""

    def __init__(self, keep: Callable[[QWidget, str], None], window: "MainWindow") -> None:
        self.keep, self.window = keep, window

    @property
    def _workspace(self) -> "Workspace":
        found = self.window.workspace
        assert found is not None
        return found

    def branch(self) -> None:
        """What a secretary enters, then the archives, then the pledges."""
        self._entered()
        self._archives()
        self._pledges()

    def committee(self) -> None:
        """What the committee sees of pledges."""
        from gui.pages.pledges.branches_page import BranchPledgesPage

        page = self.window.show_page("pledges")
        assert isinstance(page, BranchPledgesPage)
        self.keep(self.window, "46-各支部承诺")
        self._of_page(lambda: page.open(next(one for one in page.lines if one.reported)), "47-支部承诺")

    # --- what is entered --------------------------------------------------------------------------

    def _entered(self) -> None:
        from gui.kinds.dialog import KindDialog

        page = self._study()
        page.show_view("reflection")
        self.keep(self.window, "80-心得笔记")
        someone = member.list_members(self._workspace.ledger, search=SOMEBODY)[0]
        dialog = KindDialog(page, self._workspace, kind_of("reflection"), member_id=someone.id)
        dialog.put("title", "读《习近平著作选读》第一卷的体会")
        dialog.texts["body"].set_text("这一卷我用了三个星期读完。\n在社区工作，最有体会的是“把群众的小事当作自己的大事”……")
        dialog.open()
        self._taken(dialog, "81-登记心得")
        self._results(page)
        page.show_view("reading_item")
        self.keep(self.window, "83-书目")
        page.show_view("totals")

    def _results(self, page: "StudyPage") -> None:
        from gui.kinds.people_grid import PeopleGrid
        from gui.kinds.people_tray import PeopleTray

        dialog = PeopleGrid(page, self._workspace, kind_of("exam"))
        dialog.open()
        dialog.open_tray()
        (tray,) = [one for one in dialog.findChildren(PeopleTray) if one.isVisible()]
        people = member.list_members(self._workspace.ledger)[:_PASTED]
        pasted = [f"{one.name}\t{78 + at * 7 % 21}" for at, one in enumerate(people)]
        tray.text.setPlainText("\n".join(["姓名\t成绩", *pasted, "田雪芹\t91"]))
        tray.read()
        self._taken(tray, "82-粘贴成绩")
        QDialog.reject(dialog)

    # --- archives ---------------------------------------------------------------------------------

    def _archives(self) -> None:
        page = self._archive()
        # The gaps are reckoned after the list is shown; this picture only waits for them.
        self.keep(self.window, "84-学习档案")
        lacking = sorted(page.lines, key=lambda one: one.gap_weight, reverse=True)
        by_gaps = [column.sort for column in page.table.records.columns].index("gaps")
        page.table.sortByColumn(by_gaps, Qt.SortOrder.DescendingOrder)
        page.table.choose_key(lacking[0].key)
        self.keep(self.window, "84-学习档案")
        self._of_page(page.printing.ask, "85-打印学习档案")
        waiting = [one.key for one in page.lines if one.archive.state == "filled"]
        page.table.tick(waiting)
        self._of_page(page.deeds.buttons["review"].click, "86-审阅")
        page.table.tick([])

    # --- pledges ----------------------------------------------------------------------------------

    def _pledges(self) -> None:
        from gui.dialogs.pledge_conclude import PledgeConcludeDialog
        from gui.dialogs.pledge_draft import PledgeDraftDialog
        from gui.dialogs.pledge_votes import PledgeVotesDialog

        page = self._pledges_page()
        page.table.choose_key(next(one.key for one in page.lines if one.state == "keeping"))
        self.keep(self.window, "87-承诺")
        people = [one.id for one in member.list_members(self._workspace.ledger)[:_PASTED]]
        dialog = PledgeDraftDialog(page, self._workspace, year=page.chosen_year, member_ids=people)
        dialog.years.setCurrentIndex(dialog.years.count() - 1)
        dialog.take_last_year()
        dialog.items.put([_common(*one) for one in _COMMON])
        dialog.show_part("common")
        dialog.open()
        self._taken(dialog, "88-起草承诺")
        done = next(one for one in page.lines if one.state == "concluded" and one.deeds)
        self._of_page(lambda: page.open(done), "89-一份承诺")
        # Shown with what was filled in; nothing is saved.
        judged = [one for one in page.lines if one.state == "concluded" and one.owner == "member"][:_JUDGED]
        votes = PledgeVotesDialog(page, self._workspace, judged)
        votes.open()
        self._taken(votes, "90-评诺")
        verdict = PledgeConcludeDialog(page, self._workspace, judged)
        verdict.open()
        self._taken(verdict, "91-评定结果")

    # --- taking -----------------------------------------------------------------------------------

    def _of_page(self, opening: Callable[[], object], name: str) -> None:
        """Open a dialog of the page, take its picture, close it."""
        opening()
        (dialog,) = [one for one in self.window.findChildren(QDialog) if one.isVisible()]
        self._taken(dialog, name)

    def _taken(self, dialog: QDialog, name: str) -> None:
        self.keep(dialog, name)
        QDialog.reject(dialog)

    def _study(self) -> "StudyPage":
        from gui.pages.study_page import StudyPage

        page = self.window.show_page("study")
        assert isinstance(page, StudyPage)
        return page

    def _archive(self) -> "ArchivePage":
        from gui.pages.archive_page import ArchivePage

        page = self.window.show_page("archive")
        assert isinstance(page, ArchivePage)
        return page

    def _pledges_page(self) -> "PledgesPage":
        from gui.pages.pledges_page import PledgesPage

        page = self.window.show_page("pledges")
        assert isinstance(page, PledgesPage)
        return page


class Sheets:
    """Prints one archive and the notice of pledges; draw keeps one page of a file under a name."""

    def __init__(self, ledger: Ledger, home: Path, draw: Callable[[Path, int, str], None]) -> None:
        self.ledger, self.home, self.draw = ledger, home, draw

    def take(self) -> None:
        """Print and draw."""
        from reports import printing
        from reports.printing import PrintOptions

        year = self.ledger.clock.today().year
        someone = member.list_members(self.ledger, search=SOMEBODY)[0]
        archive = self.home / "学习档案.pdf"
        options = PrintOptions(year=year, members=(someone.id,))
        printing.print_form("study_archive", self.ledger, archive, options=options)
        pages = _texts(archive)
        self.draw(archive, 1, "74-学习档案封面")
        self.draw(archive, _first(pages, "集中学习", "学时", after=2), "75-学习档案内页")
        self.draw(archive, _first(pages, "心得体会", "审阅", after=2), "76-心得体会页")
        made = pledge.list_pledges(self.ledger, year=year)
        posted = tuple(one.id for one in made if one.state == "concluded" and one.owner == "member")
        notice = self.home / "承诺公示表.pdf"
        printing.print_form("pledge_notice", self.ledger, notice, options=PrintOptions(year=year, pledges=posted[:8]))
        self.draw(notice, 1, "77-承诺公示表")


def _common(text: str, measure: str) -> dict[str, str]:
    return {"kind": "common", "text": text, "measure": measure, "due_date": "", "responsible": ""}


def _texts(pdf: Path) -> list[str]:
    """Return the text of each page, without spaces."""
    read = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, stdout=subprocess.PIPE)
    return ["".join(page.split()) for page in read.stdout.decode("utf-8").split("\f")]


def _first(pages: list[str], *words: str, after: int) -> int:
    """Return the number of the first page after another one on which all words stand."""
    return next(n for n, text in enumerate(pages, 1) if n > after and all(word in text for word in words))
