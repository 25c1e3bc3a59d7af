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
_NOT_TYPED = ("meetings-row-twice", "meetings-row-twice-differs", "meetings-row-like")
_PERSON_CODES = (
    "meetings-row-nobody", "meetings-row-not-expected", "meetings-row-two-people", "meetings-study-nobody",
)  # fmt: skip
_ON_ATTENDANCE = (
    "meetings-column-people", "meetings-sign", "meetings-branch", "meetings-roll-silent", "meetings-roll-unclear",
    "meetings-roll-remark", "meetings-roll-missing", "meetings-row-not-held",
)  # fmt: skip
_SHARED = (
    "meetings-column-people", "meetings-sign", "meetings-branch", "meetings-roll-silent", "meetings-roll-unclear",
    "meetings-row-nobody", "meetings-row-not-expected", "meetings-study-nobody", "meetings-study-kind",
    "meetings-row-kind-unknown", "meetings-row-group-unknown",
)  # fmt: skip
"""Questions of which one answer settles all rows that ask the same."""

_ROLES = {
    "present": "是到会的人",
    "absent": "是缺席的人",
    "leave": "是请假的人",
    "observer": "是列席的人",
    "other": "与考勤无关",
}
_MARK_VALUES = {"meetings-row-bare-mark": "bare_mark", "meetings-row-unlisted": "unlisted"}
_MARK_WORDS = {"personal": "记为事假", "absent": "记为缺席", "present": "记为到会"}


@dataclass(frozen=True)
class Choice:
    """One answer: its words and what it makes of the decision so far.

    field: to be typed (`day`, `topic`, `person`), empty for a ready answer. people: whom a typed person can be.
    code: the answer holds for all rows that wait for the same. asked: it holds for all rows that ask the same (see
    `questions`). year: days without a year are of this one.
    """

    words: str
    apply: Callable[[Decision, str], Decision]
    field: str = ""
    people: Sequence[Attendee] = ()
    code: str = ""
    year: int = 0
    asked: Finding | None = None


