"""What stands in the fields of a dialog, to tell whether something was entered that closing would lose."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QRadioButton,
    QTableView,
    QWidget,
)

from gui.widgets.evidence_list import EvidenceList
from gui.widgets.search_field import SearchField


def typed_in(widget: QWidget) -> tuple[object, ...]:
    """Return the values of all fields inside; what is only looked for, or chosen to be shown, is none."""
    return tuple(value for one in widget.findChildren(QWidget) for value in _values(one))


def _values(one: QWidget) -> Iterator[object]:
    if isinstance(one, QLineEdit):
        if not isinstance(one, SearchField) and not _belongs_to_another(one):
            yield one.text()
    elif isinstance(one, QPlainTextEdit):
        yield one.toPlainText()
    elif isinstance(one, QComboBox):
        yield one.currentText()
    elif isinstance(one, QCheckBox | QRadioButton):
        yield one.isChecked()
    elif isinstance(one, EvidenceList):
        yield one.touched
    elif isinstance(one, QListWidget):
        # A list that only offers names has no ticks: nothing is entered in it.
        yield tuple(at for at in range(one.count()) if one.item(at).checkState() == Qt.CheckState.Checked)
    elif isinstance(one, QTableView):
        yield tuple(_cells(one))


def _belongs_to_another(line: QLineEdit) -> bool:
    """The line of a field that can be opened, and that of a cell being written, are told with these."""
    around = line.parentWidget()
    cell = around is not None and isinstance(around.parentWidget(), QAbstractItemView)
    return cell or isinstance(around, QComboBox)


def _cells(table: QTableView) -> Iterator[object]:
    model = table.model()
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            yield model.data(model.index(row, column), Qt.ItemDataRole.EditRole)
