"""The data of 学分登记表 of a member and of 学分（学时）年度汇总 (B9): computed hours and credits with their lines."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from models import amounts, meeting, member, words
from models.errors import UsageError
from models.kinds import records
from models.kinds.catalog import kind_of
from models.kinds.records import Record
from models.rules import facts
from models.rules.credits import CreditLine, CreditTotal, credits_of
from models.rules.facts import Facts
from models.rules.hours import HourLine, HourTotal, hours_of
from reports import rules_in_use, unit
from reports.fields import BoundData, Field, RowSource
from reports.options import PrintOptions
from reports.roster import EMPTY, narrow_date

if TYPE_CHECKING:
    from models.ledger import Ledger

_CATEGORIES = {"lecture": "党课", "meeting": "集中学习", "training": "集中培训", "self_study": "自学"} | {
    "make_up": "补课",
    "other": "其他",
}
_STUDY_CATEGORY = {"training": "training", "self_study": "self_study", "online": "self_study"}
_NOT_JUDGED = {"exempt": "免", "no_target": ""}


@dataclass(frozen=True, slots=True)
class CreditRow:
    """One line of a member's record, as it is printed."""

    number: str
    day: str
    item: str
    content: str
    hours: str
    credits: str
    proof: str


@dataclass(frozen=True, slots=True)
class MemberYear:
    """One member's year. credit: None while no scheme is in use; categories: minutes of each kind of
    study; over: the year has ended.
    """

    number: int
    name: str
    category: str
    hours: HourTotal
    credit: CreditTotal | None
    rows: Sequence[CreditRow]
    categories: dict[str, int]
    scheme: str
    rules: str
    over: bool

    def met(self, met: bool) -> str:
        """Return yes or no; while the year goes on, not yet."""
        return "是" if met else "否" if self.over else "尚未"


@dataclass(frozen=True, slots=True)
class BranchYear:
    """All members' year."""

    members: Sequence[MemberYear]
    scheme: str
    rules: str


@dataclass(frozen=True, slots=True)
class _Sources:
    """What a line of hours or credits came from, by its id."""

    meetings: dict[str, meeting.Meeting]
    studies: dict[str, Record]
    proofs: dict[str, str]


def record_pieces(ledger: "Ledger", options: PrintOptions) -> list[BoundData]:
    """Return the records of the members asked for, else of everybody; one empty one to be filled by hand.

    Raises UsageError("print-no-member") for somebody who is not among the members of the year, or when there are none.
    """
    own = unit.of(ledger, options)
    if options.blank_rows:
        return [_piece(own, None, options)]
    found = {one.hours.member_id: one for one in members_of_year(ledger, options, own, only=options.members)}
    unknown = [one for one in options.members if one not in found]
    if unknown or not found:
        raise UsageError("print-no-member", year=own.year, member="、".join(unknown) or own.name)
    return [_piece(own, found[one], options) for one in options.members or found]


def _piece(own: unit.Unit, one: MemberYear | None, options: PrintOptions) -> BoundData:
    name = one.name if one else ""
    title = f"{own.year}年度学分登记表" + (f"（{name}）" if name else "")
    scopes = {"unit": own.about(name), "credit": one}
    return BoundData(scopes, EMPTY[options.empty], options.blank_rows, title, own.name, name)


def summary_pieces(ledger: "Ledger", options: PrintOptions) -> list[BoundData]:
    """Return the summary of a year."""
    own = unit.of(ledger, options)
    year = None
    if not options.blank_rows:
        members = members_of_year(ledger, options, own)
        scheme = members[0].scheme if members else rules_in_use.NO_SCHEME
        year = BranchYear(members, scheme, rules_in_use.basis(ledger, own, options))
    title = f"{own.year}年度学分（学时）汇总表"
    return [
        BoundData({"unit": own, "credit_year": year}, EMPTY[options.empty], options.blank_rows, title, own.name)
    ]


