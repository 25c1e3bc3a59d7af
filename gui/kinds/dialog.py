"""The dialog of a record of any declared kind: entered for one or several people at once, or one record changed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from gui.dialogs import member_field
from gui.dialogs.member_field import MemberField
from gui.dialogs.study_people import PeopleChooser
from gui.kinds.form import KindForm
from gui.widgets import button, label
from gui.widgets.evidence_list import EvidenceList
from gui.widgets.state import set_wrong
from gui.workspace import Workspace
from models.errors import KnownError
from models.kinds import records
from models.kinds.field import Line, Value
from models.kinds.kind import Kind
from models.kinds.records import Record

if TYPE_CHECKING:
    from models.gate import Operation

_WITH_TEXT = 620
"""Pixels of a dialog with a long text and nobody beside it."""
_WHO = "哪些党员"
_CALLED = 30
"""Characters of its title by which a record of nobody in particular is called."""


class KindDialog(KindForm):
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
        known = "、".join(kind.by_name[name].told(value) for name, value in (given or {}).items())
        title = f"{kind.adds}（{known}）" if known else kind.adds
        title = title if shown is None else f"{kind.short}：{shown.subject[:_CALLED]}"
        pairs = any(field.beside for field in kind.fields)
        super().__init__(parent, workspace, kind, title, first=shown, pairs=pairs)
        self._shown, self._given = shown, given or {}
        self._make_people(member_id if shown is None else shown.member_id)
        for field in kind.fields:
            if (shown is not None or not field.later) and field.name not in self._given:
                self._place(field)
        self._line_up()
        self.evidence = EvidenceList(workspace, kind.table, shown.id if shown is not None else "")
        kept_with: list[QWidget] = [self.evidence] if kind.evidence else []
        if shown is not None and (more := self.more_words([shown])):
            kept_with.append(label(more, tone="secondary", wrap=True))
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

    # --- the people -----------------------------------------------------------------------------

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

    def values(self) -> dict[str, Any]:
        """Return the fields as they are kept, what was given among them. Raises RefusedError."""
        return {**self._given, **super().values()}

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
