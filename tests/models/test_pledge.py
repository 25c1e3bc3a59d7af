"""Pledges: drafting, what is refused and why in words, deeds, opinions, what lists and summaries tell."""

from datetime import date
from typing import Any

import pytest

from models import attendance, evidence, member, organization, pledge, pledge_deeds, pledge_steps, undo
from models.errors import RefusedError
from models.ledger import Ledger
from tests.models.conftest import BRANCH, add_members

YEAR = 2026
ITEMS = [
    {"kind": "service", "text": "看望独居老人", "measure": "每月一次", "due_date": "2026-12"},
    {"text": "带头学习"},
]
WAY = (
    ("submit", "2026-01-05", {}),
    ("approve", "2026-01-06", {}),
    ("post", "2026-01-07", {"place": "社区公开栏", "until_day": "2026-01-14"}),
    ("begin", "2026-01-15", {}),
    ("appraise", "2026-11-10", {}),
)


def drafted(book: Ledger, member_id: str | None, owner: str = "", **values: Any) -> str:
    wanted: dict[str, Any] = {"year": YEAR, "items": ITEMS} | values
    with book.operation("pledge.draft") as op:
        return pledge.draft_pledge(
            op,
            book.ids,
            pledge_id=book.ids.new(),
            owner=owner or ("member" if member_id else "branch"),
            member_id=member_id,
            **wanted,
        )


def taken(book: Ledger, pledge_id: str, step: str, day: str, **values: str) -> None:
    with book.operation(pledge_steps.operation_kind(step)) as op:
        pledge_steps.take(op, book.ids, pledge_id, step, day=day, **values)


def brought_to(book: Ledger, pledge_id: str, last: str) -> str:
    for step, day, values in WAY:
        taken(book, pledge_id, step, day, **values)
        if step == last:
            break
    return pledge_id


def refused(code: str, call: Any, *arguments: Any, told: str = "", **values: Any) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        call(*arguments, **values)
    error = caught.value
    assert error.code == code, error
    assert told in error.what() + error.next_step()
    return error


def within(book: Ledger, kind: str, call: Any, *arguments: Any, **values: Any) -> Any:
    with book.operation(kind) as op:
        return call(op, *arguments, **values)


@pytest.fixture
def people(book: Ledger) -> list[str]:
    return add_members(book)


# --- drafting -------------------------------------------------------------------------------


def test_a_draft_keeps_its_items_in_order(book: Ledger, people: list[str]) -> None:
    pledge_id = drafted(book, people[0], foreword="我公开承诺：", supervision="公开栏", contact="0539")
    kept = pledge.get(book, pledge_id)
    assert (kept.name, kept.state, kept.foreword, kept.verdict) == ("单田芳", "draft", "我公开承诺：", "")
    found = pledge.items(book, pledge_id)
    told = [(one.position, one.kind, one.text) for one in found]
    assert told == [(1, "service", "看望独居老人"), (2, "common", "带头学习")]
    anew = [{"text": "先学一步"}, ITEMS[0], {"text": "第三"}]
    within(book, "pledge.edit", pledge.edit_pledge, pledge_id, items=anew, contact="")
    assert [one.text for one in pledge.items(book, pledge_id)] == ["先学一步", "看望独居老人", "第三"]
    within(book, "pledge.edit", pledge.edit_pledge, pledge_id, items=[])
    assert pledge.items(book, pledge_id) == []
    for _ in range(2):
        undo.undo(book)
    assert [one.id for one in pledge.items(book, pledge_id)] == [one.id for one in found]


