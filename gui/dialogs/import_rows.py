"""What the preview of a roster shows of each row, and what a person can answer where a row waits for a
decision.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from exchange.roster_findings import REFUSED, UNDECIDED, WARNING, Finding
from exchange.roster_plan import Decision, PlanRow
from gui.tablemodels import Column
from models import words
from models.dates import display_date
from models.member import DATE_FIELDS, Member

STATES = {
    "new": ("新增", "done"),
    "changed": ("有改动", "progress"),
    "same": ("相同", "none"),
    "undecided": ("待确认", "soon"),
    "refused": ("拒绝", "overdue"),
    "skipped": ("不导入", "none"),
}
"""State of a row -> its word and the badge's state."""

_WORDS = {
    "row-seems-left": {"left": "作为已离开登记", "active": "仍是本支部党员，照常导入"},
    "row-seems-no-member": {"active": "是党员，照常导入"},
    "row-other-branch": {"own": "是本支部的，照常导入"},
    "row-branch-missing": {"own": "是本支部的，照常导入"},
    "row-name-sign": {"remark": "写进备注：姓名标有“{sign}”", "drop": "去掉“{sign}”，不记"},
}
_SETS = {
    "row-seems-left": "status",
    "row-seems-no-member": "status",
    "row-other-branch": "branch",
    "row-branch-missing": "branch",
    "row-name-sign": "name_sign",
}
"""Code of a question -> the words of its answers, and the value that an answer settles."""

_PERSON_CODES = ("row-same-name-in-ledger", "row-name-differs")
_TYPED_FIELDS = (*DATE_FIELDS, "id_number")
_CODED = {"sex": "sex", "category": "category"}


@dataclass(frozen=True)
class Choice:
    """One answer: its words and what it makes of the decision so far. field: to be typed, empty for a ready
    answer. reach: whom it settles, one of `THIS_ROW`, `ALIKE` (all rows that wait for the same) and `SAME_KIND`.
    """

    words: str
    apply: Callable[[Decision, str], Decision]
    field: str = ""
    reach: str = "this-row"


THIS_ROW, ALIKE, SAME_KIND = "this-row", "alike", "same-kind"


def columns() -> list[Column]:
    """Return the columns of the preview."""
    return [
        Column("state", "结果", lambda row: STATES[row.state][0], 8, state=lambda row: STATES[row.state][1]),
        Column("row", "行", lambda row: str(row.row), 4, right=True),
        Column("name", "姓名", lambda row: row.name or "（没有姓名）", 9, strong=True),
        Column("said", "说明", explanation, 14, stretches=True),
    ]


def explanation(row: PlanRow) -> str:
    """Return in one line why a row has its state."""
    if row.state in ("undecided", "refused"):
        return "".join(dict.fromkeys(finding.reason() for finding in row.deciding()))
    warned = "".join(finding.reason() for finding in row.findings if finding.level == WARNING)
    if row.leaving is not None:
        left = f"作为已离开登记：{row.leaving.shown()}"
        return f"{left}。{warned}" if warned else left
    if row.state == "changed":
        changed = "；".join(
            f"{field_word(change.field)}：{value_text(change.field, change.before) or '空'} → "
            f"{value_text(change.field, change.after)}"
            for change in row.field_changes
        )
        return f"{changed}。{warned}" if warned else changed
    if row.state == "new":
        facts = [value_text(name, row.values.get(name, "")) for name in ("category", "group", "id_number")]
        return " · ".join([fact for fact in facts if fact] + ([f"提醒：{warned}"] if warned else []))
    return warned


def differences(row: PlanRow) -> list[tuple[str, str, str]]:
    """Return word, text in the ledger and text in the sheet of each field that the row would write."""
    left = [(field_word("status"), "", f"已离开：{row.leaving.shown()}")] if row.leaving else []
    if row.state == "new":
        return [*left, *((field_word(name), "", value_text(name, value)) for name, value in row.values.items())]
    return left + [
        (
            field_word(change.field),
            value_text(change.field, change.before),
            value_text(change.field, change.after),
        )
        for change in row.field_changes
    ]


def field_word(field: str) -> str:
    """Return a field's Chinese name."""
    return words.label("field", f"member.{field}")


