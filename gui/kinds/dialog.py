"""The dialog of a record of any declared kind: entered for one or several people at once, or one record changed."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from gui.dialogs.study_fields import RecordDialog
from gui.dialogs.study_people import PeopleChooser
from gui.widgets.evidence_list import EvidenceList
from gui.widgets.long_text import LongText
from gui.workspace import Workspace
from models.errors import KnownError
from models.kinds import records
from models.kinds.field import Choice, Date, Day, Field, Prose
from models.kinds.kind import Kind
from models.kinds.records import Record

if TYPE_CHECKING:
    from models.gate import Operation

_COLUMN = 150


class KindDialog(RecordDialog):
    """One entry for several people is one operation; what each of them did is written later, if at all."""

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        kind: Kind,
        shown: Record | None = None,
        *,
        member_id: str = "",
    ) -> None:
        title = f"登记{kind.short}" if shown is None else f"{kind.short}：{shown.name}"
        self.table = kind.table
        super().__init__(parent, workspace, title)
        self.kind, self._shown = kind, shown
        self.texts: dict[str, LongText] = {}
        for field in kind.fields:
            self._place(field)
        for column in (1, 3):
            self.grid.grid.setColumnMinimumWidth(column, _COLUMN)
        self.evidence = EvidenceList(workspace, kind.table, shown.id if shown is not None else "")
        self.people = PeopleChooser(workspace, single=not kind.several)
        kept_with = [self.evidence] if kind.evidence else []
        self.set_out(
            [self.grid, *self.texts.values(), *kept_with], kind.heading if shown is None else "", self.people
        )
        if shown is not None:
            self._fill(shown)
        elif member_id:
            self.people.choose([member_id])
        self.set_buttons("保存", "取消")
        if self.texts:
            record_of = (kind.table, (shown.org, shown.id)) if shown is not None else None
            subject = shown.id if shown is not None else ""
            self.keep_drafts(workspace, subject, place=f"{type(self).__name__} {kind.name}", record=record_of)
        next(iter(self.fields.values())).setFocus()

    def _place(self, field: Field) -> None:
        if isinstance(field, Prose):
            self.texts[field.name] = LongText(field.word, field.most, lines=field.lines)
            self.texts[field.name].edit.setPlaceholderText(field.hint)
        elif isinstance(field, Choice):
            nothing = [("", "")] if field.empty else []
            self.add_choice(field.name, [*nothing, *field.of.items()], beside=field.beside)
        elif isinstance(field, Day | Date):
            today = self.workspace.ledger.clock.today().isoformat()
            self.add_date(field.name, today if field.name == self.kind.day else "", field.hint, beside=field.beside)
        else:
            self.add(field.name, field.hint, beside=field.beside)
        if field.wide and field.name in self.fields:
            self.span(field.name)

    def _fill(self, shown: Record) -> None:
        self.people.choose([shown.member_id])
        for name in self.fields:
            field = self.kind.by_name[name]
            typed = shown.text(name) if isinstance(field, Choice | Day | Date) else shown.said(name)
            self.put(name, typed)
        for name, text in self.texts.items():
            text.set_text(shown.text(name))

    def values(self) -> dict[str, Any]:
        """Return the fields as they are kept. Raises RefusedError."""
        read = {
            name: self.kind.by_name[name].read(self.text(name), f"{self.table}.{name}") for name in self.fields
        }
        return read | {name: text.text() for name, text in self.texts.items()}

    def submit(self) -> None:
        """Write it as one operation."""
        self.problem.clear()
        shown, people, ids = self._shown, self.people.chosen, self.workspace.ledger.ids
        try:
            values = self.values()

            def work(op: "Operation") -> None:
                if shown is None:
                    made = records.add(op, ids, self.kind, people, **values)
                else:
                    records.edit(op, self.kind, shown.id, **values)
                    made = [shown.id]
                self.evidence.write(op, made)

            self.workspace.bridge.run(self.kind.operation("add" if shown is None else "edit"), work)
        except KnownError as error:
            self.refuse(error)
            if error.code == self.kind.nobody:
                self.people.search.setFocus()
            return
        self.accept()
        word = self.kind.short
        told = f"已登记{word}：{len(people)} 人" if shown is None else f"已修改：{shown.name}的{word}"
        self.workspace.say(told, "撤销")
