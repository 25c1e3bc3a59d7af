"""A short round of the kill trials of `tools/kill_trial.py`: real processes, real `kill -9`."""

import os
import random
from pathlib import Path

import pytest

from tools.kill_trial import phases, trials

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no kill -9 on Windows")


@pytest.mark.parametrize("phase", [name for name, phase in phases().items() if phase.in_suite])
def test_a_kill_loses_nothing_and_leaves_nothing_half(phase: str, own_key_store: Path) -> None:
    tally = trials(phase, 3 if phase == "record" else 1, random.Random())
    assert tally.problems == []
    assert tally.kills > 0
