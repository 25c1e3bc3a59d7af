"""One member, found by initials, pinyin or name: a line of a form."""

from PySide6.QtWidgets import QWidget

from gui.widgets.person_field import NameField, Person, PersonField, settled
from gui.widgets.state import set_wrong
from gui.workspace import Workspace
from models import member
from models.member import Member

UNKNOWN = "没有认出是哪名党员。"
HOW = "请输入姓名或拼音首字母；标红的已选中，↓ 换下一个。"


class MemberField(PersonField):
    """`member_id` is empty while nobody, or one of several, is meant; Enter takes the person and goes on."""

    def __init__(self, workspace: Workspace, *, former: bool = True) -> None:
        """former: offer those who have left as well."""
        super().__init__("姓名或拼音首字母")
        self._chosen: Person | None = None
        self._after: QWidget | None = None
        self.people = people_of(workspace, former=former)
        self.picked.connect(self._take)
        self.textEdited.connect(lambda _text: set_wrong(self, False))

    @property
    def member_id(self) -> str:
        """The id of the member meant."""
        typed = self.text().strip()
        if self._chosen is not None and self._chosen.name == typed:
            return self._chosen.key
        person = settled(self.people, typed)
        return person.key if person is not None else ""

    def go_on_to(self, after: QWidget) -> None:
        """Name the field to which Enter goes on."""
        self._after = after

    def choose(self, member_id: str) -> None:
        """Show a member."""
        self._chosen = next((one for one in self.people if one.key == member_id), None)
        self.setText(self._chosen.name if self._chosen is not None else "")

    def left(self) -> None:
        """Show whose initials they are."""
        if self.current is not None:
            self.choose(self.current.key)

    def _take(self, person: Person) -> None:
        self._chosen = person
        self.setText(person.name)
        self.fold()
        if self._after is not None:
            self._after.setFocus()


class PeopleField(NameField):
    """Several members in one line, `、` between them; initials are completed, a namesake is whom one picked."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("姓名或首字母，几个人用顿号隔开")
        self._keys: dict[str, list[str]] = {}
        self.people = people_of(workspace)
        self.went_on.connect(self.focusNextChild)

    def choose(self, ids: str, names: str) -> None:
        """Show those who are kept."""
        self._keys = {}
        for name, key in zip(names.split(_BETWEEN), ids.split("+"), strict=True) if ids else ():
            self._keys.setdefault(name, []).append(key)
        self.setText(names)

    def ids(self) -> str:
        """Return who is meant, as it is kept: the id of whom was picked or kept, else the name as it was typed."""
        self.left()
        keys = {name: iter(each) for name, each in self._keys.items()}
        return "+".join(next(keys.get(one, iter(())), one) for one in self.text().split(_BETWEEN) if one.strip())

    def _take(self, person: Person) -> None:
        """Put the name in the place of what was typed last, and remember which of several namesakes is meant there."""
        super()._take(person)
        before = self.text().split(_BETWEEN).count(person.name) - 1
        self._keys[person.name] = [*self._keys.get(person.name, [])[:before], person.key]


_BETWEEN = "、"


def people_of(workspace: Workspace, *, former: bool = True) -> list[Person]:
    """Return the members who can be found; former: those who have left as well."""
    return [
        Person(one.id, one.name, one.name_pinyin, one.name_initials, _remark(one))
        for one in member.list_members(workspace.ledger, status="" if former else "active")
    ]


def _remark(one: Member) -> str:
    return "已离开" if one.status == "left" else one.group or one.birth_date
