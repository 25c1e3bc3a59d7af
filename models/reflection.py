"""Reflections and study notes (心得体会、学习笔记; M44, M46): written by a member, reviewed, sometimes exhibited."""

from dataclasses import dataclass

REFLECTION_KINDS = ("reflection", "notes")
TEXT_LIMITS = {
    "title": 200,
    "body": 100_000,
    "reviewer": 60,
    "review": 1_000,
    "exhibited_at": 100,
}
LONG_TEXTS = ("body", "review")
MOST_PAGES = 2_000


@dataclass(frozen=True, slots=True)
class Reflection:
    """One text or one stretch of a notebook. body: the text, empty where it lies on paper; pages: of a notebook;
    reviewed_on, exhibited_on: a day or nothing; `name` is the member's.
    """

    org: int
    id: str
    member_id: str
    kind: str
    title: str
    day: str
    body: str
    pages: int
    reviewer: str
    reviewed_on: str
    review: str
    exhibited_on: str
    exhibited_at: str
    entered_on: str
    name: str
