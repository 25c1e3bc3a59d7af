"""`kinds` and `records`: what kinds there are, and their records listed, entered, imported."""

from pathlib import Path

import pytest

from models import member, vault
from models.kinds.catalog import kinds
from tests.commands.conftest import Verb


@pytest.fixture
def one_member(branch: Path) -> Path:
    with vault.open_ledger(branch) as ledger, ledger.operation("member.add") as op:
        member.add_member(op, member_id=ledger.ids.new(), name="单田芳", joined_date="1990-07-01")
    return branch


def test_every_kind_is_listed(ask: Verb) -> None:
    status, told = ask("kinds")
    assert status == 0
    assert {one["kind"] for one in told["kinds"]} == {one.name for one in kinds().values() if not one.part_of}
    (talk,) = (one for one in told["kinds"] if one["kind"] == "talk")
    assert (talk["word"], talk["room"]) == ("交流发言", "study")
    assert (talk["forms"], talk["sources"]) == (["talk_register"], ["M56"])
    assert talk["fields"][:3] == ["kind", "day", "title"] and talk["shelf"] == "own"


def test_a_record_is_entered_and_listed(ask: Verb, one_member: Path) -> None:
    said = ["形式=学习交流", "日期=2026-3-5", "title=谈网格"]
    status, told = ask("records", "talk", "--ledger", one_member, "--member", "单田芳", "--add", *said)
    assert status == 0 and len(told["records"]) == 1
    status, told = ask("records", "talk", "--ledger", one_member, "--year", 2026)
    (made,) = told["records"]
    assert (made["day"], made["year"], made["members"]) == ("2026-03-05", 2026, ["单田芳"])
    assert (made["kind"], made["title"], made["state"]) == ("exchange", "谈网格", "")
    assert ask("records", "talk", "--ledger", one_member, "--year", 2025)[1]["records"] == []


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        (["--add", "题目=谈网格"], 2, "cli-field-unknown"),
        (["--add", "发言题目"], 2, "cli-field-unknown"),
        (["--member", "单田芳", "--add", "形式=唱歌", "日期=2026-03-05", "title=谈"], 1, "value-not-allowed"),
        (["--add", "形式=学习交流", "日期=2026-03-05", "title=谈"], 1, "study-nobody"),
        (["--member", "没有", "--add", "形式=学习交流", "日期=2026-03-05", "title=谈"], 2, "cli-member-unknown"),
        (["--import", "没有.xlsx"], 3, "file-missing"),
    ],
)
def test_wrong_input_changes_nothing(ask: Verb, one_member: Path, said: list[str], status: int, code: str) -> None:
    got, told = ask("records", "talk", "--ledger", one_member, *said)
    assert (got, told["error"]["code"]) == (status, code)
    assert ask("records", "talk", "--ledger", one_member)[1]["records"] == []


def test_a_file_is_imported_and_told(ask: Verb, one_member: Path, tmp_path: Path) -> None:
    file = tmp_path / "发言.csv"
    lines = ["姓名,形式,日期,发言题目,天气", "单田芳,学习交流,2026-03-05,谈网格,晴", "甲乙,学习交流,2026-03-05,谈,雨"]
    file.write_text("\n".join(lines), "utf-8")
    status, told = ask("records", "talk", "--ledger", one_member, "--import", file, "--dry-run")
    assert (status, told["new"], told["written"]) == (1, 1, False)
    status, told = ask("records", "talk", "--ledger", one_member, "--import", file)
    assert (status, told["read"], told["new"], told["written"]) == (1, 2, 1, True)
    assert [one["name"] for one in told["refused"]] == ["甲乙"]
    assert [one["header"] for one in told["unread"]] == ["天气"]
