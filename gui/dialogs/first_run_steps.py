"""The steps of the first run: each one asks for one thing and says why; none of them writes anything."""

from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gui import file_choice, style
from gui.dialogs.recovery_sheet import LATER, RecoverySheet
from gui.widgets.buttons import button
from gui.widgets.card import Card
from gui.widgets.field_grid import FieldGrid
from gui.widgets.state import set_wrong
from gui.widgets.texts import ElidedLabel, label
from models import names, password_strength, texts, words
from models.errors import RefusedError

_LEVEL_HINTS = {
    "branch": "管理本支部的党员，向上级报送数据",
    "general_branch": "接收所属支部的上报包，也管理自己的党员",
    "committee": "接收所属各支部的上报包，汇总查看",
}
_NOT_IN_FILE_NAMES = '\\/:*?"<>|'


class Step(QWidget):
    """One step: a title, a sentence or two, the fields. `check` raises RefusedError when something is
    missing.
    """

    word = ""
    title = ""
    intro = ""
    next_word = "下一步"
    skip_word = ""

    def __init__(self) -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 6, 0)
        self.body.setSpacing(12)
        self.body.addWidget(label(self.title, points=style.PAGE_TITLE_PT, strong=True))
        if self.intro:
            self.body.addWidget(label(self.intro, tone="secondary", wrap=True))

    def first_focus(self) -> QWidget:
        """Return the widget that gets the focus when the step is shown."""
        return self

    def check(self) -> None:
        """Raise RefusedError for what cannot stand."""