def test_one_a_year_for_each_and_a_leaders_beside_it(book: Ledger, people: list[str]) -> None:
    first = drafted(book, people[0])
    refused("pledge-twice", drafted, book, people[0], told="2026 年已经有一份党员承诺")
    drafted(book, people[0], year=2025)
    drafted(book, people[0], owner="leader")
    term = drafted(book, people[0], owner="leader", year=2024, until_date="2028-06")
    refused("pledge-twice", drafted, book, people[0], owner="leader", year=2024, until_date="2027")
    drafted(book, None)
    refused("pledge-twice", drafted, book, None, told="支部承诺")
    taken(book, first, "end", "2026-03-01", remark="岗位变动")
    again = drafted(book, people[0])
    found = pledge.list_pledges(book, year=YEAR)
    assert [one.owner for one in found] == ["leader", "branch", "leader", "member", "member"]
    assert {one.id for one in found} >= {term, first, again}
    assert [one.name for one in found if one.owner == "branch"] == [BRANCH]
    assert pledge.years(book) == [2026, 2025, 2024]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"items": [{"text": ""}]}, "value-empty"),
        ({"items": [{"text": "长" * 501}]}, "value-too-long"),
        ({"items": [{"text": "零\u200b宽"}]}, "value-bad-characters"),
        ({"items": [{"text": "甲", "kind": "party"}]}, "value-not-allowed"),
        ({"items": [{"text": "甲", "due_date": "年底"}]}, "value-bad-date"),
        ({"items": [{"text": "甲"}] * 101}, "pledge-items-many"),
        ({"until_date": "2025-12"}, "pledge-term-over"),
        ({"foreword": "长" * 2001}, "value-too-long"),
        ({"year": 1984}, "pledge-no-member"),
    ],
)
def test_a_draft_that_cannot_stand(book: Ledger, people: list[str], values: dict[str, Any], code: str) -> None:
    before = book.content_digest()
    error = refused(code, drafted, book, people[0], **values)
    assert error.what()
    assert book.content_digest() == before


def test_somebody_who_left_can_only_end(book: Ledger, people: list[str]) -> None:
    pledge_id = brought_to(book, drafted(book, people[0]), "begin")
    with book.operation("member.remove") as op:
        member.remove_member(op, people[0], kind="transfer", date="2026-06-01")
    for step in ("appraise", "conclude", "submit"):
        refused("pledge-left", taken, book, pledge_id, step, "2026-07-01", told="单田芳")
    deed = {"deed_id": book.ids.new(), "pledge_id": pledge_id, "day": "2026-05-01", "text": "入户"}
    refused("pledge-left", within, book, "pledge.deed", pledge_deeds.add_deed, **deed)
    refused("pledge-left", drafted, book, people[0], year=2025)
    refused("value-empty", taken, book, pledge_id, "end", "2026-07-01")
    taken(book, pledge_id, "end", "2026-07-01", remark="组织关系转出")
    refused("pledge-over", taken, book, pledge_id, "end", "2026-07-02", remark="再来", told="已终止")


# --- the way --------------------------------------------------------------------------------


def test_what_has_to_happen_first_is_said(book: Ledger, people: list[str]) -> None:
    pledge_id = drafted(book, people[0])
    told = "请先办“送审”、“审核通过”。"
    refused("pledge-path", taken, book, pledge_id, "post", "2026-01-05", told=told, **WAY[2][2])
    brought_to(book, pledge_id, "post")
    refused("pledge-path", taken, book, pledge_id, "conclude", "2026-02-01", told="请先办“转入践诺”、“转入评诺”。")
    refused("pledge-path-back", taken, book, pledge_id, "approve", "2026-02-01", told="已经过去了")
    refused("pledge-closed", within, book, "pledge.edit", pledge.edit_pledge, pledge_id, items=[], told="公示中")
    refused("pledge-went-on", within, book, "pledge.remove", pledge.remove_pledge, pledge_id)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"until_day": "2026-01-14"}, "value-empty"),
        ({"place": "公开栏"}, "pledge-posting-short"),
        ({"place": "公开栏", "until_day": "2026-01-07"}, "pledge-posting-short"),
        ({"place": "公开栏", "until_day": "2026-01"}, "value-bad-date"),
        ({"place": "公开栏", "until_day": "2026-01-08", "day": "2026-01-05"}, "pledge-step-early"),
        ({"place": "公开栏", "until_day": "2027-01-08", "day": "2026-12-31"}, "study-in-future"),
        ({"place": "公开栏", "until_day": "2026-01-08", "day": "2026-01"}, "value-bad-date"),
    ],
)
def test_a_posting_needs_place_and_span(book: Ledger, people: list[str], values: dict[str, str], code: str) -> None:
    pledge_id = brought_to(book, drafted(book, people[0]), "approve")
    refused(code, taken, book, pledge_id, "post", **({"day": "2026-01-07"} | values))
    assert pledge.get(book, pledge_id).state == "approved"


