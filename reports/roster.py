"""The data of the member roster (党员花名册): what its fields print, full, masked or blank."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING

from models import id_number, member, organization, words
from models.errors import UsageError
from models.member import Member
from models.schema import SELF
from reports.fields import BoundData, Field, RowSource
from reports.options import PrintOptions

if TYPE_CHECKING:
    from models.ledger import Ledger

ORDERS = {"pinyin": "姓名拼音", "joined": "入党日期", "group": "党小组", "entered": "登记先后"}
"""Orders of the rows. 姓氏笔画 is missing: no table of strokes is at hand, and none is guessed."""

EMPTY = {"blank": "", "none": "无", "dash": "—"}

_HAND_DATE = "　　年　　月　　日"
_HAND_COUNT = "　　"
_MOBILE = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")
_DIGITS = re.compile(r"\d{5,}")


@dataclass(frozen=True, slots=True)
class RosterChoice:
    """What to put on the roster. as_of: the day that is printed. organisation: number in the ledger, its own by
    default.
    """

    order: str = "pinyin"
    masked: bool = False
    as_of: date | None = None
    filled_by: str = ""
    organisation: int = SELF


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One line of the roster."""

    number: int
    member: Member
    masked: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything the roster prints."""

    organisation: str
    secretary: str
    rows: Sequence[RosterRow]
    as_of: date
    filled_by: str = ""

    def count(self, wanted: Callable[[Member], bool]) -> str:
        """Return how many members are wanted, as digits."""
        return str(sum(1 for row in self.rows if wanted(row.member)))


def gather(ledger: "Ledger", choice: RosterChoice) -> Roster:
    """Return the roster of one organisation of a ledger."""
    with ledger.lock:
        unit = organization.by_number(ledger, choice.organisation)
        if unit is None:
            raise UsageError("organization-unknown", number=choice.organisation)
        members = member.list_members(ledger, org=choice.organisation, order=choice.order)
        today = ledger.clock.today()
    rows = [RosterRow(number, one, choice.masked) for number, one in enumerate(members, 1)]
    as_of = choice.as_of or today
    name, secretary = organization.branch_name(ledger, unit), organization.secretary_on(ledger, unit, as_of)
    return Roster(name, secretary, rows, as_of, choice.filled_by)


def bind(roster: Roster, *, empty: str = "blank", blank_rows: int = 0) -> BoundData:
    """Return the roster as the texts of a form. empty: a key of `EMPTY`."""
    return BoundData({"roster": roster}, EMPTY[empty], blank_rows, _title(roster), roster.organisation)


def pieces(ledger: "Ledger", options: PrintOptions) -> list[BoundData]:
    """Return the roster as the one piece that is printed. Raises UsageError("organization-unknown")."""
    choice = RosterChoice(options.order, options.masked, options.as_of, options.filled_by, options.organisation)
    return [bind(gather(ledger, choice), empty=options.empty, blank_rows=options.blank_rows)]


# --- how values are written -----------------------------------------------------------


def masked_phone(text: str) -> str:
    """Return a phone number fit for posting: 3 + 4 stars + 4 of a mobile, the last two digits of any other."""
    return _DIGITS.sub(lambda found: "*" * (len(found[0]) - 2) + found[0][-2:], masked_mobile(text))


def masked_mobile(text: str) -> str:
    """Return a text with its mobile numbers fit for posting; the number of an office stays as it is."""
    return _MOBILE.sub(r"\1****\2", text)


def narrow_date(iso: str) -> str:
    """Return an ISO date of any precision as in narrow columns: 2026.01.05, 2026.01, 2026."""
    return iso.replace("-", ".")


def full_date(day: date) -> str:
    """Return a date as in texts, without leading zeros (GB/T 9704): 2026年1月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _id_number(row: RosterRow) -> str:
    return id_number.mask(row.member.id_number) if row.masked else row.member.id_number


def _phone(row: RosterRow) -> str:
    return masked_phone(row.member.phone) if row.masked else row.member.phone


