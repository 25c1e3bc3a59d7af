"""The fields of a declared kind in a dialog: placed, filled and read in one way, for one record or a whole sheet."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from gui.dialogs.member_field import PeopleField
from gui.dialogs.study_fields import RecordDialog
from gui.widgets import FieldGrid, label
from gui.widgets.field_grid import align
from gui.widgets.long_text import LongText
from gui.workspace import Workspace
from models.kinds import foreign, records
from models.kinds.field import (
    Choice,
    Count,
    Date,
    Day,
    Field,
    Hours,
    Line,
    Money,
    Month,
    Person,
    Points,
    Prose,
    Value,
    Year,
)
from models.kinds.kind import Kind
from models.kinds.offers import OFFERS, Offered
from models.kinds.records import Record

_COLUMN = 150
"""Pixels that a field has at least where two stand side by side."""
_SHORT = (Day, Date, Month, Year, Count, Hours, Points, Money)
"""Fields whose values have a few characters: no line is longer than these, or than what stands in an empty one."""
_SHORT_TEXT = "2026-03-05 至 03-06"
_MORE_LINES = 3
_PADDING, _WIDEST_HINT = 28, 200
_PROPOSED = {Day: len("2026-01-01"), Month: len("2026-01"), Year: len("2026")}


class KindForm(RecordDialog):
    """first: the record that is shown, of a sheet its first; pairs: whether two fields may stand side by side."""

    def __init__(
        self, parent: QWidget, workspace: Workspace, kind: Kind, title: str, *, first: Record | None, pairs: bool
    ) -> None:
        self.table = kind.name
        super().__init__(parent, workspace, title)
        self.kind = kind
        self.texts: dict[str, LongText] = {}
        self._first, self._pairs = first, pairs
        self._parts: list[QWidget] = [self.grid]
        self._offered: dict[str, Offered] = {}
        self._stood: dict[str, str] = {}

    # --- the widgets ----------------------------------------------------------------------------

    def _place(self, field: Field) -> None:
        if field.head:
            self.grid = FieldGrid()
            self._parts += [label(field.head, strong=True), self.grid]
        if isinstance(field, Prose) and field.lines > 1:
            self.texts[field.name] = LongText(field.word, field.most, lines=field.lines)
            self.texts[field.name].edit.setPlaceholderText(field.hint)
            self._parts.append(self.texts[field.name])
        elif isinstance(field, Choice):
            self._place_choice(field)
        elif isinstance(field, Line) and field.offers:
            self._place_offer(field)
        elif isinstance(field, Person):
            self._place_people(field)
        elif isinstance(field, Day | Date | Month):
            self.add_date(field.name, self._proposed(field), field.hint, word=field.call, beside=field.beside)
        else:
            made = self.add(field.name, field.hint, word=field.call, beside=field.beside)
            made.setText(self._proposed(field))
        if field.wide and self._pairs and field.name in self.fields:
            self.span(field.name)
        self._limit(field)

    def _proposed(self, field: Field) -> str:
        """Return what stands in a field of a new record: in the one that dates it, today, this month or this year."""
        if field.name != self.kind.day:
            return ""
        today = self.workspace.ledger.clock.today().isoformat()
        return next((today[:length] for type_, length in _PROPOSED.items() if isinstance(field, type_)), "")

    def _place_people(self, field: Person) -> None:
        made = PeopleField(self.workspace)
        hint = field.hint or (made.placeholderText() if field.many else made.placeholderText().split("，")[0])
        self._placed(field.name, made, hint, word=field.call, beside=field.beside)

    def _place_choice(self, field: Choice) -> None:
        """Offer the options, and what is kept though this program does not know it."""
        choices = [*([("", "")] if field.empty else []), *field.of.items()]
        kept = self._first.text(field.name) if self._first is not None else ""
        if self._first is not None and kept not in field.keys:
            choices.append((kept, self._first.said(field.name)))
        self.add_choice(field.name, choices, beside=field.beside)

    def _place_offer(self, field: Line) -> None:
        """Offer what its source has just now, and what is kept though it is no longer there."""
        self._offered[field.name] = offered = OFFERS[field.offers](self.workspace.ledger)
        choices = [("", field.nothing), *((one.key, one.word) for one in offered.options)]
        kept = self._first.text(field.name) if self._first is not None else ""
        self.add_choice(field.name, choices if kept in dict(choices) else [*choices, (kept, kept)], beside=field.beside)
        self._parts.append(label(offered.told, tone="secondary", wrap=True))

    def _limit(self, field: Field) -> None:
        """Make no line shorter than what stands in an empty one; a short value that has the row alone gets no more room
        than it needs. Side by side the lines of both columns end at one edge.
        """
        made = self.fields.get(field.name)
        if not isinstance(made, QLineEdit) or field.wide:
            return
        width = made.fontMetrics().horizontalAdvance
        hint = width(made.placeholderText()) + _PADDING
        made.setMinimumWidth(min(hint, _WIDEST_HINT))
        if isinstance(field, _SHORT) and not self._pairs:
            made.setMaximumWidth(max(width(_SHORT_TEXT) + _PADDING, hint))
            # In a wide dialog it stands beside its word, not at the far edge.
            self.grid.grid.setAlignment(made, Qt.AlignmentFlag.AlignLeft)

    def _line_up(self) -> None:
        grids = [one for one in self._parts if isinstance(one, FieldGrid)]
        for grid in grids:
            for column in (1, 3) if self._pairs else (1,):
                grid.grid.setColumnMinimumWidth(column, _COLUMN)
                grid.grid.setColumnStretch(column, 1)
        align(*grids)

    # --- values -----------------------------------------------------------------------------------

    def _fill(self, shown: Record) -> None:
        for name in self.fields:
            field = self.kind.by_name[name]
            same = getattr(field, "same", "")
            made = self.fields[name]
            if isinstance(made, PeopleField):
                made.choose(shown.text(name), shown.said(name))
                continue
            kept = shown.text(name) if isinstance(field, Choice | Day | Date | Month) else shown.said(name)
            self.put(name, "" if same and kept == shown.text(same) else kept)
        for name, text in self.texts.items():
            text.set_text(shown.text(name))
        self._stood = {name: self._typed(name) for name in (*self.fields, *self.texts)}

    def _typed(self, name: str) -> str:
        """Return what stands in a field, unread."""
        made = self.fields.get(name)
        if isinstance(made, QComboBox):
            return str(made.currentData() or "")
        return self.texts[name].text() if made is None else made.text()

    def _stays(self, name: str) -> bool:
        """Tell whether a field of a kept record was left as it stood; one that follows another is read again."""
        field = self.kind.by_name[name]
        return self._stood.get(name) == self._typed(name) and not getattr(field, "same", "")

    def more_words(self, shown: Sequence[Record]) -> str:
        """Return what newer programs kept with records beside the fields that are known here, nothing for nothing."""
        told = {one.name or one.title: foreign.told(self.workspace.ledger, one) for one in shown if one.more}
        lines = [f"{who}：{'，'.join(f'{word} {said}' for word, said in more)}" for who, more in told.items()]
        if not lines:
            return ""
        rest = f"等 {len(lines)} 条" if len(lines) > _MORE_LINES else ""
        return f"更新版本的程序还登记了（本程序只能看，保存后照样留着）：{'；'.join(lines[:_MORE_LINES])}{rest}"

    def values(self) -> dict[str, Any]:
        """Return the fields as they are kept, what was left as it stood without reading it. Raises RefusedError."""
        names = (*self.fields, *self.texts)
        kept = self._first.values if self._first is not None else {}
        return {name: kept[name] if name in kept and self._stays(name) else self._read(name) for name in names}

    def _read(self, name: str) -> Value:
        if name in self.texts:
            return self.texts[name].text()
        made = self.fields[name]
        with records.about(name):
            text = made.ids() if isinstance(made, PeopleField) else self.text(name)
            return self.kind.by_name[name].read(text, f"{self.table}.{name}")
