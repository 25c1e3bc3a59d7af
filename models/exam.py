"""Tests of political theory (政治理论考核、考学, M53): one row for each person's result."""

from dataclasses import dataclass

EXAM_METHODS = ("closed", "open", "oral", "online", "other")
PASSED = ("", "yes", "no")
TEXT_LIMITS = {"title": 200, "grade": 20, "organizer": 100, "remark": 300}
MOST_SCORE = 100_000


@dataclass(frozen=True, slots=True)
class Exam:
    """One result. score: hundredths of a point, None where only a grade was given; passed: "yes", "no" or unsaid."""

    org: int
    id: str
    member_id: str
    title: str
    day: str
    method: str
    score: int | None
    grade: str
    passed: str
    organizer: str
    remark: str
    entered_on: str
    name: str
