"""Registration between a branch and the organisation above: invitation with its one-time code, and the
answer to it.
"""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QRadioButton, QWidget

from gui import file_choice, style
from gui.dialogs.base import FormDialog
from gui.widgets import Card, FieldGrid, button, label
from gui.widgets.texts import ElidedLabel
from gui.workspace import Workspace
from models import organization, words
from models.errors import KnownError, RefusedError


class JoinDialog(FormDialog):
    """The branch: invitation file, code, and the folder for the registration file."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent, "导入接入文件")
        self.setMinimumWidth(540)
        self.workspace = workspace
        self.file: Path | None = None
        self.folder = file_choice.documents()
        self.body.addWidget(
            label(
                "上级会给您一个接入文件（.dyb）和一个 16 位接入码，码通常写在纸上或电话告知。",
                tone="secondary",
                wrap=True,
            )
        )
        grid = FieldGrid()
        self._file_shown = ElidedLabel("还没有选择", tone="secondary")
        self.choose_file = _row_button("选择…", "选择接入文件", self._ask_file)
        grid.add_field("接入文件", _row(self._file_shown, self.choose_file))
        self.code = QLineEdit()
        self.code.setPlaceholderText("16 位数字，空格打不打都可以")
        self.code.setMaxLength(40)
        grid.add_field("接入码", self.code)
        self._folder_shown = ElidedLabel(str(self.folder))
        grid.add_field(
            "登记文件放到",
            _row(self._folder_shown, _row_button("更改…", "更改登记文件放到的文件夹", self._ask_folder)),
        )
        self.body.addWidget(grid)
        self.new_keys = QCheckBox("旧电脑丢了或被盗，换新密钥")
        self.new_keys.setVisible(bool(organization.own(workspace.ledger).parent_id))
        self.body.addWidget(self.new_keys)
        from exchange import deposit

        self.deposit = QCheckBox("把恢复码封好，存一份在上级（电脑没了可以要回，随时可以撤回）")
        self.deposit.setVisible(deposit.may_give(workspace.ledger))
        self.body.addWidget(self.deposit)
        self.set_buttons("接入", "取消")
        self.choose_file.setFocus()

    def _ask_file(self) -> None:
        file_choice.choose_open(self, "选择接入文件", file_choice.EXCHANGED, self.set_file)

    def set_file(self, path: Path) -> None:
        """Choose the invitation; the answer goes beside it unless that place is changed."""
        self.file = path
        self._file_shown.setText(path.name)
        self.set_folder(path.parent)
        self.code.setFocus()

    def _ask_folder(self) -> None:
        file_choice.choose_folder(self, "登记文件放到", self.set_folder, folder=self.folder)

    def set_folder(self, folder: Path) -> None:
        """Choose where the registration file goes."""
        self.folder = folder
        self._folder_shown.setText(str(folder))

    def submit(self) -> None:
        """Believe the committee and write the registration file."""
        from exchange import registration

        self.problem.clear()
        try:
            if self.file is None:
                raise RefusedError("invitation-not-chosen")
            joined = registration.join(
                self.workspace.ledger,
                self.file,
                self.code.text(),
                self.folder,
                new_keys=self.new_keys.isChecked(),
            )
        except KnownError as error:
            self.problem.show_error(error)
            return
        self.accept()
        self.workspace.messages.tell(
            self.parentWidget(),
            f"已接入上级：{joined.committee}",
            f"请把登记文件送给上级：\n{joined.path}\n上级登记以后，您就可以上报了。"
            + self._deposited(),
        )

    def _deposited(self) -> str:
        """Write the letter with the code where that was wished, and return what to do with it."""
        from exchange import deposit

        if not self.deposit.isChecked():
            return ""
        try:
            letter = deposit.give(self.workspace.ledger, self.folder)
        except KnownError as error:
            return f"\n恢复码没有存成：{error.what()}可以以后在“设置 → 加密与恢复码”里再存。"
        return f"\n再请上级登记存放的恢复码：\n{letter}"


class InviteDialog(FormDialog):
    """The committee: which branch is invited, and where the invitation goes."""

    def __init__(self, parent: QWidget, workspace: Workspace, org: int | None = None) -> None:
        super().__init__(parent, "签发接入文件")
        self.setMinimumWidth(540)
        self.workspace = workspace
        self.folder = file_choice.documents()
        self.body.addWidget(
            label(
                "每个支部签发一次；支部换了电脑，再签发一次。接入文件和接入码请分开给。",
                tone="secondary",
                wrap=True,
            )
        )
        self.new, self.old = QRadioButton("新的支部"), QRadioButton("已有支部换了电脑")
        kinds = QHBoxLayout()
        kinds.addWidget(self.new)
        kinds.addWidget(self.old)
        kinds.addStretch(1)
        self.body.addLayout(kinds)
        grid = FieldGrid()
        self.name, self.level, self.which = QLineEdit(), QComboBox(), QComboBox()
        self.name.setPlaceholderText("支部全称，如：中共青山镇河东村支部委员会")
        self.name.setMaxLength(100)
        for level in ("branch", "general_branch"):
            self.level.addItem(words.label("level", level), level)
        for branch in organization.below(workspace.ledger):
            self.which.addItem(branch.name, branch.number)
        fields: tuple[tuple[str, QWidget], ...] = (("支部名称", self.name), ("层级", self.level), ("支部", self.which))
        self._rows: list[tuple[QLabel, QWidget]] = [(grid.add_field(word, field), field) for word, field in fields]
        self._folder_shown = ElidedLabel(str(self.folder))
        grid.add_field("文件放到", _row(self._folder_shown, _row_button("更改…", "更改文件夹", self._ask_folder)))
        self.body.addWidget(grid)
        self.old.setEnabled(self.which.count() > 0)
        self.new.toggled.connect(self._switch)
        (self.old if org is not None else self.new).setChecked(True)
        if org is not None:
            self.which.setCurrentIndex(self.which.findData(org))
        self._switch()
        self.set_buttons("签发", "取消")
        (self.which if org is not None else self.name).setFocus()

    def _switch(self) -> None:
        for widget in (self.name, self.level, self.which):
            shown = (widget is self.which) != self.new.isChecked()
            for name, field in self._rows:
                if field is widget:
                    name.setVisible(shown)
                    field.setVisible(shown)

    def _ask_folder(self) -> None:
        file_choice.choose_folder(self, "接入文件放到", self.set_folder, folder=self.folder)

    def set_folder(self, folder: Path) -> None:
        """Choose where the invitation goes."""
        self.folder = folder
        self._folder_shown.setText(str(folder))

    def submit(self) -> None:
        """Issue it and show the code."""
        from exchange import registration

        self.problem.clear()
        ledger = self.workspace.ledger
        try:
            if self.new.isChecked():
                name = self.name.text().strip()
                issued = registration.invite(ledger, self.folder, name=name, level=str(self.level.currentData()))
            else:
                issued = registration.invite(ledger, self.folder, org=int(self.which.currentData()))
        except KnownError as error:
            self.problem.show_error(error)
            return
        branch = organization.by_number(ledger, issued.org)
        self.accept()
        CodeDialog(
            self.parentWidget(),
            branch.name if branch else "",
            issued.path,
            issued.shown_code,
            issued.expires_at,
        ).open()


class CodeDialog(FormDialog):
    """The one-time code, large; it is kept nowhere else that a person could read."""

    def __init__(self, parent: QWidget | None, branch: str, path: Path, code: str, expires_at: str) -> None:
        super().__init__(parent, "接入码")
        self.setMinimumWidth(520)
        self.body.addWidget(label(f"已为“{branch}”签发接入文件", points=style.CARD_TITLE_PT, strong=True, wrap=True))
        card = Card()
        card.body.addWidget(label("接入码（只用一次）", tone="secondary"))
        shown = label(code, points=18.0, strong=True, selectable=True)
        shown.setAccessibleName(f"接入码 {code}")
        card.body.addWidget(shown)
        card.body.addWidget(label(f"{expires_at[:10]} 前有效", tone="secondary"))
        self.body.addWidget(card)
        self.body.addWidget(label(f"文件：{path}", wrap=True, selectable=True))
        self.body.addWidget(
            label(
                "请把文件拷给支部，接入码抄在纸上当面给，或打电话告诉支部书记，不要和文件放在一起。",
                wrap=True,
            )
        )
        self.body.addStretch(1)
        self.set_buttons("已抄好").setFocus()


def _row_button(word: str, name: str, act: object) -> QWidget:
    made = button(word, icon="folder-open", name=name)
    made.clicked.connect(act)
    return made


def _row(shown: QWidget, made: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(shown, 1)
    row.addWidget(made)
    return holder
