"""Facts of the own organisation that every form and package carries."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from gui.pages.settings.section import Section
from gui.widgets import Card, FieldGrid, InlineMessage, button, label
from models import organization, words
from models.errors import KnownError
from models.schema import SELF

_FIELDS = ("name", "short_name", "code", "secretary", "phone")
_HINTS = {"short_name": "表头和文件名里用，如：河东村支部", "code": "上级编的代码，没有就空着"}


class OrganizationSection(Section):
    """Name, short name, code, secretary, telephone."""

    key, word, icon = "organization", "组织信息", "house"
    depends_on = ("organization",)

    def build(self) -> None:
        """Make the widgets."""
        card = Card("组织信息")
        self.level = label(tone="secondary")
        card.corner.addWidget(self.level)
        grid = FieldGrid()
        self.fields: dict[str, QLineEdit] = {}
        for name in _FIELDS:
            field = QLineEdit()
            field.setPlaceholderText(_HINTS.get(name, ""))
            field.returnPressed.connect(self.save)
            self.fields[name] = field
            grid.add_field(words.label("field", f"organization.{name}"), field)
        card.body.addWidget(grid)
        self.problem = InlineMessage()
        card.body.addWidget(self.problem)
        row = QHBoxLayout()
        row.addStretch(1)
        self.save_button = button("保存", icon="save", kind="primary")
        self.save_button.clicked.connect(self.save)
        row.addWidget(self.save_button)
        card.body.addLayout(row)
        self.body.addWidget(card)
        self.body.addStretch(1)

    def first_focus(self) -> QWidget:
        """The name."""
        return self.fields["name"]

    def refresh(self) -> None:
        """Read."""
        own = organization.own(self.workspace.ledger)
        self.level.setText(words.label("level", own.level))
        for name, field in self.fields.items():
            if not field.isModified():
                field.setText(getattr(own, name))

    def save(self) -> None:
        """Write the facts as one operation."""
        values = {name: field.text() for name, field in self.fields.items()}
        self.problem.clear()
        try:
            changed = self.workspace.bridge.run("organization.edit", lambda op: organization.edit(op, SELF, **values))
        except KnownError as error:
            self.problem.show_error(error)
            return
        for field in self.fields.values():
            field.setModified(False)
        self.workspace.say("组织信息已保存" if changed else "没有改动", "撤销" if changed else "")
        self.refresh()
