"""Whether something with a beginning and an end stood on a day; dates may be known to the month or year only.

Dates compare as ISO text: a month or a year is less than each day in it, as if it were its first.
"""

from datetime import date


def begun(from_date: str, day: date) -> bool:
    """Tell whether it had begun: an unknown beginning lies long ago, a month or year begins on its first day."""
    return not from_date or from_date <= day.isoformat()


def ended(to_date: str, day: date) -> bool:
    """Tell whether it was over: on the day named itself it no longer stands; nothing named, it goes on."""
    return bool(to_date) and to_date <= day.isoformat()


def stood(from_date: str, to_date: str, day: date) -> bool:
    """Tell whether it stood on a day."""
    return begun(from_date, day) and not ended(to_date, day)