def members_of_year(
    ledger: "Ledger",
    options: PrintOptions,
    own: unit.Unit,
    *,
    only: Collection[str] = (),
    known: Facts | None = None,
) -> list[MemberYear]:
    """Return the year of everybody who is a member on its closing day, read in a few queries.

    only: the members wanted, everybody without them. known: the facts of the year, should somebody have read them.
    """
    org, year = options.organisation, own.year
    when = options.as_of or ledger.clock.today()
    told_by = known or facts.load(ledger, org=org, first_year=year, last_year=year)
    read = _Sources(
        {one.id: one for one in meeting.list_meetings(ledger, meeting.of_year(year), org=org)},
        {one.id: one for one in records.listed(ledger, kind_of("study_record"), org=org, year=year)},
        {one.id: one.text("proof") for one in records.listed(ledger, kind_of("credit_entry"), org=org, year=year)},
    )
    credits = {one.member_id: one for one in credits_of(told_by, year, when, only)}
    categories = {one.id: words.label("category", one.category) for one in member.list_members(ledger, org=org)}
    over = own.as_of == date(year, 12, 31)
    scheme = next((one.scheme for one in credits.values()), None)
    told = rules_in_use.scheme_text(ledger, org, year, scheme)
    rules = rules_in_use.basis(ledger, own, options)
    return [
        MemberYear(
            number,
            one.name,
            categories.get(one.member_id, ""),
            one,
            credits.get(one.member_id),
            _rows(one, credits.get(one.member_id), read),
            _by_category(one, read),
            told,
            rules,
            over,
        )
        for number, one in enumerate(hours_of(told_by, year, when, only), 1)
    ]


def _by_category(total: HourTotal, read: _Sources) -> dict[str, int]:
    found = dict.fromkeys(_CATEGORIES, 0)
    for line in total.lines:
        found[_category(line, read)] += line.minutes
    return found


def _category(line: HourLine, read: _Sources) -> str:
    if line.kind == "make_up":
        return "make_up"
    if line.kind == "meeting":
        return "lecture" if "lecture" in read.meetings[line.source_id].kind_list else "meeting"
    return _STUDY_CATEGORY.get(read.studies[line.source_id].text("kind"), "other")


def _rows(hours: HourTotal, credit: CreditTotal | None, read: _Sources) -> list[CreditRow]:
    """Return the lines of a record with their sum: those of the scheme, or of the hours while there is none."""
    if credit is None:
        rows = [_hour_row(at, line, read) for at, line in enumerate(hours.lines, 1)]
        return [*rows, CreditRow("", "", "合计", "", amounts.hours_text(hours.total), "", "")]
    rows = [_credit_row(at, line, read) for at, line in enumerate(credit.lines, 1)]
    # One event may stand on two lines; its hours count once.
    minutes = sum({line.source_id: line.minutes for line in credit.lines}.values())
    total = CreditRow("", "", "合计", "", amounts.hours_text(minutes), amounts.credits_text(credit.total), "")
    return [*rows, total]


def _hour_row(number: int, line: HourLine, read: _Sources) -> CreditRow:
    item = {"make_up": "补课"}.get(line.kind, "")
    if line.kind == "meeting":
        item = read.meetings[line.source_id].kind_words
    elif line.kind == "study":
        item = read.studies[line.source_id].said("kind")
    hours = amounts.hours_text(line.minutes)
    return CreditRow(str(number), narrow_date(line.day), item, line.title, hours, "", _proof(line.source_id, read))


def _credit_row(number: int, line: CreditLine, read: _Sources) -> CreditRow:
    counted = amounts.credits_text(line.counted)
    capped = f"（{line.capped}{'' if line.counted else '，已满'}）" if line.capped else ""
    return CreditRow(
        str(number),
        narrow_date(line.day),
        line.item_title,
        line.title + capped,
        amounts.hours_text(line.minutes) if line.minutes else "",
        counted,
        _proof(line.source_id, read),
    )


def _proof(source_id: str, read: _Sources) -> str:
    study = read.studies.get(source_id)
    return study.text("proof") if study else read.proofs.get(source_id, "")


# --- how values are written -----------------------------------------------------------


def _target_hours(one: MemberYear) -> str:
    return "" if one.hours.target is None else amounts.hours_text(one.hours.target)


def _credit(one: MemberYear) -> str:
    return amounts.credits_text(one.credit.total) if one.credit else ""


def _target_credits(one: MemberYear) -> str:
    if one.credit is None:
        return ""
    return "未定" if one.credit.target is None else amounts.credits_text(one.credit.target)


def _credits_met(one: MemberYear) -> str:
    if one.credit is None or one.credit.target is None:
        return "—" if one.credit else ""
    return one.met(one.credit.total >= one.credit.target)


