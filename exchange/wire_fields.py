"""Fields that many tables of a package have, declared in one way."""

from models.kinds.column import Column, Date, Integer, Ref, Text


def texts(limits: dict[str, int], *, required: str, multiline: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """Return text fields with the limits with which the ledger keeps them."""
    return tuple(
        Text(name=name, limit=limit, required=name == required, multiline=name in multiline)
        for name, limit in limits.items()
    )


def day(name: str) -> Date:
    """Return a date known to the day."""
    return Date(name=name, required=True, full=True)


def day_or_nothing(name: str) -> Date:
    """Return a date known to the day, or nothing."""
    return Date(name=name, full=True)


def minutes(most: int) -> Integer:
    """Return study time."""
    return Integer(name="study_minutes", low=0, high=most)


MEMBER_ID = Ref(name="member_id", table="member")
GROUP_ID = Ref(name="group_id", table="party_group", nullable=True, default=None)
