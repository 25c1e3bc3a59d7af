"""Random years in a real ledger: the lines behind every total add up to it, as bare SQL does; undo ends it all."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import attendance, group, make_up, meeting, member, post, rule_choice, undo
from models.clock import FixedClock
from models.ids import CountingIds
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from models.rules import catalog, credits, duties, hours, periods, statistics
from tests.models.rules.conftest import BRANCH, NOW

YEAR = 2026
KINDS = ("assembly", "lecture", "study", "theme_day", "assembly+lecture", "lecture+study", "org_life")


@contextmanager
def random_year(random: Random, meetings: int) -> Iterator[tuple[Ledger, str]]:
    """A ledger in which a year was recorded, and the digest of what it held before."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger.create(
            Path(folder) / "a.zbtz", organization=BRANCH, actor="尉迟文静", clock=FixedClock(NOW), ids_=CountingIds()
        ) as book,
    ):
        start = book.content_digest()
        people = _people(book, random)
        for _ in range(meetings):
            _meeting(book, random, people)
        for _ in range(random.randrange(4)):
            _study(book, random, people)
        yield book, start


def _people(book: Ledger, random: Random) -> list[str]:
    with book.operation("roster.import") as op:
        people = [
            member.add_member(
                op, member_id=book.ids.new(), name="沈镕", joined_date="1999-07", group=name, group_id=book.ids.new()
            )
            for name in random.choices(["第一组", "第二组", ""], k=random.randrange(2, 6))
        ]
        post.add_post(op, post_id=book.ids.new(), member_id=people[0], post="secretary", from_date="2026-05-01")
    with book.operation("rules.choose") as op:
        for key in random.sample(sorted(catalog.rule_sets()), k=random.randrange(1, 4)):
            rule_choice.choose(op, choice_id=book.ids.new(), use="duties", rule_set=key)
        scheme = random.choice(sorted(catalog.credit_schemes()))
        rule_choice.choose(op, choice_id=book.ids.new(), use="credits", rule_set=scheme)
    return people


def _meeting(book: Ledger, random: Random, people: list[str]) -> None:
    day = date(2025, 12, 20) + timedelta(days=random.randrange(377))
    groups = group.list_groups(book)
    named = random.choice(groups).id if groups and random.random() < 0.3 else None
    kinds = ["group"] if named else random.choice(KINDS).split("+")
    with book.operation("meeting.record") as op:
        made = meeting.record_meeting(
            op,
            meeting_id=book.ids.new(),
            kinds=kinds,
            day=day.isoformat(),
            topic="议题",
            group_id=named,
            study_minutes=random.randrange(0, 200, 30),
        )
    for line in attendance.sheet(book, made):
        _mark(book, random, made, line.member_id, day)
    if random.random() < 0.1:
        with book.operation("meeting.withdraw") as op:
            meeting.withdraw_meeting(op, made, reason="登错了")


def _mark(book: Ledger, random: Random, meeting_id: str, member_id: str, day: date) -> None:
    if random.random() < 0.5:
        return
    with book.operation("attendance.mark") as op:
        attendance.mark(op, meeting_id, member_id, mark := random.choice(attendance.MARKS))
    if mark in attendance.AWAY_MARKS and random.random() < 0.6:
        made_up = min(day + timedelta(days=random.randrange(40)), NOW.date())
        with book.operation("make_up.add") as op:
            make_up.add_make_up(
                op, make_up_id=book.ids.new(), meeting_id=meeting_id, member_id=member_id, day=made_up.isoformat()
            )


def _study(book: Ledger, random: Random, people: list[str]) -> None:
    first = date(2025, 12, 25) + timedelta(days=random.randrange(360))
    span = {"from_day": first.isoformat(), "to_day": (first + timedelta(days=random.randrange(10))).isoformat()}
    values = {
        "kind": random.choice(list(kind_of("study_record").choices("kind"))),
        "study_minutes": random.randrange(0, 900, 30), **span,
    }
    with book.operation("study.add") as op:
        records.add(op, book.ids, kind_of("study_record"), random.sample(people, k=2), title="培训", **values)
    with book.operation("credit.add") as op:
        item, amount = random.choice(["", "notes", "reflection"]), random.choice([-100, 50, 300])
        records.add(
            op, book.ids, kind_of("credit_entry"), [random.choice(people)], day=span["from_day"], hundredths=amount,
            reason="心得", item=item,
        )


# --- what is held against bare SQL --------------------------------------------------------


