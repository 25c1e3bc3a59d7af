"""Where a line of hours or credits leads: to its meeting, or to the dialog of its record."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from gui.workspace import Workspace
from models import exam, make_up, reading
from models.kinds import records
from models.kinds.catalog import kinds
from models.kinds.kind import Kind


def way(
    parent: QWidget, workspace: Workspace, kind: str, source_id: str
) -> tuple[str, Callable[[], object]] | None:
    """Return the word and the act that lead to where a line comes from; None for a line that nothing stands behind.

    kind: of `HourLine` or `CreditLine`, of the ledger's own organisation.
    """
    ledger = workspace.ledger
    if kind == "meeting":
        return "打开这次会议", lambda: workspace.go("meetings", meeting_id=source_id)
    if kind == "make_up":
        made_up = next((one for one in make_up.list_make_ups(ledger) if one.id == source_id), None)
        if made_up is not None:
            meeting_id = made_up.meeting_id
            return "打开缺课的那次会议", lambda: workspace.go("meetings", meeting_id=meeting_id)
    if kind in _WORKS:
        return _work(parent, workspace, kind, source_id)
    declared = next((one for one in kinds().values() if kind in one.lines), None)
    if declared is not None:
        return _declared(parent, workspace, declared, source_id)
    return None


def _declared(
    parent: QWidget, workspace: Workspace, kind: Kind, source_id: str
) -> tuple[str, Callable[[], object]] | None:
    from gui.kinds.dialog import KindDialog

    found = records.one(workspace.ledger, kind, source_id)
    if found is None:
        return None
    return "打开这条记录", lambda: KindDialog(parent, workspace, kind, found).open()


_WORKS = ("exam", "reading")


def _work(
    parent: QWidget, workspace: Workspace, kind: str, source_id: str
) -> tuple[str, Callable[[], object]] | None:
    """Return what opens the whole test with this result, or the year's books at this one."""
    from gui.dialogs.exam_dialog import ExamDialog

    ledger = workspace.ledger
    if kind == "reading":
        done = next((one for one in reading.list_done(ledger) if one.id == source_id), None)
        if done is None:
            return None
        item = next(one for one in reading.list_items(ledger) if one.id == done.reading_id)
        at = {"year": item.year, "reading_id": item.id, "member_id": done.member_id}
        return "看这本书目", lambda: workspace.go("study", view="reading", **at)
    results = exam.list_exams(ledger)
    mine = next((one for one in results if one.id == source_id), None)
    if mine is None:
        return None
    same = [one for one in results if (one.title, one.day) == (mine.title, mine.day)]
    return "打开这次考核", lambda: ExamDialog(parent, workspace, same, member_id=mine.member_id).open()