def columns() -> list[Column]:
    """Return the columns of the preview."""
    return [
        Column("state", "结果", lambda row: STATES[row.state][0], 8, state=lambda row: STATES[row.state][1]),
        Column("row", "行", lambda row: row.place or str(row.row), 5, right=True),
        Column("day", "日期", lambda row: display_date(row.day, "dotted") if row.day else "", 11),
        Column("kinds", "类别", lambda row: kind_words(row.kinds) or ("个人学时" if row.hours else ""), 14, drop=1),
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
    if row.hours:
        return _hours(row) + (f" · 提醒：{warned}" if warned else "")
    expected = len(row.expected)
    counted = f"应到 {expected} 人，实到 {present_count(expected, row.marks)} 人"
    return " · ".join([counted] + ([f"提醒：{warned}"] if warned else []))


def details(row: PlanRow, groups: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return word and text of each thing that the row tells, as far as it is understood; of one left out nothing."""
    if row.state in ("same", "skipped"):
        return []
    if row.hours:
        kind = [("学习类别", words.label("study_record.kind", row.study_kind))] if row.study_kind else []
        return [*kind, ("学时", amounts.hours_text(_minutes(row)))]
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


def _minutes(row: PlanRow) -> int:
    return int(row.values["study_minutes"])


def _hours(row: PlanRow) -> str:
    return f"{amounts.hours_text(_minutes(row))} 学时 · {words.label('study_record.kind', row.study_kind)}"


def choices(
    row: PlanRow,
    decided: Decision | None,
    groups: Mapping[str, str],
    people: Callable[[str], Member],
    everybody: Sequence[Attendee] = (),
) -> list[Choice]:
    """Return the answers that a row allows; groups: id -> name; people: the member of an id, to tell namesakes apart;
    everybody: who can be typed where nobody is expected.

    A row waiting for several answers is asked one after the other. The last answer always leaves the row out.
    """
    if row.state == "skipped":
        return [Choice("还是要导入这一行", lambda _so_far, _typed: Decision())]
    found: list[Choice] = []
    finding = next((one for one in row.findings if one.level == UNDECIDED), None)
    if not any(one.level == REFUSED for one in row.findings) and finding is not None:
        answers = _answers(finding, row, groups, people, row.expected or everybody)
        found += [replace(one, asked=finding) for one in answers] if _is_shared(finding, row) else answers
    found += _typed_answers(row, finding)
    if decided is not None:
        found.append(Choice("收回前面的选择，重新确认", lambda _so_far, _typed: Decision()))
    if row.state != "same":
        found.append(Choice("这一行不导入", lambda _so_far, _typed: Decision(skip=True)))
    return found


def _is_shared(finding: Finding, row: PlanRow) -> bool:
    """Tell whether one answer settles all rows that ask the same; the days of a grid are all of one kind."""
    return finding.code in _SHARED or (finding.code == "meetings-row-kind-missing" and bool(row.place))


def _answers(
    finding: Finding,
    row: PlanRow,
    groups: Mapping[str, str],
    people: Callable[[str], Member],
    everybody: Sequence[Attendee],
) -> list[Choice]:
    if finding.code in _PERSON_CODES:
        return _people(finding, row, people, everybody)
    if finding.code in _ON_ATTENDANCE:
        return _on_attendance(finding, row)
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
        "study_kind": lambda kind: words.label("study_record.kind", kind),
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


def _on_attendance(finding: Finding, row: PlanRow) -> list[Choice]:
    """Return the answers to what nobody said plainly of who came."""
    facts = finding.facts
    leave_out = Choice("都不导入", lambda _so_far, _typed: Decision(skip=True))
    if finding.code == "meetings-column-people":
        return [Choice(_ROLES[role], _value(f"column:{facts['header']}", role)) for role in finding.choices]
    if finding.code == "meetings-sign":
        marks = [(words.label("mark", mark), mark) for mark in finding.choices]
        return [Choice(f"是{word}", _value(f"sign:{facts['sign']}", mark)) for word, mark in marks]
    if finding.code == "meetings-branch":
        return [Choice("是本支部的会", _value(f"branch:{facts['value']}", "ours")), leave_out]
    if finding.code == "meetings-row-not-held":
        return [Choice("开了，照常导入", _value("held", "held")), leave_out]
    if finding.code == "meetings-roll-remark":
        wordings = {"away": "照这句话登记缺席、请假", "present": "没有人缺席"}
        return [Choice(wordings[value], _value("remark", value)) for value in finding.choices]
    if finding.code == "meetings-roll-missing":
        return [
            Choice("缺席的是哪一位", _more("missing"), "person", row.expected),
            Choice("请假的是哪一位（记为事假）", _more("missing_leave"), "person", row.expected),
            Choice("数字写错了，没有别人缺席", _value("counts", "wrong")),
        ]
    return [Choice("都到了", _value("silent", "present")), leave_out]


def _more(field: str) -> Callable[[Decision, str], Decision]:
    """Add one more person to those of a field."""

    def added(so_far: Decision, typed: str) -> Decision:
        kept = [one for one in so_far.values.get(field, "").split("+") if one]
        return _value(field, "+".join([*kept, typed]))(so_far, "")

    return added


def _people(
    finding: Finding, row: PlanRow, people: Callable[[str], Member], everybody: Sequence[Attendee]
) -> list[Choice]:
    """Offer the namesakes; else a field for the right name; always to leave the name out."""
    name = str(finding.facts["name"])
    key = f"{finding.field}:{name}"
    found = [Choice(f"是{_told_apart(people(one))}", _person(key, one)) for one in finding.choices]
    if not found:

        def typed_person(so_far: Decision, typed: str) -> Decision:
            return _person(key, typed)(so_far, "")

        found = [Choice(f"“{name}”是哪一位", typed_person, "person", everybody)]
    return found if row.hours else [*found, Choice(f"不登记“{name}”，在备注里写明", _person(key, ""))]


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
