"""Who in the ledger a row of a roster is: by ID number, else by name, birth and phone together, never by
name alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from exchange.roster_findings import Finding, refused, undecided
from exchange.roster_row import RowReading
from models.dates import PartialDate, display_date
from models.member import Member

_MOST_COMPARED = 60
_MOST_TOLD = 5
_TELLING = ("birth_date", "joined_date", "regular_date", "work", "address", "phone", "native_place", "group")
_FEWEST_ALIKE = 4


@dataclass(frozen=True, slots=True)
class Match:
    """The member a row stands for (None: nobody yet), and what has to be decided first."""

    member: Member | None = None
    finding: Finding | None = None


class Register:
    """The members of an organisation, found by ID number and by name."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._by_number: dict[str, list[Member]] = defaultdict(list)
        self._by_name: dict[str, list[Member]] = defaultdict(list)
        self._by_id: dict[str, Member] = {}
        for one in members:
            self._by_id[one.id] = one
            self._by_name[one.name].append(one)
            if one.id_number:
                self._by_number[one.id_number].append(one)

    def member(self, member_id: str) -> Member | None:
        """Return a member who has not left, by id."""
        found = self._by_id.get(member_id)
        return found if found is not None and found.status == "active" else None

    def match(self, reading: RowReading) -> Match:
        """Return whom a row stands for."""
        number = reading.values.get("id_number", "")
        if number and number in self._by_number:
            return self._by_id_number(reading, self._by_number[number])
        namesakes = [one for one in self._by_name[reading.values["name"]] if one.status == "active"]
        if number:
            # A namesake with another ID number is another person, unless birth and phone say otherwise.
            namesakes = [one for one in namesakes if not one.id_number or _same_birth_and_phone(reading, one)]
        namesakes = [one for one in namesakes if not _surely_others(reading, one)]
        if not namesakes:
            return Match()
        alike = [one for one in namesakes if _same_birth_and_phone(reading, one)]
        if len(alike) == 1 and not (number and alike[0].id_number):
            return Match(alike[0])
        if len(namesakes) == 1 and _says_nothing_new(reading, namesakes[0]):
            return Match(namesakes[0])
        return Match(finding=_which(namesakes))

    def departed(self, reading: RowReading) -> Member | None:
        """Return the member, already registered as having left, for whom a row stands that says so too."""
        number = reading.values.get("id_number", "")
        known = self._by_number.get(number, []) if number else self._by_name.get(reading.values.get("name", ""), [])
        if any(one.status == "active" for one in known):
            return None
        if number:
            return known[0] if known else None
        birth = reading.values.get("birth_date", "")
        alike = [one for one in known if one.birth_date and not _other_birth(birth, one.birth_date)]
        return alike[0] if birth and alike else None

    def _by_id_number(self, reading: RowReading, found: list[Member]) -> Match:
        active = [one for one in found if one.status == "active"]
        if not active:
            gone = found[0]
            return Match(finding=undecided("status", "row-member-left", (gone.id,), name=gone.name))
        if active[0].name != reading.values["name"]:
            return Match(active[0], undecided("name", "row-name-differs", (active[0].id,), name=active[0].name))
        return Match(active[0])


def equal_rows(readings: list[RowReading]) -> dict[tuple[str, int], list[RowReading]]:
    """Return for each row that others repeat cell for cell the rows that are the same, the first of them being the key.

    Rows that say too little of a person to be sure are left to `twice_in_file`.
    """
    by_cells: dict[object, list[RowReading]] = defaultdict(list)
    for reading in readings:
        if any(reading.values.get(name) for name in ("id_number", "birth_date", "phone", "joined_date")):
            by_cells[_cells(reading)].append(reading)
    return {same[0].row.key: same for same in by_cells.values() if len(same) > 1}


def _cells(reading: RowReading) -> tuple[tuple[str, str], ...]:
    said = ((name, reading.row.shown(name)) for name in reading.row.entries if name != "serial")
    return tuple(sorted(pair for pair in said if pair[1]))


