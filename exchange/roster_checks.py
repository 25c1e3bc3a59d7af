"""Contradictions within a row: dates against each other, against the ID number, against the category.

Rules: product notes, sections A7 and F. Admissions before 1990 followed other rules and are only warned of.
"""

from collections.abc import Iterator
from datetime import date

from exchange.roster_findings import Finding, refused, warning
from models import id_number, words
from models.dates import PartialDate, display_date, years_later

STRICT_FROM_YEAR = 1990
AGE_OF_ADMISSION = 18


def contradictions(values: dict[str, str], today: date) -> Iterator[Finding]:
    """Yield what cannot be together in one person's values."""
    yield from _against_id_number(values)
    dates = {name: PartialDate.from_iso(values[name]) for name in _DATES if name in values}
    for name, found in dates.items():
        if found.first > today:
            told = {"value": display_date(found.iso, "chinese"), "today": display_date(today.isoformat(), "chinese")}
            yield refused(name, "row-date-in-future", **told)
    yield from _order(dates)
    yield from _category(values, dates)


_DATES = ("birth_date", "joined_date", "regular_date")


def _against_id_number(values: dict[str, str]) -> Iterator[Finding]:
    number = values.get("id_number", "")
    if not number:
        return
    sex = id_number.sex(number)
    if values.get("sex", sex) != sex:
        yield refused("sex", "row-sex-against-id", value=words.label("sex", values["sex"]))
    birthday = PartialDate.from_iso(id_number.birth_date(number))
    if "birth_date" in values and not birthday.agrees_with(PartialDate.from_iso(values["birth_date"])):
        written = display_date(values["birth_date"], "chinese")
        yield refused("birth_date", "row-birth-against-id", value=written, meant=display_date(birthday.iso, "chinese"))


def _order(dates: dict[str, PartialDate]) -> Iterator[Finding]:
    birth, joined, regular = (dates.get(name) for name in _DATES)
    if birth and regular and regular.surely_before(birth):
        yield refused("regular_date", "row-regular-before-birth")
        return
    if joined is None:
        return
    old = joined.year < STRICT_FROM_YEAR
    judge = warning if old else refused
    if birth and joined.surely_before(birth):
        yield refused("joined_date", "row-joined-before-birth")
    elif birth and joined.last < years_later(birth.first, AGE_OF_ADMISSION):
        yield judge("joined_date", "row-joined-too-young", age=AGE_OF_ADMISSION)
    if regular and regular.surely_before(joined):
        yield judge("regular_date", "row-regular-before-joined")
    elif regular and not old and regular.last < years_later(joined.first, 1):
        yield warning("regular_date", "row-probation-short")


def _category(values: dict[str, str], dates: dict[str, PartialDate]) -> Iterator[Finding]:
    category = values.get("category", "")
    joined = dates.get("joined_date")
    if category == "probationary" and "regular_date" in dates:
        judge = warning if joined and joined.year < STRICT_FROM_YEAR else refused
        yield judge("regular_date", "row-probationary-with-regular")
    if category == "full" and "regular_date" not in dates:
        yield warning("regular_date", "row-full-without-regular")
