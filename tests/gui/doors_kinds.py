"""The dialogs of every kind on the shelf, of records as long as they may get: a new kind needs no line here."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from gui.kinds.act_dialog import ActDialog
from gui.kinds.branch_counts import BranchRecords
from gui.kinds.dialog import KindDialog
from gui.kinds.fill_records import FillRecords
from gui.kinds.import_records import ImportRecords
from gui.kinds.people_grid import PeopleGrid
from gui.kinds.read_only import RecordFacts
from gui.main_window import MainWindow
from gui.workspace import Workspace
from models import member
from models.kinds import records
from models.kinds.catalog import kinds
from models.kinds.field import Choice, Count, Date, Day, Field, Hours, Line, Money, Month, Person, Points
from models.kinds.kind import Kind
from models.kinds.overview import OfBranch
from tests.gui.long_ledger import TOPIC

Door = Callable[[], QDialog]
DAY = "2026-06-30"


def longest(field: Field, people: list[str]) -> Any:
    """Return a value that takes as much room as one may."""
    if isinstance(field, Person):
        return "+".join(people if field.many else people[:1])
    if isinstance(field, Line):
        return (TOPIC * (field.most // len(TOPIC) + 1))[: min(field.most, 400)]
    if isinstance(field, Choice):
        return max(field.of, key=lambda key: len(field.of[key]))
    if isinstance(field, Day | Date | Month):
        return DAY[:7] if isinstance(field, Month) else DAY
    assert isinstance(field, Count | Hours | Money | Points), field
    return field.most * max(field.parts, 1)


class KindDoors:
    """What opens them over the page of all kinds."""

    def __init__(self, window: MainWindow, workspace: Workspace) -> None:
        self.window, self.workspace, self.ledger = window, workspace, workspace.ledger

    def page(self) -> QWidget:
        shown = self.window.show_page("ledgers")
        assert shown is not None
        return shown

    def on(self, kind: type[QDialog], *what: object) -> Door:
        return lambda: kind(self.page(), self.workspace, *what)  # type: ignore[call-arg]

    def all(self) -> dict[str, Door]:
        people = [one.id for one in member.list_members(self.ledger)]
        found: dict[str, Door] = {}
        for kind in kinds().values():
            if kind.shelved:
                found |= self._of(kind, people)
        return found

    def _of(self, kind: Kind, people: list[str]) -> dict[str, Door]:
        said = {field.name: longest(field, people[1:4]) for field in kind.fields}
        with self.ledger.operation(kind.operation("add")) as op:
            (made,) = records.add(op, self.ledger.ids, kind, people[:1], **said)
        kept = records.one(self.ledger, kind, made)
        assert kept is not None
        made_of: type[QDialog] = KindDialog if kind.grid is None else PeopleGrid
        name = kind.name
        return {
            f"new {name}": self.on(made_of, kind),
            name: self.on(made_of, kind, kept if kind.grid is None else [kept]),
            **{f"{name} {act.name}": self.on(ActDialog, kind, act, [kept]) for act in kind.acts},
            **({f"fill {name}": self.on(FillRecords, kind, [kept, kept])} if kind.grid is None else {}),
            f"import {name}": self.on(ImportRecords, kind),
            f"{name} facts": self.on(RecordFacts, kept),
            f"{name} of a branch": self.on(BranchRecords, kind, OfBranch(1, TOPIC[:40], 1, 0, ""), 2026),
        }
