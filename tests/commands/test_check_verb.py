"""check: a sound ledger has no findings; what another program changed is named; nothing is written."""

from collections.abc import Callable
from pathlib import Path

from models import driver, member, vault
from tests.commands.conftest import Verb


def add(path: Path, **values: str) -> None:
    with vault.open_ledger(path) as ledger, ledger.operation("member.add") as op:
        member.add_member(op, member_id=ledger.ids.new(), **values)


def tamper(path: Path, sql: str) -> None:
    """Change a closed ledger behind the program's back."""
    connection = driver.connect(path)
    connection.execute(sql)
    connection.commit()
    connection.close()


def test_a_sound_ledger_has_no_findings(branch: Path, ask: Verb) -> None:
    add(branch, name="单玥", joined_date="2008-06-30")
    status, told = ask("check", "--ledger", branch)
    assert (status, told["findings"], told["counts"]["member"]) == (0, [], 1)


def test_a_row_changed_by_another_program_is_named(branch: Path, ask: Verb) -> None:
    add(branch, name="单玥", work="教师")
    tamper(branch, "UPDATE member SET work = '校长'")
    before = branch.read_bytes()
    status, told = ask("check", "--ledger", branch)
    assert status == 1
    (finding,) = told["findings"]
    assert (finding["code"], finding["level"], finding["table"]) == ("row-altered", "error", "member")
    assert "单玥" in finding["what"]
    assert branch.read_bytes() == before


def test_an_altered_journal_line_is_named_by_number(branch: Path, ask: Verb) -> None:
    add(branch, name="单玥")
    tamper(branch, "UPDATE journal_operation SET actor = '别人' WHERE seq = 2")
    status, told = ask("check", "--ledger", branch)
    assert status == 1
    assert {finding["code"] for finding in told["findings"]} == {"journal-altered"}
    assert told["findings"][0]["key"] == [2]


def test_for_people_it_says_what_was_found(branch: Path, say: Callable[..., tuple[int, str, str]]) -> None:
    add(branch, name="单玥", birth_date="1990", joined_date="1989")
    status, out, err = say("check", "--ledger", branch)
    assert status == 1
    assert "提醒：" in out and "单玥" in out and "发现 1 处" in out
    assert "正在核对操作记录" in err
