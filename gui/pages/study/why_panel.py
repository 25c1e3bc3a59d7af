"""Why a total is what it is: the figure, the rule with its source, the lines whose sum it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gui import style
from gui.tablemodels import Column
from gui.widgets import Card, Pill, button, label
from gui.widgets.list_table import ListTable

_LEAST_TABLE = 112


@dataclass(frozen=True, slots=True)
class WhyLine:
    """One line: what it was and what it counts, in words. earned: before a cap, where there are caps."""

    day: str
    kind: str
    title: str
    item: str
    earned: str
    counted: str
    why: str
    source_kind: str = ""
    source_id: str = ""


Way = Callable[[WhyLine], "tuple[str, Callable[[], object]] | None"]


class SourceCard(Card):
    """A rule or scheme as its source states it; what is unverified or local is said plainly."""

    def __init__(self) -> None:
        super().__init__(padding=(14, 10, 14, 10))
        self.body.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._title = label(strong=True, wrap=True)
        head.addWidget(self._title, 1)
        self._pills = [Pill(), Pill()]
        for pill in self._pills:
            head.addWidget(pill, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self._place = label(tone="secondary", wrap=True)
        self._quote = label(wrap=True, selectable=True)
        self._note = label(tone="secondary", wrap=True)
        for text in (self._place, self._quote, self._note):
            self.body.addWidget(text)

    def show_source(
        self, title: str, place: str, quote: str, marks: Sequence[tuple[str, str]], note: str = ""
    ) -> None:
        """Show a source; marks are at most two words such as 未核实, each with a key of `style.STATES`."""
        self._title.setText(title)
        for text, said in ((self._place, place), (self._quote, f"“{quote}”" if quote else ""), (self._note, note)):
            text.setText(said)
            text.setVisible(bool(said))
        for at, pill in enumerate(self._pills):
            pill.show_state(*(marks[at] if at < len(marks) else ("", "none")))


class WhyPanel(QWidget):
    """The explanation of one total. `left` tells that a line's place was opened and the window may close."""

    left = Signal(object)

    def __init__(self, name: str, unit: str, columns: list[Column] | None = None) -> None:
        super().__init__()
        self.setObjectName("PageBody")
        self._unit = unit
        self._way: Way = _nowhere
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(10)
        self.figure = label(points=style.FIGURE_PT, strong=True)
        self._against = label(tone="secondary")
        self.pill = Pill()
        head.addWidget(self.figure)
        head.addWidget(self._against)
        head.addWidget(self.pill)
        head.addStretch(1)
        column.addLayout(head)
        self.why = label(wrap=True, selectable=True)
        column.addWidget(self.why)
        self.source = SourceCard()
        column.addWidget(self.source)
        holder = Card(padding=(1, 1, 1, 8))
        self.table = ListTable(columns or sum_columns(unit), f"{name}的来历")
        # It takes what is left: its own wish would make the dialog scroll where there is room enough.
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.table.setMinimumHeight(_LEAST_TABLE)
        self.table.chosen.connect(self._show_line)
        self.table.picked.connect(lambda _line: self.open_button.click())
        holder.body.addWidget(self.table, 1)
        holder.body.addLayout(self._make_foot())
        column.addWidget(holder, 1)

    def minimumSizeHint(self) -> QSize:
        """Texts wrap at the width there is; counted at their narrowest, the dialog would scroll for nothing."""
        layout = self.layout()
        assert layout is not None
        width = max(self.width(), layout.minimumSize().width())
        return QSize(layout.minimumSize().width(), layout.totalHeightForWidth(width) + _LEAST_TABLE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def _make_foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 0, 12, 0)
        foot.setSpacing(6)
        self.line_why = label(wrap=True, selectable=True)
        foot.addWidget(self.line_why)
        row = QHBoxLayout()
        self.sum = label(strong=True)
        row.addWidget(self.sum)
        row.addStretch(1)
        self.open_button = button("", kind="link")
        self.open_button.clicked.connect(self._open)
        row.addWidget(self.open_button)
        foot.addLayout(row)
        return foot

    def show_total(self, figure: str, against: str, word: str, state: str, why: str) -> None:
        """Show the total: `28.5`, what it is held against, the state, and the sentence why."""
        self.figure.setText(f"{figure} {self._unit}")
        self._against.setText(against)
        self.pill.show_state(word, state)
        self.why.setText(why)
        self.why.setVisible(bool(why))
        self.source.hide()

    def show_lines(self, lines: Sequence[WhyLine], total: str, way: Way | None = None) -> None:
        """Show the lines and their sum; `way` tells where a line leads."""
        self._way = way or _nowhere
        self.table.show_records(lines, current=0)
        self.table.setEnabled(bool(lines))
        self.sum.setText(f"合计 {total} {self._unit}（{len(lines)} 条相加）" if lines else "还没有记录，所以是 0。")
        self._show_line(self.table.current)

    def _show_line(self, line: WhyLine | None) -> None:
        found = self._way(line) if line is not None else None
        self.line_why.setText(line.why if line is not None else "")
        self.line_why.setVisible(line is not None and bool(line.why))
        self.open_button.setVisible(found is not None)
        if found is not None and line is not None:
            self.open_button.setText(found[0])
            self.open_button.setAccessibleName(f"{found[0]}：{line.day} {line.title}")

    def _open(self) -> None:
        line = self.table.current
        found = self._way(line) if line is not None else None
        if found is not None:
            self.left.emit(found[1])


def _nowhere(_line: WhyLine) -> "tuple[str, Callable[[], object]] | None":
    return None


def sum_columns(unit: str) -> list[Column]:
    """Return the columns of lines that simply add up."""
    return [
        _DAY,
        _KIND,
        Column("title", "事项", lambda one: one.title, 18, stretches=True),
        Column("counted", unit, lambda one: one.counted, 7, right=True, strong=True),
        _WHY,
    ]


def capped_columns() -> list[Column]:
    """Return the columns of lines that caps may cut."""
    return [
        _DAY,
        _KIND,
        Column("title", "事项", lambda one: one.title, 18, stretches=True),
        Column("item", "项目", lambda one: one.item, 14, drop=1),
        Column("earned", "应得", lambda one: one.earned, 7, right=True),
        Column("counted", "计入", lambda one: one.counted, 7, right=True, strong=True),
        _WHY,
    ]


def people_columns(unit: str) -> list[Column]:
    """Return the columns of people whose totals add up; `kind` is the state of each."""
    return [
        Column("title", "姓名", lambda one: one.title, 16, strong=True, stretches=True),
        Column("counted", unit, lambda one: one.counted, 7, right=True, strong=True),
        Column("kind", "情况", lambda one: one.kind, 17),
        _WHY,
    ]


_DAY = Column("day", "日期", lambda one: one.day, 10)
_KIND = Column("kind", "类别", lambda one: one.kind, 8, drop=2)
_WHY = Column("why", "怎么算的", lambda one: one.why, 30, stretches=True, drop=3)
