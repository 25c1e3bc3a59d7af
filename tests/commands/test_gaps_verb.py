"""gaps: what it answers over an invented year, and its status."""

from pathlib import Path

import pytest

from commands.demonstration import Demonstration
from models import gaps, vault
from tests.commands.conftest import Verb, content_digest

YEAR = 2025


@pytest.fixture
def shown(past_year: Demonstration) -> Demonstration:
    return past_year


def test_it_lists_what_the_model_finds_and_says_so_by_its_status(shown: Demonstration, ask: Verb) -> None:
    before = content_digest(shown.branch)
    status, told = ask("gaps", "--ledger", shown.branch, "--year", YEAR)
    with vault.open_ledger(shown.branch) as ledger:
        found = gaps.list_gaps(ledger, year=YEAR)
    assert told["gaps"] == [one.as_dict() for one in found] and found
    assert sum(told["counts"].values()) == len(found) and told["year"] == YEAR
    assert status == int(told["counts"]["must"] > 0)
    assert content_digest(shown.branch) == before


def test_one_member_one_severity(shown: Demonstration, ask: Verb) -> None:
    _, told = ask("gaps", "--ledger", shown.branch, "--year", YEAR)
    grave = [one for one in told["gaps"] if one["severity"] == "must"]
    status, only = ask("gaps", "--ledger", shown.branch, "--year", YEAR, "--severity", "must")
    assert only["gaps"] == grave and list(only["counts"]) == ["must"] and status == int(bool(grave))
    who = next(one["member"] for one in told["gaps"] if one["member"])
    _, hers = ask("gaps", "--ledger", shown.branch, "--year", YEAR, "--member", who)
    assert hers["gaps"] == [one for one in told["gaps"] if one["member"] == who]


def test_the_committee_is_told_the_same_of_the_branch(shown: Demonstration, ask: Verb) -> None:
    _, told = ask("gaps", "--ledger", shown.branch, "--year", YEAR)
    with vault.open_ledger(shown.committee) as ledger:
        name = ledger.query("SELECT name FROM organization WHERE level = 'branch'")[0]["name"]
    _, above = ask("gaps", "--ledger", shown.committee, "--year", YEAR, "--org", name)
    # Of what stays inside the branch the committee knows nothing.
    assert above["gaps"] == [one for one in told["gaps"] if one["subject"] != "谈心谈话"]


def test_a_year_not_begun_has_no_gaps_and_status_nought(shown: Demonstration, ask: Verb) -> None:
    asked = ("gaps", "--ledger", shown.branch, "--year", YEAR, "--as-of", "2024-12-31")
    assert ask(*asked) == (0, {"year": YEAR, "gaps": [], "counts": {"must": 0, "should": 0, "note": 0}})


def test_an_empty_ledger_and_a_severity_that_is_none(branch: Path, ask: Verb) -> None:
    status, told = ask("gaps", "--ledger", branch, "--year", YEAR)
    assert (status, told["gaps"]) == (0, [])
    status, told = ask("gaps", "--ledger", branch, "--severity", "grave")
    assert status == 2 and told["error"]["next"]
