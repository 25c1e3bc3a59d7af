"""The dialog of records that belong together: what they share at the head, a line for each person below it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget

from gui.kinds.form import KindForm
from gui.kinds.line_grid import LineGrid
from gui.kinds.lines import Line
from gui.kinds.people_paste import Reader
from gui.kinds.totals import Totals
from gui.widgets import button, label
from gui.widgets.evidence_list import EvidenceList
from gui.widgets.person_field import Person, PersonField
from gui.workspace import Workspace
from models import attendance, texts
from models.attendance import Attendee
from models.dates import PartialDate
from models.days import spoken
from models.errors import KnownError, RefusedError
from models.kinds import records, sheets
from models.kinds.field import Choice, Date, Field
from models.kinds.kind import Kind
from models.kinds.records import Record

if TYPE_CHECKING:
    from models.gate import Operation

_KEYS = "输入后按回车到下一人；勾选几人，在其中一行输入，就一起填上（Ctrl+A 全勾，Shift 连着勾）"
_MONTH = len("2026-01")


class PeopleGrid(KindForm):
    """All lines are one operation; shown: those that are kept, to be changed."""

    useful = 860, 700

    def __init__(
        self, parent: QWidget, workspace: Workspace, kind: Kind, shown: Sequence[Record] = (), *, member_id: str = ""
    ) -> None:
        self._grid = sheets.grid_of(kind)
        word, first = f"{kind.short}{self._grid.word}", shown[0] if shown else None
        title = f"{word}：{first.title[:30]}" if first else f"登记{word}"
        pairs = any(kind.by_name[name].beside for name in self._grid.shared) or self._grid.mark is not None
        super().__init__(parent, workspace, kind, title, first=first, pairs=pairs)
        self._shown = {one.member_id: one for one in shown}
        self._people: list[Attendee] = []
        self._names = {one.member_id: one.name for one in shown}
        self._carried: dict[str, Line] = {}
        self._many = ""
        self.setMinimumWidth(560)
        self.cells = LineGrid(kind)
        self.cells.setMinimumHeight(142)
        self._add_fields()
        self._lay_out()
        self.evidence = EvidenceList(workspace, kind.table, [one.id for one in shown])
        self.body.addWidget(self.evidence)
        self.evidence.setVisible(kind.evidence)
        if shown:
            self._fill(shown[0])
            names = [one.name for one in self.cells.lines.fields]
            self.cells.put({key: {name: one.said(name) for name in names} for key, one in self._shown.items()})
            self.cells.lines.keep()
        self._stand()
        self.set_buttons("保存", "取消")
        next(iter(self.fields.values())).setFocus()
        if member_id:
            self.cells.go_to(member_id)

    # --- the widgets ----------------------------------------------------------------------------

    def _add_fields(self) -> None:
        """Place what all lines share; the mark stands beside the day, where there is room."""
        shared = [self.kind.by_name[name] for name in self._grid.shared]
        for field, following in zip(shared, [*shared[1:], None], strict=True):
            self._place(field)
            if field.name == self.kind.day and self._grid.mark is not None:
                self._add_mark(beside=not (field.wide or (following is not None and following.beside)))
        self._line_up()
        if isinstance(dated := self.fields.get(self.kind.day), QLineEdit):
            dated.editingFinished.connect(self._stand)

    def _proposed(self, field: Field) -> str:
        today = self.workspace.ledger.clock.today().isoformat()
        dated = field.name == self.kind.day and isinstance(field, Date)
        return today[:_MONTH] if dated else super()._proposed(field)

    def _add_mark(self, *, beside: bool) -> None:
        mark = self._grid.mark
        assert mark is not None
        self.mark = QLineEdit(mark.least)
        self.mark.setPlaceholderText("没有就空着")
        self.mark.setToolTip(mark.tip)
        self.mark.textChanged.connect(self._take_mark)
        row = self.grid.grid.rowCount() - 1 if beside else -1
        self.grid.add_field(mark.word, self.mark, column=int(beside), row=row)
        self._take_mark(mark.least)

    def _lay_out(self) -> None:
        self.totals = Totals(self.cells, self._grid.total)
        self.told = label(tone="secondary", wrap=True)
        self.cells.changed.connect(self._tell)
        self.cells.filled_many.connect(self._filled_many)
        self.cells.letter.connect(self._look_for)
        self.cells.paste_asked.connect(lambda: self.open_tray(QApplication.clipboard().text()))
        for part in self._parts:
            self.body.addWidget(part)
        self.body.addLayout(self._make_tools())
        self.body.addWidget(self.cells, 1)
        self.body.addWidget(self.totals)
        self.body.addWidget(self.told)
        if more := self.more_words(list(self._shown.values())):
            self.body.addWidget(label(more, tone="secondary", wrap=True))

    def _make_tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.jump = PersonField("首字母，回车跳到这个人")
        self.jump.setAccessibleName("跳到这个人")
        self.jump.setFixedWidth(self.jump.fontMetrics().horizontalAdvance("中") * 13 + 24)
        self.jump.picked.connect(self._go_to)
        self.paste_button = button(f"粘贴{self._grid.word}…", icon="clipboard-paste", tip="Ctrl+Shift+V")
        self.paste_button.clicked.connect(lambda: self.open_tray())
        QShortcut(QKeySequence("Ctrl+Shift+V"), self).activated.connect(self.open_tray)
        row.addWidget(self.jump)
        row.addWidget(self.paste_button)
        needs = "、".join(self.kind.by_name[name].word for name in self._grid.needs)
        row.addWidget(label(f"{needs}都空着的不登记" if needs else "空着的行不登记", tone="hint", wrap=True), 1)
        return row

    # --- the people ---------------------------------------------------------------------------

    def _stand(self) -> None:
        """Show who was there on the day, or in the month, and everybody who has a line."""
        try:
            when = PartialDate.from_iso(self.text(self.kind.day))
        except (RefusedError, ValueError):
            when = PartialDate.from_iso(self.workspace.ledger.clock.today().isoformat())
        query = self.workspace.ledger.query
        found = [one for day in (when.first, when.last) for one in attendance.register_on(query, day)]
        people = sorted(dict.fromkeys(found), key=lambda one: (one.name_pinyin, one.name, one.member_id))
        there = {one.member_id for one in people}
        self._names |= {one.member_id: one.name for one in people}
        self._carry(when.iso, there - self._entered_already(when.iso))
        if people == self._people:
            return
        self._people = people
        lined = dict.fromkeys((*self._shown, *self.cells.lines.filled))
        away = [(key, f"{self._names[key]}（那天不在名册上）") for key in lined if key not in there]
        names = Counter(one.name for one in people)
        told = {one.member_id: f"{one.name}（{one.group or '未编组'}）" for one in people if names[one.name] > 1}
        self.cells.stand([*((one.member_id, told.get(one.member_id, one.name)) for one in people), *away])
        self.jump.people = [
            Person(one.member_id, one.name, one.name_pinyin, one.name_initials, one.group) for one in people
        ]
        self._tell()

    def _entered_already(self, when: str) -> set[str]:
        """Return who has a line of this very month, and say so: of each member there can be only one."""
        if self._shown or self.kind.day not in self.kind.once:
            return set()
        held = records.listed(self.workspace.ledger, self.kind, year=int(when[:4]))
        already = {one.member_id for one in held if one.day == when}
        self.problem.clear()
        if already:
            what = f"{spoken(when)}的{self.kind.short}已经登记过 {len(already)} 人。"
            self.problem.say(what, "", "要改的，关上这里，打开列表里那一回；这里只登还没有登记的人。", state="soon")
        return already

    def _carry(self, when: str, there: set[str]) -> None:
        """Put everybody's last values into lines in which nothing else was said."""
        names = [one.name for one in self.cells.lines.fields if one.carry]
        if self._shown or not names:
            return
        lines = self.cells.lines
        self.cells.drop(key for key, carried in self._carried.items() if lines.of(key) == carried)
        fresh = {
            key: {name: one.said(name) for name in names if one.said(name)}
            for key, one in sheets.last_lines(self.workspace.ledger, self.kind, when).items()
            if key in there and not lines.of(key)
        }
        self.cells.put(fresh)
        self._carried = {key: lines.of(key) for key in fresh}

    def _go_to(self, person: Person) -> None:
        self.jump.clear()
        self.jump.fold()
        self.cells.go_to(person.key)
        self.cells.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look_for(self, letter: str) -> None:
        """A letter typed among figures begins somebody's initials."""
        self.jump.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.jump.setText(letter)
        self.jump.look()

    def _take_mark(self, text: str) -> None:
        mark = self._grid.mark
        value = self.cells.lines.value(mark.of, text.strip()) if mark is not None else None
        self.cells.lines.mark = value if isinstance(value, int) else None

    def _filled_many(self, count: int) -> None:
        self._many = f"已填入 {count} 人 · "
        self._tell()
        self._many = ""

    def _tell(self) -> None:
        """Say how many lines there are and what they hold, and which keys there are."""
        lines, ticked = self.cells.lines, len(self.cells.ticked)
        filled = lines.filled
        away = len(filled.keys() - {one.member_id for one in self._people})
        wrong = sum(lines.is_wrong(key, name) for key, line in filled.items() for name in line)
        told = [f"已填 {len(filled)} 人", *lines.counts()]
        told += [f"{wrong} 格读不出"] if wrong else []
        told += [f"其中 {away} 人那天不在名册上"] if away else []
        ways = f"勾选了 {ticked} 人：在其中一行输入，{ticked} 人都填上" if ticked > 1 else _KEYS
        self.told.setText(f"{self._many}{'，'.join(told)} · {ways}{self._choice_keys()}")
        self.totals.show_sums()

    def _choice_keys(self) -> str:
        chosen = next((one for one in self.cells.lines.fields if isinstance(one, Choice)), None)
        if chosen is None:
            return ""
        keys = " ".join(f"{number} {word}" for number, word in enumerate(chosen.of.values(), 1))
        return f"；“{chosen.word}”一列：{keys}{' 0 清空' if chosen.empty else ''}"

    def open_tray(self, text: str = "") -> None:
        """Paste lines."""
        from gui.kinds.people_tray import PeopleTray

        tray = PeopleTray(self, Reader(self.kind), self._people, text)
        tray.ask_before_losing(self.workspace.messages)
        tray.filled.connect(self._take)
        tray.open()

    def _take(self, found: dict[str, Line]) -> None:
        self.cells.put(found)
        self.cells.setFocus()

    # --- saving -------------------------------------------------------------------------------

    def submit(self) -> None:
        """Write all as one operation."""
        self.problem.clear()
        # A cell still being typed hands over what it has when the focus leaves it.
        self.setFocus()
        try:
            shared, lines = self.values(), self._lines()
            act, made_of = sheets.deed(list(self._shown.values()), lines, shared)
            self.workspace.bridge.run(self.kind.operation(act), lambda op: self._write(op, shared, lines), why=made_of)
        except KnownError as error:
            self.refuse(error)
            return
        self.accept()
        self.workspace.say(f"已登记{self.kind.short}{self._grid.word}：{len(lines)} 人", "撤销")

    def _lines(self) -> dict[str, dict[str, Any]]:
        """Return the lines as they are kept. Raises RefusedError for a value that is none; its cell is shown."""
        made: dict[str, dict[str, Any]] = {}
        for key in self.cells.lines.filled:
            made[key] = {}
            for field in self.cells.lines.fields:
                with records.about(field.name), sheets.about(key):
                    stays = self.cells.lines.stays(key, field.name)
                    made[key][field.name] = self._shown[key].values[field.name] if stays else self._value(field, key)
        return made

    def _value(self, field: Field, key: str) -> Any:
        text, name = self.cells.lines.of(key).get(field.name, ""), f"{self.table}.{field.name}"
        value, whose = field.read(text, name, self._names[key]), self._names[key]
        if isinstance(field, Choice) and not field.empty and not text:
            raise RefusedError("value-empty", field=field.word, where=whose)
        return texts.choice(name, str(value), field.keys, where=whose) if isinstance(field, Choice) else value

    def _write(self, op: "Operation", shared: Mapping[str, Any], lines: sheets.Lines) -> None:
        ids, kept = self.workspace.ledger.ids, list(self._shown.values())
        if kept:
            made = sheets.change(op, ids, kept, lines, **shared)
        else:
            made = sheets.enter(op, ids, self.kind, lines, **shared)
        self.evidence.write(op, made)

    def refuse(self, error: KnownError) -> None:
        """Say what cannot stand, and go to its cell or its field."""
        super().refuse(error)
        column, member_id = str(error.facts.get("column", "")), str(error.facts.get("member", ""))
        if error.code == self.kind.nobody or (member_id and column not in self.fields):
            self.cells.go_to(member_id, column)
            self.cells.setFocus()
