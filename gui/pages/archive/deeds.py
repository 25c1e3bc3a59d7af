"""What can be done with the archives chosen: write the summary, the steps of the way, print."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from gui.pages.archive.facts import ArchiveLine
from gui.widgets import button
from models import study_archive
from models.gaps import Gap
from models.study_archive import StudyArchive

if TYPE_CHECKING:
    from gui.pages.archive_page import ArchivePage
    from models.gate import Operation


@dataclass(frozen=True, slots=True)
class Step:
    """One act on archives: its word and icon, and the states in which it can be done."""

    word: str
    icon: str
    states: tuple[str, ...]


STEPS = {
    "summary": Step("个人总结…", "pencil", ("open", "filled")),
    "fill": Step("填写完成", "check", ("open",)),
    "review": Step("审阅…", "eye", ("filled",)),
    "file": Step("归档…", "archive", ("reviewed",)),
    "send_back": Step("退回…", "undo-2", ("filled", "reviewed")),
    "reopen": Step("重新打开…", "folder-open", ("filed",)),
}


class ArchiveDeeds:
    """Belongs to one `ArchivePage`."""

    def __init__(self, page: "ArchivePage") -> None:
        self._page = page
        self.buttons: dict[str, QPushButton] = {}

    def make_buttons(self) -> list[QWidget]:
        """Return the buttons below the list."""
        acts: dict[str, Callable[[], object]] = {
            "summary": self.summary,
            "fill": self.fill,
            "review": lambda: self._open_step("review"),
            "file": lambda: self._open_step("file"),
            "send_back": lambda: self._open_step("send_back"),
            "reopen": lambda: self._open_step("reopen"),
        }
        for key, act in acts.items():
            self.buttons[key] = button(STEPS[key].word, icon=STEPS[key].icon)
            self.buttons[key].clicked.connect(act)
        self.gaps_button = button("缺项…", icon="list-checks")
        self.gaps_button.clicked.connect(self.show_gaps)
        return [*self.buttons.values(), self.gaps_button]

    def show_for(self, meant: Sequence[ArchiveLine]) -> None:
        """Offer what can be done with these; where several are ticked each act says for how many."""
        for key, made in self.buttons.items():
            able = [line for line in meant if line.archive.state in STEPS[key].states]
            shown = bool(able) and not (key == "summary" and len(meant) > 1)
            if not shown and made.window().focusWidget() is made:
                # Pressed by keyboard and done with: otherwise Qt sends the focus to the top of the window.
                self._page.table.setFocus()
            made.setVisible(shown)
            word, dots = STEPS[key].word.rstrip("…"), "…" if STEPS[key].word.endswith("…") else ""
            made.setText(f"{word} {len(able)} 份{dots}" if len(meant) > 1 else word + dots)

    def show_gaps_button(self, narrow: bool) -> None:
        """Where there is no room for the panel its lines are a press away."""
        self.gaps_button.setVisible(narrow)

    def _able(self, key: str) -> list[StudyArchive]:
        meant = self._page.table.meant
        return [line.archive for line in meant if line.archive.state in STEPS[key].states]

    # --- the way ----------------------------------------------------------------------------------

    def summary(self) -> None:
        """Write the summary of the member chosen."""
        line: ArchiveLine | None = self._page.table.current
        if line is not None:
            self._open_summary(line.archive)

    def write_summary(self, member_id: str) -> None:
        """Write the summary of a member."""
        self._open_summary(self._archive(member_id))

    def _open_summary(self, archive: StudyArchive) -> None:
        from gui.dialogs.archive_summary import SummaryDialog

        members = [line.archive for line in self._page.lines]
        behind = members[1 + next(at for at, one in enumerate(members) if one.member_id == archive.member_id) :]
        unwritten = [one for one in behind if one.state == "open" and not one.summary]
        SummaryDialog(self._page, self._page.workspace, archive, unwritten).open()

    def fill(self) -> None:
        """Mark those meant as filled in."""
        self._fill(self._able("fill"))

    def fill_of(self, member_id: str) -> None:
        """Mark a member's archive as filled in."""
        self._fill([self._archive(member_id)])

    def _fill(self, wanted: Sequence[StudyArchive]) -> None:
        page = self._page
        ids, today = page.workspace.ledger.ids, page.workspace.ledger.clock.today().isoformat()

        def work(op: "Operation") -> None:
            for one in wanted:
                study_archive.fill(op, ids, one.member_id, one.year, today)

        if wanted and page.workspace.bridge.attempt(page, "archive.fill", work):
            page.workspace.say(f"填写完成：{len(wanted)} 份学习档案，等书记审阅", "撤销")

    def step_of(self, key: str, member_id: str) -> None:
        """Take a step with a member's archive."""
        self._open(key, [self._archive(member_id)])

    def _open_step(self, key: str) -> None:
        self._open(key, self._able(key))

    def _open(self, key: str, wanted: Sequence[StudyArchive]) -> None:
        from gui.dialogs import archive_step

        if wanted:
            archive_step.DIALOGS[key](self._page, self._page.workspace, wanted).open()

    def _archive(self, member_id: str) -> StudyArchive:
        return study_archive.get(self._page.workspace.ledger, member_id, self._page.year)

    def show_gaps(self) -> None:
        """Show the gaps of the member chosen in a window of their own."""
        line: ArchiveLine | None = self._page.table.current
        if line is not None:
            self._open_gaps(f"档案缺项：{line.archive.name}", list(line.gaps or ()))

    def show_branch_gaps(self) -> None:
        """Show what the branch as a whole lacks."""
        self._open_gaps("支部缺项", self._page.branch_gaps)

    def _open_gaps(self, title: str, gaps: Sequence[Gap]) -> None:
        from gui.dialogs.archive_gaps import GapsDialog

        GapsDialog(self._page, title, gaps, self._page.way).open()
