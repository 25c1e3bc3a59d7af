"""A year of any shape goes through a package: what the committee has is what the branch has, row for row."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange import inspection
from exchange.kind_tables import without_private
from models import (
    attendance,
    check,
    meeting,
    member,
    pledge,
    pledge_steps,
    snapshot,
    study_archive,
    undo,
)
from models.errors import RefusedError
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from models.rules import credits, duties, hours, statistics
from tests.exchange.package_kit import Forge, Pair, copy_pair, keep_a_year, newest, with_first

YEAR, AS_OF = 2025, date(2025, 12, 31)

words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), max_size=40)
days = st.dates(date(YEAR, 1, 1), date(YEAR, 12, 31)).map(str)
half_hours = st.integers(0, 48).map(lambda count: count * 30)
held = st.fixed_dictionaries(
    {
        "kinds": st.sets(st.sampled_from(("assembly", "lecture", "study", "theme_day", "committee")), min_size=1),
        "day": days,
        "topic": words.map(lambda text: text or "议题"),
        "place": words,
        "minutes": st.lists(words, max_size=4).map("\n".join),
        "study_minutes": half_hours,
        "start_time": st.sampled_from(["", "08:30"]),
        "end_time": st.sampled_from(["", "23:59"]),
    }
)
marks = st.lists(st.sampled_from(attendance.MARKS), max_size=3)
studied = st.tuples(st.sampled_from(list(kind_of("study_record").choices("kind"))), days, half_hours)
year = st.lists(st.tuples(held, marks, st.booleans()), max_size=4)
written = st.tuples(words, st.lists(words, max_size=6).map("\n".join), days)
ONWARD = ("submit", "approve", "post", "begin")
"""Steps that need nothing but the one before; how many of them a pledge takes is drawn."""


def _record(ledger: Ledger, values: dict[str, Any], marked: list[str], withdrawn: bool) -> None:
    """One meeting; one that the ledger itself refuses (a branch without committee) is left out."""
    ids = [one.id for one in member.list_members(ledger)]
    meeting_id = ledger.ids.new()
    try:
        with ledger.operation("meeting.record") as op:
            named = dict(zip(ids, marked, strict=False))
            meeting.record_meeting(op, meeting_id=meeting_id, roster=ids, marks=named, **values)
    except RefusedError as refused:
        # Nobody is a member before joining; that is the models' to judge, not what is tried here.
        assert refused.code in {"no-branch-committee", "attendance-not-member"}
        return
    if withdrawn:
        with ledger.operation("meeting.withdraw") as op:
            meeting.withdraw_meeting(op, meeting_id, reason="没有开成")


def _both_say_the_same(pair: Pair) -> None:
    """Duties, hours, credits and statistics are reckoned from equal rows to equal results."""
    for reckon in (duties.list_duties, hours.list_hours, credits.list_credits, statistics.year_statistics):
        ours = reckon(pair.branch, year=YEAR, as_of=AS_OF)
        assert reckon(pair.committee, org=pair.org, year=YEAR, as_of=AS_OF) == ours
    for tell in (study_archive.summary, pledge.summary):
        assert tell(pair.committee, pair.org, YEAR) == tell(pair.branch, 1, YEAR)
    assert pledge.summary(pair.committee, pair.org, YEAR).by_verdict["partly"] == 1


def _write_and_pledge(ledger: Ledger, texts: list[Any], steps: int) -> None:
    """Reflections of any text, and a leader's pledge somewhere on its way."""
    somebody = member.list_members(ledger)[2].id
    for title, text, day in texts:
        with ledger.operation("reflection.add") as op:
            values = {"kind": "reflection", "title": title or "体会", "day": day, "body": text}
            records.add(op, ledger.ids, kind_of("reflection"), [somebody], **values)
    with ledger.operation("pledge.draft") as op:
        pledge_id, items = ledger.ids.new(), [{"text": title or "事项"} for title, _text, _day in texts]
        pledge.draft_pledge(
            op,
            ledger.ids,
            pledge_id=pledge_id,
            owner="leader",
            member_id=somebody,
            year=YEAR,
            items=[*items, {"text": "带头"}],
        )
    for step in ONWARD[:steps]:
        with ledger.operation(f"pledge.{step}") as op:
            posting = {"place": "公开栏", "until_day": f"{YEAR}-03-01"} if step == "post" else {}
            pledge_steps.take(op, ledger.ids, pledge_id, step, day=f"{YEAR}-02-01", **posting)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(
    meetings=year, study=st.lists(studied, max_size=3), texts=st.lists(written, max_size=3), steps=st.integers(0, 4)
)
def test_what_is_sent_is_what_arrives(
    pair_template: Path, meetings: list[Any], study: list[Any], texts: list[Any], steps: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        pair = copy_pair(pair_template, Path(folder))
        keep_a_year(pair.branch)
        for values, marked, withdrawn in meetings:
            _record(pair.branch, values, marked, withdrawn)
        _write_and_pledge(pair.branch, texts, steps)
        somebody = member.list_members(pair.branch)[0].id
        for kind, day, minutes in study:
            with pair.branch.operation("study.add") as op:
                records.add(
                    op, pair.branch.ids, kind_of("study_record"), [somebody], kind=kind, title="学习", from_day=day,
                    study_minutes=minutes,
                )
        sent = pair.pack()
        (result,) = pair.receive(sent.path)
        assert result.accepted, result.reason
        leaves = without_private(snapshot.collect(pair.branch))
        assert snapshot.collect(pair.committee, pair.org) == leaves
        assert sent.counts == {name: len(rows) for name, rows in leaves.items()}
        _both_say_the_same(pair)
        pair.close()


def test_inspection_names_rows_of_the_year_by_their_people(pair: Pair) -> None:
    keep_a_year(pair.branch)
    sent = pair.pack()
    changes = {one.table: one for one in inspection.inspect(sent.path, pair.committee).changes}
    names = {one.name for one in member.list_members(pair.branch)}
    for table in ("attendance", "make_up", "study_record", "credit_entry", "post_term", "study_exemption"):
        assert changes[table].new, table
        assert {row.name for row in changes[table].new} <= names, table
    assert "党小组学习" in {row.name for row in changes["meeting"].new}
    pair.receive(sent.path)
    with pair.branch.operation("attendance.mark") as op:
        kept = "SELECT id FROM meeting WHERE status = 'kept'"
        line = op.rows(f"SELECT * FROM attendance WHERE mark = 'present' AND meeting_id IN ({kept}) LIMIT 1")[0]
        attendance.mark(op, line["meeting_id"], line["member_id"], "official", reason="出差")
    found = {one.table: one for one in inspection.inspect(pair.pack().path, pair.committee).changes}
    (changed,) = found["attendance"].changed
    assert changed.name in names
    assert changed.columns == (("出勤情况", "present", "official"), ("请假事由", "", "出差"))


def test_undoing_a_receive_takes_the_year_back(pair: Pair) -> None:
    pair.receive(pair.pack().path)
    before = pair.committee.content_digest()
    keep_a_year(pair.branch)
    pair.receive(pair.pack().path)
    assert meeting.list_meetings(pair.committee, org=pair.org)
    undo.undo(pair.committee, newest(pair.committee))
    assert pair.committee.content_digest() == before
    assert meeting.list_meetings(pair.committee, org=pair.org) == []
    undo.redo(pair.committee)
    assert pair.received_digest() == pair.branch_digest()


def test_dates_at_the_ends_of_what_is_kept_are_reckoned_with(pair: Pair) -> None:
    """What the reader lets in, the rules can reckon with: the first and the last year that a date may have."""
    keep_a_year(pair.branch)
    forge = Forge(pair, pair.pack().path)
    plain = forge.plain
    for table, column in (("member", "joined_date"), ("member", "birth_date"), ("post_term", "from_date")):
        plain = with_first(plain, table, **{column: "1850"})
    plain = with_first(plain, "post_term", to_date="2200-12")
    plain = with_first(plain, "study_exemption", from_date="1850-01", to_date="2200")
    plain = with_first(plain, "party_group", formed_date="1850", dissolved_date="2200-12-31")
    path = pair.folder / "包.dyb"
    path.write_bytes(forge.file(plain=plain))
    (result,) = pair.receive(path)
    assert result.accepted, result.reason
    for reckon in (duties.list_duties, hours.list_hours, statistics.year_statistics):
        assert reckon(pair.committee, org=pair.org, year=YEAR, as_of=AS_OF)
    assert check.check_ledger(pair.committee) is not None
