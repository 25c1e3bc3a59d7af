"""What the gaps of one organisation and year are found in, read with a few queries, long texts left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from models import spans, study_archive
from models.dates import PartialDate
from models.kinds.catalog import kinds
from models.kinds.kind import Kind
from models.pledge import Pledge, list_pledges
from models.rules import facts
from models.rules.facts import Facts
from models.schema import SELF
from models.study_archive import StudyArchive

if TYPE_CHECKING:
    from models.ledger import Ledger

Row = Mapping[str, Any]

ENDING_MONTH = 12
"""From this month on what is asked of the whole year is looked at as if it were over: archives are filled in then (the
product's own bound). Before it, the same gaps are one step milder.
"""
LEAST_DAYS = 90
"""Of who was here for less than a quarter no filled section is asked (the product's own bound): lectures and general
meetings come once a quarter.
"""
_MILDER = {"must": "should", "should": "note", "note": "note"}


@dataclass(frozen=True, slots=True)
class Person:
    """A member and when she was one: first and last day within the year, up to the closing day. stays: still here on
    the closing day; exempt: from study, on her last day; row: as kept in `member`.
    """

    id: str
    name: str
    first: date
    last: date
    stays: bool
    exempt: bool
    row: Row

    @property
    def who(self) -> tuple[str, str]:
        """Member id and name."""
        return self.id, self.name

    @property
    def long_enough(self) -> bool:
        """Whether she was here long enough for every section to have something in it."""
        return (self.last - self.first).days + 1 >= LEAST_DAYS

    def there(self, day: str) -> bool:
        """Tell whether an ISO day lies within her time."""
        return self.first.isoformat() <= day <= self.last.isoformat()


@dataclass(frozen=True, slots=True)
class Material:
    """closing: the day up to which is looked. bare: ids of meetings without minutes, with whether an effect is noted;
    unexplained: (meeting id, member id) of who was away without a word. sections: of the study archive -> the
    members with a record in it. texts, exams, items: rows of these tables without their long columns; read_items:
    (item id, member id); items_due: rows of pledged things with a day; asked: of each kind that asks for something its
    records of the year, or those that lack it.
    """

    year: int
    as_of: date
    closing: date
    read: Facts
    people: tuple[Person, ...]
    bare: Mapping[str, bool]
    unexplained: tuple[tuple[str, str], ...]
    texts: tuple[Row, ...]
    sections: Mapping[str, frozenset[str]]
    exams: tuple[Row, ...]
    items: tuple[Row, ...]
    read_items: frozenset[tuple[str, str]]
    archives: Mapping[str, StudyArchive]
    pledges: tuple[Pledge, ...]
    items_due: tuple[Row, ...]
    asked: Mapping[str, tuple[Row, ...]]

    @property
    def ending(self) -> bool:
        """Whether the year is over or about to be."""
        return self.as_of >= date(self.year, ENDING_MONTH, 1)

    def of_year(self, severity: str) -> str:
        """Return how grave it is that something asked of the whole year is missing now."""
        return severity if self.ending else _MILDER[severity]


def load(ledger: "Ledger", *, org: int = SELF, year: int, as_of: date) -> Material:
    """Read everything of a year that has begun by the day."""
    closing = min(as_of, date(year, 12, 31))
    span = (org, f"{year:04d}-01-01", closing.isoformat())
    read = facts.load(ledger, org=org, first_year=year, last_year=year)
    return Material(
        year=year,
        as_of=as_of,
        closing=closing,
        read=read,
        people=tuple(_people(ledger, org, year, closing, read)),
        bare=_bare(ledger, span),
        unexplained=_unexplained(ledger, span),
        texts=_rows(ledger, "SELECT id, member_id, kind, title, day, reviewed_on FROM reflection", span),
        sections=_sections(ledger, span),
        exams=_rows(ledger, "SELECT id, member_id, title, day, passed FROM exam", span),
        items=tuple(
            ledger.query(
                "SELECT id, title, due_date FROM reading_item WHERE org = ? AND year = ? AND need = 'required'"
                " ORDER BY id",
                (org, year),
            )
        ),
        read_items=_read_items(ledger, org, year),
        archives={one.member_id: one for one in study_archive.list_archives(ledger, org=org, year=year)},
        pledges=tuple(list_pledges(ledger, org=org, year=year)),
        items_due=_items_due(ledger, org, closing),
        asked={name: _asked(ledger, kind, span) for name, kind in kinds().items() if _is_asked(kind, org)},
    )


def _rows(ledger: "Ledger", select: str, span: tuple[int, str, str]) -> tuple[Row, ...]:
    return tuple(ledger.query(f"{select} WHERE org = ? AND day BETWEEN ? AND ? ORDER BY day, id", span))


def _sections(ledger: "Ledger", span: tuple[int, str, str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kind in kinds().values():
        if not kind.sections:
            continue
        chosen = f'"{kind.section_by}"' if kind.section_by else "''"
        select = f"SELECT DISTINCT {chosen} AS chosen, member_id FROM {kind.rows}"
        within = f'"{kind.day}" <= ?3 AND "{kind.until or kind.day}" >= ?2'
        for row in ledger.query(f"{select} WHERE org = ?1 AND {within}", span):
            found.setdefault(kind.filed_in(row["chosen"]), set()).add(row["member_id"])
    return {section: frozenset(people) for section, people in found.items()}


def _is_asked(kind: Kind, org: int) -> bool:
    """Tell whether a kind asks for anything that can be seen: of what stays inside the branch nobody else knows."""
    return kind.asks is not None and not (kind.inside and org != SELF)


def _asked(ledger: "Ledger", kind: Kind, span: tuple[int, str, str]) -> tuple[Row, ...]:
    """Return a kind's records of the year, or of all years those that fall short or still wait on the closing day."""
    asks, (org, first, last) = kind.asks, span
    assert asks is not None
    wanted = {
        "each-member": f't."{kind.day}" BETWEEN ?2 AND ?3',
        "short": f't."{kind.day}" <= ?3 AND coalesce(t."{asks.less}", 0) < coalesce(t."{asks.than}", 0)',
        "overdue": f"t.\"{asks.open}\" = '' AND t.\"{asks.past}\" <> '' AND t.\"{asks.past}\" < ?3",
    }[asks.how]
    amounts = "".join(f', t."{name}"' for name in (asks.less, asks.than, asks.past) if name)
    select = f't.id, t.member_id, t."{kind.day}" AS day, t."{kind.title}" AS title, m.name{amounts}'
    joined = "LEFT JOIN member m ON m.org = t.org AND m.id = t.member_id"
    sql = f"SELECT {select} FROM {kind.rows} t {joined} WHERE t.org = ?1 AND ?2 <> '' AND {wanted} ORDER BY 3, 1"
    return tuple(ledger.query(sql, (org, first, last)))


def _people(ledger: "Ledger", org: int, year: int, closing: date, read: Facts) -> list[Person]:
    rows = ledger.query("SELECT * FROM member WHERE org = ? ORDER BY name_pinyin, name, id", (org,))
    found = []
    for row in rows:
        since = max(row["joined_date"], row["arrived_date"])
        if not study_archive.belongs(row, year) or not spans.begun(since, closing):
            continue
        begin = PartialDate.from_iso(since).first if since else date.min
        left = PartialDate.from_iso(row["left_date"]).first if row["left_date"] else date.max
        last = min(closing, left - timedelta(days=1)) if row["status"] == "left" else closing
        exempt = any(one.member_id == row["id"] and one.stands_on(last) for one in read.exemptions)
        first = max(date(year, 1, 1), begin)
        found.append(Person(row["id"], row["name"], first, last, last == closing, exempt, row))
    return found


def _bare(ledger: "Ledger", span: tuple[int, str, str]) -> dict[str, bool]:
    rows = ledger.query(
        "SELECT id, effect <> '' AS effect FROM meeting WHERE org = ? AND day BETWEEN ? AND ? AND status = 'kept'"
        " AND minutes = '' ORDER BY day, id",
        span,
    )
    return {row["id"]: bool(row["effect"]) for row in rows}


def _unexplained(ledger: "Ledger", span: tuple[int, str, str]) -> tuple[tuple[str, str], ...]:
    rows = ledger.query(
        "SELECT a.meeting_id, a.member_id FROM attendance a JOIN meeting e ON e.org = a.org AND e.id = a.meeting_id"
        " WHERE e.org = ? AND e.day BETWEEN ? AND ? AND e.status = 'kept' AND a.mark = 'absent' AND a.reason = ''"
        " ORDER BY e.day, e.id",
        span,
    )
    return tuple((row["meeting_id"], row["member_id"]) for row in rows)


def _read_items(ledger: "Ledger", org: int, year: int) -> frozenset[tuple[str, str]]:
    rows = ledger.query(
        "SELECT d.reading_id, d.member_id FROM reading_done d JOIN reading_item i ON i.org = d.org"
        " AND i.id = d.reading_id WHERE d.org = ? AND i.year = ?",
        (org, year),
    )
    return frozenset((row["reading_id"], row["member_id"]) for row in rows)


def _items_due(ledger: "Ledger", org: int, closing: date) -> tuple[Row, ...]:
    """Return pledged things with a day that nothing was yet done for; what was done for the whole counts for each."""
    rows = ledger.query(
        "SELECT i.pledge_id, i.text, i.due_date FROM pledge_item i WHERE i.org = ? AND i.due_date <> ''"
        " AND i.due_date <= ? AND i.outcome = '' AND NOT EXISTS (SELECT 1 FROM pledge_deed d WHERE d.org = i.org"
        " AND d.pledge_id = i.pledge_id AND (d.item_id IS NULL OR d.item_id = i.id)) ORDER BY i.pledge_id, i.position",
        (org, closing.isoformat()),
    )
    return tuple(row for row in rows if PartialDate.from_iso(row["due_date"]).last < closing)
