"""Where the result goes when nobody can take it."""

import subprocess
import sys
from pathlib import Path

import pytest

import resources

ROOT = resources.ROOT.parent


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize(("line", "status"), [(["forms"], 3), (["forms", "--json"], 3), (["nope", "--json"], 2)])
def test_an_output_that_cannot_be_written_is_the_worlds_fault(line: list[str], status: int) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [sys.executable, "main.py", *line]
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == status
    assert ("结果写不到" if status == 3 else "cli-unknown-verb") in done.stderr.decode("utf-8")


def test_without_an_output_the_work_is_done_all_the_same() -> None:
    line = f'exec "{sys.executable}" main.py forms >&-'
    done = subprocess.run(["sh", "-c", line], cwd=ROOT, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
