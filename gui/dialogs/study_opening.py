"""Where a line of hours or credits leads: to its meeting, or to the dialog of its record."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from gui.workspace import Workspace
from models import exam, make_up, reading, reflection, study_record
from models.kinds import records
from models.kinds.catalog import kinds
from models.kinds.kind import Kind
from models.kinds.records import Record
from models.study_record import StudyRecord


def open_record(parent: QWidget, workspace: Workspace, source: StudyRecord | Record) -> None:
    """Open the dialog that changes a record."""
    from gui.dialogs.study_dialog import StudyDialog
    from gui.kinds.dialog import KindDialog

    if isinstance(source, StudyRecord):
        StudyDialog(parent, workspace, source).open()
    else:
        KindDialog(parent, workspace, source.kind, source).open()


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
    records = study_record.list_records(ledger) if kind == "study" else []
    found = next((one for one in records if one.id == source_id), None)
    return ("打开这条记录", lambda: open_record(parent, workspace, found)) if found is not None else None


def _declared(
    parent: QWidget, workspace: Workspace, kind: Kind, source_id: str
) -> tuple[str, Callable[[], object]] | None:
    from gui.kinds.dialog import KindDialog

    found = records.one(workspace.ledger, kind, source_id)
    if found is None:
        return None
    return "打开这条记录", lambda: KindDialog(parent, workspace, kind, found).open()


_WORKS = ("reflection", "notes", "exam", "reading")


def _work(
    parent: QWidget, workspace: Workspace, kind: str, source_id: str
) -> tuple[str, Callable[[], object]] | None:
    """Return what opens a text, the whole test with this result, the year's books at this one."""
    from gui.dialogs.exam_dialog import ExamDialog
    from gui.dialogs.reflection_dialog import ReflectionDialog

    ledger = workspace.ledger
    if kind == "reading":
        done = next((one for one in reading.list_done(ledger) if one.id == source_id), None)
        if done is None:
            return None
        item = next(one for one in reading.list_items(ledger) if one.id == done.reading_id)
        at = {"year": item.year, "reading_id": item.id, "member_id": done.member_id}
        return "看这本书目", lambda: workspace.go("study", view="reading", **at)
    if kind == "exam":
        results = exam.list_exams(ledger)
        mine = next((one for one in results if one.id == source_id), None)
        if mine is None:
            return None
        same = [one for one in results if (one.title, one.day) == (mine.title, mine.day)]
        return "打开这次考核", lambda: ExamDialog(parent, workspace, same, member_id=mine.member_id).open()
    text = next((one for one in reflection.list_reflections(ledger) if one.id == source_id), None)
    return ("打开这条记录", lambda: ReflectionDialog(parent, workspace, text).open()) if text is not None else None