def twice_in_file(readings: list[RowReading]) -> Iterator[tuple[RowReading, Finding]]:
    """Yield the rows that stand for one person twice, or that may."""
    by_number: dict[str, list[RowReading]] = defaultdict(list)
    by_name: dict[str, list[RowReading]] = defaultdict(list)
    for reading in readings:
        if "name" in reading.values:
            by_name[reading.values["name"]].append(reading)
        if "id_number" in reading.values:
            by_number[reading.values["id_number"]].append(reading)
    for same in by_number.values():
        for reading in same if len(same) > 1 else ():
            yield reading, refused("id_number", "row-twice", others=rows_told(same, reading))
    for namesakes in by_name.values():
        for reading in namesakes if len(namesakes) > 1 else ():
            compared = namesakes[:_MOST_COMPARED]
            finding = _namesake_in_file(reading, compared) or _another_number(reading, compared)
            if finding is not None:
                yield reading, finding


def _another_number(reading: RowReading, namesakes: list[RowReading]) -> Finding | None:
    """Ask about a namesake who is the same in everything but the ID number."""
    others = [other for other in namesakes if other is not reading and _same_but_number(reading.values, other.values)]
    if not others:
        return None
    return undecided("id_number", "row-two-numbers", others=rows_told(others, reading))


def _same_but_number(first: dict[str, str], second: dict[str, str]) -> bool:
    numbers = {first.get("id_number", ""), second.get("id_number", "")}
    if len(numbers) == 1 or "" in numbers:
        return False
    if first.get("phone") and first.get("phone") == second.get("phone"):
        return True
    both = [name for name in _TELLING if first.get(name) and second.get(name)]
    return len(both) >= _FEWEST_ALIKE and all(first[name] == second[name] for name in both)


def _namesake_in_file(reading: RowReading, namesakes: list[RowReading]) -> Finding | None:
    """Judge a row beside rows of the same name of which one has no ID number."""
    others = [
        other
        for other in namesakes
        if other is not reading
        and not ("id_number" in reading.values and "id_number" in other.values)
        and not _other_birth(reading.values.get("birth_date", ""), other.values.get("birth_date", ""))
    ]
    if not others:
        return None
    same = [other for other in others if _one_person(reading.values, other.values)]
    if same:
        return refused("name", "row-twice", others=rows_told(same, reading))
    if "id_number" in reading.values:
        return None
    return undecided("name", "row-same-name-in-file", others=rows_told(others, reading))


def _one_person(first: dict[str, str], second: dict[str, str]) -> bool:
    fields = ("birth_date", "phone")
    return all(first.get(name) and first.get(name) == second.get(name) for name in fields)


def rows_told(readings: list[RowReading], without: RowReading) -> str:
    """Name the rows of some readings, the first of very many."""
    others = [r for r in readings if r is not without]
    told = "、".join(f"“{r.row.sheet}”第 {r.row.row} 行“{r.name}”" for r in others[:_MOST_TOLD])
    return told if len(others) <= _MOST_TOLD else f"{told}等 {len(others)} 行"


def _same_birth_and_phone(reading: RowReading, one: Member) -> bool:
    birth, phone = reading.values.get("birth_date", ""), reading.values.get("phone", "")
    if not (birth and phone and one.birth_date and one.phone == phone):
        return False
    return not _other_birth(birth, one.birth_date)


def _surely_others(reading: RowReading, one: Member) -> bool:
    return _other_birth(reading.values.get("birth_date", ""), one.birth_date)


def _other_birth(first: str, second: str) -> bool:
    return bool(first and second) and not PartialDate.from_iso(first).agrees_with(PartialDate.from_iso(second))


def _says_nothing_new(reading: RowReading, one: Member) -> bool:
    """Tell whether a row without an ID number says of a member only what the ledger has: then nothing can
    go wrong.
    """
    return "id_number" not in reading.values and all(
        getattr(one, name) == value for name, value in reading.values.items() if name not in reading.derived
    )


def _which(namesakes: list[Member]) -> Finding:
    said = "、".join(
        f"“{one.name}”（{display_date(one.birth_date, 'chinese') or '出生日期不详'}）" for one in namesakes
    )
    return undecided("name", "row-same-name-in-ledger", tuple(one.id for one in namesakes), others=said)
