"""Sections of the archive with nothing in them: the ten contents of a study archive (004:L14, M49), and self-study."""

from collections.abc import Iterator

from models import words
from models.attendance import EXPECTED_MARKS
from models.gaps.gap import Gap, Place, told
from models.gaps.material import Material, Person

MEETING_SECTIONS = {
    "lecture": ("lecture",),
    "group": ("group",),
    "org_life": ("org_life", "appraisal"),
    "collective": ("study",),
    "political": ("theme_day", "assembly", "committee"),
}
"""Section -> the kinds of meeting in it; a meeting of several kinds stands in the first section that takes one."""

STUDY_SECTIONS = {"training": ("training",), "self_study": ("self_study", "online")}
SECTIONS = (*MEETING_SECTIONS, *STUDY_SECTIONS, "exam", "notes", "reflection", "talk")
MILD = ("self_study",)
"""Not among the ten contents that the source names."""

_PLACES = {"notes": "reflection", "reflection": "reflection", "talk": "talk", "exam": "exam"}


def section_of(kinds: tuple[str, ...]) -> str:
    """Return the section in which a meeting of these kinds stands, nothing for one that stands in none."""
    return next((name for name, taken in MEETING_SECTIONS.items() if not set(taken).isdisjoint(kinds)), "")


def gaps(read: Material) -> Iterator[Gap]:
    """Yield the empty sections of everybody who was here long enough and is not exempt from study."""
    filled = _filled(read)
    in_groups = any(not one.dissolved_date for one in read.read.groups)
    for person in read.people:
        if person.exempt or not person.long_enough:
            continue
        there = filled.get(person.id, set())
        for section in SECTIONS:
            if section in there or (section == "group" and not (in_groups and person.row["group_id"])):
                continue
            yield _empty(read, person, section)


def _empty(read: Material, person: Person, section: str) -> Gap:
    kind = "study" if section in STUDY_SECTIONS else _PLACES.get(section, "meeting")
    severity = "note" if section in MILD else read.of_year("should")
    title = words.label("archive_section", section)
    return told("section_empty", severity, Place(kind), title, who=person.who, section=section, year=read.year)


def _filled(read: Material) -> dict[str, set[str]]:
    """Return member -> the sections that have at least one line."""
    until = read.closing.isoformat()
    held = {
        one.id: section_of(one.kinds) for one in read.read.meetings if f"{read.year}-01-01" <= one.day <= until
    }
    filled: dict[str, set[str]] = {person.id: set() for person in read.people}
    for member_id, lines in read.read.sheets.items():
        if member_id in filled:
            filled[member_id] |= {held[one] for one, mark in lines if one in held and mark in EXPECTED_MARKS}
    by_kind = {kind: section for section, kinds in STUDY_SECTIONS.items() for kind in kinds}
    for record in read.read.records:
        if record.member_id in filled and record.to_day >= f"{read.year}-01-01" and record.from_day <= until:
            filled[record.member_id].add(by_kind.get(record.kind, ""))
    for row in read.texts:
        filled.setdefault(row["member_id"], set()).add(row["kind"])
    for row in read.exams:
        filled.setdefault(row["member_id"], set()).add("exam")
    for member_id in read.talks:
        filled.setdefault(member_id, set()).add("talk")
    return filled