def test_no_step_before_she_came_and_none_without_items(book: Ledger) -> None:
    who = {"member_id": book.ids.new(), "name": "䶮喆", "joined_date": "2026-03-02"}
    late = within(book, "member.add", member.add_member, **who)
    pledge_id = drafted(book, late, items=[])
    refused("pledge-before-joining", taken, book, pledge_id, "submit", "2026-03-01", told="2026年3月2日")
    refused("pledge-empty", taken, book, pledge_id, "submit", "2026-03-05")


def test_a_returned_draft_is_corrected_and_goes_again(book: Ledger, people: list[str]) -> None:
    pledge_id = brought_to(book, drafted(book, people[0]), "submit")
    refused("value-empty", taken, book, pledge_id, "return", "2026-01-06")
    taken(book, pledge_id, "return", "2026-01-06", remark="措施再具体些", by_whom="尉迟文静")
    refused("pledge-went-on", within, book, "pledge.remove", pledge.remove_pledge, pledge_id)
    within(book, "pledge.edit", pledge.edit_pledge, pledge_id, items=[{"text": "带头学习", "measure": "每周自学"}])
    for step in ("submit", "approve"):
        taken(book, pledge_id, step, "2026-01-07")
    steps = pledge_steps.steps(book, pledge_id)
    assert [(one.position, one.step) for one in steps] == [(1, "submit"), (2, "return"), (3, "submit"), (4, "approve")]
    assert steps[1].remark == "措施再具体些"


def test_a_result_names_what_is_still_missing(book: Ledger, people: list[str]) -> None:
    pledge_id = brought_to(book, drafted(book, people[0]), "appraise")
    first, second = (one.id for one in pledge.items(book, pledge_id))
    day = "2026-11-12"

    def conclude(code: str, told: str, on: str = day) -> None:
        refused(code, taken, book, pledge_id, "conclude", on, told=told)

    def say(source: str, **values: Any) -> None:
        within(book, "pledge.vote", pledge_deeds.appraise, pledge_id, source, day=day, **values)

    def come_out(**grades: tuple[str, str]) -> None:
        outcomes = {first: grades["one"], second: grades["two"]}
        within(book, "pledge.outcome", pledge_deeds.set_outcomes, pledge_id, outcomes)

    conclude("pledge-not-said", "个人自评")
    say("self", grade="kept")
    conclude("pledge-not-said", "支部评定")
    say("branch", grade="kept")
    conclude("pledge-no-tally", "党员互评")
    say("members", satisfied=3)
    conclude("pledge-said-later", "2026年11月12日", on="2026-11-11")
    conclude("pledge-no-outcome", "第 1 项")
    come_out(one=("kept", ""), two=("unkept", ""))
    conclude("pledge-no-reason", "第 2 项")
    come_out(one=("kept", ""), two=("unkept", "住院"))
    conclude("pledge-verdict-clash", "已兑现")
    say("branch", grade="partly")
    taken(book, pledge_id, "conclude", day)
    assert pledge.get(book, pledge_id).verdict == "partly"
    refused("pledge-closed", say, "masses", satisfied=1, told="已评定")
    undo.undo(book)
    assert (pledge.get(book, pledge_id).state, pledge.get(book, pledge_id).verdict) == ("appraising", "")


def test_no_more_votes_than_members(book: Ledger, people: list[str]) -> None:
    pledge_id = brought_to(book, drafted(book, people[0]), "appraise")
    members = len(attendance.register_on(book.query, date(2026, 11, 12)))
    values = {"day": "2026-11-12", "satisfied": members}
    vote = (book, "pledge.vote", pledge_deeds.appraise, pledge_id)
    refused("pledge-votes-many", within, *vote, "members", basically=1, **values)
    within(*vote, "members", **values)
    within(*vote, "masses", basically=1, **values)