def _hours_met(one: MemberYear) -> str:
    state = one.hours.state
    return one.met(state == "met") if state in ("met", "short") else _NOT_JUDGED[state]


def _minutes(name: str) -> Field:
    def value(one: MemberYear) -> str:
        return amounts.hours_text(one.categories[name]) if one.categories[name] else ""

    return Field(_CATEGORIES[name], "4.5", value)


def _average(year: BranchYear) -> str:
    if not year.members:
        return ""
    hours = sum(one.hours.total for one in year.members) / len(year.members) / amounts.MINUTES_AN_HOUR
    judged = [one for one in year.members if one.hours.state in ("met", "short")]
    met = sum(one.hours.state == "met" for one in judged)
    share = f"，应考核{len(judged)}人，达标{met}人，达标率{100 * met / len(judged):.1f}%" if judged else ""
    return f"共{len(year.members)}人，人均{hours:.1f}学时{share}"


_HAND_AVERAGE = "共　　人，人均　　学时，应考核　　人，达标　　人，达标率　　　%"
_SAMPLE_SCHEME = "一学时一学分，自2026年1月1日起采用"
_SAMPLE_RULES = "国家现行规定（《支部工作条例（试行）》）"

FIELDS = {
    "credit.name": Field("姓名", "张三", lambda one: one.name, may_be_empty=False),
    "credit.category": Field("人员类别", "正式党员", lambda one: one.category),
    "credit.group": Field("党小组", "第一党小组", lambda one: one.hours.group),
    "credit.role": Field("党内职务", "书记", lambda one: one.hours.role),
    "credit.hours": Field("已完成学时", "28.5", lambda one: amounts.hours_text(one.hours.total)),
    "credit.target_hours": Field("目标学时", "32", _target_hours),
    "credit.hours_met": Field("学时达标", "否", _hours_met),
    "credit.total": Field("已得学分", "28.5", _credit),
    "credit.target": Field("目标学分", "30", _target_credits),
    "credit.met": Field("学分达标", "否", _credits_met),
    "credit.scheme": Field("学分办法", _SAMPLE_SCHEME, lambda one: one.scheme),
    "credit.rules": Field("学时依据", _SAMPLE_RULES, lambda one: one.rules),
    "credit_line.number": Field("序号", "1", lambda row: row.number, may_be_empty=False),
    "credit_line.day": Field("日期", "2026.03.05", lambda row: row.day, may_be_empty=False),
    "credit_line.item": Field("学习（活动）项目", "集中学习", lambda row: row.item, may_be_empty=False),
    "credit_line.content": Field("内容摘要", "学习有关文件", lambda row: row.content, may_be_empty=False),
    "credit_line.hours": Field("学时", "1.5", lambda row: row.hours, may_be_empty=False),
    "credit_line.credits": Field("学分", "1.5", lambda row: row.credits, may_be_empty=False),
    "credit_line.proof": Field("证明材料", "结业证", lambda row: row.proof, may_be_empty=False),
    "credit_year.scheme": Field("学分办法", _SAMPLE_SCHEME, lambda year: year.scheme),
    "credit_year.rules": Field("学时依据", _SAMPLE_RULES, lambda year: year.rules),
    "credit_year.average": Field("平均", "共20人，人均28.5学时", _average, _HAND_AVERAGE),
    "member_year.number": Field("序号", "1", lambda one: str(one.number), may_be_empty=False),
    "member_year.name": Field("姓名", "张三", lambda one: one.name, may_be_empty=False),
    "member_year.role": Field("党内职务", "书记", lambda one: one.hours.role),
    **{f"member_year.{name}": _minutes(name) for name in _CATEGORIES},
    "member_year.hours": Field("合计学时", "28.5", lambda one: amounts.hours_text(one.hours.total)),
    "member_year.target_hours": Field("目标学时", "32", _target_hours),
    "member_year.hours_met": Field("学时达标", "否", _hours_met),
    "member_year.credits": Field("合计学分", "28.5", _credit),
    "member_year.target": Field("目标学分", "30", _target_credits),
    "member_year.met": Field("学分达标", "否", _credits_met),
}

SOURCES = {
    "credit.rows": RowSource("学分各项", "credit_line", lambda one: one.rows),
    "credit_year.members": RowSource("党员", "member_year", lambda year: year.members),
}
