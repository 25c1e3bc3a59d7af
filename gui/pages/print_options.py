"""How a form is to be printed: the choices beside the preview."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from gui.pages.print_targets import PrintTargets
from gui.widgets import FieldGrid, label
from gui.widgets.field_grid import align
from models.organization import Organization
from models.schema import SELF
from reports import catalog, roster
from reports.form import MASKED, SUBJECTS, WITH_BASIS
from reports.printing import PrintOptions

_KINDS_OF_RECORDS = ("meeting", "pledges")
"""Subjects of several records, of which one kind may be wanted."""
_EMPTY_WORDS = {"blank": "留空", "none": "写“无”", "dash": "画“—”"}


class PrintChoices(QWidget):
    """Shows the choices that a form has; `changed` after each change."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._entry: catalog.CatalogEntry | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        grid = FieldGrid()
        self.variant = QComboBox()
        self.variant.setAccessibleName("版式")
        self.order = QComboBox()
        for key, word in roster.ORDERS.items():
            self.order.addItem(word, key)
        self.empty = QComboBox()
        for key in roster.EMPTY:
            self.empty.addItem(_EMPTY_WORDS[key], key)
        self.filled_by = QLineEdit()
        self.filled_by.setPlaceholderText("可不填")
        self._order_name = grid.add_field("排序", self.order)
        grid.add_field("空项", self.empty)
        grid.add_field("填报人", self.filled_by)
        self._grid = grid
        self.unit = QComboBox()
        self.unit.setAccessibleName("组织")
        self.unit.hide()
        column.addWidget(self.unit)
        self.targets = PrintTargets()
        column.addWidget(self.targets)
        self._variant_name = label("版式", tone="secondary")
        column.addWidget(self._variant_name)
        column.addWidget(self.variant)
        column.addWidget(grid)
        self.basis = QCheckBox("印出依据哪些文件")
        self.masked = QCheckBox("遮住证号和电话的中间几位")
        self.double_sided = QCheckBox("双面打印（装订边左右交替）")
        self.blank = QCheckBox("打印空白表")
        self.rows = QSpinBox()
        self.rows.setRange(1, 500)
        self.rows.setValue(30)
        self.rows.setSuffix(" 行")
        self.rows.setAccessibleName("空白表的行数")
        self.rows.setEnabled(False)
        column.addWidget(self.basis)
        column.addWidget(self.masked)
        column.addWidget(self.double_sided)
        row = QHBoxLayout()
        row.addWidget(self.blank)
        row.addStretch(1)
        row.addWidget(self.rows)
        column.addLayout(row)
        self._remark = label(tone="hint", wrap=True)
        column.addWidget(self._remark)
        for choice in (self.unit, self.variant, self.order, self.empty):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(8)
        align(self.targets.grid, self._grid)
        self._listen()

    def _listen(self) -> None:
        self.targets.changed.connect(self._show_variant)
        self.targets.changed.connect(self.changed)
        self.blank.toggled.connect(self._show_variant)
        for choice in (self.unit, self.variant, self.order, self.empty):
            choice.currentIndexChanged.connect(lambda _row: self.changed.emit())
        for check in (self.basis, self.masked, self.double_sided, self.blank):
            check.toggled.connect(lambda _on: self.changed.emit())
        self.blank.toggled.connect(self.rows.setEnabled)
        self.blank.toggled.connect(lambda on: self.order.setDisabled(on))
        self.rows.valueChanged.connect(lambda _value: self.changed.emit())
        self.filled_by.editingFinished.connect(self.changed)

    def show_form(self, entry: catalog.CatalogEntry) -> None:
        """Offer the variants of a form, and what it is printed of."""
        self._entry = entry
        self.targets.show_form(entry)
        of_members = not SUBJECTS[entry.of]
        for widget in (self._order_name, self.order):
            widget.setVisible(of_members)
        self.masked.setVisible(entry.of in MASKED)
        self.basis.setVisible(entry.of in WITH_BASIS)
        self._fill_variants()
        self._remark.setText(f"表样 {entry.edition} 年版")
        self._show_variant()

    def _show_variant(self) -> None:
        """Let the user choose the variant where there are several and no meeting tells it."""
        if self._entry is None:
            return
        open_kind = not self._told_by_data or self._entry.of in _KINDS_OF_RECORDS
        shown = len(self._entry.variants) > 1 and open_kind
        self._fill_variants()
        kind = "承诺类型" if self._entry.of == "pledges" else "会议种类"
        self._variant_name.setText(kind if self._entry.by_data else "版式")
        self._variant_name.setVisible(shown)
        self.variant.setVisible(shown)

    @property
    def _told_by_data(self) -> bool:
        """Whether the records themselves say in which variant each is printed."""
        by_data = self._entry is not None and self._entry.by_data
        return by_data and not self.blank.isChecked() and not self.targets.waits_for_meeting

    def _fill_variants(self) -> None:
        """Offer the variants; of records only those that there are, the others greyed with the reason."""
        if self._entry is None:
            return
        chosen, there = self.variant.currentData(), self.targets.kinds_there if self._told_by_data else None
        listed = {"": "按记录，全部"} if there is not None else {}
        with QSignalBlocker(self.variant):
            self.variant.clear()
            for key, word in (listed | self._entry.variants).items():
                self.variant.addItem(word, key)
                if there is not None and key and key not in there:
                    row = self.variant.count() - 1
                    self.variant.setItemData(row, f"所选的记录里没有{word}", Qt.ItemDataRole.ToolTipRole)
                    self.variant.setItemData(row, 0, Qt.ItemDataRole.UserRole - 1)
            wanted = "" if there is not None and chosen not in there else chosen
            self.variant.setCurrentIndex(max(self.variant.findData(wanted), 0))

    def show_units(self, units: list[Organization]) -> None:
        """Let the user choose whose form it is, in a ledger that has several organisations."""
        chosen = self.unit.currentData()
        self.unit.blockSignals(True)
        self.unit.clear()
        for one in units:
            self.unit.addItem(one.name, one.number)
        self.unit.setCurrentIndex(max(self.unit.findData(chosen), 0))
        self.unit.blockSignals(False)
        self.unit.setVisible(len(units) > 0)

    def options(self) -> PrintOptions:
        """Return what is chosen."""
        return PrintOptions(
            variant="" if self.variant.isHidden() else str(self.variant.currentData() or ""),
            basis=self.basis.isVisibleTo(self) and self.basis.isChecked(),
            masked=self.masked.isVisibleTo(self) and self.masked.isChecked(),
            blank_rows=self.rows.value() if self.blank.isChecked() else 0,
            empty=str(self.empty.currentData()),
            order=str(self.order.currentData()),
            filled_by=self.filled_by.text().strip(),
            double_sided=self.double_sided.isChecked(),
            organisation=self.organisation,
            **self.targets.options(),
        )

    @property
    def organisation(self) -> int:
        """The number of the organisation whose form it is."""
        return int(self.unit.currentData() or SELF)
