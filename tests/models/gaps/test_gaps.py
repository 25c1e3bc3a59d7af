"""Gaps: none in a whole year, exactly those that are planted, each gone when it is mended."""

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from models import gaps, meeting, organization, rule_choice, snapshot, study_sections, words
from models.clock import FixedClock
from models.gaps import Gap
from models.gate import Operation
from models.ids import CountingIds
from models.kinds import records
from models.kinds.catalog import kind_of, kinds
from models.ledger import Ledger
from models.rules import catalog
from tests.models.conftest import BRANCH
from tests.models.gaps import year
from tests.models.gaps.year import CAME, EXEMPT, LEFT, PLANTS, YEAR, World


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The whole year, closed."""
    path = tmp_path_factory.mktemp("year") / "支部.zbtz"
    clock = FixedClock(year.OVER)
    with Ledger.create(path, organization=BRANCH, actor="尉迟文静", clock=clock, ids_=CountingIds()) as book:
        return year.build(book)


@pytest.fixture
def world(clean: World, tmp_path: Path) -> Iterator[World]:
    path = tmp_path / "支部.zbtz"
    shutil.copy(clean.book.path, path)
    with Ledger.open(path, actor="尉迟文静", clock=FixedClock(year.OVER), ids_=CountingIds(10**6)) as book:
        yield World(book, clean.people, clean.made)


def found(world: World, **more: date) -> list[Gap]:
    return gaps.list_gaps(world.book, year=YEAR, **more)


def test_a_year_in_which_nothing_is_missing_has_no_gap(world: World) -> None:
    assert found(world) == []


def test_exactly_those_that_are_planted_and_each_goes_when_it_is_mended(world: World) -> None:
    assert len(PLANTS) == 23
    mending = [(one.expected, one.make(world, world.people.get(one.expected[2], ""))) for one in PLANTS]
    wanted = Counter(expected for expected, _ in mending)
    assert Counter((gap.code, gap.severity, gap.name) for gap in found(world)) == wanted
    Random(4).shuffle(mending)
    for expected, mend in mending:
        mend()
        wanted[expected] -= 1
        assert Counter((gap.code, gap.severity, gap.name) for gap in found(world)) == +wanted, expected
    assert found(world) == []


@pytest.mark.parametrize("one", PLANTS, ids=lambda one: "-".join(one.expected[:2]) + one.make.__name__)
def test_each_alone_names_whose_it_is_and_where_it_is_mended(world: World, one: year.Plant) -> None:
    who = world.people.get(one.expected[2], "")
    mend = one.make(world, who)
    (gap,) = found(world)
    assert (gap.code, gap.severity, gap.name) == one.expected and gap.member_id == who
    assert gap.text.endswith("。") and "{" not in gap.text and gap.name in gap.text
    assert gap.place.kind in gaps.PLACES and gap.subject
    if gap.place.id and gap.place.kind != "archive":
        table = kinds()[gap.place.kind].table if gap.place.kind in kinds() else gap.place.kind
        assert world.book.query(f"SELECT 1 FROM {table} WHERE id = ?", (gap.place.id,))
    mend()
    assert found(world) == []


def test_the_gravest_come_first_the_branch_before_its_members(world: World) -> None:
    for one in PLANTS:
        one.make(world, world.people.get(one.expected[2], ""))
    listed = found(world)
    order = [gaps.SEVERITIES.index(gap.severity) for gap in listed]
    assert order == sorted(order)
    must = [gap.member_id for gap in listed if gap.severity == "must"]
    assert must[0] == "" and must.index("") < len(must) - 1


# --- whose time it was ------------------------------------------------------------------


def test_who_left_came_late_or_is_exempt_is_asked_for_nothing_outside_her_time(world: World) -> None:
    """Everybody's texts, tests, talks and pledges are taken away: only those who were here long enough miss them."""
    assert not {LEFT, CAME, EXEMPT} & {gap.name for gap in found(world)}
    for (kind, who), key in world.made.items():
        if kind in ("notes", "talk"):
            with world.book.operation("reflection.remove") as op:
                op.delete("talk" if kind == "talk" else "reflection", (1, key))
        elif kind == "pledge" and who != world.people["单田芳"]:
            world.unpledge(key)
    by_code = Counter((gap.code, gap.name) for gap in found(world))
    names = {name for code, name in by_code if code == "section_empty"}
    assert names == {*year.NAMES, LEFT}
    assert {name for code, name in by_code if code == "no_pledge"} == {*year.NAMES, EXEMPT} - {"单田芳"}


@pytest.mark.parametrize(("taken", "asked"), [(3, 0), (4, 4), (7, 1), (8, 0)])
def test_a_test_is_the_branchs_own_from_half_of_it_on(world: World, taken: int, asked: int) -> None:
    """Three of eight took a course's test, which nobody else was asked to take; with four it is the branch's."""
    people = [world.people[name] for name in year.NAMES]
    world.sit(people[:taken], "学习班结业测试", "2026-09-20")
    told = [(gap.code, gap.subject) for gap in found(world)]
    assert told == [("exam_missing", "学习班结业测试")] * asked


def test_an_exemption_ends_what_is_asked(world: World) -> None:
    who = world.people["单田芳"]
    PLANTS[0].make(world, who)
    assert [gap.code for gap in found(world)] == ["hours_short"]
    values = {"from_date": "2026-01-01", "reason": "长期患病"}
    world.write("exemption.add", lambda op: records.add(op, world.ids, kind_of("study_exemption"), [who], **values))
    assert found(world) == []


