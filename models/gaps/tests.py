"""Tests that somebody missed, or failed and has not passed since (M53)."""

from collections import defaultdict
from collections.abc import Iterator

from models.days import spoken
from models.gaps.gap import Gap, Place, told
from models.gaps.material import Material, Row

Test = tuple[str, str]
"""Day and title."""


def gaps(read: Material) -> Iterator[Gap]:
    """Yield who has no result of the branch's test, and whose last result is a failure."""
    results: dict[Test, dict[str, Row]] = defaultdict(dict)
    taken: dict[str, set[str]] = defaultdict(set)
    for row in read.exams:
        results[row["day"], row["title"]][row["member_id"]] = row
        taken[row["member_id"]].add(row["title"])
    for (day, title), by_member in results.items():
        there = [person for person in read.people if person.there(day) and not person.exempt]
        # Fewer than half: a course's or a group's own test, which the others were never asked to take.
        if 2 * sum(person.id in by_member for person in there) < len(there):
            continue
        for person in there:
            if title not in taken[person.id]:
                yield told("exam_missing", "should", Place("exam"), title, who=person.who, day=spoken(day))
    yield from _failed(read)


def _failed(read: Material) -> Iterator[Gap]:
    last: dict[tuple[str, str], Row] = {}
    for row in read.exams:
        if row["passed"]:
            last[row["member_id"], row["title"]] = row
    people = {person.id: person for person in read.people}
    for (member_id, title), row in last.items():
        if row["passed"] == "no" and member_id in people:
            place, who = Place("exam", row["id"]), people[member_id].who
            yield told("exam_failed", "should", place, title, who=who, day=spoken(row["day"]))
