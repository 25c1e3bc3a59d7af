"""What the members' table shows: its columns, and where its rows come from."""

from typing import Any

from gui.tablemodels import Column, RecordTableModel
from gui.widgets.paged_table import PagedTable
from gui.widgets.ticks import Ticks
from gui.workspace import Workspace
from models import member, member_facts, member_list, words
from models.member import Member
from models.member_list import MemberFilter
from models.schema import SELF


class MemberTable(Ticks, PagedTable):
    """The members, each with a box."""

    def __init__(self, units: dict[int, str] | None, source: "MemberSource") -> None:
        box = self.tick_column(lambda one: (one.org, one.id))
        super().__init__(RecordTableModel([box, *columns(units)], source), "党员名单")
        self.records.setParent(self)
        self.make_ticks()


class MemberSource:
    """Rows of the members' list under a filter that the page sets."""

    def __init__(self, workspace: Workspace) -> None:
        self._ledger = workspace.ledger
        self.wanted = MemberFilter()
        self.org: int | None = SELF

    def keys(self, sort: str, descending: bool) -> list[Any]:
        """Return the keys of the members wanted."""
        return member_list.keys(self._ledger, self.wanted, sort=sort, descending=descending, org=self.org)

    def records(self, keys: list[Any]) -> dict[Any, Any] | None:
        """Return members, or None while the worker thread holds the ledger."""
        if not self._ledger.lock.acquire(blocking=False):
            return None
        try:
            return member.by_keys(self._ledger, keys)
        finally:
            self._ledger.lock.release()


def columns(units: dict[int, str] | None = None) -> list[Column]:
    """Return the columns of the members' table; `units` names the organisations in a ledger that has several."""
    place = Column("group", "党小组", lambda one: one.group, 10, sort="group", stretches=True)
    if units is not None:
        place = Column("unit", "所在组织", lambda one: units.get(one.org, ""), 16, sort="unit", stretches=True)
    return [
        Column("name", "姓名", lambda one: one.name, 10, strong=True, sort="name"),
        Column("sex", "性别", lambda one: words.label("sex", one.sex), 4, sort="sex"),
        Column("category", "类别", category_word, 9, state=category_state, sort="category"),
        place,
        Column("birth_date", "出生日期", lambda one: one.birth_date, 10, sort="birth_date", drop=2),
        Column("joined_date", "入党日期", lambda one: one.joined_date, 10, sort="joined_date"),
        Column("education", "学历", lambda one: one.education, 8, sort="education", drop=3),
        Column("phone", "联系电话", lambda one: masked_phone(one.phone), 11, sort="phone", drop=1),
        Column("standing", "情况", standing_word, 12, state=standing_state),
    ]


def category_word(one: Member) -> str:
    """Return the kind of membership."""
    return words.label("category", one.category)


def category_state(one: Member) -> str:
    """Return the badge's state: probationary members stand out, full ones are the quiet normal case."""
    return "progress" if one.category == "probationary" else ""


def standing_word(one: Member) -> str:
    """Return what is out of the ordinary: left, or facts that are missing."""
    if one.status == "left":
        return words.label("left_kind", one.left_kind)
    lacking = member_facts.missing(one)
    if not lacking:
        return ""
    return f"缺{words.label('field_short', lacking[0])}" if len(lacking) == 1 else f"缺 {len(lacking)} 项"


def standing_state(one: Member) -> str:
    """Return the badge's state."""
    return "none" if one.status == "left" else "soon"


def masked_phone(text: str) -> str:
    """Return a phone number fit for a list that others may see over one's shoulder."""
    digits = text.strip()
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) == 11 and digits.isdigit() else text
