"""Whether something with a beginning and an end stood on a day; dates may be known to the month or year only."""

from datetime import date

from models.dates import PartialDate


def begun(from_date: str, day: date) -> bool:
    """Tell whether it had begun: an unknown beginning lies long ago, a month or year begins on its first day."""
    return not from_date or PartialDate.from_iso(from_date).first <= day


def ended(to_date: str, day: date) -> bool:
    """Tell whether it was over: on the day named itself it no longer stands; nothing named, it goes on."""
    return bool(to_date) and PartialDate.from_iso(to_date).first <= day


def stood(from_date: str, to_date: str, day: date) -> bool:
    """Tell whether it stood on a day."""
    return begun(from_date, day) and not ended(to_date, day)
