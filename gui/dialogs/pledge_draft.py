"""Drafts pledges: common items written once and each person's own beside them, for one, for many, for the branch."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from gui.dialogs.pledge_items import Item, ItemsEditor, item_of
from gui.dialogs.pledge_own_items import OwnItemsTable
from gui.dialogs.study_fields import RecordDialog
from gui.dialogs.study_people import PeopleChooser
from gui.widgets import Segments, button, label
from gui.workspace import Workspace
from models import member, pledge, words
from models.errors import KnownError, RefusedError
from models.pledge import OWNERS, Pledge
from models.schema import SELF

_NARROW = 880
_ABOUT = {"supervision": "如：党务公开栏、群众意见箱", "contact": "姓名和监督电话"}


class PledgeDraftDialog(RecordDialog):
    """New pledges (`drafted` carries their ids), or one that is still a draft."""

    useful = 1060, 680

    table = "pledge"
    drafted = Signal(list)

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        *,
        year: int,
        owner: str = "member",
        member_ids: Sequence[str] = (),
        shown: Pledge | None = None,
    ) -> None:
        super().__init__(parent, workspace, "起草承诺" if shown is None else f"修改承诺：{shown.name}")
        self._shown = shown
        self._make_fields(year)
        self.people = PeopleChooser(workspace)
        self.items = ItemsEditor("common" if owner == "member" else "other")
        self.own = OwnItemsTable()
        self._set_out()
        self.people.changed.connect(self._people_changed)
        self.set_buttons("保存草稿", "取消")
        self.keep_drafts(workspace, "pledge", shown, new="" if shown is not None else f"{owner} {year}")
        if shown is not None:
            self._fill(shown)
        else:
            self.put("owner", owner)
            self.people.choose(member_ids)
        self._show_kind()
        first = self.people.search if self._side.isVisibleTo(self) and not member_ids else self.items.first()
        first.setFocus()

    # --- building -----------------------------------------------------------------------------

    def _make_fields(self, year: int) -> None:
        self.years = QComboBox()
        self.years.setAccessibleName("年份")
        for one in sorted({year, self.workspace.ledger.clock.today().year, year + 1}):
            self.years.addItem(f"{one} 年", one)
        self.years.setCurrentIndex(self.years.findData(year))
        self.owner = self.add_choice("owner", [(key, words.label("pledge_owner", key)) for key in OWNERS])
        self.owner.currentIndexChanged.connect(lambda _row: self._show_kind())
        self.until = self.add_date("until_date", hint="届期承诺才填，如 2028-06", beside=True)
        for name, hint in _ABOUT.items():
            self.add(name, hint, beside=name == "contact")
        self.add("foreword", "承诺书开头的话，不填就用通用的一句")
        self.span("foreword")

    def _set_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        self.parts = Segments([("common", "大家共同的承诺"), ("own", "各人自己的承诺")], "写哪一部分")
        self.parts.chosen.connect(self.show_part)
        self.heading = label("承诺事项", strong=True)
        self.before = button("照上一年的", icon="history", kind="quiet", tip="把上一年的承诺事项取过来再改")
        self.before.clicked.connect(self.take_last_year)
        for widget in (self.years, self.parts, self.heading):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.before)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.items)
        self.stack.addWidget(self.own)
        self.stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addLayout(head)
        right.addWidget(self.stack, 1)
        right.addWidget(self.grid)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(label("谁来承诺", strong=True))
        side.addWidget(self.people, 1)
        narrow = self._usable().width() < _NARROW
        whole: QVBoxLayout | QHBoxLayout = QVBoxLayout() if narrow else QHBoxLayout()
        whole.setSpacing(22)
        self._side.setMaximumWidth(16_777_215 if narrow else 270)
        whole.addWidget(self._side, 2)
        whole.addLayout(right, 5)
        self.body.addLayout(whole, 1)

    # --- what is shown ------------------------------------------------------------------------

    def show_part(self, key: str) -> None:
        """Show the common items, or each person's own."""
        self.parts.choose(key)
        self.stack.setCurrentWidget(self.items if key == "common" else self.own)
        (self.items.first() if key == "common" else self.own).setFocus()

    def _show_kind(self) -> None:
        """People for members and leaders; the end of a term for leaders."""
        owner = str(self.owner.currentData())
        fresh = self._shown is None
        self._side.setVisible(fresh and owner != "branch")
        for widget in (self.years, self.owner):
            widget.setEnabled(fresh)
        self.until.setEnabled(owner != "member")
        self._people_changed()

    def _people_changed(self) -> None:
        owner = str(self.owner.currentData())
        chosen = self.people.chosen if self._shown is None and owner != "branch" else []
        several = len(chosen) > 1
        self.parts.setVisible(several)
        self.heading.setVisible(not several)
        if not several:
            self.stack.setCurrentWidget(self.items)
            self.parts.choose("common")
        names = {one.id: one.name for one in member.list_members(self.workspace.ledger, status="")}
        self.own.items.show_people([(one, names[one]) for one in chosen])

    def _fill(self, shown: Pledge) -> None:
        for name in self.fields:
            self.put(name, getattr(shown, name))
        self.items.put([item_of(one) for one in pledge.items(self.workspace.ledger, shown.id, shown.org)])

    def take_last_year(self) -> None:
        """Bring last year's items: what everybody had alike is common, the rest is each one's own.

        What only some had stays theirs: nobody is to promise what somebody else did.
        """
        ledger, year = self.workspace.ledger, int(self.years.currentData())
        wanted = self._wanted()
        found: dict[str, list[Item]] = {}
        for one in pledge.list_pledges(ledger, org=SELF, year=year - 1):
            if (one.owner, one.member_id) in wanted:
                found[one.member_id or ""] = [item_of(kept, years=1) for kept in pledge.items(ledger, one.id, one.org)]
        if not any(found.values()):
            self.problem.say(f"{year - 1} 年没有这些人的承诺可以照搬", "", "请直接写今年的承诺事项。", state="soon")
            return
        self.problem.clear()
        texts = [{item["text"] for item in items} for items in found.values()]
        alike = set.intersection(*texts) if len(wanted) == 1 or len(found) > 1 else set()
        common = {item["text"]: item for items in found.values() for item in items if item["text"] in alike}
        self.items.put(list(common.values()))
        own = {key: [item for item in items if item["text"] not in alike] for key, items in found.items()}
        self.own.items.put(own)
        self.show_part("common" if common or len(wanted) == 1 else "own")

    def _wanted(self) -> set[tuple[str, str | None]]:
        if self._shown is not None:
            return {(self._shown.owner, self._shown.member_id)}
        owner = str(self.owner.currentData())
        return {(owner, None)} if owner == "branch" else {(owner, one) for one in self.people.chosen}

    # --- writing ------------------------------------------------------------------------------

    def values(self) -> dict[str, Any]:
        """Return the fields but owner. Raises RefusedError."""
        return {name: self.text(name) for name in self.fields if name != "owner"}

    def submit(self) -> None:
        """Write it as one operation."""
        self.problem.clear()
        try:
            made = self._write()
        except KnownError as error:
            self.refuse(error)
            return
        self.accept()
        if self._shown is not None:
            self.workspace.say(f"已修改：{self._shown.name}的承诺", "撤销")
        else:
            self.workspace.say(f"已起草承诺：{len(made)} 份", "撤销")
            self.drafted.emit(made)

    def _write(self) -> list[str]:
        bridge, ids, shown = self.workspace.bridge, self.workspace.ledger.ids, self._shown
        values, common = self.values(), self.items.items()
        if shown is not None:
            bridge.run("pledge.edit", lambda op: pledge.edit_pledge(op, shown.id, items=common, ids=ids, **values))
            return [shown.id]
        owner, year = str(self.owner.currentData()), int(self.years.currentData())
        own = self.own.items.items()
        people: list[str | None] = [None] if owner == "branch" else [*self.people.chosen]
        if not people:
            raise RefusedError("pledge-nobody")
        made = [ids.new() for _ in people]

        def draft(op: Any) -> None:
            for pledge_id, member_id in zip(made, people, strict=True):
                items = [*common, *own.get(member_id or "", [])]
                pledge.draft_pledge(
                    op, ids, pledge_id=pledge_id, owner=owner, member_id=member_id, year=year, items=items, **values
                )

        bridge.run("pledge.draft", draft)
        return made
