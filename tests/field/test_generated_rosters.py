"""A dozen random rosters with known truth are imported and audited (see `generate_rosters`, which tries more)."""

from pathlib import Path

import pytest

from tests.field.generate_rosters import Maker, Truth, audit, run
from tests.field.roster_score import Outcome, import_file

SEEDS = range(12)
PLAIN = 235


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_roster_comes_in_honestly(seed: int, tmp_path: Path) -> None:
    truth, said = run(seed, tmp_path)
    assert said == [], truth.features


def test_the_same_seed_gives_the_same_truth(tmp_path: Path) -> None:
    first, again = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    again.mkdir()
    assert run(3, first) == run(3, again)


def planted(folder: Path) -> tuple[Truth, Outcome]:
    """The file of a seed without anything strange about it, imported."""
    make = Maker(PLAIN).make()
    return make.truth, import_file(make.save(folder), folder)


def test_an_audit_finds_what_is_planted(tmp_path: Path) -> None:
    """A member too many, one lost in silence, a day changed, somebody who is no member."""
    truth, outcome = planted(tmp_path)
    assert audit(truth, outcome) == []
    first, second, third = outcome.members[:3]
    known = {one.name: one for one in truth.people}
    first["joined_date"] = "1901-01-01"
    outcome.members.remove(second)
    known[third["name"]].out = True
    outcome.members.append({**third, "name": "无名氏", "id_number": ""})
    said = "；".join(audit(truth, outcome))
    assert f"{first['name']} joined_date='1901-01-01'" in said
    assert f"{second['name']} 不见了" in said
    assert f"{third['name']} 不该进来" in said
    assert "台账里多出“无名氏”" in said
