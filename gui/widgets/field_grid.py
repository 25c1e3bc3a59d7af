"""Names and values in two columns: facts of a record, or the fields of a form."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from gui.widgets.texts import label


class FieldGrid(QWidget):
    """Facts (`set_facts`) or entry fields (`add_field`), names on the left."""

    def __init__(self, *, spacing: int = 9) -> None:
        super().__init__()
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(14)
        self.grid.setVerticalSpacing(spacing)
        self.grid.setColumnStretch(1, 1)
        self._facts: list[tuple[QLabel, QLabel]] = []

    def set_facts(self, facts: list[tuple[str, str]]) -> None:
        """Show these names and values; labels are reused so that nothing flickers."""
        while len(self._facts) < len(facts):
            row = len(self._facts)
            name = label(tone="secondary")
            value = label(wrap=True, selectable=True)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            self.grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self.grid.addWidget(value, row, 1)
            self._facts.append((name, value))
        for place, (name, value) in enumerate(self._facts):
            shown = place < len(facts)
            name.setVisible(shown)
            value.setVisible(shown)
            if shown:
                name.setText(facts[place][0])
                value.setText(facts[place][1])

    def add_field(
        self, word: str, widget: QWidget, *, column: int = 0, row: int = -1, below: QWidget | None = None
    ) -> QLabel:
        """Add an entry field with its name; `below` stands under it (a remark or finding). Columns are
        pairs.
        """
        at = self.grid.rowCount() if row < 0 else row
        name = label(word, tone="secondary")
        name.setBuddy(widget)
        if not widget.accessibleName():
            widget.setAccessibleName(word)
        self.grid.addWidget(name, at, column * 2, Qt.AlignmentFlag.AlignVCenter)
        self.grid.addWidget(widget, at, column * 2 + 1)
        self.grid.setColumnStretch(column * 2 + 1, 1)
        if below is not None:
            self.grid.addWidget(below, at + 1, column * 2 + 1)
        return name


def align(*grids: FieldGrid) -> None:
    """Let the fields of several grids in one card begin at one line, whichever of their names show just now."""
    for column in (0, 2):
        found = [grid.grid.itemAtPosition(row, column) for grid in grids for row in range(grid.grid.rowCount())]
        # A field that has its row alone stands in this column, too.
        names = [one.widget() for one in found if one is not None and isinstance(one.widget(), QLabel)]
        widest = max((one.sizeHint().width() for one in names), default=0)
        for grid in grids:
            grid.grid.setColumnMinimumWidth(column, widest)
