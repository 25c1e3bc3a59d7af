"""Where a duty is fulfilled: the page and what it shall show."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from gui.pages import PAGES
from gui.workspace import Workspace

if TYPE_CHECKING:
    from models.duty_groups import DutyGroup


def there(page: str) -> bool:
    """Tell whether the program has a page."""
    return any(entry.key == page for entry in PAGES)


def way(workspace: Workspace, group: "DutyGroup") -> tuple[str, Callable[[], object]] | None:
    """Return the word and the deed that lead to where a group of duties is fulfilled; None where there is no page."""
    rule = group.rule
    if not there("meetings"):
        return None
    if rule.metric == "make_up":
        return "去补课", lambda: workspace.go("meetings", absences=True)
    if rule.metric == "complete":
        meeting_id = next((duty.period.key for duty in group.duties if duty.state != "done"), "")
        return "去补填", lambda: workspace.go("meetings", meeting_id=meeting_id)
    # Of several kinds that count, studying together is the plainest.
    kind = "study" if "study" in rule.meeting_kinds else rule.meeting_kinds[0]
    record = {"kinds": [kind], "group_id": group.duties[0].subject_id if rule.subject == "group" else None}
    return "补录" if group.missed and not group.open else "登记", lambda: workspace.go("meetings", record=record)