class OrganizationStep(Step):
    """Which organisation this ledger belongs to, and where its file will be."""

    word = "组织"
    title = "这本台账属于哪个组织？"
    intro = "请按印章上的全称填写，打印的表册和上报的数据都用这个名称。以后可以在设置里修改。"

    def __init__(self) -> None:
        super().__init__()
        self.name = QLineEdit()
        self.name.setPlaceholderText("例如：中共青山镇河东村支部委员会")
        self.name.setMaxLength(100)
        self.name.textEdited.connect(self._named)
        fields = FieldGrid(spacing=12)
        fields.add_field(words.label("field", "organization.name"), self.name)
        fields.add_field(words.label("field", "organization.level"), self._levels())
        fields.add_field("台账存放在", self._place())
        self.body.addWidget(fields)
        self.body.addWidget(
            label(
                "台账就是这一个文件，请放在本机硬盘上，不要放在U盘、网络盘或同步盘里。备份和上报包可以放到U盘。",
                tone="secondary",
                wrap=True,
            )
        )
        self.body.addStretch(1)
        self._chosen: Path | None = None
        self._named()

    def _levels(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._group = QButtonGroup(self)
        self._by_level: dict[str, QRadioButton] = {}
        for level, hint in _LEVEL_HINTS.items():
            choice = QRadioButton(f"{words.label('level', level)}　{hint}")
            self._group.addButton(choice)
            self._by_level[level] = choice
            column.addWidget(choice)
        self._by_level["branch"].setChecked(True)
        return holder

    def _place(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        self._path = ElidedLabel()
        change = button("更改…", icon="folder-open", name="更改台账存放的位置")
        change.clicked.connect(self._choose)
        row.addWidget(self._path, 1)
        row.addWidget(change)
        return holder

    @property
    def level(self) -> str:
        """The level chosen, a key of the words of levels."""
        return next(level for level, choice in self._by_level.items() if choice.isChecked())

    def choose_level(self, level: str) -> None:
        """Choose a level."""
        self._by_level[level].setChecked(True)

    @property
    def path(self) -> Path:
        """Where the ledger file will be."""
        return self._chosen or default_path(self.name.text())

    def set_path(self, path: Path) -> None:
        """Choose where the file will be."""
        self._chosen = path if path.suffix == ".zbtz" else path.with_name(path.name + ".zbtz")
        self._path.setText(str(self.path))

    def first_focus(self) -> QWidget:
        """The name."""
        return self.name

    def check(self) -> None:
        """A name there must be, and a place that can hold a ledger."""
        from models import location

        set_wrong(self.name, True)
        texts.line("organization.name", self.name.text(), 100, required=True)
        set_wrong(self.name, False)
        location.refuse_unfit(self.path)

    def _named(self) -> None:
        set_wrong(self.name, False)
        self._path.setText(str(self.path))

    def _choose(self) -> None:
        file_choice.choose_save(self, "台账存放在", file_choice.LEDGERS, self.path, self.set_path)


class PersonStep(Step):
    """Who works with the ledger."""

    word = "您的姓名"
    title = "您的姓名"
    intro = "台账里每一笔记录都会写明经手人和时间，方便日后核对。换人时在设置里改成新同志的姓名。"

    def __init__(self) -> None:
        super().__init__()
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.name.setPlaceholderText("例如：张志华")
        self.name.textEdited.connect(lambda _text: set_wrong(self.name, False))
        self._asked = ""
        fields = FieldGrid()
        fields.add_field("姓名", self.name)
        self.body.addWidget(fields)
        self.body.addStretch(1)

    def first_focus(self) -> QWidget:
        """The name."""
        return self.name

    def check(self) -> None:
        """A person's name there must be; what looks like an organisation's is asked once."""
        set_wrong(self.name, True)
        name = texts.line("member.name", self.name.text(), 60, required=True)
        if names.like_organization(name) and name != self._asked:
            self._asked = name
            raise RefusedError("actor-like-organization", value=name[:30])
        set_wrong(self.name, False)


class PasswordFields(QWidget):
    """A new password, twice, with a way to see it; used by the first run and the settings."""

    def __init__(self, word: str = "密码") -> None:
        super().__init__()
        self.password, self.again = QLineEdit(), QLineEdit()
        fields = FieldGrid()
        fields.add_field(word, self.password)
        fields.add_field("再输一次", self.again)
        seen = QCheckBox("显示密码")
        seen.toggled.connect(self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(fields)
        column.addWidget(seen)
        self._show(False)
        for field in (self.password, self.again):
            field.textEdited.connect(lambda _text: set_wrong(self.again, False))

    def clear(self) -> None:
        """Forget what was typed."""
        self.password.clear()
        self.again.clear()

    def _show(self, seen: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if seen else QLineEdit.EchoMode.Password
        self.password.setEchoMode(mode)
        self.again.setEchoMode(mode)

    def check(self) -> str:
        """Return the password. Raises RefusedError when the two differ."""
        if self.password.text() != self.again.text():
            set_wrong(self.again, True)
            raise RefusedError("passwords-differ")
        return self.password.text()


class PasswordStep(Step):
    """A password, or none; both consequences are said."""

    word = "密码"
    title = "要不要设密码？"
    intro = "下一步收好恢复码以后，台账会整个加密，拷走文件、捡到U盘的人看不到内容。密码是另外一道锁。"
    skip_word = "不设密码，继续"

    def __init__(self) -> None:
        super().__init__()
        self.fields = PasswordFields()
        self.body.addWidget(self.fields)
        consequences = Card()
        for head, text in (
            (
                "设了密码",
                "每次打开台账要输入一次，离开座位可以锁上。忘了也不要紧，恢复码能打开。电脑没有开机密码、几个人合用的，请设一个。",
            ),
            (
                "不设密码",
                "用您的登录名开机，打开就能用，什么都不用输；但离座不锁、没有开机密码、整台电脑被拿走时，别人也能打开。以后可以在设置里补设。",
            ),
        ):
            consequences.body.addWidget(label(head, strong=True))
            consequences.body.addWidget(label(text, tone="secondary", wrap=True))
        self.body.addWidget(consequences)
        self.body.addStretch(1)
        self.names: tuple[str, ...] = ()

    def first_focus(self) -> QWidget:
        """The password."""
        return self.fields.password

    def check(self) -> None:
        """The two must be the same and not soon guessed; nothing typed is said, so that no password is a choice and
        not an oversight.
        """
        password = self.fields.check()
        if not password:
            raise RefusedError("password-empty")
        password_strength.refuse_easy(password, self.names)


class RecoveryStep(Step):
    """The recovery code, then three of its groups; only then the ledger is encrypted."""

    word = "恢复码"
    title = "请把恢复码印出来或抄下来"
    intro = (
        "电脑坏了、换了电脑、忘了密码，有台账文件或一份备份，加上这张纸，就能打开您的数据。"
        "照着纸输对其中三组、用它打开过一份备份，程序才给台账加密。请和印章、档案放在一起，不要存在这台电脑上。"
    )
    next_word = "已印好或抄好，下一步"
    skip_word = LATER

    def __init__(self) -> None:
        super().__init__()
        self.sheet = RecoverySheet()
        self.body.addWidget(self.sheet)
        self.body.addStretch(1)

    def first_focus(self) -> QWidget:
        """Printing comes first."""
        return self.sheet.print

    def check(self) -> None:
        """The groups asked for must have been typed from the paper."""
        self.sheet.check()


class RosterStep(Step):
    """The roster, now or later."""

    word = "花名册"
    title = "把现有的花名册导进来"
    intro = (
        "有电子表格就不用重新录入：Excel、WPS 表格、CSV 都可以，表头怎么写都认得。"
        "导入前先让您逐行过目，确认以后才写入，写入后也能整批撤销。"
    )
    next_word = "选择花名册文件…"
    skip_word = "以后再说，进入台账"

    def __init__(self) -> None:
        super().__init__()
        self._where = label(tone="secondary", wrap=True, selectable=True)
        self.body.addWidget(self._where)
        self.body.addStretch(1)

    def show_ledger(self, path: Path) -> None:
        """Say which ledger was made."""
        self._where.setText(f"台账已经建好：{path}")


def default_path(organization: str) -> Path:
    """Return a sensible place for a ledger of this name: 文档/支部台账/<name>.zbtz, with a number when it
    is taken.
    """
    name = "".join(c for c in organization.strip() if c not in _NOT_IN_FILE_NAMES and c.isprintable())[:60].strip(". ")
    folder = file_choice.documents() / "支部台账"
    for number in range(1, 100):
        path = folder / f"{name or '我的台账'}{'' if number == 1 else f'（{number}）'}.zbtz"
        if not path.exists():
            return path
    return path
