"""A short round of `tools/kill_conversion.py`: real processes, killed at chosen writes of a conversion."""

import os
from pathlib import Path

import pytest

from tools import kill_conversion


@pytest.mark.skipif(os.name == "nt", reason="no strace on Windows")
def test_a_kill_at_any_write_leaves_what_opens(own_key_store: Path) -> None:
    found, writes = kill_conversion.trials(4)
    assert set(found) <= {"plain", "encrypted"}
    # The last write is behind the swap.
    assert "encrypted" in found
    assert writes > 100
