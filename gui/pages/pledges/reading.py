"""What the page of pledges reads: the pledges of a year with all that belongs to them, and who has none yet."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from gui.pages.pledges.standing import NONE, PledgeLine
from models import evidence, member, organization, pledge, pledge_deeds, pledge_steps, study_archive
from models.member import Member
from models.pledge import Pledge
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger


def read_lines(ledger: "Ledger", year: int, org: int = SELF) -> list[PledgeLine]:
    """Return the lines of a year in the order of the list: the branch's, leaders', members', then who has none."""
    people = {one.id: one for one in member.list_members(ledger, org=org, status="")}
    found = [read_line(ledger, one, people) for one in pledge.list_pledges(ledger, org=org, year=year)]
    standing = [one for one in found if one.state != "ended"]
    have = {one.member_id for one in standing if one.owner == "member"}
    missing = [_nobody(one, year) for one in people.values() if one.id not in have and _expected(one, year)]
    if all(one.owner != "branch" for one in standing):
        missing.append(PledgeLine(f"{NONE}:", "branch", None, branch_name(ledger, org), "", "", year))
    return sorted([*found, *missing], key=lambda one: one.order)


def read_line(ledger: "Ledger", one: Pledge, people: dict[str, Member]) -> PledgeLine:
    """Return one pledge with what belongs to it."""
    person = people.get(one.member_id or "")
    return PledgeLine(
        key=one.id,
        owner=one.owner,
        member_id=one.member_id,
        name=one.name,
        pinyin=person.name_pinyin if person is not None else "",
        left=_left(person),
        year=one.year,
        pledge=one,
        items=tuple(pledge.items(ledger, one.id, one.org)),
        steps=tuple(pledge_steps.steps(ledger, one.id, one.org)),
        deeds=tuple(pledge_deeds.deeds(ledger, one.id, one.org)),
        appraisals=tuple(pledge_deeds.appraisals(ledger, one.id, one.org)),
        opinions=tuple(pledge_deeds.opinions(ledger, one.id, one.org)),
    )


def evidence_counts(ledger: "Ledger", line: PledgeLine) -> dict[str, int]:
    """Return how many files are kept with each deed of a pledge."""
    org = line.pledge.org if line.pledge is not None else SELF
    found = {
        deed.id: len(evidence.list_evidence(ledger, org=org, owner_table="pledge_deed", owner_id=deed.id))
        for deed in line.deeds
    }
    return {key: count for key, count in found.items() if count}


def branch_name(ledger: "Ledger", org: int = SELF) -> str:
    """Return what the branch's own pledge is called in the list."""
    found = organization.by_number(ledger, org)
    return (found.short_name or found.name) if found is not None else ""


def _nobody(one: Member, year: int) -> PledgeLine:
    return PledgeLine(f"{NONE}:{one.id}", "member", one.id, one.name, one.name_pinyin, "", year)


def _expected(one: Member, year: int) -> bool:
    """Tell whether somebody who is there now was so in that year; for whom has left nothing can be drafted any more."""
    return one.status == "active" and study_archive.belongs(asdict(one), year)


def _left(person: Member | None) -> str:
    """Return the day of leaving, `?` where nobody wrote it down, nothing for whom is there."""
    if person is None or person.status != "left":
        return ""
    return person.left_date or "?"
