"""Two copies of one ledger: what the other has more comes over, what both changed is asked, nothing goes unasked."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from models import (
    backup,
    check,
    evidence,
    id_number,
    journal,
    ledger_keys,
    meeting,
    member,
    other_copy,
    pledge,
    pledge_steps,
    reading,
    take_over,
    undo,
    vault,
)
from models.clock import FixedClock
from models.errors import KnownError, RefusedError
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger, open_here
from models.take_over import OTHER, OWN, Plan
from tests.models.conftest import NOW, PASSWORD, Foreign, add_members

TALK = {"kind": "speech", "day": "2026-05-04", "title": "题"}


@pytest.fixture
def people(book: Ledger) -> list[str]:
    return add_members(book)


@pytest.fixture
def there(book: Ledger, people: list[str], tmp_path: Path) -> Iterator[Ledger]:
    """The other copy, made when both had the same three members, open on its own PC."""
    path = tmp_path / "另一台" / "支部.zbtz"
    path.parent.mkdir()
    book.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(book.path, path)
    with Ledger.open(path, actor="乙", clock=FixedClock(NOW)) as ledger:
        yield ledger


def write(ledger: Ledger, kind: str, work: Callable[[Any], Any]) -> Any:
    with ledger.operation(kind) as op:
        return work(op)


def speak(ledger: Ledger, who: str, **more: Any) -> str:
    (made,) = write(ledger, "talk.add", lambda op: records.add(op, ledger.ids, kind_of("talk"), [who], **TALK | more))
    return str(made)


def shut(there: Ledger) -> None:
    """The other PC is switched off: its copy was carried here."""
    if open_here(there.path) is there:
        there.close()


def copied(book: Ledger, there: Ledger) -> Ledger:
    """Make the other copy anew, from what this ledger is now."""
    shut(there)
    book.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(book.path, there.path)
    return Ledger.open(there.path, actor="乙", clock=FixedClock(NOW))


def compared(book: Ledger, there: Ledger) -> Plan:
    shut(there)
    with other_copy.opened(book, there.path) as other:
        return take_over.plan_of(book, other)


def taken(book: Ledger, plan: Plan, **choices: Any) -> int:
    let_go = bool(choices.pop("let_go", False))
    wanted = take_over.settled(plan, choices.pop("prefer", OWN))
    rows: int = write(book, "ledger.take_over", lambda op: take_over.apply(op, book.ids, plan, wanted, let_go=let_go))
    assert check.check_ledger(book) == []
    return rows


def test_what_only_the_other_has_comes_over_and_goes_back_with_one_undo(
    book: Ledger, there: Ledger, people: list[str]
) -> None:
    new = write(there, "member.add", lambda op: member.add_member(op, member_id=there.ids.new(), name="新来的"))
    said = speak(there, people[0], title="那边的发言")
    write(there, "member.edit", lambda op: member.edit_member(op, people[1], phone="13800000000"))
    mine = speak(book, people[0], title="这边的发言")
    before = book.content_digest()
    plan = compared(book, there)
    assert {one.table for one in plan.comes} == {"member", "talk"} and plan.conflicts == ()
    assert taken(book, plan) == 3
    assert {one.id for one in records.listed(book, kind_of("talk"))} == {said, mine}
    assert member.get(book, new).name == "新来的" and member.get(book, people[1]).phone == "13800000000"
    assert compared(book, there).nothing, "a second time there is nothing"
    undo.undo(book)
    assert book.content_digest() == before


def test_what_both_changed_is_a_persons_choice(book: Ledger, there: Ledger, people: list[str]) -> None:
    for ledger, phone in ((book, "111"), (there, "222")):
        write(ledger, "member.edit", lambda op, phone=phone: member.edit_member(op, people[0], phone=phone))
    plan = compared(book, there)
    (conflict,) = plan.conflicts
    assert (conflict.rows[0].own or {})["phone"] == "111" and (conflict.rows[0].other or {})["phone"] == "222"
    with pytest.raises(KnownError) as caught:
        write(book, "ledger.take_over", lambda op: take_over.apply(op, book.ids, plan, {}))
    assert caught.value.code == "take-over-undecided" and "1 处" in caught.value.what()
    assert taken(book, plan, prefer=OTHER) == 1 and member.get(book, people[0]).phone == "222"
    with pytest.raises(KnownError) as caught:
        taken(book, plan, prefer=OWN)
    assert caught.value.code == "take-over-stale"


def test_what_was_answered_is_not_asked_again_but_what_came_since_is(
    book: Ledger, there: Ledger, people: list[str]
) -> None:
    for ledger, phone in ((book, "111"), (there, "222")):
        write(ledger, "member.edit", lambda op, phone=phone: member.edit_member(op, people[0], phone=phone))
    speak(there, people[1])
    taken(book, compared(book, there), prefer=OWN)
    before = book.content_digest()
    assert member.get(book, people[0]).phone == "111" and compared(book, there).nothing
    with Ledger.open(there.path, actor="乙", clock=FixedClock(NOW)) as again:
        write(again, "member.edit", lambda op: member.edit_member(op, people[0], phone="333"))
    assert len(compared(book, there).conflicts) == 1
    assert book.content_digest() == before


def test_two_lineages_become_a_new_one_that_an_undo_leaves(book: Ledger, there: Ledger, people: list[str]) -> None:
    with there.operation("ledger.restore") as op:
        op.renew_identity(device=there.ids.new(), lineage=there.ids.new())
    speak(there, people[0])
    first, before = book.info()["lineage"], book.content_digest()
    taken(book, compared(book, there))
    second = book.info()["lineage"]
    assert second not in (first, there.path)
    undo.undo(book)
    assert book.content_digest() == before and book.info()["lineage"] == second
    assert check.check_ledger(book) == []
    undo.redo(book)
    assert len(records.listed(book, kind_of("talk"))) == 1 and check.check_ledger(book) == []


def test_the_same_change_on_both_sides_is_no_question(book: Ledger, there: Ledger, people: list[str]) -> None:
    for ledger in (book, there):
        write(ledger, "member.edit", lambda op: member.edit_member(op, people[0], phone="111"))
    assert compared(book, there).nothing


def test_what_the_other_took_back_stays_unless_let_go(book: Ledger, there: Ledger, people: list[str]) -> None:
    said = speak(book, people[0])
    again = copied(book, there)
    write(again, "talk.remove", lambda op: records.remove(op, kind_of("talk"), said))
    plan = compared(book, again)
    assert [one.table for one in plan.gone] == ["talk"] and not plan.comes
    assert taken(book, plan) == 0 and records.one(book, kind_of("talk"), said) is not None
    assert taken(book, plan, let_go=True) == 1 and records.one(book, kind_of("talk"), said) is None


def test_one_person_entered_on_both_sides_is_one_person(book: Ledger, there: Ledger) -> None:
    number = "99010119850701003"
    number += id_number.check_digit(number)
    made = {}
    for ledger, phone in ((book, "111"), (there, "222")):
        facts = {"name": "新来的", "id_number": number, "joined_date": "2010-07-01", "phone": phone}
        made[phone] = write(
            ledger,
            "member.add",
            lambda op, ledger=ledger, facts=facts: member.add_member(op, member_id=ledger.ids.new(), **facts),
        )
    said = speak(there, made["222"])
    plan = compared(book, there)
    assert plan.joined == {made["222"]: made["111"]} and len(plan.conflicts) == 1
    taken(book, plan, prefer=OWN)
    found = records.one(book, kind_of("talk"), said)
    assert found is not None and found.member_id == made["111"]
    assert len([one for one in member.list_members(book) if one.name == "新来的"]) == 1
    assert compared(book, there).comes == ()


def test_what_no_two_rows_may_share_is_joined_too(book: Ledger, there: Ledger, people: list[str]) -> None:
    told = {"year": 2026, "title": "书", "need": "required"}
    (item,) = write(book, "reading.add", lambda op: records.add(op, book.ids, reading.ITEM, (), **told))
    again = copied(book, there)
    for ledger, day in ((book, "2026-04-01"), (again, "2026-04-02")):
        with ledger.operation("reading.mark") as op:
            reading.mark_read(op, ledger.ids, item, {people[0]: day})
    plan = compared(book, again)
    assert len(plan.joined) == 1 and len(plan.conflicts) == 1
    taken(book, plan, prefer=OTHER)
    assert [one.day for one in reading.list_done(book)] == ["2026-04-02"]


def test_a_meeting_comes_with_its_sheet_and_a_file_with_its_content(
    book: Ledger, there: Ledger, people: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "照片.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 40)
    told = {"kinds": ["assembly"], "day": "2026-05-04", "topic": "议题", "start_time": "09:00", "end_time": "10:00"}
    held = write(there, "meeting.record", lambda op: meeting.record_meeting(op, meeting_id=there.ids.new(), **told))
    write(
        there,
        "evidence.attach",
        lambda op: evidence.attach(op, evidence_id=there.ids.new(), owner_table="meeting", owner_id=held, path=file),
    )
    plan = compared(book, there)
    taken(book, plan)
    (kept,) = evidence.list_evidence(book)
    assert evidence.content(book, kept) == file.read_bytes()
    assert meeting.get(book, held).expected == 3


def test_a_pledge_both_went_on_with_is_one_choice(book: Ledger, there: Ledger, people: list[str]) -> None:
    told = {"owner": "member", "member_id": people[0], "year": 2026, "pledge_id": book.ids.new()}
    items = [{"kind": "common", "text": "办一件实事"}]
    made = write(book, "pledge.draft", lambda op: pledge.draft_pledge(op, book.ids, items=items, **told))
    again = copied(book, there)
    for ledger, day in ((book, "2026-05-04"), (again, "2026-05-05")):
        with ledger.operation(pledge_steps.operation_kind("submit")) as op:
            pledge_steps.take(op, ledger.ids, made, "submit", day=day)
    plan = compared(book, again)
    assert [one.id for one in plan.conflicts] == [f"pledge:{made}"] and not plan.comes
    taken(book, plan, prefer=OTHER)
    assert {one.day for one in pledge_steps.steps(book, made)} >= {"2026-05-05"}


def test_rows_whose_owner_was_taken_back_here_are_asked_with_it(
    book: Ledger, there: Ledger, people: list[str]
) -> None:
    told = {"year": 2026, "title": "书", "need": "required"}
    (item,) = write(book, "reading.add", lambda op: records.add(op, book.ids, reading.ITEM, (), **told))
    again = copied(book, there)
    with again.operation("reading.mark") as op:
        reading.mark_read(op, again.ids, item, {people[0]: "2026-04-01"})
    write(book, "reading.remove", lambda op: records.remove(op, reading.ITEM, item))
    plan = compared(book, again)
    (conflict,) = plan.conflicts
    assert [one.table for one in conflict.rows] == ["reading_item", "reading_done"] and not plan.comes
    assert taken(book, plan, prefer=OWN) == 0 and reading.list_items(book) == []
    assert taken(book, plan, prefer=OTHER) == 2 and len(reading.list_done(book)) == 1


@pytest.mark.parametrize("ending", [".zbtz", ".dybak"])
def test_a_backup_serves_as_well(book: Ledger, there: Ledger, people: list[str], tmp_path: Path, ending: str) -> None:
    said = speak(there, people[0])
    file = there.path if ending == ".zbtz" else backup.make_backup(there, tmp_path, reason="manual").path
    shut(there)
    with other_copy.opened(book, file) as other:
        plan = take_over.plan_of(book, other)
    taken(book, plan)
    assert records.one(book, kind_of("talk"), said) is not None
    assert not list(book.path.parent.glob("*.other*"))


@pytest.mark.parametrize(
    ("make", "code"),
    [
        ("itself", "take-over-itself"),
        ("stranger", "take-over-other"),
        ("damaged", "ledger-unreadable"),
        ("newer", "ledger-newer"),
        ("planted", "ledger-schema-foreign"),
        ("missing", "file-missing"),
        ("text", "ledger-unreadable"),
        ("begun apart", "take-over-no-beginning"),
    ],
)
def test_what_is_no_other_copy_is_refused_and_nothing_changed(
    book: Ledger, there: Ledger, tmp_path: Path, foreign: Foreign, make: str, code: str
) -> None:
    there.close()
    file = there.path
    if make == "itself":
        file = book.path
    elif make == "stranger":
        file = tmp_path / "别的.zbtz"
        Ledger.create(file, organization="中共别的支部委员会", actor="丙").close()
    elif make == "damaged":
        file.write_bytes(file.read_bytes()[:50])
    elif make == "newer":
        foreign(file, "PRAGMA user_version = 99")
    elif make == "planted":
        foreign(file, "CREATE TRIGGER own AFTER INSERT ON member BEGIN DELETE FROM member; END")
    elif make == "missing":
        file = tmp_path / "没有.zbtz"
    elif make == "begun apart":
        foreign(file, "UPDATE journal_operation SET digest = 'x' || substr(digest, 2)")
    else:
        file.write_text("不是台账" * 100, "utf-8")
    before = (book.content_digest(), journal.last_seq(book), sorted(tmp_path.rglob("*")))
    with pytest.raises(KnownError) as caught, other_copy.opened(book, file) as other:
        take_over.plan_of(book, other)
    assert caught.value.code == code and caught.value.what() and caught.value.next_step()
    assert (book.content_digest(), journal.last_seq(book), sorted(tmp_path.rglob("*"))) == before


def test_another_secret_is_asked_for_and_a_wrong_one_changes_nothing(tmp_path: Path) -> None:
    """The other PC has another password since: neither it nor the code is guessed."""
    path, there = tmp_path / "支部.zbtz", tmp_path / "另一台" / "支部.zbtz"
    there.parent.mkdir()
    made = vault.create_ledger(path, organization="中共桐花巷社区支部委员会", actor="甲", password=PASSWORD)
    made.ledger.close()
    shutil.copytree(path.parent, there.parent, dirs_exist_ok=True, ignore=shutil.ignore_patterns("另一台"))
    with vault.open_ledger(there, password=PASSWORD) as other:
        ledger_keys.set_password(other, recovery_code=made.recovery_code, new="Qi-7-mei-Cao-88")
    with vault.open_ledger(path, password=PASSWORD) as book:
        before = book.content_digest(), journal.last_seq(book)
        with pytest.raises(RefusedError) as caught, other_copy.opened(book, there, password="Cuo-7-de-Mi-Ma"):
            pass
        assert (caught.value.code, book.content_digest(), journal.last_seq(book)) == ("password-wrong", *before)
        wrong = "-".join(["00000"] * 8)
        with pytest.raises(RefusedError) as caught, other_copy.opened(book, there, recovery_code=wrong):
            pass
        assert caught.value.code.startswith("recovery-code") and caught.value.next_step()
        for secret in ({"password": "Qi-7-mei-Cao-88"}, {"recovery_code": made.recovery_code}):
            with other_copy.opened(book, there, **secret) as other:
                assert take_over.plan_of(book, other).comes == ()
        assert not list(path.parent.glob("*.other*"))
