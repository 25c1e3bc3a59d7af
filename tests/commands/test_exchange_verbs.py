"""register, pack, verify, receive, receipt: the way to the committee and back, verb by verb."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from models import member, vault
from tests.commands.conftest import BRANCH, Verb, content_digest

COMMITTEE = "中共云栖市柳溪街道工作委员会"


@dataclass
class Pair:
    """A branch with two members and a committee that know each other."""

    branch: Path
    committee: Path
    folder: Path

    def pack(self, ask: Verb, *options: str) -> dict[str, Any]:
        status, made = ask("pack", "--ledger", self.branch, "--to", self.folder / "out", *options)
        assert status == 0, made
        return made

    def add(self, name: str) -> None:
        with vault.open_ledger(self.branch) as ledger, ledger.operation("member.add") as op:
            member.add_member(op, member_id=ledger.ids.new(), name=name)


@pytest.fixture
def pair(branch: Path, tmp_path: Path, ask: Verb) -> Pair:
    committee, papers = tmp_path / "党委.zbtz", tmp_path / "登记"
    assert ask("new", "--ledger", committee, "--organisation", COMMITTEE, "--level", "党委")[0] == 0
    invited = ask("register", "invite", "--ledger", committee, "--name", BRANCH, "--to", papers)
    assert invited[0] == 0
    code = tmp_path / "code.txt"
    code.write_text(invited[1]["code"], encoding="utf-8")
    joined = ask("register", "join", invited[1]["invitation"], "--ledger", branch, "--code-file", code, "--to", papers)
    assert joined == (0, {"registration": joined[1]["registration"], "committee": COMMITTEE})
    accepted = ask("register", "accept", joined[1]["registration"], "--ledger", committee)
    assert accepted == (0, {"branch": BRANCH, "org": invited[1]["org"], "replaced": False})
    both = Pair(branch, committee, tmp_path)
    both.add("单玥")
    both.add("仇志远")
    return both


def test_a_package_goes_up_and_its_receipt_comes_back(pair: Pair, ask: Verb) -> None:
    made = pair.pack(ask)
    package = Path(made["package"])
    assert made["digest"] == sha256(package.read_bytes()).hexdigest()
    assert (made["number"], made["recipient"], made["counts"]["member"]) == (1, COMMITTEE, 2)

    status, whole = ask("verify", package)
    assert (status, whole["accepted"], whole["integrity_only"]) == (0, True, True)
    status, judged = ask("verify", package, "--ledger", pair.committee)
    assert status == 0
    documented = ("accepted", "code", "sender", "number", "digest")
    assert {key: judged[key] for key in documented} == {
        "accepted": True,
        "code": "",
        "sender": BRANCH,
        "number": 1,
        "digest": made["digest"],
    }
    before = content_digest(pair.committee)
    status, tried = ask("receive", "--ledger", pair.committee, package, "--dry-run")
    assert (status, tried["accepted"], content_digest(pair.committee)) == (0, True, before)

    status, received = ask("receive", "--ledger", pair.committee, package)
    assert (status, received["accepted"], received["digest"]) == (0, True, made["digest"])
    there = ask("members", "--ledger", pair.committee, "--all-branches")[1]["members"]
    assert sorted(one["name"] for one in there) == ["仇志远", "单玥"]
    assert list((pair.committee.parent / "备份").glob("*.dybak"))

    status, receipt = ask("receipt", "make", package, "--ledger", pair.committee, "--to", pair.folder / "回执")
    assert (status, receipt["sender"], receipt["number"]) == (0, BRANCH, 1)
    status, noted = ask("receipt", "accept", receipt["receipt"], "--ledger", pair.branch)
    assert (status, noted["number"], noted["digest"]) == (0, 1, made["digest"])
    assert noted["received_at"]
    assert ask("log", "--ledger", pair.branch)[1]["operations"][0]["kind"] == "receipt.accept"
    for ledger in (pair.branch, pair.committee):
        assert ask("check", "--ledger", ledger)[1]["findings"] == []


def test_a_receipt_can_come_back_as_ten_characters(pair: Pair, ask: Verb) -> None:
    made = pair.pack(ask)
    ask("receive", "--ledger", pair.committee, made["package"])
    receipt = ask("receipt", "make", made["digest"], "--ledger", pair.committee, "--to", pair.folder / "回执")[1]
    wrong = ask("receipt", "accept", "--code", "00000-00000", "--ledger", pair.branch)
    assert (wrong[0], wrong[1]["error"]["code"]) == (1, "receipt-code-unknown")
    status, noted = ask("receipt", "accept", "--code", receipt["paper_code"], "--ledger", pair.branch)
    assert (status, noted["number"], noted["received_at"]) == (0, 1, None)


def test_receiving_again_is_refused_as_a_duplicate_and_changes_nothing(pair: Pair, ask: Verb) -> None:
    made = pair.pack(ask)
    ask("receive", "--ledger", pair.committee, made["package"])
    before = content_digest(pair.committee)
    status, told = ask("receive", "--ledger", pair.committee, made["package"])
    assert (status, told["accepted"], told["code"], told["number"]) == (1, False, "duplicate", 1)
    assert content_digest(pair.committee) == before


def test_a_folder_of_packages_good_ones_go_in_bad_ones_are_named(pair: Pair, ask: Verb) -> None:
    first = Path(pair.pack(ask)["package"])
    pair.add("曾犇")
    second = Path(pair.pack(ask, "--why", "漏了一名")["package"])
    damaged = bytearray(first.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    first.write_bytes(damaged)
    status, told = ask("receive", "--ledger", pair.committee, first.parent)
    assert status == 1
    assert [(result["accepted"], Path(result["file"]).name) for result in told["results"]] == [
        (False, first.name),
        (True, second.name),
    ]
    assert told["accepted"] is False
    assert told["reason"]
    assert len(ask("members", "--ledger", pair.committee, "--all-branches")[1]["members"]) == 3


def test_receiving_is_one_operation_that_undo_takes_back(pair: Pair, ask: Verb) -> None:
    before = content_digest(pair.committee)
    ask("receive", "--ledger", pair.committee, pair.pack(ask)["package"])
    status, told = ask("undo", "--ledger", pair.committee)
    assert (status, told["error"]["code"]) == (1, "undo-from-log")
    newest = ask("log", "--ledger", pair.committee)[1]["operations"][0]
    assert ask("undo", "--ledger", pair.committee, "--seq", str(newest["seq"]))[1]["kind"] == "package.receive"
    assert content_digest(pair.committee) == before


def test_a_package_can_leave_the_id_numbers_out(pair: Pair, ask: Verb) -> None:
    ask("receive", "--ledger", pair.committee, pair.pack(ask, "--without-id-numbers")["package"])
    there = ask("members", "--ledger", pair.committee, "--all-branches")[1]["members"]
    assert {one["id_number"] for one in there} == {""}


def test_what_cannot_be_packed_or_received(pair: Pair, branch: Path, tmp_path: Path, ask: Verb) -> None:
    lonely = tmp_path / "独.zbtz"
    ask("new", "--ledger", lonely, "--organisation", "独支部")
    status, told = ask("pack", "--ledger", lonely, "--to", tmp_path / "out")
    assert (status, told["error"]["code"]) == (1, "no-committee")
    status, told = ask("receive", "--ledger", branch, tmp_path)
    assert (status, told["error"]["code"]) == (2, "not-a-receiver")
    status, told = ask("pack", "--ledger", branch, "--to", tmp_path / "没有" / "这里")
    assert (status, told["error"]["code"]) == (3, "file-missing")
    assert not (tmp_path / "没有").exists()
    status, told = ask("verify", tmp_path / "none.dyb")
    assert (status, told["error"]["code"]) == (3, "open")


def test_what_is_no_package_is_not_accepted(pair: Pair, tmp_path: Path, ask: Verb) -> None:
    junk = tmp_path / "junk.dyb"
    junk.write_bytes(b"PK\x03\x04" + bytes(500))
    status, told = ask("verify", junk)
    assert (status, told["accepted"]) == (1, False)
    assert told["code"] and told["reason"]
    before = content_digest(pair.committee)
    status, told = ask("receive", "--ledger", pair.committee, junk)
    assert (status, told["accepted"]) == (1, False)
    assert content_digest(pair.committee) == before


def test_the_registration_needs_its_own_code(pair: Pair, tmp_path: Path, ask: Verb) -> None:
    other = tmp_path / "另.zbtz"
    ask("new", "--ledger", other, "--organisation", "另一个支部")
    invited = ask("register", "invite", "--ledger", pair.committee, "--name", "另一个支部", "--to", tmp_path / "登记")
    code = tmp_path / "wrong.txt"
    code.write_text("0000 0000 0000 0000", encoding="utf-8")
    argv = ["register", "join", invited[1]["invitation"], "--ledger", other, "--code-file", code]
    status, told = ask(*argv, "--to", tmp_path / "登记")
    assert (status, told["error"]["code"]) == (1, "code-wrong")
    status, told = ask("register", "invite", "--ledger", pair.committee, "--to", tmp_path)
    assert (status, told["error"]["code"]) == (2, "cli-missing")


def test_a_restored_branch_is_received_after_a_person_confirmed_it(pair: Pair, ask: Verb) -> None:
    first = pair.pack(ask)
    ask("receive", "--ledger", pair.committee, first["package"])
    status, told = ask("register", "confirm", first["package"], "--ledger", pair.committee)
    assert (status, told["error"]["code"]) == (1, "nothing-to-confirm")

    backup = ask("backup", "--ledger", pair.branch, "--to", pair.folder / "备份盘")[1]["backup"]
    restored = pair.folder / "恢复.zbtz"
    ask("restore", backup, "--to", restored)
    package = ask("pack", "--ledger", restored, "--to", pair.folder / "新")[1]["package"]
    status, told = ask("receive", "--ledger", pair.committee, package)
    assert (status, told["accepted"], told["code"]) == (1, False, "lineage")
    status, told = ask("register", "confirm", package, "--ledger", pair.committee, "--why", "电话核实")
    assert (status, told["branch"]) == (0, BRANCH)
    newest = ask("log", "--ledger", pair.committee)[1]["operations"][0]
    assert (newest["kind"], newest["why"]) == ("branch.accept_lineage", "电话核实")
    assert ask("receive", "--ledger", pair.committee, package)[1]["accepted"] is True


def test_what_would_vanish_needs_the_digest_as_a_word(pair: Pair, ask: Verb) -> None:
    ask("receive", "--ledger", pair.committee, pair.pack(ask)["package"])
    with vault.open_ledger(pair.branch) as ledger, ledger.operation("member.remove") as op:
        op.delete("member", (1, member.list_members(ledger)[0].id))
    made = pair.pack(ask)
    status, told = ask("receive", "--ledger", pair.committee, made["package"])
    assert (status, told["accepted"], told["code"]) == (1, False, "shrinks")
    assert told["lost"]["member"]["count"] == 1
    assert told["results"][0]["lost"] == told["lost"]
    assert ask("verify", made["package"], "--ledger", pair.committee)[1]["lost"] == told["lost"]
    status, told = ask("receive", "--ledger", pair.committee, made["package"], "--accept-loss", "abc")
    assert (status, told["error"]["code"]) == (2, "cli-value")
    argv = ("receive", "--ledger", pair.committee, made["package"], "--accept-loss", made["digest"].upper())
    assert ask(*argv, "--dry-run")[1]["accepted"] is True
    assert ask(*argv)[1]["accepted"] is True
    assert len(ask("members", "--ledger", pair.committee, "--all-branches")[1]["members"]) == 1


def test_a_lost_computer_is_shut_out_and_the_new_one_comes_in(pair: Pair, tmp_path: Path, ask: Verb) -> None:
    argv = ("register", "revoke", "--ledger", pair.committee, "--org", "2", "--why", "电脑被盗")
    assert ask(*argv) == (0, {"branch": BRANCH, "org": 2})
    status, told = ask("receive", "--ledger", pair.committee, pair.pack(ask)["package"])
    assert (status, told["code"]) == (1, "revoked")
    assert "电脑被盗" in told["reason"]
    assert ask(*argv)[1]["error"]["code"] == "nothing-to-shut-out"
    invited = ask("register", "invite", "--ledger", pair.committee, "--org", "2", "--to", tmp_path / "登记")[1]
    code = tmp_path / "new.txt"
    code.write_text(invited["code"], encoding="utf-8")
    join = ("register", "join", invited["invitation"], "--ledger", pair.branch, "--code-file", code)
    same = ask(*join, "--to", tmp_path / "登记")[1]["registration"]
    refused = ask("register", "accept", same, "--ledger", pair.committee)
    assert refused[1]["error"]["code"] == "key-shut-out"
    fresh = ask(*join, "--new-keys", "--to", tmp_path / "登记")[1]["registration"]
    assert ask("register", "accept", fresh, "--ledger", pair.committee)[0] == 0
    assert ask("receive", "--ledger", pair.committee, pair.pack(ask)["package"])[1]["accepted"] is True


def test_an_undone_receive_is_told_to_the_branch(pair: Pair, ask: Verb) -> None:
    made = pair.pack(ask)
    seq = ask("receive", "--ledger", pair.committee, made["package"])[1]["results"][0]["seq"]
    given = ask("receipt", "make", made["package"], "--ledger", pair.committee, "--to", pair.folder / "回执")[1]
    assert ask("receipt", "accept", given["receipt"], "--ledger", pair.branch)[1]["withdrawn"] is False
    argv = ("receipt", "withdraw", made["digest"], "--ledger", pair.committee, "--to", pair.folder / "回执")
    assert ask(*argv)[1]["error"]["code"] == "receipt-still-received"
    assert ask("undo", "--seq", seq, "--ledger", pair.committee)[0] == 0
    counter = ask(*argv)[1]
    assert (counter["number"], counter["digest"]) == (1, made["digest"])
    status, told = ask("receipt", "accept", counter["receipt"], "--ledger", pair.branch)
    assert (status, told["withdrawn"], told["number"]) == (0, True, 1)
    assert ask("receipt", "accept", given["receipt"], "--ledger", pair.branch)[1]["error"]["code"] == "receipt-again"
