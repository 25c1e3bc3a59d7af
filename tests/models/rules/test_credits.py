"""Credits: what an event earns, what caps leave of it, and a reason on every line."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models import reading
from models.errors import RefusedError
from models.kinds import records
from models.kinds import sheets as kind_sheets
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from models.rules import catalog, credits
from models.rules.credits import CreditTotal
from models.rules.facts import EntryFact, Facts
from models.rules.rule import CreditItem, CreditScheme
from models.rules.works import WorkFact
from tests.models.rules.conftest import chosen, days, held, made_up, person, record, sheets, studied

YEAR_END = date(2026, 12, 31)


def of(read: Facts, *, year: int = 2026, as_of: date = YEAR_END) -> CreditTotal:
    (total,) = credits.credits_of(read, year, as_of)
    return total


def branch(
    key: str, kinds: str = "", count: int = 0, mark: str = "present", minutes: int = 60, **more: Any
) -> Facts:
    meetings = tuple(held(kinds, day, minutes=minutes) for day in days("2026-03-01", count))
    return Facts(
        choices=(chosen(key, "credits"),),
        members=(person("甲"),),
        meetings=meetings,
        sheets=sheets(list(meetings), {"甲": mark}),
        **more,
    )


def entry(day: str, hundredths: int, item: str = "") -> EntryFact:
    return EntryFact(f"{day} {hundredths}", "甲", day, item, hundredths, "心得一篇")


@pytest.fixture
def scheme(monkeypatch: pytest.MonkeyPatch) -> Callable[..., CreditScheme]:
    """Puts a scheme of a test into the catalogue as `probe`."""

    base = catalog.credit_schemes()["points_100"]

    def put(*items: CreditItem, **more: Any) -> CreditScheme:
        made = replace(base, key="probe", items=items, **({"base": 0} | more))
        monkeypatch.setattr(catalog, "credit_schemes", lambda: {"probe": made})
        return made

    return put


# --- the presets --------------------------------------------------------------------------


def test_v2_fifteen_study_sessions_give_twelve() -> None:
    total = of(branch("points_100", "study", 15))
    assert total.total == 6000 + 1200
    studies = [line for line in total.lines if line.item == "study"]
    assert [line.counted for line in studies] == [200] * 6 + [0] * 9
    assert all(line.earned == 200 for line in studies)
    assert "本项全年封顶 12 分，只计 0 分" in studies[-1].why
    assert "封顶" not in studies[5].why


@pytest.mark.parametrize(
    ("kinds", "each", "cap"),
    [("assembly", 300, 1200), ("lecture", 300, 1200), ("theme_day", 200, 800), ("study", 200, 1200)],
)
@pytest.mark.parametrize("more", [-1, 0, 1])
def test_v2_caps_one_short_exact_and_one_over(kinds: str, each: int, cap: int, more: int) -> None:
    total = of(branch("points_100", kinds, cap // each + more))
    assert total.total == 6000 + min(cap, cap + more * each)


@pytest.mark.parametrize("item", ["notes", "reflection"])
def test_v2_one_entry_a_quarter(item: str) -> None:
    entries = tuple(entry(day, 100, item) for day in ("2026-01-05", "2026-03-31", "2026-04-01", "2026-12-31"))
    total = of(branch("points_100", entries=entries))
    assert [line.counted for line in total.lines] == [6000, 100, 0, 100, 100]
    assert "本项每季度封顶 1 分，只计 0 分" in total.lines[2].why


def test_one_hour_one_credit() -> None:
    read = branch(
        "hour_credit",
        "study",
        2,
        minutes=90,
        records=(studied("甲", "self_study", "2026-05-01", "2026-05-01", 150),),
    )
    assert of(read).total == 300 + 250


@pytest.mark.parametrize("key", ["points_100", "hour_credit"])
def test_presets_are_marked_as_local(key: str) -> None:
    scheme = catalog.credit_schemes()[key]
    assert scheme.local and scheme.status == "本地设定，非文件规定"


def test_no_scheme_no_credits() -> None:
    assert credits.credits_of(Facts(members=(person("甲"),)), 2026, YEAR_END) == []
    ended = Facts(members=(person("甲"),), choices=(chosen("points_100", "credits", to_date="2026-12-30"),))
    assert credits.credits_of(ended, 2026, YEAR_END) == []
    assert len(credits.credits_of(ended, 2026, date(2026, 12, 30))) == 1
    assert credits.credits_of(branch("points_100"), 2027, YEAR_END) == []


def test_a_scheme_this_program_does_not_have_is_told() -> None:
    with pytest.raises(RefusedError) as caught:
        of(branch("their_own"))
    assert caught.value.code == "rule-set-unknown" and "their_own" in caught.value.what()


# --- what counts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "earned"),
    [
        *(("present", 200), ("late", 150), ("personal", 0), ("sick", 0), ("official", 50)),
        *(("absent", -100), ("observer", 0)),
    ],
)
def test_marks_earn_what_the_item_says(scheme: Callable[..., CreditScheme], mark: str, earned: int) -> None:
    marks = {"official": 50, "absent": -100}
    scheme(CreditItem("a", "学习", "", "event", 200, ("study",), late_hundredths=150, marks=marks))
    total = of(branch("probe", "study", 1, mark))
    assert total.total == earned
    assert len(total.lines) == (1 if earned else 0)


@pytest.mark.parametrize(("stated", "earned"), [(None, 200), (100, 100), (0, 0)])
def test_a_make_up_earns_in_full_unless_the_item_says_less(
    scheme: Callable[..., CreditScheme], stated: int | None, earned: int
) -> None:
    scheme(CreditItem("a", "学习", "", "event", 200, ("study",), make_up_hundredths=stated))
    read = branch("probe", "study", 1, "sick")
    read = replace(read, make_ups=(made_up(read.meetings[0], "甲", "2026-04-01", 60),))
    assert of(read).total == earned


def test_best_takes_one_item_for_an_event_and_each_takes_all(scheme: Callable[..., CreditScheme]) -> None:
    items = (
        CreditItem("a", "学习", "", "event", 200, ("study",)),
        CreditItem("b", "党课", "", "event", 300, ("lecture",), cap_hundredths=300),
    )
    scheme(*items, combine="best")
    lines = of(branch("probe", "lecture+study", 2)).lines
    # An item that is full leaves the event to the next.
    assert [(line.item, line.counted) for line in lines] == [("b", 300), ("a", 200)]
    scheme(*items, combine="each")
    lines = of(branch("probe", "lecture+study", 2)).lines
    assert [(line.item, line.counted) for line in lines] == [("a", 200), ("b", 300), ("a", 200), ("b", 0)]


@pytest.mark.parametrize(
    ("cap_period", "counted"),
    [
        *(("year", [200, 0, 0]), ("half_year", [200, 0, 0]), ("quarter", [200, 0, 0]), ("month", [200, 0, 200])),
        *(("week", [200, 200, 200]), ("each", [200, 200, 200])),
    ],
)
def test_a_cap_holds_for_its_period(
    scheme: Callable[..., CreditScheme], cap_period: str, counted: list[int]
) -> None:
    scheme(CreditItem("a", "学习", "", "event", 200, ("study",), cap_hundredths=200, cap_period=cap_period))
    meetings = tuple(held("study", day) for day in ("2026-01-05", "2026-01-12", "2026-02-02"))
    read = replace(branch("probe"), meetings=meetings, sheets=sheets(list(meetings), {"甲": "present"}))
    assert [line.counted for line in of(read).lines] == counted


def test_entries_by_hand_are_capped_with_their_item(scheme: Callable[..., CreditScheme]) -> None:
    scheme(CreditItem("a", "学习", "", "event", 200, ("study",), cap_hundredths=300))
    read = branch("probe", "study", 1, entries=(entry("2026-02-01", 200, "a"), entry("2026-05-01", 400, "")))
    assert [(line.kind, line.counted) for line in of(read).lines] == [("entry", 200), ("meeting", 100), ("entry", 400)]
    unknown = of(branch("probe", entries=(entry("2026-02-01", 200, "of another scheme"),)))
    assert unknown.total == 200 and "本方案没有" in unknown.lines[0].why


def test_a_deduction_makes_room_again(scheme: Callable[..., CreditScheme]) -> None:
    scheme(CreditItem("a", "笔记", "", "entry", 100, cap_hundredths=200))
    entries = tuple(
        entry(day, hundredths, "a")
        for day, hundredths in (("2026-02-01", 200), ("2026-03-01", -100), ("2026-04-01", 200))
    )
    assert [line.counted for line in of(branch("probe", entries=entries)).lines] == [200, -100, 100]


@pytest.mark.parametrize(
    ("entered", "total", "limit"), [(-7000, 0, 1000), (-6000, 0, 0), (4000, 10000, 0), (5000, 10000, -1000)]
)
def test_floor_and_ceiling_are_lines_of_their_own(
    scheme: Callable[..., CreditScheme], entered: int, total: int, limit: int
) -> None:
    scheme(base=6000, floor=0, ceiling=10000)
    found = of(branch("probe", entries=(entry("2026-02-01", entered),)))
    assert found.total == total == sum(line.counted for line in found.lines)
    assert [line.counted for line in found.lines if line.kind == "limit"] == ([limit] if limit else [])


def test_a_course_over_new_year_is_one_time_of_the_year_it_ended_in(scheme: Callable[..., CreditScheme]) -> None:
    course = studied("甲", "training", "2025-12-31", "2026-01-03", 1440)
    scheme(CreditItem("a", "培训", "", "event", 500, (), ("training",)))
    assert [of(branch("probe", records=(course,)), year=year).total for year in (2025, 2026)] == [0, 500]
    scheme(CreditItem("a", "培训", "", "hour", 100, (), ("training",)))
    assert [of(branch("probe", records=(course,)), year=year).total for year in (2025, 2026)] == [600, 1800]


def test_read_from_a_ledger(make: Callable[..., Ledger]) -> None:
    with make("单田芳", "曾国祥", points_100="credits") as book:
        one, other = [row["id"] for row in book.query("SELECT id FROM member ORDER BY id")]
        for day in days("2026-03-01", 15):
            record(book, "study", day, study_minutes=60, marks={other: "absent"})
        with book.operation("credit.add") as op:
            values = {"day": "2026-05-05", "reason": "笔记", "item": "notes"}
            records.add(op, book.ids, kind_of("credit_entry"), [other], hundredths=100, **values)
        totals = {total.member_id: total for total in credits.list_credits(book, year=2026)}
    assert (totals[one].total, totals[other].total) == (7200, 6100)
    assert totals[one].scheme.key == "points_100"


# --- texts, talks, tests, books -----------------------------------------------------------


def work(kind: str, day: str) -> WorkFact:
    return WorkFact(kind, f"{kind} {day}", "甲", day, f"{day}的{kind}")


@pytest.mark.parametrize("kind", ["notes", "reflection"])
def test_a_text_earns_once_a_quarter_without_being_entered_again(kind: str) -> None:
    works = tuple(work(kind, day) for day in ("2026-01-05", "2026-03-31", "2026-04-01", "2027-01-01"))
    total = of(branch("points_100", works=works))
    assert [(line.kind, line.counted) for line in total.lines[1:]] == [(kind, 100), (kind, 0), (kind, 100)]
    assert total.total == 6200
    assert "按“" in total.lines[1].why and "封顶" in total.lines[2].why


@pytest.mark.parametrize("combine", ["best", "each"])
def test_what_is_entered_by_hand_as_well_counts_once_and_says_so(
    combine: str, scheme: Callable[..., CreditScheme]
) -> None:
    scheme(CreditItem("essay", "心得", "", "entry", 100, works=("reflection",)), combine=combine)
    read = branch(
        "probe",
        works=(work("reflection", "2026-05-01"), work("reflection", "2026-05-02")),
        entries=(entry("2026-05-01", 300, "essay"), entry("2026-05-02", 50)),
    )
    total = of(read)
    lines = {(line.kind, line.day): line for line in total.lines}
    assert total.total == 300 + 100 + 50
    doubled = lines["reflection", "2026-05-01"]
    assert (doubled.earned, doubled.counted) == (0, 0) and "同一天已手工登记“心得”，不重复计分" in doubled.why
    assert lines["reflection", "2026-05-02"].counted == 100


def test_each_kind_of_record_is_read_from_the_ledger(
    make: Callable[..., Ledger], scheme: Callable[..., CreditScheme]
) -> None:
    every = ("reflection", "notes", "talk", "exam", "reading")
    scheme(*(CreditItem(kind, kind, "", "event", 10**at, works=(kind,)) for at, kind in enumerate(every)))
    with make("单田芳", probe="credits") as book:
        (who,) = [row["id"] for row in book.query("SELECT id FROM member")]
        with book.operation("reflection.add") as op:
            for kind in ("reflection", "notes"):
                text = {"kind": kind, "title": "一篇", "day": "2026-02-01"}
                records.add(op, book.ids, kind_of("reflection"), [who], **text)
            records.add(op, book.ids, kind_of("talk"), [who], kind="exchange", title="一次", day="2026-02-01")
            sat: dict[str, Any] = {"title": "一考", "day": "2026-02-01", "method": "open"}
            kind_sheets.enter(op, book.ids, kind_of("exam"), {who: {"passed": "yes"}}, **sat)
            kind_sheets.enter(op, book.ids, kind_of("exam"), {who: {"passed": "no"}}, **sat)
            (item,) = records.add(op, book.ids, reading.ITEM, (), year=2025, title="一书", need="required")
            reading.mark_read(op, book.ids, item, {who: "2026-02-01"})
        (total,) = credits.list_credits(book, year=2026)
        assert total.total == 11111
        assert sorted(line.kind for line in total.lines) == sorted(every)
        assert credits.list_credits(book, year=2025)[0].lines == ()
