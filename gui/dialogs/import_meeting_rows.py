"""What the preview of an import of meetings shows of each row, and what a person can answer where a row waits."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from exchange.meetings_findings import field_word
from exchange.meetings_planner import Decision, PlanRow
from exchange.meetings_roll import present_count
from exchange.roster_findings import REFUSED, UNDECIDED, WARNING, Finding
from gui.tablemodels import Column
from models import amounts, words
from models.attendance import Attendee
from models.dates import display_date
from models.member import Member

STATES = {
    "new": ("新增", "done"),
    "same": ("已有", "none"),
    "undecided": ("待确认", "soon"),
    "refused": ("拒绝", "overdue"),
    "skipped": ("不导入", "none"),
}
"""State of a row -> its word and the badge's state."""

_TYPED = ("day", "topic")
_NOT_TYPED = ("meetings-row-twice", "meetings-row-like")
_PERSON_CODES = ("meetings-row-nobody", "meetings-row-not-expected", "meetings-row-two-people")
_MARK_VALUES = {"meetings-row-bare-mark": "bare_mark", "meetings-row-unlisted": "unlisted"}
_MARK_WORDS = {"personal": "记为事假", "absent": "记为缺席", "present": "记为到会"}


@dataclass(frozen=True)
class Choice:
    """One answer: its words and what it makes of the decision so far.

    field: to be typed (`day`, `topic`, `person`), empty for a ready answer. people: whom a typed person can be.
    code: the answer holds for all rows that wait for the same. year: days without a year are of this one.
    """

    words: str
    apply: Callable[[Decision, str], Decision]
    field: str = ""
    people: Sequence[Attendee] = ()
    code: str = ""
    year: int = 0


def columns() -> list[Column]:
    """Return the columns of the preview."""
    return [
        Column("state", "结果", lambda row: STATES[row.state][0], 8, state=lambda row: STATES[row.state][1]),
        Column("row", "行", lambda row: str(row.row), 4, right=True),
        Column("day", "日期", lambda row: display_date(row.day, "dotted") if row.day else "", 11),
        Column("kinds", "类别", lambda row: kind_words(row.kinds), 14, drop=1),
        Column("name", "议题（主题）", lambda row: row.name or "（没有议题）", 10, strong=True, stretches=True),
        Column("said", "说明", explanation, 12, stretches=True),
    ]


def kind_words(kinds: tuple[str, ...]) -> str:
    """Return kinds as people say them."""
    return "、".join(words.label("meeting_kind_short", kind) for kind in kinds)


def explanation(row: PlanRow) -> str:
    """Return in one line why a row has its state."""
    if row.state in ("undecided", "refused"):
        return "".join(dict.fromkeys(finding.reason() for finding in row.deciding()))
    warned = "".join(dict.fromkeys(finding.reason() for finding in row.findings if finding.level == WARNING))
    if row.state != "new":
        return warned
    expected = len(row.expected)
    counted = f"应到 {expected} 人，实到 {present_count(expected, row.marks)} 人"
    return " · ".join([counted] + ([f"提醒：{warned}"] if warned else []))


