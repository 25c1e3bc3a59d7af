"""new, members, log, undo: what they answer, and what they refuse."""

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from commands import session
from commands.invented import identity_number
from models import member, vault
from tests.commands.conftest import BRANCH, Verb, content_digest


def add(path: Path, name: str, **values: str) -> str:
    with vault.open_ledger(path) as ledger, ledger.operation("member.add") as op:
        return member.add_member(op, member_id=ledger.ids.new(), name=name, **values)


# --- new ------------------------------------------------------------------------------


@pytest.mark.parametrize(("word", "level"), [("支部", "branch"), ("总支", "general_branch"), ("党委", "committee")])
def test_new_makes_an_empty_ledger_of_a_level(word: str, level: str, tmp_path: Path, ask: Verb) -> None:
    path = tmp_path / "新.zbtz"
    status, told = ask("new", "--ledger", path, "--organisation", BRANCH, "--level", word, "--as", "曾雨桐")
    assert status == 0
    assert told | {"recovery_code": "", "sheet": ""} == {
        "ledger": str(path),
        "organisation": BRANCH,
        "level": level,
        "actor": "曾雨桐",
        "protected": True,
        "rules": [],
        "recovery_code": "",
        "sheet": "",
    }
    assert len(told["recovery_code"].replace("-", "")) == 48
    assert vault.is_encrypted(path)
    assert ask("members", "--ledger", path) == (0, {"members": []})


def test_new_without_a_name_says_who_is_logged_in(tmp_path: Path, ask: Verb) -> None:
    status, told = ask("new", "--ledger", tmp_path / "a.zbtz", "--organisation", BRANCH)
    assert (status, told["actor"]) == (0, session.login_name())


@pytest.mark.parametrize(
    ("file", "name", "actor", "code"),
    [
        ("a.zbtz", "", "", "value-empty"),
        ("a.zbtz", "　 ", "", "value-empty"),
        ("a.zbtz", "长" * 101, "", "value-too-long"),
        ("a.zbtz", "第一\u202e支部", "", "value-bad-characters"),
        ("a.zbtz", BRANCH, "长" * 61, "value-too-long"),
        ("a.zbtz", BRANCH, "王\u200b秀兰", "value-bad-characters"),
        (f"{'长' * 90}.zbtz", BRANCH, "", "name-too-long"),
    ],
)
def test_new_with_unfit_names_leaves_nothing(
    tmp_path: Path, ask: Verb, file: str, name: str, actor: str, code: str
) -> None:
    status, told = ask("new", "--ledger", tmp_path / file, "--organisation", name, "--as", actor)
    assert (status, told["error"]["code"]) == (3 if code == "name-too-long" else 1, code)
    assert list(tmp_path.iterdir()) == []


def test_an_unfit_name_of_who_acts_changes_nothing(branch: Path, ask: Verb) -> None:
    add(branch, "单玥")
    before = branch.read_bytes()
    status, told = ask("undo", "--ledger", branch, "--as", "王\u202e秀兰")
    assert (status, told["error"]["code"]) == (1, "value-bad-characters")
    assert branch.read_bytes() == before


@pytest.mark.parametrize("value", ["-1", "9" * 30, "一", "1.5"])
@pytest.mark.parametrize(("verb", "option"), [("log", "--limit"), ("undo", "--seq")])
def test_numbers_that_count_nothing_are_wrong_use(branch: Path, ask: Verb, verb: str, option: str, value: str) -> None:
    add(branch, "单玥")
    status, told = ask(verb, "--ledger", branch, option, value)
    assert (status, told["error"]["code"]) == (2, "cli-value")


def test_new_never_overwrites(branch: Path, ask: Verb) -> None:
    before = branch.read_bytes()
    status, told = ask("new", "--ledger", branch, "--organisation", "别的支部")
    assert (status, told["error"]["code"]) == (2, "ledger-exists")
    assert branch.read_bytes() == before


