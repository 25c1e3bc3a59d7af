"""The dialogs of a year's texts, talks, tests and books, of the study archives and of the pledges."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QDialog, QWidget

from gui.dialogs.archive_gaps import GapsDialog
from gui.dialogs.archive_print import ArchivePrintDialog
from gui.dialogs.archive_step import BackStep, FileStep, ReopenStep, ReviewStep
from gui.dialogs.archive_summary import SummaryDialog
from gui.dialogs.pledge_conclude import PledgeConcludeDialog
from gui.dialogs.pledge_deed import PledgeDeedDialog
from gui.dialogs.pledge_draft import PledgeDraftDialog
from gui.dialogs.pledge_opinion import PledgeOpinionDialog
from gui.dialogs.pledge_step import PledgeStepDialog
from gui.dialogs.pledge_view import PledgeView
from gui.dialogs.pledge_votes import PledgeVotesDialog
from gui.kinds.act_dialog import ActDialog
from gui.kinds.dialog import KindDialog
from gui.kinds.people_grid import PeopleGrid
from gui.kinds.people_paste import Reader
from gui.kinds.people_tray import PeopleTray
from gui.main_window import MainWindow
from gui.pages.archive import facts
from gui.pages.archive.gap_ways import way
from gui.pages.archive_page import ArchivePage
from gui.pages.pledges import reading as pledge_reading
from gui.pages.pledges.standing import PledgeLine
from gui.pages.pledges_page import PledgesPage
from gui.workspace import Workspace
from models import attendance, gaps, reading, study_archive
from models.attendance import Attendee
from models.kinds import records
from models.kinds.catalog import kind_of
from tests.gui.long_ledger import Long
from tests.gui.long_year import YEAR

Door = Callable[[], QDialog]


class YearDoors:
    """What opens each of these dialogs over the page it belongs to."""

    def __init__(self, window: MainWindow, workspace: Workspace, long: Long) -> None:
        self.window, self.workspace, self.long = window, workspace, long
        self.ledger = workspace.ledger

    def page(self, key: str) -> QWidget:
        shown = self.window.show_page(key)
        assert shown is not None
        return shown

    def on(self, key: str, kind: type[QDialog], *what: object, **more: object) -> Door:
        return lambda: kind(self.page(key), self.workspace, *what, **more)  # type: ignore[arg-type]

    def study(self) -> dict[str, Door]:
        texts = records.listed(self.ledger, kind_of("reflection"))
        (talked,) = records.listed(self.ledger, kind_of("talk"))
        (book,) = reading.list_items(self.ledger)
        people = attendance.register_on(self.ledger.query, date(2026, 9, 1))
        return {
            "new text": self.on("study", KindDialog, texts[0].kind),
            "text": self.on("study", KindDialog, texts[0].kind, texts[0]),
            "notes": self.on("study", KindDialog, texts[1].kind, texts[1]),
            "review": self.on("study", ActDialog, texts[0].kind, texts[0].kind.act("review"), texts),
            "exhibit": self.on("study", ActDialog, texts[0].kind, texts[0].kind.act("exhibit"), texts),
            "new talk": self.on("study", KindDialog, kind_of("talk")),
            "talk": self.on("study", KindDialog, kind_of("talk"), talked),
            "new exam": self.on("study", PeopleGrid, kind_of("exam")),
            "exam": self.on("study", PeopleGrid, kind_of("exam"), records.listed(self.ledger, kind_of("exam"))),
            "pasted results": lambda: self._tray(people),
            "new book": self.on("study", KindDialog, book.kind, given={"year": YEAR}),
            "book": self.on("study", KindDialog, book.kind, book),
        }

    def _tray(self, people: list[Attendee]) -> QDialog:
        """Names cut off, so that somebody has to say whose results these are."""
        tray = PeopleTray(self.page("study"), Reader(kind_of("exam")), people)
        tray.text.setPlainText("\n".join(f"{one.name[:9]}\t88.5" for one in people[:6]))
        tray.read()
        assert tray.rows
        return tray

    def archives(self) -> dict[str, Door]:
        listed = study_archive.list_archives(self.ledger, year=YEAR)
        states = {state: [one for one in listed if one.state == state] for state in study_archive.ARCHIVE_STATES}
        return {
            "summary": self.on("archive", SummaryDialog, states["open"][0]),
            "closed summary": self.on("archive", SummaryDialog, states["filed"][0]),
            "archive review": self.on("archive", ReviewStep, states["filled"]),
            "archive back": self.on("archive", BackStep, states["filled"]),
            "archive filing": self.on("archive", FileStep, states["reviewed"]),
            "archive reopening": self.on("archive", ReopenStep, states["filed"]),
            "archive print": self._print,
            "branch gaps": self._gaps,
        }

    def _print(self) -> QDialog:
        found = gaps.list_gaps(self.ledger, year=YEAR)
        lines = facts.with_gaps(facts.read_lines(self.ledger, YEAR), found)
        return ArchivePrintDialog(
            self.page("archive"), YEAR, lines, lines[:2], [one for one in found if not one.member_id]
        )

    def _gaps(self) -> QDialog:
        page = self.page("archive")
        assert isinstance(page, ArchivePage)
        found = gaps.list_gaps(self.ledger, year=YEAR)
        return GapsDialog(page, "支部缺项", found[:30], lambda gap: way(page, gap, YEAR))

    def pledges(self) -> dict[str, Door]:
        lines = pledge_reading.read_lines(self.ledger, YEAR)
        of = {one.state: one for one in lines if one.pledge is not None}
        steps = {"submit": "draft", "return": "review", "approve": "review", "post": "approved", "begin": "posted"}
        steps |= {"appraise": "keeping", "end": "keeping"}
        kept, posted = of["keeping"], of["posted"]
        return {
            "new pledges": self.on("pledges", PledgeDraftDialog, year=YEAR),
            "pledge of many": self.on("pledges", PledgeDraftDialog, year=YEAR, member_ids=self.long.people[6:9]),
            "pledge": self.on("pledges", PledgeDraftDialog, year=YEAR, shown=of["draft"].pledge),
            **{
                f"pledge {step}": self.on("pledges", PledgeStepDialog, step, [of[state]], list(of.values()))
                for step, state in steps.items()
            },
            "pledge deed": self.on("pledges", PledgeDeedDialog, [kept]),
            "pledge deed kept": self.on("pledges", PledgeDeedDialog, [kept], shown=kept.deeds[0]),
            "pledge opinion": self.on("pledges", PledgeOpinionDialog, posted),
            "pledge opinion kept": self.on("pledges", PledgeOpinionDialog, posted, posted.opinions[0]),
            "pledge votes": self.on("pledges", PledgeVotesDialog, [of["appraising"]]),
            "pledge grades": self.on("pledges", PledgeVotesDialog, [of["appraising"]], "branch"),
            "pledge result": self.on("pledges", PledgeConcludeDialog, [of["appraising"]]),
            "pledge view": lambda: self._view(kept),
        }

    def _view(self, line: PledgeLine) -> QDialog:
        page = self.page("pledges")
        assert isinstance(page, PledgesPage)
        return PledgeView(page, line)