def bare_hours(book: Ledger, member_id: str, kinds: tuple[str, ...], study_kinds: tuple[str, ...]) -> int:
    """The hours of a member, day by day and without any of the rules' code."""
    total = 0
    for row in book.query(
        "SELECT e.kinds, e.study_minutes AS minutes FROM meeting e JOIN attendance a ON a.meeting_id = e.id"
        " WHERE e.status = 'kept' AND e.day LIKE '2026-%' AND a.member_id = ? AND a.mark IN ('present', 'late')"
        " UNION ALL SELECT e.kinds, u.study_minutes FROM make_up u JOIN meeting e ON e.id = u.meeting_id"
        " WHERE e.status = 'kept' AND u.day LIKE '2026-%' AND u.member_id = ?",
        (member_id, member_id),
    ):
        total += row["minutes"] if set(row["kinds"].split("+")) & set(kinds) else 0
    for row in book.query("SELECT * FROM study_record WHERE member_id = ?", (member_id,)):
        first, last = date.fromisoformat(row["from_day"]), date.fromisoformat(row["to_day"])
        every = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        share = {day: row["study_minutes"] // len(every) for day in every}
        share[last] += row["study_minutes"] - sum(share.values())
        if row["kind"] in study_kinds:
            total += sum(minutes for day, minutes in share.items() if day.year == YEAR)
    return total


def check_hours(book: Ledger) -> None:
    found = hours.list_hours(book, year=YEAR)
    assert len(found) == len(book.query("SELECT 1 FROM member"))
    for one in found:
        assert one.rule is not None
        assert sum(line.minutes for line in one.lines) == one.total
        assert bare_hours(book, one.member_id, one.rule.meeting_kinds, one.rule.study_kinds) == one.total
        assert (one.state == "met") == (one.target is not None and one.total >= one.target)


def check_credits(book: Ledger) -> None:
    for one in credits.list_credits(book, year=YEAR):
        assert sum(line.counted for line in one.lines) == one.total
        items = {item.key: item for item in one.scheme.items}
        spent: Counter[tuple[str, str]] = Counter()
        for line in one.lines:
            item = items.get(line.item)
            if item is None or item.cap_hundredths is None:
                assert line.counted == line.earned
            else:
                spent[item.key, periods.holding(item.cap_period, line.day)] += line.counted
                assert spent[item.key, periods.holding(item.cap_period, line.day)] <= item.cap_hundredths
                assert line.counted <= line.earned
            assert line.why
        events = [line.source_id for line in one.lines if line.source_id]
        assert len(events) == len(set(events)), "combine is best: one line for an event"


def check_statistics(book: Ledger) -> None:
    found = statistics.year_statistics(book, year=YEAR)
    kept = book.query("SELECT * FROM meeting WHERE status = 'kept' AND day LIKE '2026-%'")
    (sheets,) = book.query(
        "SELECT count(*) AS expected, coalesce(sum(a.mark IN ('present', 'late')), 0) AS present FROM attendance a"
        " JOIN meeting e ON e.id = a.meeting_id"
        " WHERE e.status = 'kept' AND e.day LIKE '2026-%' AND a.mark <> 'observer'"
    )
    assert (found.meetings, found.expected, found.present) == (len(kept), sheets["expected"], sheets["present"])
    held = Counter(kind for row in kept for kind in row["kinds"].split("+"))
    told: Counter[str] = Counter()
    for row in found.rows:
        told[row.kind] += row.held
        ids = [meeting_id for cell in row.months for meeting_id in cell.meeting_ids]
        assert len(ids) == len(set(ids)) == row.held == sum(len(cell.days) for cell in row.months)
    assert +told == held


def check_duties(book: Ledger) -> None:
    kept = {row["id"]: row for row in book.query("SELECT * FROM meeting WHERE status = 'kept'")}
    found = duties.list_duties(book, year=YEAR)
    assert len({(one.key, one.subject_id, one.period.key) for one in found}) == len(found)
    for one in found:
        assert one.why and set(one.meetings) <= set(kept)
        assert (one.state == "done") == (one.done >= one.required and one.state != "waived")
        if one.rule.metric == "meetings":
            assert one.done == len(one.meetings)
        if one.rule.metric == "unit_minutes":
            assert one.done == sum(kept[meeting_id]["study_minutes"] for meeting_id in one.meetings)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), meetings=st.integers(0, 12))
def test_totals_add_up_and_undoing_everything_ends_at_the_start(seed: int, meetings: int) -> None:
    with random_year(Random(seed), meetings) as (book, start):
        check_hours(book)
        check_credits(book)
        check_statistics(book)
        check_duties(book)
        while undo.next_undo(book).entry is not None:
            undo.undo(book)
        assert book.content_digest() == start
        assert hours.list_hours(book, year=YEAR) == credits.list_credits(book, year=YEAR) == []
        assert statistics.year_statistics(book, year=YEAR).meetings == 0
        assert {one.state for one in duties.list_duties(book, year=YEAR)} <= {"missed", "open", "waived"}
