"""What is open: missing facts, backups, packages; nothing else."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from models import backup, member, open_items, post, vault
from models.clock import FixedClock
from models.ledger import Ledger


def codes(ledger: Ledger) -> list[str]:
    return [item.code for item in open_items.list_open(ledger)]


@pytest.fixture
def vault_ledger(path: Path, clock: FixedClock) -> Iterator[Ledger]:
    with vault.create_ledger(path, organization="桐花巷社区党支部", actor="尉迟文静", clock=clock).ledger as ledger:
        yield ledger


@pytest.fixture
def with_member(vault_ledger: Ledger) -> Ledger:
    with vault_ledger.operation("member.add") as op:
        member.add_member(
            op,
            member_id=vault_ledger.ids.new(),
            name="林立新",
            sex="male",
            id_number="990101199106090035",
            birth_date="1991-06-09",
            category="full",
            joined_date="2014-11",
        )
    return vault_ledger


def test_a_new_ledger_asks_for_members(vault_ledger: Ledger) -> None:
    assert "no-members" in codes(vault_ledger)


def test_no_backup_is_pressing_once_something_is_written(with_member: Ledger) -> None:
    states = {item.code: item.state for item in open_items.list_open(with_member)}
    assert states["no-backup"] == "overdue"


def test_a_backup_beside_the_ledger_is_not_enough(with_member: Ledger, tmp_path: Path) -> None:
    backup.daily_backup(with_member)
    assert "backup-here-only" in codes(with_member)
    backup.make_backup(with_member, tmp_path / "U盘", reason="manual")
    assert not {"no-backup", "backup-here-only", "backup-old"} & set(codes(with_member))


@pytest.mark.parametrize(("days", "written", "open_"), [(6, True, False), (7, True, True), (7, False, False)])
def test_the_stick_is_due_after_a_week_with_entries(
    with_member: Ledger, clock: FixedClock, tmp_path: Path, days: int, written: bool, open_: bool
) -> None:
    backup.make_backup(with_member, tmp_path / "U盘", reason="manual")
    if written:
        with with_member.operation("member.add") as op:
            member.add_member(op, member_id=with_member.ids.new(), name="周堃")
    clock.current += timedelta(days=days)
    assert ("backup-old" in codes(with_member)) is open_


def test_a_missing_fact_is_counted(with_member: Ledger) -> None:
    assert not [item for item in open_items.list_open(with_member) if item.code == "lacks"]
    with with_member.operation("member.add") as op:
        member.add_member(op, member_id=with_member.ids.new(), name="周堃", sex="male")
    found = [item.facts for item in open_items.list_open(with_member) if item.code == "lacks"]
    lacks = {facts["field"]: facts["count"] for facts in found}
    assert lacks["id_number"] == 1
    assert "sex" not in lacks


@pytest.mark.parametrize(("full", "asked"), [(6, False), (7, True)])
def test_posts_are_asked_for_where_a_committee_is_due(vault_ledger: Ledger, full: int, asked: bool) -> None:
    """支部工作条例（试行）: 有正式党员 7 人以上的党支部设支部委员会."""
    with vault_ledger.operation("roster.import") as op:
        for at in range(9):
            category = "full" if at < full else "probationary"
            member.add_member(op, member_id=f"m{at}", name=f"林立{'一二三四五六七八九'[at]}", category=category)
    assert ("no-posts" in codes(vault_ledger)) == asked
    with vault_ledger.operation("post.add") as op:
        post.add_post(op, post_id="p", member_id="m0", post="secretary")
    assert "no-posts" not in codes(vault_ledger)


def test_a_term_that_has_ended_fills_no_post(vault_ledger: Ledger) -> None:
    with vault_ledger.operation("roster.import") as op:
        for at in range(7):
            member.add_member(op, member_id=f"m{at}", name=f"林立{'一二三四五六七'[at]}", category="full")
        post.add_post(
            op, post_id="p", member_id="m0", post="secretary", from_date="2019-01-01", to_date="2022-12-31"
        )
    assert "no-posts" in codes(vault_ledger)
