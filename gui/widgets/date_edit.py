"""A date typed as text; year, year-month and day are all right, the precision typed is the precision kept."""

from PySide6.QtWidgets import QLineEdit

from gui.widgets.state import set_wrong
from models import texts
from models.errors import RefusedError


class DateEdit(QLineEdit):
    """Accepts 1985, 1985-07, 1985-07-01 and the other usual ways to write them; `field` is a key of the
    words of fields.
    """

    def __init__(self, field: str) -> None:
        super().__init__()
        self._field = field
        self.setPlaceholderText("1985-07-01 或 1985-07")
        self.editingFinished.connect(self._tidy)
        self.textEdited.connect(lambda _text: set_wrong(self, False))

    def iso(self) -> str:
        """Return the date as it is kept. Raises RefusedError("value-bad-date")."""
        return texts.iso_date(self._field, self._written())

    def _tidy(self) -> None:
        try:
            self.setText(self.iso())
            set_wrong(self, False)
        except RefusedError:
            set_wrong(self, True)

    def _written(self) -> str:
        """Return what was typed with dashes and two digits; what is no date comes back as typed."""
        return texts.typed_date(self.text())