@pytest.mark.parametrize("year", [1, 1948, 2028, 99_999])
def test_a_pledge_of_a_year_that_cannot_be(book: Ledger, year: int) -> None:
    told = {"pledge_id": book.ids.new(), "owner": "branch", "year": year, "items": []}
    with pytest.raises(RefusedError) as caught, book.operation("pledge.draft") as op:
        pledge.draft_pledge(op, book.ids, **told)
    assert caught.value.code == "pledge-year"


@pytest.mark.parametrize("votes", [-1, 100_001])
def test_votes_are_counted_not_guessed(book: Ledger, people: list[str], votes: int) -> None:
    pledge_id = brought_to(book, drafted(book, people[0]), "appraise")
    values = {"day": "2026-11-12", "satisfied": votes}
    refused("count-wrong", within, book, "pledge.vote", pledge_deeds.appraise, pledge_id, "members", **values)
    nothing = {"day": "2026-11-12", "remark": "都好"}
    refused("pledge-said-nothing", within, book, "pledge.vote", pledge_deeds.appraise, pledge_id, "masses", **nothing)


# --- deeds and opinions ---------------------------------------------------------------------


def test_a_deed_and_its_evidence_come_and_go(book: Ledger, people: list[str], tmp_path: Any) -> None:
    pledge_id = brought_to(book, drafted(book, people[0]), "begin")
    item = pledge.items(book, pledge_id)[0].id
    values = {"deed_id": book.ids.new(), "pledge_id": pledge_id, "item_id": item, "text": "入户一次"}
    refused("pledge-too-early", within, book, "pledge.deed", pledge_deeds.add_deed, day="2026-01-14", **values)
    strange = values | {"item_id": "x", "day": "2026-02-01"}
    refused("record-gone", within, book, "pledge.deed", pledge_deeds.add_deed, **strange)
    deed = within(book, "pledge.deed", pledge_deeds.add_deed, day="2026-02-01", **values)
    picture = tmp_path / "走访.txt"
    picture.write_text("照片说明", encoding="utf-8")
    kept = {"evidence_id": book.ids.new(), "owner_table": "pledge_deed", "owner_id": deed, "path": picture}
    within(book, "evidence.attach", evidence.attach, **kept)
    within(book, "pledge.deed_remove", pledge_deeds.remove_deed, deed)
    assert pledge_deeds.deeds(book, pledge_id) == []
    assert evidence.list_evidence(book) == []
    undo.undo(book)
    assert [one.text for one in pledge_deeds.deeds(book, pledge_id)] == ["入户一次"]
    assert [one.file_name for one in evidence.list_evidence(book)] == ["走访.txt"]


def test_opinions_are_heard_from_the_posting_on(book: Ledger, people: list[str]) -> None:
    pledge_id = brought_to(book, drafted(book, people[0]), "approve")
    values = {"opinion_id": book.ids.new(), "pledge_id": pledge_id, "text": "写明次数", "from_whom": "居民"}
    refused("pledge-closed", within, book, "pledge.opinion", pledge_deeds.add_opinion, day="2026-01-08", **values)
    taken(book, pledge_id, "post", "2026-01-07", **WAY[2][2])
    refused("pledge-too-early", within, book, "pledge.opinion", pledge_deeds.add_opinion, day="2026-01-06", **values)
    heard = within(book, "pledge.opinion", pledge_deeds.add_opinion, day="2026-01-08", **values)
    within(book, "pledge.opinion", pledge_deeds.handle_opinion, heard, handling="已补充\n每月一次")
    (kept,) = pledge_deeds.opinions(book, pledge_id)
    assert (kept.text, kept.handling) == ("写明次数", "已补充\n每月一次")


def test_the_summary_counts_who_has_pledged(book: Ledger, people: list[str]) -> None:
    brought_to(book, drafted(book, people[0]), "post")
    ended = drafted(book, people[1])
    taken(book, ended, "end", "2026-02-01", remark="重写")
    drafted(book, None)
    told = pledge.summary(book, 1, YEAR)
    assert (told.expected, told.pledged, told.branch) == (3, 1, True)
    assert {state: count for state, count in told.by_state.items() if count} == {"draft": 1, "posted": 1, "ended": 1}
    assert sum(told.by_verdict.values()) == 0
    assert pledge.list_pledges(book, org=organization.own(book).number, year=2024) == []
