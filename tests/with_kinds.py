"""Runs tests as if further kinds of records lay in the folder: `python -m tests.with_kinds FOLDER -- TESTS…`."""

import shutil
import sys
import tempfile
from pathlib import Path

import resources


def main(folder: Path, arguments: list[str]) -> int:
    """Put the shipped kinds and those of a folder into one, before anything has read them; return the exit status."""
    with tempfile.TemporaryDirectory() as together:
        for path in (*resources.KINDS.glob("*.toml"), *folder.glob("*.toml")):
            shutil.copy(path, together)
        resources.KINDS = Path(together)
        import pytest

        return int(pytest.main(arguments))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[3:]))
