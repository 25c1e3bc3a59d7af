"""Where a pledge stands, in words: its state, the point of the path it has reached, and what is due about it."""

from dataclasses import dataclass
from datetime import date

from models import words
from models.pledge import Pledge, PledgeAppraisal, PledgeDeed, PledgeItem, PledgeOpinion, PledgeStep

NONE = "none"
"""In place of a state: there is no pledge yet."""

PATH = ("起草", "审核", "公示", "践诺", "评诺")
PATH_STEPS = (("draft",), ("submit", "approve"), ("post",), ("begin",), ("appraise", "conclude"))
"""Points of the path, and the steps by whose day each of them is dated; `draft` stands for the day of drafting."""

_REACHED = {"draft": 0, "review": 1, "approved": 2, "posted": 2, "keeping": 3, "appraising": 4, "concluded": 5}
_LOOKS = {"draft": "none", "ended": "none", NONE: "none"}
_GRADE_LOOKS = {"kept": "done", "partly": "soon", "unkept": "overdue"}
_ORDER = {"branch": 0, "leader": 1, "member": 2}


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be done about a pledge; look: a key of `style.STATES`."""

    text: str
    look: str


@dataclass(frozen=True, slots=True)
class PledgeLine:
    """One line of the list: a pledge with all that belongs to it, or somebody who has none yet.

    key: the pledge's id, or `none:` and the member's id (nothing more for the branch). left: the day of leaving.
    """

    key: str
    owner: str
    member_id: str | None
    name: str
    pinyin: str
    left: str
    year: int
    pledge: Pledge | None = None
    items: tuple[PledgeItem, ...] = ()
    steps: tuple[PledgeStep, ...] = ()
    deeds: tuple[PledgeDeed, ...] = ()
    appraisals: tuple[PledgeAppraisal, ...] = ()
    opinions: tuple[PledgeOpinion, ...] = ()

    @property
    def state(self) -> str:
        """One of `pledge.STATES`, or `NONE`."""
        return self.pledge.state if self.pledge is not None else NONE

    @property
    def short_name(self) -> str:
        """Whose it is in few words."""
        return self.name if self.owner != "branch" else "党支部"

    @property
    def word(self) -> str:
        """The state as a word; once concluded that is the verdict."""
        if self.pledge is None:
            return "还没有"
        if self.pledge.state == "concluded":
            return words.label("pledge_grade", self.pledge.verdict)
        return words.label("pledge_state", self.pledge.state)

    @property
    def look(self) -> str:
        """The colours of the state, a key of `style.STATES`."""
        if self.pledge is not None and self.pledge.state == "concluded":
            return _GRADE_LOOKS[self.pledge.verdict]
        return _LOOKS.get(self.state, "progress")

    @property
    def reached(self) -> int:
        """How many points of `PATH` lie behind; -1 for nobody's pledge and for one that was ended."""
        return _REACHED.get(self.state, -1)

    @property
    def done_items(self) -> int:
        """How many items something was done for."""
        done = {deed.item_id for deed in self.deeds}
        return len(self.items) if None in done and self.items else sum(item.id in done for item in self.items)

    @property
    def order(self) -> tuple[int, int, str, str]:
        """The branch's first, then leaders', then members'; who has none yet comes last."""
        return int(self.pledge is None and self.owner != "branch"), _ORDER[self.owner], self.pinyin, self.key

    def last(self, step: str) -> PledgeStep | None:
        """Return the last step of a kind, or None."""
        return next((one for one in reversed(self.steps) if one.step == step), None)

    def day_of(self, point: int) -> str:
        """Return the day on which a point of `PATH` was reached for good, or nothing."""
        if self.pledge is None:
            return ""
        if point == 0:
            # What was written down later than it went on was drafted by the first step at the latest.
            return min(self.pledge.entered_on, self.steps[0].day if self.steps else self.pledge.entered_on)
        found = [one.day for one in self.steps if one.step in PATH_STEPS[point]]
        return found[-1] if found and self.reached >= point else ""

    def due(self, today: date) -> Due | None:
        """Return the most pressing thing to be done, or None."""
        if self.pledge is None or self.state in ("concluded", "ended"):
            return None
        if self.left:
            return Due("已离开，请终止", "soon")
        return _returned(self) or _waiting(self, today) or _late_items(self, today) or _year_over(self, today)


def outcome_look(grade: str) -> str:
    """Return the colours of a grade, a key of `style.STATES`."""
    return _GRADE_LOOKS.get(grade, "none")


def passed(iso: str, today: date) -> bool:
    """Tell whether a kept date (year, month or day) lies wholly in the past."""
    return bool(iso) and today.isoformat()[: len(iso)] > iso


def _returned(line: PledgeLine) -> Due | None:
    last = line.steps[-1] if line.steps else None
    if line.state == "draft" and last is not None and last.step == "return":
        return Due(f"已退回：{last.remark}" if last.remark else "已退回，修改后再送审", "soon")
    return None


def _waiting(line: PledgeLine, today: date) -> Due | None:
    posted = line.last("post")
    if line.state != "posted" or posted is None:
        return None
    open_ones = sum(not one.handling for one in line.opinions)
    if open_ones:
        return Due(f"{open_ones} 条公示意见没有处理", "soon")
    return Due("公示已满，转入践诺", "soon") if passed(posted.until_day, today) else None


def _late_items(line: PledgeLine, today: date) -> Due | None:
    if line.state != "keeping":
        return None
    done = {deed.item_id for deed in line.deeds}
    late = [one for one in line.items if passed(one.due_date, today) and not {one.id, None} & done]
    if not late:
        return None
    which = "、".join(str(one.position) for one in late)
    return Due(f"第 {which} 项到期没有践诺记录", "overdue")


def _year_over(line: PledgeLine, today: date) -> Due | None:
    assert line.pledge is not None
    end = line.pledge.until_date or str(line.year)
    if line.state in ("concluded", "ended"):
        return None
    if passed(end, today):
        return Due("期限已过，还没有评定", "overdue")
    near = end[:4] == str(today.year) and today.month == 12
    return Due("年底了，该评诺了", "soon") if near and line.state == "keeping" else None
