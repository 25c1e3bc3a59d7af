"""What stands in the fields of a dialog: whether closing would lose something, and a draft of it to be put back."""

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QRadioButton,
    QTableView,
    QWidget,
)

from gui.widgets.evidence_list import EvidenceList
from gui.widgets.search_field import SearchField
from models.draft import Typed


def typed_in(widget: QWidget) -> tuple[object, ...]:
    """Return the values of all fields inside; what is only looked for, or chosen to be shown, is none."""
    return tuple(value for one in widget.findChildren(QWidget) for value in _values(one))


def written_in(widget: QWidget) -> list[tuple[str, str | bool | list[str]]]:
    """Return what stands in the fields that can be put back, each by its place, kind and name."""
    return [(name, _held(one)) for name, one in _fields(widget)]


def put_back(widget: QWidget, written: Typed) -> list[str]:
    """Put into the fields what `written_in` returned; return the texts for which there is no field any more."""
    left = []
    for name, value in written:
        # Each may bring up or hide others: what is there is looked for again.
        found = dict(_fields(widget)).get(name)
        if found is not None:
            _put(found, value)
        elif isinstance(value, str) and value.strip():
            left.append(value)
    return left


def _fields(widget: QWidget) -> Iterator[tuple[str, QWidget]]:
    counts: Counter[str] = Counter()
    for one in widget.findChildren(QWidget):
        kind = next((kind.__name__ for kind in _KEPT if isinstance(one, kind)), "")
        line = isinstance(one, QLineEdit) and (isinstance(one, SearchField) or _belongs_to_another(one))
        button = isinstance(one, QAbstractButton) and not one.isCheckable()
        if kind and not line and not button:
            name = f"{kind} {one.accessibleName()}".strip()
            counts[name] += 1
            yield f"{name} {counts[name]}", one


def _held(one: QWidget) -> str | bool | list[str]:
    if isinstance(one, QLineEdit):
        return one.text()
    if isinstance(one, QPlainTextEdit):
        return one.toPlainText()
    if isinstance(one, QComboBox):
        return one.currentText()
    if isinstance(one, QAbstractButton):
        return one.isChecked()
    assert isinstance(one, QListWidget)
    ticked = (one.item(at) for at in range(one.count()))
    return [_key(item) for item in ticked if item.checkState() == Qt.CheckState.Checked]


def _key(item: QListWidgetItem) -> str:
    """Two people may have one name; by their key they are told apart."""
    return str(item.data(Qt.ItemDataRole.UserRole) or item.text())


def _put(one: QWidget, value: object) -> None:
    if isinstance(one, QLineEdit) and isinstance(value, str):
        if one.text() != value:
            one.setText(value)
            one.textEdited.emit(value)
    elif isinstance(one, QPlainTextEdit) and isinstance(value, str):
        one.setPlainText(value)
    elif isinstance(one, QComboBox) and isinstance(value, str):
        at = one.findText(value)
        if at >= 0:
            one.setCurrentIndex(at)
        elif one.isEditable():
            one.setEditText(value)
    elif isinstance(one, QAbstractButton):
        if one.isChecked() != value:
            one.click()
    elif isinstance(one, QListWidget) and isinstance(value, list):
        with QSignalBlocker(one):
            for item in (one.item(at) for at in range(one.count())):
                # Exactly those: whoever was chosen beforehand would get a record that is not hers.
                item.setCheckState(Qt.CheckState.Checked if _key(item) in value else Qt.CheckState.Unchecked)
        if one.count():
            one.itemChanged.emit(one.item(0))


_KEPT = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton, QListWidget)


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