def value_text(field: str, value: str) -> str:
    """Return a kept value as people read it."""
    if field in _CODED:
        return words.label(_CODED[field], value)
    dated = field in DATE_FIELDS or field.endswith("_date")
    return display_date(value, "chinese") if dated and value else value


def choices(
    row: PlanRow, decided: Decision | None, people: Callable[[str], Member], *, alike: int = 1, same_kind: int = 1
) -> list[Choice]:
    """Return the answers that a row allows; people: the member of an id, for telling namesakes apart.

    A row waiting for several answers is asked one after the other. The last answer always leaves the row out.
    alike: so many rows, this one among them, wait for the same answer, and one answer settles them all. same_kind: so
    many have a question of this kind.
    """
    if row.state == "skipped":
        return [Choice("还是要导入这一行", lambda _so_far, _typed: Decision())]
    found: list[Choice] = []
    finding = next((one for one in row.findings if one.level == UNDECIDED), None)
    if finding is not None:
        found += [_for_all(choice, alike) for choice in _answers(finding, people)]
    found += _typed_answers(row, finding)
    if alike > 1:
        found.append(Choice(f"这 {alike} 行都不导入", _skipped, reach=ALIKE))
    if same_kind > alike:
        found.append(Choice(f"这一类问题的 {same_kind} 行都不导入", _skipped, reach=SAME_KIND))
    if decided is not None:
        found.append(Choice("收回前面的选择，重新确认", lambda _so_far, _typed: Decision()))
    if row.state != "same":
        found.append(Choice("这一行不导入", _skipped))
    return found


def _skipped(_so_far: Decision, _typed: str) -> Decision:
    return Decision(skip=True)


def _for_all(choice: Choice, alike: int) -> Choice:
    if alike == 1 or choice.reach == ALIKE:
        return choice
    return replace(choice, words=f"{choice.words}（{alike} 行）", reach=ALIKE)


def _answers(finding: Finding, people: Callable[[str], Member]) -> list[Choice]:
    if finding.code in _PERSON_CODES:
        same = [_same_person(people(member_id)) for member_id in finding.choices]
        return [
            *same,
            Choice("是另外一个人，作为新党员导入", lambda so_far, _typed: replace(so_far, as_new=True)),
        ]
    if finding.code in ("row-same-name-in-file", "row-two-numbers"):
        return [Choice("是两个不同的人，照常导入", lambda so_far, _typed: replace(so_far, as_new=True))]
    if finding.code == "row-member-left":
        return [Choice("又回到本支部，作为新党员登记", lambda so_far, _typed: replace(so_far, as_new=True))]
    if finding.code in _WORDS:
        said, sets = _WORDS[finding.code], _SETS[finding.code]
        return [Choice(said[value].format(**finding.facts), _value_setter(sets, value)) for value in finding.choices]
    if finding.code == "row-several-branches":
        return [Choice(f"只收“{name}”的人", _value_setter("branch", name), reach=ALIKE) for name in finding.choices]
    return [
        Choice(f"{value_text(finding.field, value)}", _value_setter(finding.field, value)) for value in finding.choices
    ]


def _same_person(one: Member) -> Choice:
    told = [value_text("birth_date", one.birth_date), one.group, one.phone]
    facts = "，".join(fact for fact in told if fact)
    shown = f"就是台账里的 {one.name}（{facts}）" if facts else f"就是台账里的 {one.name}"
    return Choice(shown, lambda so_far, _typed: replace(so_far, member_id=one.id))


def _typed_answers(row: PlanRow, undecided: Finding | None) -> list[Choice]:
    """Return a field to type into, for a date or an ID number that stands in the way."""
    asked: Iterable[Finding] = [one for one in row.findings if one.level == REFUSED] or (
        [undecided] if undecided else []
    )
    fields = dict.fromkeys(one.field for one in asked if one.field in _TYPED_FIELDS)
    return [Choice(f"照原件更正“{field_word(name)}”", _typed_setter(name), field=name) for name in list(fields)[:1]]


def _value_setter(field: str, value: str) -> Callable[[Decision, str], Decision]:
    return lambda so_far, _typed: replace(so_far, values={**so_far.values, field: value})


def _typed_setter(field: str) -> Callable[[Decision, str], Decision]:
    return lambda so_far, typed: replace(so_far, values={**so_far.values, field: typed})
