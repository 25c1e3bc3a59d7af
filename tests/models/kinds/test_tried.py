"""Kinds of other shapes than the shipped ones, put into the folder by the test: what holds for all holds for them.

A standing list with spans, a tick list of everybody on one sheet, a matter of the branch with its handling: one file
each, `tests/data/kinds_tried`; not a line of code or of a test names them.
"""

import os
import subprocess
import sys

import pytest

from models.kinds import kind_file
from tests.models.conftest import ROOT

TRIED = ROOT / "tests" / "data" / "kinds_tried"
NAMES = sorted(path.stem for path in TRIED.glob("*.toml"))
COVERED = (
    "tests/models/kinds/test_every_kind.py",
    "tests/models/kinds/test_sheets.py",
    "tests/models/test_undo_property.py",
    "tests/models/test_travelling_since.py",
    "tests/exchange/test_kind_sheet.py",
    "tests/exchange/test_every_kind_travels.py",
    "tests/gui/kinds/test_every_window.py",
    "tests/reports/test_nothing_leaves.py",
)
"""Tests over the catalogue: from each those about the kinds tried are run."""


@pytest.mark.parametrize("name", NAMES)
def test_the_declaration_is_sound(name: str) -> None:
    assert kind_file.read(TRIED / f"{name}.toml").findings == ()


def test_every_test_over_the_catalogue_covers_a_kind_in_the_folder() -> None:
    chosen = ["-k", " or ".join(NAMES), "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *COVERED]
    done = subprocess.run(
        [sys.executable, "-m", "tests.with_kinds", str(TRIED), "--", *chosen],
        cwd=ROOT, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    passed = int(done.stdout.split(" passed")[0].split()[-1])
    assert passed > 90, done.stdout[-500:]
