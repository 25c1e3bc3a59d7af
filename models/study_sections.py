"""The sections of a study archive: which meetings stand in each (004:L14, M49); of records their kind says it.

An event of several kinds stands in every section one of its kinds belongs to: each section answers for itself, and a
theme day with a lecture was both. Its hours are told in one of them only, so that nobody adds them up twice.
"""

from collections.abc import Collection

MEETING_SECTIONS = {
    "lecture": ("lecture",),
    "group": ("group",),
    "org_life": ("org_life", "appraisal"),
    "collective": ("study",),
    "political": ("theme_day", "assembly", "committee"),
}
"""Section -> the kinds of meeting in it."""

WITH_HOURS = ("lecture", "collective", "political")
"""The sections of meetings that tell hours; the first of them that an event stands in tells its hours."""


def of_meeting(kinds: Collection[str]) -> tuple[str, ...]:
    """Return every section that a meeting of these kinds stands in."""
    return tuple(name for name, taken in MEETING_SECTIONS.items() if not set(taken).isdisjoint(kinds))


def telling_hours(kinds: Collection[str]) -> str:
    """Return the section that tells the hours of a meeting, nothing where none of its sections does."""
    sections = of_meeting(kinds)
    return next((name for name in WITH_HOURS if name in sections), "")
