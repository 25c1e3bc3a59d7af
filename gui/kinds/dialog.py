"""The dialog of a record of any declared kind: entered for one or several people at once, or one record changed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from gui.dialogs import member_field
from gui.dialogs.member_field import MemberField, PeopleField
from gui.dialogs.study_fields import RecordDialog
from gui.dialogs.study_people import PeopleChooser
from gui.widgets import FieldGrid, button, label
from gui.widgets.evidence_list import EvidenceList
from gui.widgets.field_grid import align
from gui.widgets.long_text import LongText
from gui.widgets.state import set_wrong
from gui.workspace import Workspace
from models.errors import KnownError
from models.kinds import records
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
)
from models.kinds.kind import Kind
from models.kinds.offers import OFFERS, Offered
from models.kinds.records import Record

if TYPE_CHECKING:
    from models.gate import Operation

_COLUMN, _WITH_TEXT = 150, 620
"""Pixels that a field has at least where two stand side by side, and a dialog with a long text and nobody beside it."""
_SHORT = (Day, Date, Month, Count, Hours, Points, Money)
"""Fields whose values have a few characters: no line is longer than these, or than what stands in an empty one."""
_SHORT_TEXT = "2026-03-05 至 03-06"
_PADDING, _WIDEST_HINT = 28, 200
_CALLED = 20
"""Characters of its title by which a record of nobody in particular is called."""
_WHO = "哪些党员"


class KindDialog(RecordDialog):
    """One entry for several people is one operation; what each of them did is written later, if at all.

    given: by field, what is known already and not asked.
    """

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        kind: Kind,
        shown: Record | None = None,
        *,
        member_id: str = "",
        given: Mapping[str, Value] | None = None,
    ) -> None:
        self.table = kind.name
        known = "、".join(kind.by_name[name].told(value) for name, value in (given or {}).items())
        adds = f"{kind.adds}（{known}）" if known else kind.adds
        super().__init__(parent, workspace, adds if shown is None else f"{kind.short}：{shown.subject[:_CALLED]}")
        self.kind, self._shown, self._given = kind, shown, given or {}
        self.texts: dict[str, LongText] = {}
        self._parts: list[QWidget] = [self.grid]
        self._offered: dict[str, Offered] = {}
        self._pairs = any(field.beside for field in kind.fields)
        self._make_people(member_id if shown is None else shown.member_id)
        for field in kind.fields:
            if (shown is not None or not field.later) and field.name not in self._given:
                self._place(field)
        self._line_up()
        self.evidence = EvidenceList(workspace, kind.table, shown.id if shown is not None else "")
        kept_with = [self.evidence] if kind.evidence else []
        heading = (kind.heading or _WHO) if shown is None and self._asks_who and kind.several else ""
        self.set_out([*self._parts, *kept_with], heading, self.people)
        if self.texts and not kind.several:
            self.setMinimumWidth(_WITH_TEXT)
        if shown is not None:
            self._fill(shown)
        else:
            following = "名党员" if self._asks_who else kind.measure
            self.again = button(f"保存，再登一{kind.measure}", tip=f"留下相同的内容，接着登下一{following}")
            self.again.clicked.connect(self._save_and_go_on)
            self.add_left(self.again)
        self._follow_choices()
        self.set_buttons("保存", "取消")
        if any(isinstance(one, Line) for one in kind.fields):
            self.keep_drafts(workspace, kind.table, shown, place=f"{type(self).__name__} {kind.name}")
        self._first_field(bool(member_id)).setFocus()

    # --- the widgets ----------------------------------------------------------------------------

    def _make_people(self, member_id: str) -> None:
        """Several are ticked in a list beside the fields; one is found by a few letters in the first of them."""
        self.people = PeopleChooser(self.workspace)
        self.member = MemberField(self.workspace)
        self._asks_who = self.kind.about == "member"
        if not self._asks_who:
            return
        if self.kind.several:
            self.people.choose([member_id])
            return
        self.grid.add_field("姓名", self.member)
        self.member.choose(member_id)
        self.member.setEnabled(self._shown is None)

    def _place(self, field: Field) -> None:
        if field.head:
            self.grid = FieldGrid()
            self._parts += [label(field.head, strong=True), self.grid]
        if isinstance(field, Prose) and field.lines > 1:
            self.texts[field.name] = LongText(field.word, field.most, lines=field.lines)
            self.texts[field.name].edit.setPlaceholderText(field.hint)
            self._parts.append(self.texts[field.name])
        elif isinstance(field, Choice):
            nothing = [("", "")] if field.empty else []
            self.add_choice(field.name, [*nothing, *field.of.items()], beside=field.beside)
        elif isinstance(field, Line) and field.offers:
            self._place_offer(field)
        elif isinstance(field, Person):
            self.add_people(field)
        elif isinstance(field, Day | Date | Month):
            today = self.workspace.ledger.clock.today().isoformat()
            value = today if field.name == self.kind.day and isinstance(field, Day) else ""
            self.add_date(field.name, value, field.hint, word=field.call, beside=field.beside)
        else:
            made = self.add(field.name, field.hint, word=field.call, beside=field.beside)
            if field.name == self.kind.day:
                made.setText(str(self.workspace.ledger.clock.today().year))
        if field.wide and self._pairs and field.name in self.fields:
            self.span(field.name)
        self._limit(field)

    def add_people(self, field: Person) -> None:
        """Add a line for names of the register."""
        made = PeopleField(self.workspace)
        hint = field.hint or (made.placeholderText() if field.many else made.placeholderText().split("，")[0])
        self._placed(field.name, made, hint, word=field.call, beside=field.beside)

    def _place_offer(self, field: Line) -> None:
        """Offer what its source has just now, and what is kept though it is no longer there."""
        self._offered[field.name] = offered = OFFERS[field.offers](self.workspace.ledger)
        choices = [("", field.nothing), *((one.key, one.word) for one in offered.options)]
        kept = self._shown.text(field.name) if self._shown is not None else ""
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

    def _line_up(self) -> None:
        grids = [one for one in self._parts if isinstance(one, FieldGrid)]
        for grid in grids:
            for column in (1, 3) if self._pairs else (1,):
                grid.grid.setColumnMinimumWidth(column, _COLUMN)
                grid.grid.setColumnStretch(column, 1)
        align(*grids)

    def _first_field(self, known: bool) -> QWidget:
        """Return where one begins: with whose it is, or with what is typed."""
        if self.kind.several and self._asks_who:
            return next(iter(self.fields.values()))
        typed = next(one for one in self.fields.values() if not isinstance(one, QComboBox))
        self.member.go_on_to(typed)
        return typed if known or self._shown is not None or not self._asks_who else self.member

    # --- what follows from a choice ---------------------------------------------------------------

    def _follow_choices(self) -> None:
        for name, made in self.fields.items():
            if isinstance(made, QComboBox):
                made.currentIndexChanged.connect(lambda _at: self._show_asked())
                if name in self._offered:
                    made.currentIndexChanged.connect(lambda _at, name=name: self._put_in(name))
        self._show_asked()

    def _show_asked(self) -> None:
        """Show what is asked just now; what is kept already stays in sight."""
        for field in self.kind.fields:
            if not field.shown_when or field.name not in self.fields:
                continue
            asked = all(self.text(other) in values for other, values in field.shown_when.items())
            together = [one.name for one in self.kind.fields if one.shown_when == field.shown_when]
            kept = self._shown is not None and any(self._shown.values[one] for one in together)
            for widget in (self.names[field.name], self.fields[field.name]):
                widget.setVisible(asked or kept)

    def _put_in(self, name: str) -> None:
        """Put in what belongs to the option, as long as nothing else was typed."""
        options = self._offered[name].options
        chosen = next((one for one in options if one.key == self.text(name)), None)
        for filled, value in (chosen.fills if chosen is not None else {}).items():
            said, place = self.kind.by_name[filled].said, self.fields[filled]
            known = {said(one.fills[filled]) for one in options} | {""}
            if isinstance(place, QLineEdit) and place.text().strip() in known:
                place.setText(said(value))

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

    def values(self) -> dict[str, Any]:
        """Return the fields as they are kept. Raises RefusedError."""
        read: dict[str, Any] = {}
        for name in self.fields:
            made = self.fields[name]
            with records.about(name):
                text = made.ids() if isinstance(made, PeopleField) else self.text(name)
                read[name] = self.kind.by_name[name].read(text, f"{self.table}.{name}")
        return {**self._given, **read, **{name: text.text() for name, text in self.texts.items()}}

    @property
    def chosen(self) -> list[str]:
        """The ids of those whose record it is."""
        if not self._asks_who:
            return [""]
        return self.people.chosen if self.kind.several else [self.member.member_id]

    # --- saving -----------------------------------------------------------------------------------

    def submit(self) -> None:
        """Write it as one operation."""
        if self._write():
            self.accept()

    def _save_and_go_on(self) -> None:
        """Write it, then begin the next with what stays the same."""
        if not self._write():
            return
        self.people.choose([])
        self.member.setText("")
        for name in self.fields:
            if not self.kind.by_name[name].stays:
                self.put(name, "")
        for text in self.texts.values():
            text.set_text("")
        self.evidence.show_owner("")
        self.begin_anew()
        (self.people.search if self.kind.several and self._asks_who else self._first_field(False)).setFocus()

    def _write(self) -> bool:
        self.problem.clear()
        people = self.chosen
        if self._asks_who and not all(people):
            self.problem.say(member_field.UNKNOWN, "", member_field.HOW, state="overdue")
            set_wrong(self.member, True)
            self.member.setFocus()
            return False
        try:
            self._run(people, self.values())
        except KnownError as error:
            self.refuse(error)
            if error.code == self.kind.nobody:
                self.people.search.setFocus()
            return False
        self.workspace.say(self._done(people), "撤销")
        return True

    def _run(self, people: list[str], values: Mapping[str, Any]) -> None:
        shown, ids = self._shown, self.workspace.ledger.ids

        def work(op: "Operation") -> None:
            if shown is None:
                made = records.add(op, ids, self.kind, people, **values)
            else:
                records.edit(op, self.kind, shown.id, **values)
                made = [shown.id]
            self.evidence.write(op, made)

        self.workspace.bridge.run(self.kind.operation("add" if shown is None else "edit"), work)

    def _done(self, people: list[str]) -> str:
        if not self._asks_who:
            title = self.kind.by_name[self.kind.title].said(self.values()[self.kind.title])
            return f"已{'登记' if self._shown is None else '修改'}：{title[:_CALLED]}"
        if self._shown is not None:
            return f"已修改：{self._shown.name}的{self.kind.short}"
        if self.kind.several:
            return f"已登记{self.kind.enters}：{len(people)} 人"
        return f"已登记：{self.member.text()}的{self.kind.short}"
