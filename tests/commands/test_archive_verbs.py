"""archives and pledges: what they answer over a whole invented year, at the branch and at its committee."""

from collections import Counter
from pathlib import Path

import pytest

from commands import invented_essays
from commands.demonstration import Demonstration
from models import pledge, study_archive, vault
from tests.commands.conftest import Verb, content_digest

YEAR, PEOPLE = 2025, 30


@pytest.fixture
def shown(past_year: Demonstration) -> Demonstration:
    return past_year


def test_archives_tell_the_state_of_everybody(shown: Demonstration, ask: Verb) -> None:
    before = content_digest(shown.branch)
    status, told = ask("archives", "--ledger", shown.branch, "--year", YEAR)
    assert status == 0
    assert len(told["archives"]) == PEOPLE
    with vault.open_ledger(shown.branch) as ledger:
        kept = {row["member_id"]: row for row in ledger.query("SELECT * FROM study_archive")}
    for one in told["archives"]:
        row = kept.get(one["id"], {"state": "open", "file_number": "", "reviewer": ""})
        assert (one["state"], one["file_number"]) == (row["state"], row["file_number"])
        assert one["printed_at"] is None
    assert told["counts"] == {
        state: sum(one["state"] == state for one in told["archives"]) for state in study_archive.ARCHIVE_STATES
    }
    assert min(told["counts"].values()) > 0, "every state is shown"
    assert content_digest(shown.branch) == before


def test_pledges_tell_the_way_and_the_votes(shown: Demonstration, ask: Verb) -> None:
    status, told = ask("pledges", "--ledger", shown.branch, "--year", YEAR)
    assert status == 0
    found = told["pledges"]
    assert [one["owner"] for one in found[:2]] == ["branch", "leader"]
    assert {one["state"] for one in found} == set(pledge.STATES)
    assert told["verdicts"]["unkept"] >= 1
    assert told["verdicts"]["partly"] >= 1
    for one in (one for one in found if one["state"] == "concluded"):
        votes = {said["source"]: said for said in one["appraisals"]}
        assert sum(votes["members"][name] for name in ("satisfied", "basically", "unsatisfied")) == PEOPLE - 1
        assert [step["step"] for step in one["steps"]] == [*pledge.STEPS[:1], "approve", *pledge.STEPS[3:7]]
        reasons = [item["outcome_reason"] for item in one["items"] if item["outcome"] != "kept"]
        assert all(reasons)
        assert bool(reasons) == (one["verdict"] != "kept")
    assert sum(one["deeds"] for one in found) > PEOPLE
    assert sum(one["opinions"] for one in found) == 2


def test_only_one_members_pledges(shown: Demonstration, ask: Verb) -> None:
    everybody = ask("pledges", "--ledger", shown.branch, "--year", YEAR)[1]["pledges"]
    name = everybody[5]["name"]
    status, told = ask("pledges", "--ledger", shown.branch, "--year", YEAR, "--member", name)
    assert status == 0
    assert {one["name"] for one in told["pledges"]} == {name}


@pytest.mark.parametrize("verb", ["archives", "pledges"])
def test_the_committee_is_told_the_same_of_its_branch(verb: str, shown: Demonstration, ask: Verb) -> None:
    with vault.open_ledger(shown.committee) as ledger:
        name = ledger.query("SELECT name FROM organization WHERE number = 2")[0]["name"]
    ours = ask(verb, "--ledger", shown.branch, "--year", YEAR)[1]
    assert ask(verb, "--ledger", shown.committee, "--year", YEAR, "--org", name) == (0, ours)


@pytest.mark.parametrize("verb", ["archives", "pledges"])
def test_an_empty_year_is_told_as_such(verb: str, branch: Path, ask: Verb) -> None:
    status, told = ask(verb, "--ledger", branch, "--year", YEAR)
    assert (status, told[verb], sum(told["counts"].values())) == (0, [], 0)


def test_no_two_of_the_texts_are_alike(shown: Demonstration) -> None:
    with vault.open_ledger(shown.branch) as ledger:
        bodies = [row["body"] for row in ledger.query("SELECT body FROM reflection WHERE kind = 'reflection'")]
        written = Counter(
            row["member_id"] for row in ledger.query("SELECT member_id FROM reflection WHERE kind = 'reflection'")
        )
        exams = ledger.query("SELECT passed, score FROM exam")
        evidence = {row["media"] for row in ledger.query("SELECT media FROM evidence")}
    assert len(set(bodies)) == len(bodies) > PEOPLE
    assert min(map(len, bodies)) >= 150
    assert max(map(len, bodies)) <= 600
    assert max(written.values()) <= 3
    assert sum(row["passed"] == "no" for row in exams) == 1
    assert len(exams) < PEOPLE
    assert evidence == {"png", "pdf"}
    assert len({invented_essays.essay(number)[1] for number in range(768)}) == 768
