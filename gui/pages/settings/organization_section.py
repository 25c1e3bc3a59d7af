"""Facts of the own organisation that every form and package carries."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from gui.pages.settings.section import Section
from gui.widgets import Card, FieldGrid, InlineMessage, button, label
from models import organization, post, words
from models.errors import KnownError
from models.schema import SELF

_FIELDS = ("name", "short_name", "code", "secretary", "phone")
_HINTS = {"short_name": "表头和文件名里用，如：河东村支部", "code": "上级编的代码，没有就空着"}


class OrganizationSection(Section):
    """Name, short name, code, secretary, telephone."""

    key, word, icon = "organization", "组织信息", "house"
    depends_on = ("organization", "post_term", "member")

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
        self.told = InlineMessage()
        card.body.addWidget(self.told)
        self._held = ""
        self.problem = InlineMessage()
        card.body.addWidget(self.problem)
        row = QHBoxLayout()
        self.take_button = button("书记改用任职里的", kind="link")
        self.take_button.clicked.connect(self._take_secretary)
        row.addWidget(self.take_button)
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
        self._compare(own.secretary)

    def _compare(self, written: str) -> None:
        """Put in who holds the post where nothing is written, and say when two names stand against each other."""
        ledger, field = self.workspace.ledger, self.fields["secretary"]
        terms = post.list_posts(ledger.query, day=ledger.clock.today())
        self._held = held = "、".join(one.name for one in terms if one.post == "secretary")
        self.told.clear()
        self.take_button.setVisible(bool(held and written) and held != written)
        said = f"“支部情况”里登记的支部书记是{held}"
        if held and not written and not field.isModified():
            field.setText(held)
            self.told.say(f"{said}，已填在上面，按“保存”写进来。")
        elif held and written and held != written:
            next_step = "请核对：换届了改这里，任职登记错了去改任职。"
            self.told.say(f"{said}，这里写的是{written}。", "", next_step, state="soon")

    def _take_secretary(self) -> None:
        field = self.fields["secretary"]
        field.setText(self._held)
        field.setModified(True)
        self.save()

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
