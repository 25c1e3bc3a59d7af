"""Talks given (交流发言, M56): exchanges, speeches, contests, reports of what was learnt."""

from dataclasses import dataclass

TALK_KINDS = ("exchange", "speech", "contest", "report", "other")
TEXT_LIMITS = {"title": 200, "occasion": 200, "points": 20_000, "ranking": 60, "remark": 300}
LONG_TEXTS = ("points",)


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk. occasion: the meeting or event; points: what was said; ranking: the place won, if any."""

    org: int
    id: str
    member_id: str
    kind: str
    day: str
    occasion: str
    title: str
    points: str
    ranking: str
    remark: str
    entered_on: str
    name: str