def _title(roster: Roster) -> str:
    return f"{roster.organisation}党员花名册"


def _of_member(name: str) -> Callable[[RosterRow], str]:
    return attrgetter(f"member.{name}")


_NOTED = tuple(f"{words.label('field', f'member.{name}')}：" for name in (*member.DATE_FIELDS, "arrived_date"))


def _remark(row: RosterRow) -> str:
    """Return the remark without what an import noted beside a value (出生日期：补): that is for who mends the data."""
    parts = row.member.remark.split("；")
    return "；".join(part for part in parts if not part.strip().startswith(_NOTED))


def _signer(roster: Roster) -> str:
    return f"（{roster.secretary}）" if roster.secretary else ""


def _is_minority(one: Member) -> bool:
    return one.ethnicity not in ("", "汉族", "汉")


FIELDS = {
    "roster.title": Field("标题", "中共某某社区支部委员会党员花名册", _title),
    "roster.unit": Field("党支部", "中共某某社区支部委员会", lambda roster: roster.organisation),
    "roster.as_of": Field("截至日期", "2026年11月21日", lambda roster: full_date(roster.as_of), _HAND_DATE),
    "roster.total": Field("党员人数", "60", lambda roster: str(len(roster.rows)), _HAND_COUNT),
    "roster.full": Field(
        "正式党员人数", "57", lambda roster: roster.count(lambda m: m.category == "full"), _HAND_COUNT
    ),
    "roster.probationary": Field(
        "预备党员人数", "3", lambda roster: roster.count(lambda m: m.category == "probationary"), _HAND_COUNT
    ),
    "roster.female": Field(
        "女党员人数", "25", lambda roster: roster.count(lambda m: m.sex == "female"), _HAND_COUNT
    ),
    "roster.minority": Field("少数民族党员人数", "10", lambda roster: roster.count(_is_minority), _HAND_COUNT),
    "roster.filled_by": Field("填表人", "", lambda roster: roster.filled_by),
    "roster.signer": Field("书记印名", "（王秀兰）", _signer),
    "roster.filled_on": Field("填报日期", _HAND_DATE, lambda roster: _HAND_DATE, _HAND_DATE),
    "member.number": Field("序号", "1", lambda row: str(row.number), may_be_empty=False),
    "member.name": Field("姓名", "张三", _of_member("name"), may_be_empty=False),
    "member.sex": Field("性别", "女", lambda row: words.label("sex", row.member.sex)),
    "member.ethnicity": Field("民族", "维吾尔族", _of_member("ethnicity")),
    "member.native_place": Field("籍贯", "某省某县", _of_member("native_place")),
    "member.id_number": Field("公民身份号码", "990101198507010021", _id_number),
    "member.birth_date": Field("出生日期", "1985.07.01", lambda row: narrow_date(row.member.birth_date)),
    "member.birth_month": Field("出生年月", "1985.07", lambda row: narrow_date(row.member.birth_date[:7])),
    "member.education": Field("学历", "大学本科", _of_member("education")),
    "member.degree": Field("学位", "学士", _of_member("degree")),
    "member.category": Field("人员类别", "正式党员", lambda row: words.label("category", row.member.category)),
    "member.joined_date": Field("加入党组织日期", "2005.07.01", lambda row: narrow_date(row.member.joined_date)),
    "member.regular_date": Field("转为正式党员日期", "2006.07.01", lambda row: narrow_date(row.member.regular_date)),
    "member.group": Field("所在党小组", "第一党小组", _of_member("group")),
    "member.party_post": Field("党内职务", "支部委员", _of_member("party_post")),
    "member.work": Field("工作岗位（职务）", "社区卫生服务站护士长", _of_member("work")),
    "member.phone": Field("联系电话", "13800000000", _phone),
    "member.address": Field("家庭住址", "某路1号2单元301室", _of_member("address")),
    "member.remark": Field("备注", "", _remark),
}

SOURCES = {"roster.members": RowSource("党员", "member", lambda roster: roster.rows)}
