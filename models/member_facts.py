"""Facts that follow from a member's dates: age and years in the Party, as far as the dates are known."""

from datetime import date

from models.member import Member
from models.member_list import EXPECTED


def age(member: Member, today: date) -> int | None:
    """Return the age in whole years; None when less than year and month of birth is known."""
    return _whole_years(member.birth_date, today)


def party_years(member: Member, today: date) -> int | None:
    """Return the whole years in the Party, counted from the day of becoming a full member (党章第七条);
    None while unknown.
    """
    return _whole_years(member.regular_date, today)


def missing(member: Member) -> list[str]:
    """Return the fields of `member_list.EXPECTED` that are empty."""
    return [field for field in EXPECTED if not getattr(member, field)]


def _whole_years(since: str, today: date) -> int | None:
    parts = [int(part) for part in since.split("-")] if since else []
    if len(parts) < 2:
        return None
    reached = (today.month, today.day) >= (parts[1], parts[2]) if len(parts) == 3 else today.month >= parts[1]
    years = today.year - parts[0] - (not reached)
    return years if years >= 0 else None
