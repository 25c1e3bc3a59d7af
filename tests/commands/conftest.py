"""Running verbs in this process and reading their answers."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import commands
from commands.demonstration import Demonstration
from models import vault

Answer = tuple[int, dict[str, Any]]
Verb = Callable[..., Answer]

BRANCH = "中共云栖市柳溪街道桐花巷社区支部委员会"


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Verb:
    """Run a verb with --json; return its status and the one JSON object it printed."""

    def run(*argv: object) -> Answer:
        status = commands.run([*map(str, argv), "--json"])
        out = capsys.readouterr().out
        assert len(out.splitlines()) == 1, out
        return status, json.loads(out)

    return run


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a verb for people; return its status, standard output and standard error."""

    def run(*argv: object) -> tuple[int, str, str]:
        status = commands.run([*map(str, argv)])
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


@pytest.fixture
def branch(tmp_path: Path) -> Path:
    """A new, empty ledger of a branch, closed."""
    path = tmp_path / "支部.zbtz"
    vault.create_ledger(path, organization=BRANCH, actor="尉迟文静").ledger.close()
    return path


@pytest.fixture(scope="session")
def past_year(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """A branch of 30 with the whole year 2025, and the committee that has received it; nothing is written in them."""
    return _reported(tmp_path_factory.mktemp("past"), 30, 2025)


@pytest.fixture(scope="session")
def present_year(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """A branch of 16 with the year whose first half is over, and the committee that has received it."""
    return _reported(tmp_path_factory.mktemp("present"), 16, None)


def _reported(folder: Path, people: int, year: int | None) -> Demonstration:
    run = Demonstration(folder)
    run.import_roster(people, year)
    run.record_year(year)
    run.register_both_ways()
    run.send_package()
    run.receive_package()
    return run


def content_digest(path: Path, password: str = "") -> str:
    """Return the digest of all content of a closed ledger."""
    with vault.open_ledger(path, password=password) as ledger:
        return ledger.content_digest()
