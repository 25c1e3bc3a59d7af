"""Meeting files of the field: each comes in as its writer meant it, or is asked about; see `meeting_score`."""

from pathlib import Path

import pytest

from tests.field import meeting_score

CASES = meeting_score.cases()
NOT_YET = meeting_score.NOT_YET.read_text(encoding="utf-8").split()
"""Cases that are still wrong; one that comes right has to be struck off the list."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_comes_in_as_it_was_meant(case: Path) -> None:
    (wrong,) = meeting_score.score([case]).values()
    if case.name in NOT_YET:
        assert wrong, f"{case.name} is right now: strike it off not-yet.txt"
    else:
        assert wrong == []


def test_the_list_of_wrong_cases_names_cases() -> None:
    assert set(NOT_YET) <= {case.name for case in CASES}