def test_before_december_what_the_whole_year_must_have_is_milder(world: World) -> None:
    PLANTS[0].make(world, world.people["单田芳"])
    in_november = found(world, as_of=date(2026, 11, 30))
    assert ("hours_short", "should") in {(gap.code, gap.severity) for gap in in_november}
    assert not [gap for gap in in_november if gap.code in ("no_summary", "not_filed", "pledge_open")]
    in_december = found(world, as_of=date(2026, 12, 31))
    assert [(gap.code, gap.severity) for gap in in_december] == [("hours_short", "must")]


def test_a_year_that_has_not_begun_has_none_and_one_without_pledges_has_one(world: World) -> None:
    assert gaps.list_gaps(world.book, year=2028) == []
    for (kind, _), key in world.made.items():
        if kind == "pledge":
            world.unpledge(key)
    assert [(gap.code, gap.member_id) for gap in found(world)] == [("no_pledge", "")]
    assert "本支部" in found(world)[0].text


def test_credits_short_of_a_target_are_a_gap(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    scheme = replace(catalog.credit_schemes()["points_100"], target=9000)
    monkeypatch.setattr(catalog, "credit_schemes", lambda: {"points_100": scheme})
    world.write(
        "rules.choose",
        lambda op: rule_choice.choose(op, choice_id=world.ids.new(), use="credits", rule_set="points_100"),
    )
    listed = found(world)
    assert {gap.code for gap in listed} == {"credits_short"} and "目标 90 学分" in listed[0].text
    assert EXEMPT not in {gap.name for gap in listed} and len(listed) == 9


# --- at the committee, and the words ----------------------------------------------------


def test_the_committee_sees_the_branchs_gaps(world: World, tmp_path: Path) -> None:
    """All rows of the branch, put under another number, have the same gaps, but for what stays inside the branch."""
    for one in PLANTS:
        one.make(world, world.people.get(one.expected[2], ""))
    seen = [gap for gap in found(world) if gap.subject != "谈心谈话"]
    own = [(gap.code, gap.severity, gap.member_id, gap.text) for gap in seen]
    tables = snapshot.collect(world.book, 1)
    clock = FixedClock(year.OVER)
    above_path = tmp_path / "党委.zbtz"
    with Ledger.create(above_path, organization="党委", level="committee", actor="甲", clock=clock) as above:
        with above.operation("branch.invite") as op:
            number = organization.add(op, organization_id=above.ids.new(), name=BRANCH)
        with above.operation("package.receive") as op:
            snapshot.install(op, number, tables, before=None)
        listed = gaps.list_gaps(above, org=number, year=YEAR)
        assert [(gap.code, gap.severity, gap.member_id, gap.text) for gap in listed] == own
        assert gaps.list_gaps(above, year=YEAR) == []


def test_every_code_has_its_sentence_and_no_sentence_is_idle() -> None:
    known = words.labels()
    assert {name.split(".")[0] for name in known["gap"]} == set(gaps.CODES)
    assert set(known["gap_severity"]) == set(gaps.SEVERITIES)


def test_few_queries_whatever_the_branch_holds(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    query = world.book.query

    def counted(sql: str, parameters: tuple[object, ...] = ()) -> list[dict[str, object]]:
        asked.append(sql)
        return query(sql, parameters)

    monkeypatch.setattr(world.book, "query", counted)
    found(world)
    assert 10 < len(asked) <= 28 + sum(kind.asks is not None for kind in kinds().values())


# --- the sections of an archive -----------------------------------------------------------


def test_a_meeting_of_several_kinds_fills_every_section_it_belongs_to(world: World) -> None:
    assert study_sections.of_meeting(("theme_day", "lecture")) == ("lecture", "political")
    assert study_sections.of_meeting(("group", "study")) == ("group", "collective")
    assert study_sections.of_meeting(("assembly", "committee")) == ("political",)
    for section in ("lecture", "political"):
        world.write("meeting.withdraw", lambda op, kept=section: _withdraw_all(world, op, kept))
        assert {gap.facts["section"] for gap in found(world) if gap.code == "section_empty"} >= {section}
    world.meet("theme_day+lecture", "2026-06-24")
    empty = {gap.facts["section"] for gap in found(world) if gap.code == "section_empty"}
    assert not empty & {"lecture", "political"}


def _withdraw_all(world: World, op: Operation, section: str) -> None:
    for held in meeting.list_meetings(world.book, meeting.of_year(YEAR)):
        if section in study_sections.of_meeting(held.kind_list):
            meeting.withdraw_meeting(op, held.id, reason="登记错误")


def test_a_lecture_given_elsewhere_fills_the_section_of_lectures(world: World) -> None:
    world.write("meeting.withdraw", lambda op: _withdraw_all(world, op, "lecture"))
    (record,) = world.study([world.people["单田芳"]], "delivered", 60)
    lacking = {gap.name for gap in found(world) if gap.code == "section_empty"}
    assert record and "曾国祥" in lacking and "单田芳" not in lacking


@pytest.mark.parametrize(
    ("kinds", "section"),
    [("theme_day+lecture", "lecture"), ("group+study", "collective"), ("group+org_life", ""), ("study", "collective")],
)
def test_hours_are_told_in_one_section(kinds: str, section: str) -> None:
    assert study_sections.telling_hours(kinds.split("+")) == section
