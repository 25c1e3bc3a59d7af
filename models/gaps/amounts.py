"""Hours and credits that do not reach what is asked; the sums are those of `models.rules`."""

from collections.abc import Iterator

from models.amounts import credits_text, hours_text
from models.gaps.gap import Gap, Place, told
from models.gaps.material import Material
from models.rules import credits, hours


def gaps(read: Material) -> Iterator[Gap]:
    """Yield who is short of study hours or credits; who is exempt, or has left, is not judged."""
    exempt = {person.id for person in read.people if person.exempt}
    for total in hours.hours_of(read.read, read.year, read.as_of):
        if total.state != "short" or total.target is None or total.rule is None:
            continue
        severity = read.of_year("should" if total.rule.soft or total.rule.unverified else "must")
        facts = {"have": hours_text(total.total), "target": hours_text(total.target)}
        facts["lacking"] = hours_text(total.target - total.total)
        who = (total.member_id, total.name)
        yield told("hours_short", severity, Place("study_record"), total.rule.title, who=who, **facts)
    yield from _credits(read, exempt)


def _credits(read: Material, exempt: set[str]) -> Iterator[Gap]:
    scheme = credits.scheme_on(read.read.choices, read.closing)
    if scheme is None or scheme.target is None:
        # Most schemes set no target: nothing is reckoned then.
        return
    for one in credits.credits_of(read.read, read.year, read.as_of):
        if one.target is None or one.total >= one.target or one.member_id in exempt:
            continue
        facts = {"have": credits_text(one.total), "target": credits_text(one.target)}
        facts["lacking"] = credits_text(one.target - one.total)
        who = (one.member_id, one.name)
        yield told("credits_short", read.of_year("should"), Place("credits"), one.scheme.title, who=who, **facts)
