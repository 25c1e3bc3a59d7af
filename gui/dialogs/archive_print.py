"""Before the archives are printed: which of them, what they still lack, how; then preview, file or printer."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gui.dialogs.base import FormDialog
from gui.pages.archive.facts import LOOKS, ArchiveLine, counted, severity_word
from gui.pages.archive.gap_panel import sentence
from gui.tablemodels import Column
from gui.widgets import Card, FieldGrid, button, label
from gui.widgets.list_table import ListTable
from gui.widgets.paged_table import row_height
from models.errors import UsageError
from models.gaps import SEVERITIES, Gap
from reports import page_range

_ROWS = 5
_LISTED = (("必须补和应当补的", SEVERITIES[:2]), ("连提示一起", SEVERITIES), ("只列必须补的", SEVERITIES[:1]))
_EVERYTHING = 1


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """What shall be printed and how. pages: of the archives, as typed; severities: of the gaps that are
    listed with them, none for no list.
    """

    year: int
    members: tuple[str, ...]
    double_sided: bool
    severities: tuple[str, ...]
    pages: str


class ArchivePrintDialog(FormDialog):
    """`preview_asked`, `file_asked` and `printer_asked` carry the order, `mend_asked` a gap."""

    preview_asked = Signal(object)
    file_asked = Signal(object)
    printer_asked = Signal(object)
    mend_asked = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        year: int,
        lines: Sequence[ArchiveLine],
        ticked: Sequence[ArchiveLine],
        branch_gaps: Sequence[Gap],
    ) -> None:
        super().__init__(parent, f"打印 {year} 年学习档案")
        self._year, self._branch_gaps = year, branch_gaps
        self._missing: list[Gap] = []
        self.setMinimumWidth(640)
        self._choices = {
            "all": ("全部", list(lines)),
            "ticked": ("勾选的", list(ticked)),
            "changed": ("只打没打过和有变化的", [one for one in lines if not one.printed_on or one.changed]),
        }
        self.body.addWidget(self._make_choice())
        self.body.addWidget(self._make_gaps())
        self.body.addWidget(self._make_options())
        self.preview_button = button("预览", icon="eye")
        self.preview_button.clicked.connect(lambda: self._ask(self.preview_asked, leave=False))
        self.file_button = button("存为 PDF…", icon="file-text")
        self.file_button.clicked.connect(lambda: self._ask(self.file_asked))
        for made in (self.preview_button, self.file_button):
            self.add_left(made)
        self.set_buttons("打印…", "取消")
        self._show()
        self.radios[self._first].setFocus()

    # --- building -----------------------------------------------------------------------------

    def _make_choice(self) -> QWidget:
        holder = Card()
        holder.body.addWidget(label("打印哪些", strong=True))
        self.group = QButtonGroup(self)
        self.radios: dict[str, QRadioButton] = {}
        for key, (word, listed) in self._choices.items():
            made = QRadioButton(f"{word}（{len(listed)} 份）")
            made.setEnabled(bool(listed))
            self.group.addButton(made)
            self.radios[key] = made
            holder.body.addWidget(made)
        changed = self._choices["changed"][1]
        part = "changed" if 0 < len(changed) < len(self._choices["all"][1]) else "all"
        self._first = "ticked" if self._choices["ticked"][1] else part
        self.radios[self._first].setChecked(True)
        self.group.buttonClicked.connect(lambda _made: self._show())
        return holder

    def _make_gaps(self) -> QWidget:
        holder = Card(padding=(16, 12, 16, 10))
        self.gaps = ListTable(_columns(), "缺项")
        head = QHBoxLayout()
        self.gap_head = label(strong=True, wrap=True)
        head.addWidget(self.gap_head, 1)
        self.severities = QComboBox()
        self.severities.setAccessibleName("列出哪些缺项")
        for word, severities in _LISTED:
            self.severities.addItem(word, severities)
        self.severities.currentIndexChanged.connect(lambda _row: self._list())
        head.addWidget(self.severities)
        self.mend_button = button("先去补", icon="pencil", tip="到选中的这一处去补（回车）")
        self.mend_button.clicked.connect(lambda: self._mend(self.gaps.current))
        head.addWidget(self.mend_button)
        holder.body.addLayout(head)
        self.gaps.setFixedHeight(row_height(self.gaps.fontMetrics().height()) * (_ROWS + 1) + 4)
        self.gaps.picked.connect(self._mend)
        holder.body.addWidget(self.gaps)
        return holder

    def _make_options(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(2, 0, 2, 0)
        column.setSpacing(6)
        self.with_gaps = QCheckBox("缺项清单一起打：打在最前面，存为 PDF 时另存一份在旁边")
        self.double_sided = QCheckBox("双面打印（每份从正面起，装订边左右交替）")
        self.double_sided.setChecked(True)
        self.pages = QLineEdit()
        self.pages.setPlaceholderText("空着是全部；如 1-20,35")
        grid = FieldGrid()
        grid.add_field("页码范围", self.pages)
        for widget in (self.with_gaps, self.double_sided, grid):
            column.addWidget(widget)
        return holder

    # --- showing ------------------------------------------------------------------------------

    @property
    def chosen(self) -> list[ArchiveLine]:
        """The archives that are to be printed."""
        return next(listed for key, (_word, listed) in self._choices.items() if self.radios[key].isChecked())

    def _show(self) -> None:
        gaps = [*self._branch_gaps, *(gap for line in self.chosen for gap in line.gaps or ())]
        reckoning = any(line.gaps is None for line in self.chosen)
        told = f"打印前请看：{counted(gaps)}" if gaps else "✓ 要打印的档案没有缺项"
        self.gap_head.setText("正在核对缺项…" if reckoning else told)
        order = list(LOOKS)
        self._missing = sorted(gaps, key=lambda gap: order.index(gap.severity))
        if gaps and not any(gap.severity in self.severities.currentData() for gap in gaps):
            self.severities.setCurrentIndex(_EVERYTHING)
        self._list()
        for widget in (self.severities, self.gaps, self.mend_button, self.with_gaps):
            widget.setVisible(bool(gaps))
        self.with_gaps.setChecked(bool(gaps))
        assert self.primary is not None
        self.primary.setText("仍然打印…" if gaps else "打印…")

    def _list(self) -> None:
        """Show the gaps of the severities chosen; the same stand in the list that is printed."""
        self.gaps.show_records([gap for gap in self._missing if gap.severity in self.severities.currentData()])

    # --- asking -------------------------------------------------------------------------------

    def submit(self) -> None:
        """To the printer."""
        self._ask(self.printer_asked)

    def _ask(self, signal: SignalInstance, *, leave: bool = True) -> None:
        self.problem.clear()
        try:
            page_range.parse(self.pages.text())
        except UsageError as error:
            self.problem.show_error(error)
            self.pages.setFocus()
            return
        listed = self.with_gaps.isVisibleTo(self) and self.with_gaps.isChecked()
        order = PrintOrder(
            self._year,
            tuple(line.key for line in self.chosen),
            self.double_sided.isChecked(),
            tuple(self.severities.currentData()) if listed else (),
            self.pages.text().strip(),
        )
        if leave:
            self.accept()
        signal.emit(order)

    def _mend(self, gap: Gap | None) -> None:
        if gap is not None:
            self.accept()
            self.mend_asked.emit(gap)


def _columns() -> list[Column]:
    return [
        Column("name", "姓名", lambda one: one.name or "全支部", 12, strong=True),
        Column("severity", "程度", lambda one: severity_word(one.severity), 8, state=lambda one: LOOKS[one.severity]),
        Column("text", "缺什么", sentence, 30, stretches=True),
    ]
