"""Sections of the archive with nothing in them: the ten contents of a study archive (004:L14, M49), and self-study."""

from collections.abc import Iterator

from models import study_sections, words
from models.attendance import EXPECTED_MARKS
from models.gaps.gap import Gap, Place, told
from models.gaps.material import Material, Person
from models.kinds.catalog import kinds

_OF_KINDS = {
    section: kind.name for kind in sorted(kinds().values(), key=lambda one: one.place) for section in kind.sections
}
"""The sections that records fill, each with their kind."""
SECTIONS = (
    *study_sections.MEETING_SECTIONS,
    *(section for section in _OF_KINDS if section not in study_sections.MEETING_SECTIONS),
)
MILD = ("self_study",)
"""Not among the ten contents that the source names."""


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
    severity = "note" if section in MILD else read.of_year("should")
    title = words.label("archive_section", section)
    place = Place("meeting" if section in study_sections.MEETING_SECTIONS else _OF_KINDS[section])
    return told("section_empty", severity, place, title, who=person.who, section=section, year=read.year)


def _filled(read: Material) -> dict[str, set[str]]:
    """Return member -> the sections that have at least one line."""
    until = read.closing.isoformat()
    held = {
        one.id: study_sections.of_meeting(one.kinds)
        for one in read.read.meetings
        if f"{read.year}-01-01" <= one.day <= until
    }
    filled: dict[str, set[str]] = {person.id: set() for person in read.people}
    for member_id, lines in read.read.sheets.items():
        if member_id in filled:
            came = [held[one] for one, mark in lines if one in held and mark in EXPECTED_MARKS]
            filled[member_id] |= {section for sections in came for section in sections}
    for section, people in read.sections.items():
        for member_id in people:
            filled.setdefault(member_id, set()).add(section)
    return filled
