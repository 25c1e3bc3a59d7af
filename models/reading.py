"""The year's reading list (必读书目、推荐书目、必学篇目; M45) and who has read what."""

from dataclasses import dataclass

NEEDS = ("required", "recommended")
TEXT_LIMITS = {"title": 200, "author": 100, "issuer": 100, "remark": 300}


@dataclass(frozen=True, slots=True)
class ReadingItem:
    """One book or text of a year's list. due_date: when it is to be read by, or nothing; done: how many have."""

    org: int
    id: str
    year: int
    title: str
    author: str
    issuer: str
    need: str
    due_date: str
    remark: str
    entered_on: str
    done: int


@dataclass(frozen=True, slots=True)
class ReadingDone:
    """That one member has read one item. `name` is the member's, `title` the item's."""

    org: int
    id: str
    reading_id: str
    member_id: str
    day: str
    remark: str
    entered_on: str
    name: str
    title: str
