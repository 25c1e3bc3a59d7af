"""Pledges (承诺, M66 to M69): what a member, a leader or the branch undertakes for a year, item by item.

The way from draft to verdict is in `pledge_steps`; deeds, appraisals and opinions stand beside it.
"""

from dataclasses import dataclass

OWNERS = ("member", "branch", "leader")
STATES = ("draft", "review", "approved", "posted", "keeping", "appraising", "concluded", "ended")
STEPS = ("submit", "return", "approve", "post", "begin", "appraise", "conclude", "end")
ITEM_KINDS = ("common", "post", "service", "other")
GRADES = ("kept", "partly", "unkept")
SOURCES = ("self", "members", "masses", "branch")
TEXT_LIMITS = {"foreword": 2_000, "supervision": 300, "contact": 100}
ITEM_LIMITS = {"text": 500, "measure": 500, "responsible": 60, "outcome_reason": 300}
STEP_LIMITS = {"by_whom": 60, "remark": 500, "place": 200}
DEED_LIMITS = {"text": 1_000, "proof": 100}
OPINION_LIMITS = {"from_whom": 60, "text": 1_000, "handling": 1_000}
LONG_TEXTS = ("foreword", "text", "measure", "handling")
MOST_VOTES = 100_000


@dataclass(frozen=True, slots=True)
class Pledge:
    """One pledge. member_id: None for the branch's; until_date: the end of a term, empty for the year; verdict: one
    of `GRADES` once concluded; `name` is the member's or the branch's.
    """

    org: int
    id: str
    owner: str
    member_id: str | None
    year: int
    until_date: str
    foreword: str
    supervision: str
    contact: str
    state: str
    verdict: str
    entered_on: str
    name: str


@dataclass(frozen=True, slots=True)
class PledgeItem:
    """One thing undertaken. outcome: one of `GRADES` or nothing yet, with the reason where it was not kept."""

    org: int
    id: str
    pledge_id: str
    position: int
    kind: str
    text: str
    measure: str
    due_date: str
    responsible: str
    outcome: str
    outcome_reason: str


@dataclass(frozen=True, slots=True)
class PledgeStep:
    """One step of the way: who, when, with which remark; a posting has a place and its last day."""

    org: int
    id: str
    pledge_id: str
    position: int
    step: str
    day: str
    by_whom: str
    remark: str
    place: str
    until_day: str
    entered_on: str


@dataclass(frozen=True, slots=True)
class PledgeDeed:
    """Something done for a pledge (践诺), for one item or for the whole."""

    org: int
    id: str
    pledge_id: str
    item_id: str | None
    day: str
    text: str
    proof: str
    entered_on: str


@dataclass(frozen=True, slots=True)
class PledgeAppraisal:
    """What one side says (评诺): member and branch a grade, members and masses their votes."""

    org: int
    pledge_id: str
    source: str
    day: str
    grade: str
    satisfied: int
    basically: int
    unsatisfied: int
    remark: str
    entered_on: str


@dataclass(frozen=True, slots=True)
class PledgeOpinion:
    """An opinion heard while a pledge was posted (公示意见, M72), and what was done about it."""

    org: int
    id: str
    pledge_id: str
    day: str
    from_whom: str
    text: str
    handling: str
    entered_on: str
