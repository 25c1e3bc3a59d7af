"""Who works with the ledger, and how large the window's text is."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from gui.pages.settings.section import Section
from gui.widgets import Card, FieldGrid, InlineMessage, Segments, button, label
from models import names, organization, texts
from models.errors import KnownError, RefusedError
from models.gate import Operation

SIZES = (100, 125, 150, 175, 200)


class UserSection(Section):
    """The name that every record carries from now on; the display's size."""

    key, word, icon = "user", "经手人与显示", "user-round"
    depends_on = ("setting",)

    def build(self) -> None:
        """Make the widgets."""
        card = Card("经手人")
        card.body.addWidget(
            label(
                "今后的每一笔记录写这个名字；以前的记录不变。换人时请改成新同志的姓名。",
                tone="secondary",
                wrap=True,
            )
        )
        grid = FieldGrid()
        self._asked = ""
        self.name = QLineEdit()
        self.name.returnPressed.connect(self.save)
        grid.add_field("您的姓名", self.name)
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
        self.body.addWidget(self._display())
        self.body.addStretch(1)

    def _display(self) -> Card:
        card = Card("显示大小")
        card.body.addWidget(
            label("字看不清就放大；下次打开程序时生效。只影响这台电脑上的您。", tone="secondary", wrap=True)
        )
        self.sizes = Segments([(str(size), f"{size}%") for size in SIZES], "显示大小")
        self.sizes.choose(str(self.workspace.settings.get("text_percent", 100)))
        self.sizes.chosen.connect(self._choose_size)
        row = QHBoxLayout()
        row.addWidget(self.sizes)
        row.addStretch(1)
        card.body.addLayout(row)
        self.size_said = label(tone="secondary")
        card.body.addWidget(self.size_said)
        return card

    def first_focus(self) -> QWidget:
        """The name."""
        return self.name

    def refresh(self) -> None:
        """Read."""
        if not self.name.isModified():
            self.name.setText(self.workspace.ledger.actor)

    def save(self) -> None:
        """Write the name; the change itself is still signed by the person before."""
        ledger = self.workspace.ledger
        before = ledger.actor
        self.problem.clear()

        def change(op: Operation) -> bool:
            name = texts.line("member.name", self.name.text(), 60, required=True)
            if names.like_organization(name) and name not in (self._asked, before):
                self._asked = name
                raise RefusedError("actor-like-organization", value=name[:30])
            ledger.actor = name
            return organization.change_setting(op, "user.name", name)

        try:
            changed = self.workspace.bridge.run("setting.change", change)
        except KnownError as error:
            ledger.actor = before
            self.problem.show_error(error)
            return
        self.name.setModified(False)
        self.refresh()
        self.workspace.say(f"今后的记录由 {ledger.actor} 经手" if changed else "没有改动")

    def _choose_size(self, size: str) -> None:
        self.workspace.settings.put("text_percent", int(size))
        self.size_said.setText(f"已记住 {size}%，下次打开程序时生效。")