def test_a_protected_ledger_opens_with_password_or_recovery_code_only(
    tmp_path: Path, ask: Verb, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, secret, code = tmp_path / "密.zbtz", tmp_path / "password.txt", tmp_path / "code.txt"
    secret.write_text("柳溪桥头老槐树下\r\n", encoding="utf-8-sig")
    status, told = ask("new", "--ledger", path, "--organisation", BRANCH, "--password-file", secret)
    assert (status, told["protected"]) == (0, True)
    code.write_text(told["recovery_code"], encoding="utf-8")
    status, refused = ask("members", "--ledger", path)
    assert (status, refused["error"]["code"]) == (1, "password-needed")
    assert ask("members", "--ledger", path, "--password-file", secret)[0] == 0
    assert ask("members", "--ledger", path, "--recovery-code-file", code)[0] == 0
    monkeypatch.setenv("ZBTZ_PASSWORD", "柳溪桥头老槐树下")
    assert ask("members", "--ledger", path)[0] == 0
    monkeypatch.setenv("ZBTZ_PASSWORD", "不是这个密码的啊")
    status, refused = ask("members", "--ledger", path)
    assert (status, refused["error"]["code"]) == (1, "password-wrong")


def test_the_code_that_new_told_opens_the_file_alone_on_another_computer(
    tmp_path: Path, ask: Verb, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, alone, code = tmp_path / "新.zbtz", tmp_path / "搬走" / "台账.zbtz", tmp_path / "code.txt"
    told = ask("new", "--ledger", path, "--organisation", BRANCH)[1]
    alone.parent.mkdir()
    alone.write_bytes(path.read_bytes())
    code.write_text(told["recovery_code"], encoding="utf-8")
    monkeypatch.setenv("ZBTZ_HOME", str(tmp_path / "另一个人"))
    status, refused = ask("members", "--ledger", alone)
    assert (status, refused["error"]["code"]) == (1, "no-key-here")
    assert told["sheet"] in refused["error"]["next"]
    assert ask("members", "--ledger", alone, "--recovery-code-file", code) == (0, {"members": []})
    assert ask("members", "--ledger", alone) == (0, {"members": []})


# --- members --------------------------------------------------------------------------


def test_members_lists_all_documented_keys_with_the_precision_of_dates(branch: Path, ask: Verb) -> None:
    key = add(branch, "单玥", birth_date="1985-07", joined_date="2008", category="full", sex="female")
    status, told = ask("members", "--ledger", branch)
    assert status == 0
    (one,) = told["members"]
    documented = ("id", "name", "id_number", "birth_date", "joined_date", "regular_date", "category", "group")
    assert {name: one[name] for name in documented} == {
        "id": key,
        "name": "单玥",
        "id_number": "",
        "birth_date": "1985-07",
        "joined_date": "2008",
        "regular_date": "",
        "category": "full",
        "group": "",
    }


def test_members_can_be_searched_by_pinyin_and_status(branch: Path, ask: Verb) -> None:
    add(branch, "单玥")
    add(branch, "仇志远")
    left = add(branch, "曾犇")
    with vault.open_ledger(branch) as ledger, ledger.operation("member.remove") as op:
        member.remove_member(op, left, kind="transfer")

    def names(*options: str) -> list[str]:
        return [one["name"] for one in ask("members", "--ledger", branch, *options)[1]["members"]]

    assert names("--search", "shany") == ["单玥"]
    assert names("--search", "qzy") == ["仇志远"]
    assert names() == ["仇志远", "单玥"]
    assert names("--status", "已离开") == ["曾犇"]
    assert len(names("--status", "全部")) == 3


def test_members_for_people_has_no_id_number(branch: Path, say: Callable[..., tuple[int, str, str]]) -> None:
    number = identity_number(date(1985, 7, 1), 1, female=True)
    add(branch, "单玥", id_number=number, category="full", joined_date="2008-06-30")
    status, out, _ = say("members", "--ledger", branch)
    assert status == 0
    assert "单玥" in out and "正式党员" in out and "2008-06-30" in out and "共 1 名" in out
    assert number not in out


# --- log and undo ---------------------------------------------------------------------


def test_log_names_operations_newest_first(branch: Path, ask: Verb) -> None:
    add(branch, "单玥")
    status, told = ask("log", "--ledger", branch)
    assert status == 0
    assert [entry["kind"] for entry in told["operations"]] == ["member.add", "ledger.create"]
    newest = told["operations"][0]
    assert (newest["kind_name"], newest["actor"], newest["changes"]) == ("新增党员", "尉迟文静", 1)
    assert [entry["seq"] for entry in ask("log", "--ledger", branch, "--limit", 1)[1]["operations"]] == [2]


def test_as_names_who_acts(branch: Path, ask: Verb) -> None:
    add(branch, "单玥")
    ask("undo", "--ledger", branch, "--as", "沈镕")
    assert ask("log", "--ledger", branch)[1]["operations"][0]["actor"] == "沈镕"


def test_undo_takes_the_newest_operation_back(branch: Path, ask: Verb) -> None:
    before = content_digest(branch)
    add(branch, "单玥")
    status, told = ask("undo", "--ledger", branch)
    assert (status, told["undone"], told["kind"], told["rows"]) == (0, 2, "member.add", 1)
    assert content_digest(branch) == before
    assert ask("log", "--ledger", branch)[1]["operations"][1]["undone"] is True
    status, told = ask("undo", "--ledger", branch)
    assert (status, told["error"]["code"]) == (1, "undo-nothing")


def test_undo_of_an_older_operation_names_what_stands_in_the_way_unless_forced(branch: Path, ask: Verb) -> None:
    key = add(branch, "单玥")
    with vault.open_ledger(branch) as ledger, ledger.operation("member.edit") as op:
        member.edit_member(op, key, work="社区工作者")
    status, told = ask("undo", "--ledger", branch, "--seq", 2)
    assert (status, told["error"]["code"]) == (1, "undo-later-changes")
    assert "第 3 号" in told["error"]["what"]
    assert len(ask("members", "--ledger", branch)[1]["members"]) == 1
    assert ask("undo", "--ledger", branch, "--seq", 2, "--force")[0] == 0
    assert ask("members", "--ledger", branch)[1]["members"] == []
    assert ask("undo", "--ledger", branch, "--seq", 99)[1]["error"]["code"] == "undo-unknown"


# --- the world's faults ---------------------------------------------------------------


def test_a_ledger_that_is_none(tmp_path: Path, ask: Verb) -> None:
    text, empty = tmp_path / "notes.zbtz", tmp_path / "empty.zbtz"
    text.write_text("不是台账" * 100, encoding="utf-8")
    empty.write_bytes(b"")
    expected = {
        tmp_path / "none.zbtz": "file-missing",
        tmp_path: "is-a-folder",
        empty: "ledger-unreadable",
    }
    for path, code in expected.items():
        status, told = ask("members", "--ledger", path)
        assert (status, told["error"]["code"]) == (3, code)
    status, told = ask("members", "--ledger", text)
    assert status == 3
    assert text.read_text(encoding="utf-8") == "不是台账" * 100


def test_a_foreign_database_is_left_alone(tmp_path: Path, ask: Verb) -> None:
    path = tmp_path / "foreign.zbtz"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE t (a)")
    other.commit()
    other.close()
    before = path.read_bytes()
    status, told = ask("members", "--ledger", path)
    assert (status, told["error"]["code"]) == (3, "ledger-unreadable")
    assert path.read_bytes() == before


def test_a_newer_ledger_is_refused_and_not_touched(branch: Path, ask: Verb) -> None:
    damaged = bytearray(branch.read_bytes())
    damaged[60:64] = (99).to_bytes(4)
    branch.write_bytes(damaged)
    status, told = ask("members", "--ledger", branch)
    assert (status, told["error"]["code"]) == (3, "ledger-newer")
    assert branch.read_bytes() == bytes(damaged)


def test_a_ledger_in_use_names_its_holder(branch: Path, ask: Verb) -> None:
    with vault.open_ledger(branch, actor="沈镕"):
        status, told = ask("undo", "--ledger", branch)
    assert (status, told["error"]["code"]) == (3, "ledger-locked")
    assert "沈镕" in told["error"]["where"]


def test_a_cut_ledger_is_reported_as_damaged(branch: Path, ask: Verb) -> None:
    add(branch, "单玥", remark="柳溪" * 100)
    whole = branch.read_bytes()
    branch.write_bytes(whole[: len(whole) // 2])
    status, told = ask("members", "--ledger", branch)
    assert status == 3
    assert told["error"]["code"] in ("ledger-damaged", "ledger-unreadable")
    assert branch.read_bytes() == whole[: len(whole) // 2]


def test_members_as_they_stood_on_a_day(ask: Verb, branch: Path) -> None:
    """The register of a day: who left later is there, who came later is not."""
    with vault.open_ledger(branch) as ledger:
        with ledger.operation("roster.import") as op:
            gone = member.add_member(op, member_id=ledger.ids.new(), name="甲", joined_date="1999-07")
            member.add_member(op, member_id=ledger.ids.new(), name="乙", joined_date="2001", arrived_date="2026-06-01")
        with ledger.operation("member.remove") as op:
            member.remove_member(op, gone, kind="transfer", date="2026-06-01")
    names = {}
    for day in ("2026-05-31", "2026-06-01"):
        status, told = ask("members", "--ledger", branch, "--as-of", day)
        assert status == 0
        names[day] = [one["name"] for one in told["members"]]
    assert names == {"2026-05-31": ["甲"], "2026-06-01": ["乙"]}
    assert ask("members", "--ledger", branch, "--as-of", "2026-02-30")[0] == 2
