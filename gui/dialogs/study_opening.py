"""Where a line of hours or credits leads: to its meeting, or to the dialog of its record."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from gui.workspace import Workspace
from models import make_up
from models.kinds import records, sheets
from models.kinds.catalog import kind_of, kinds
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
    declared = next((one for one in kinds().values() if kind in one.lines), None)
    if declared is not None and declared.part_of:
        return _part(workspace, declared, source_id)
    if declared is not None:
        return _declared(parent, workspace, declared, source_id)
    return None


def _declared(
    parent: QWidget, workspace: Workspace, kind: Kind, source_id: str
) -> tuple[str, Callable[[], object]] | None:
    """Return what opens a record, or the whole sheet on which it stands."""
    from gui.kinds.dialog import KindDialog
    from gui.kinds.people_grid import PeopleGrid

    found = records.one(workspace.ledger, kind, source_id)
    if found is None:
        return None
    sheet = sheets.of_record(workspace.ledger, found) if kind.grid is not None else None
    if sheet is None:
        return "打开这条记录", lambda: KindDialog(parent, workspace, kind, found).open()
    return (
        f"打开这次{kind.short}",
        lambda: PeopleGrid(parent, workspace, kind, sheet.records, member_id=found.member_id).open(),
    )


def _part(workspace: Workspace, kind: Kind, source_id: str) -> tuple[str, Callable[[], object]] | None:
    """Return what shows the record to which this one belongs, at whose it is."""
    whole = kind_of(kind.part_of)
    found = records.one(workspace.ledger, kind, source_id)
    belongs = found and records.one(workspace.ledger, whole, found.text(kind.title))
    if not found or not belongs:
        return None
    at = {"year": int(belongs.day[:4]), "record_id": belongs.id, "member_id": found.member_id}
    return f"看这{whole.measure}{whole.enters}", lambda: workspace.go(whole.room, view=whole.name, **at)
