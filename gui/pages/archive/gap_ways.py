"""Where a gap of an archive is mended: the dialog opens here, or the page is a step away."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from gui.workspace import Workspace
from models import attendance, meeting, member, study_archive
from models.gaps import Gap
from models.kinds import records, sheets
from models.kinds.catalog import kind_of
from models.kinds.kind import Act as KindAct
from models.kinds.kind import Kind

if TYPE_CHECKING:
    from gui.pages.archive_page import ArchivePage

Act = Callable[[], object]
_STEPS = {"not_reviewed": ("审阅", "review"), "not_filed": ("归档", "file")}


def way(page: "ArchivePage", gap: Gap, year: int) -> tuple[str, Act]:
    """Return the word and the deed that lead to where a gap is mended."""
    ways = _Ways(page, year)
    return {
        "member": ways.member,
        "meeting": ways.meeting,
        "credits": ways.credits,
        "archive": ways.archive,
        "pledge": ways.pledge,
    }.get(gap.place.kind, ways.declared)(gap)


class _Ways:
    """One method for each kind of place; dialogs are imported when they are wanted."""

    def __init__(self, page: "ArchivePage", year: int) -> None:
        self._page, self._year = page, year
        self._workspace: Workspace = page.workspace
        self._ledger = page.workspace.ledger

    def member(self, gap: Gap) -> tuple[str, Act]:
        from gui.dialogs.member_dialog import MemberDialog

        def act() -> None:
            MemberDialog(self._page, self._workspace, member.get(self._ledger, gap.place.id)).open()

        return "去补填", act

    def meeting(self, gap: Gap) -> tuple[str, Act]:
        meeting_id = gap.place.id
        if gap.code == "no_make_up":
            return "去补课", lambda: self._make_up(gap)
        if gap.code == "no_minutes":
            return "去补填", lambda: self._meeting_dialog(meeting_id)
        go = self._workspace.go
        if meeting_id:
            return "去看看", lambda: go("meetings", meeting_id=meeting_id, view="grid")
        return "去登记", lambda: go("meetings", year=self._year)

    def _meeting_dialog(self, meeting_id: str) -> None:
        from gui.dialogs.meeting_dialog import MeetingDialog

        MeetingDialog(self._page, self._workspace, meeting.get(self._ledger, meeting_id)).open()

    def _make_up(self, gap: Gap) -> None:
        from gui.dialogs.make_up_dialog import MakeUpDialog

        shown = meeting.get(self._ledger, gap.place.id)
        lines = attendance.sheet(self._ledger, shown.id)
        found = next((line for line in lines if line.member_id == gap.member_id), None)
        if found is not None:
            MakeUpDialog(self._page, self._workspace, shown, found).open()

    def credits(self, gap: Gap) -> tuple[str, Act]:
        return "看学分", lambda: self._workspace.go("study", view="totals", year=self._year, find=gap.name)

    def declared(self, gap: Gap) -> tuple[str, Act]:
        """Return what leads to records of a declared kind; the branch's own are shown where they are listed."""
        kind = kind_of(gap.place.kind)
        if gap.place.act:
            act = kind.act(gap.place.act)
            return f"去{act.word}", lambda: self._perform(kind, act, gap)
        if kind.grid is not None:
            return self.sheet(gap)
        if kind.about == "branch":
            what = {"member_id": gap.member_id, "record_id": gap.place.id, "year": self._year}
            return "去登记", lambda: self._workspace.go(kind.room, view=kind.name, **what)
        return kind.adds, lambda: self._enter(kind, gap)

    def _perform(self, kind: Kind, act: KindAct, gap: Gap) -> None:
        from gui.kinds.act_dialog import ActDialog

        found = records.listed(self._ledger, kind, member_id=gap.member_id, year=self._year)
        waiting = [one for one in found if not all(one.values[name] for name in act.needed)]
        if waiting:
            ActDialog(self._page, self._workspace, kind, act, waiting).open()

    def _enter(self, kind: Kind, gap: Gap) -> None:
        """Open the dialog, what fills the section of the gap already chosen."""
        from gui.kinds.dialog import KindDialog

        dialog = KindDialog(self._page, self._workspace, kind, member_id=gap.member_id)
        if options := kind.options_of(str(gap.facts.get("section", ""))):
            dialog.put(kind.section_by, options[0])
        dialog.open()

    def sheet(self, gap: Gap) -> tuple[str, Act]:
        """The whole sheet is opened at her line: the one that a record of the gap stands on, else the one it names."""
        kind = kind_of(gap.place.kind)

        def act() -> None:
            from gui.kinds.people_grid import PeopleGrid

            held = records.listed(self._ledger, kind, year=self._year)
            about = next((one for one in held if one.id == gap.place.id or one.title == gap.subject), None)
            shown = sheets.of_record(self._ledger, about).records if about is not None else ()
            PeopleGrid(self._page, self._workspace, kind, shown, member_id=gap.member_id).open()

        return f"登记{sheets.grid_of(kind).word}", act

    def archive(self, gap: Gap) -> tuple[str, Act]:
        deeds, member_id = self._page.deeds, gap.member_id
        if gap.code == "no_summary":
            return "写总结", lambda: deeds.write_summary(member_id)
        if study_archive.get(self._ledger, member_id, self._year).state == "open":
            return "填写完成", lambda: deeds.fill_of(member_id)
        word, step = _STEPS[gap.code]
        return word, lambda: deeds.step_of(step, member_id)

    def pledge(self, gap: Gap) -> tuple[str, Act]:
        if gap.place.id:
            return "看承诺", lambda: self._workspace.go("pledges", pledge_id=gap.place.id)
        return "去起草", lambda: self._workspace.go("pledges", year=self._year, do="draft")