def details(row: PlanRow, groups: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return word and text of each thing that the row tells, as far as it is understood; of one left out nothing."""
    if row.state in ("same", "skipped"):
        return []
    told = [("会议类别", kind_words(row.kinds))] if row.kinds else []
    told += [(field_word("group_id"), groups.get(row.group_id, ""))] if row.group_id else []
    for name, value in row.values.items():
        shown = f"{amounts.hours_text(int(value))} 学时" if name == "study_minutes" else str(value)
        told.append((field_word(name), shown if len(shown) <= 120 else f"{shown[:120]}……（共 {len(shown)} 字）"))
    names = {one.member_id: one.name for one in row.expected}
    for mark in dict.fromkeys(row.marks.values()):
        marked = [member_id for member_id, one in row.marks.items() if one == mark]
        shown = "、".join(_with_reason(names.get(one, "党员"), row.reasons.get(one, "")) for one in marked)
        told.append((words.label("mark", mark), f"{len(marked)} 人：{shown}"))
    return told


def choices(
    row: PlanRow, decided: Decision | None, groups: Mapping[str, str], people: Callable[[str], Member]
) -> list[Choice]:
    """Return the answers that a row allows; groups: id -> name; people: the member of an id, to tell namesakes apart.

    A row waiting for several answers is asked one after the other. The last answer always leaves the row out.
    """
    if row.state == "skipped":
        return [Choice("还是要导入这一行", lambda _so_far, _typed: Decision())]
    found: list[Choice] = []
    finding = next((one for one in row.findings if one.level == UNDECIDED), None)
    if not any(one.level == REFUSED for one in row.findings) and finding is not None:
        found += _answers(finding, row, groups, people)
    found += _typed_answers(row, finding)
    if decided is not None:
        found.append(Choice("收回前面的选择，重新确认", lambda _so_far, _typed: Decision()))
    if row.state != "same":
        found.append(Choice("这一行不导入", lambda _so_far, _typed: Decision(skip=True)))
    return found


def _answers(
    finding: Finding, row: PlanRow, groups: Mapping[str, str], people: Callable[[str], Member]
) -> list[Choice]:
    if finding.code in _PERSON_CODES:
        return _people(finding, row, people)
    if finding.code in _MARK_VALUES:
        return _marks(finding)
    if finding.code == "meetings-row-unnamed":
        return [Choice("只登记写了名字的", _value("unnamed", "left-out"))]
    if finding.code == "meetings-row-like":
        return [Choice("是另外一次会，照常导入", lambda so_far, _typed: replace(so_far, as_new=True))]
    if finding.code == "meetings-row-no-year":
        return [_year(day) for day in reversed(finding.choices)]
    shown: dict[str, Callable[[str], str]] = {
        "kinds": lambda kind: words.label("meeting_kind", kind),
        "group_id": lambda group_id: groups.get(group_id, group_id),
        "day": lambda day: display_date(day, "chinese"),
    }
    word = shown.get(finding.field, str)
    return [Choice(word(value), _value(finding.field, value)) for value in finding.choices]


def _year(day: str) -> Choice:
    year = int(day[:4])
    told = f"{display_date(day, 'chinese')}；没写年份的都按 {year} 年"
    return Choice(told, lambda so_far, _typed: so_far, year=year)


def _marks(finding: Finding) -> list[Choice]:
    field = _MARK_VALUES[finding.code]
    once = [Choice(_MARK_WORDS[mark], _value(field, mark)) for mark in finding.choices]
    all_rows = [replace(one, words=f"{one.words}，其余各行也这样", code=finding.code) for one in once]
    return [*once, *all_rows]


def _people(finding: Finding, row: PlanRow, people: Callable[[str], Member]) -> list[Choice]:
    """Offer the namesakes; else a field for the right name; always to leave the name out."""
    name = str(finding.facts["name"])
    key = f"{finding.field}:{name}"
    found = [Choice(f"是{_told_apart(people(one))}", _person(key, one)) for one in finding.choices]
    if not found:

        def typed_person(so_far: Decision, typed: str) -> Decision:
            return _person(key, typed)(so_far, "")

        found = [Choice(f"“{name}”是哪一位", typed_person, "person", row.expected)]
    return [*found, Choice(f"不登记“{name}”，在备注里写明", _person(key, ""))]


def _told_apart(one: Member) -> str:
    born = f"{display_date(one.birth_date, 'chinese')}生" if one.birth_date else ""
    facts = "，".join(fact for fact in (one.group, born) if fact)
    return f"{one.name}（{facts}）" if facts else one.name


def _person(key: str, member_id: str) -> Callable[[Decision, str], Decision]:
    return lambda so_far, _typed: replace(so_far, people={**so_far.people, key: member_id})


def _typed_answers(row: PlanRow, undecided: Finding | None) -> list[Choice]:
    """Return a field to type into, for a day or a topic that stands in the way."""
    refused = [one for one in row.findings if one.level == REFUSED]
    asked: list[Finding] = [*refused] or ([undecided] if undecided else [])
    fields = dict.fromkeys(one.field for one in asked if one.field in _TYPED and one.code not in _NOT_TYPED)
    return [Choice(f"照原件更正“{field_word(name)}”", _typed(name), field=name) for name in list(fields)[:1]]


def _value(field: str, value: str) -> Callable[[Decision, str], Decision]:
    return lambda so_far, _typed: replace(so_far, values={**so_far.values, field: value})


def _typed(field: str) -> Callable[[Decision, str], Decision]:
    return lambda so_far, typed: replace(so_far, values={**so_far.values, field: typed})


def _with_reason(name: str, reason: str) -> str:
    return f"{name}（{reason}）" if reason else name
