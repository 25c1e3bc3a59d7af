"""Pledges that are not there, not appraised, or not kept (年初承诺、年终述职评议, M68)."""

from collections.abc import Iterator
from datetime import date

from models.days import spoken
from models.gaps.gap import Gap, Place, told
from models.gaps.material import Material
from models.pledge import Pledge

PLEDGED_BY = 3
"""A pledge is made at the beginning of a year; after this month one is missed (the product's own bound)."""

UNDER_WAY = ("draft", "review", "approved", "posted", "keeping", "appraising")


def gaps(read: Material) -> Iterator[Gap]:
    """Yield what is missing about the pledges of the year; those that were ended count as none."""
    standing = [one for one in read.pledges if one.state != "ended"]
    if read.as_of >= date(read.year, PLEDGED_BY + 1, 1):
        yield from _missing(read, standing)
    ids = {person.id for person in read.people}
    for one in standing:
        if one.member_id is None or one.member_id in ids:
            yield from _of_pledge(read, one)


def _missing(read: Material, standing: list[Pledge]) -> Iterator[Gap]:
    """Where nobody has pledged there is one gap, the branch's, and not one for each person."""
    pledged = {one.member_id for one in standing if one.owner == "member"}
    subject = str(read.year)
    if not pledged:
        if any(person.stays and person.long_enough for person in read.people):
            yield told("no_pledge", "should", Place("pledge"), subject, variant="nobody", year=read.year)
        return
    for person in read.people:
        if person.stays and person.long_enough and person.id not in pledged:
            yield told("no_pledge", "should", Place("pledge"), subject, who=person.who, year=read.year)


def _of_pledge(read: Material, one: Pledge) -> Iterator[Gap]:
    who = (one.member_id or "", one.name)
    place, subject = Place("pledge", one.id), str(one.year)
    if one.state in UNDER_WAY and read.ending and (not one.until_date or one.until_date <= f"{read.year}-12-31"):
        yield told("pledge_open", "should", place, subject, who=who, year=one.year)
    if one.state in ("keeping", "appraising"):
        for item in read.items_due:
            if item["pledge_id"] == one.id:
                facts = {"item": item["text"][:40], "due": spoken(item["due_date"])}
                yield told("pledge_unkept", "should", place, item["text"][:40], who=who, variant="due", **facts)
    if one.verdict == "unkept":
        yield told("pledge_unkept", "note", place, subject, who=who, year=one.year)
