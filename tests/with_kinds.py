"""Runs tests, or the program, as if further kinds of records lay in the folder.

    python -m tests.with_kinds FOLDER -- TESTS…
    python -m tests.with_kinds FOLDER main VERB…
"""

import shutil
import sys
import tempfile
from pathlib import Path

import resources


def run(folder: Path, what: str, arguments: list[str]) -> int:
    """Put the shipped kinds and those of a folder into one, before anything has read them; return the exit status."""
    with tempfile.TemporaryDirectory() as together:
        for path in (*resources.KINDS.glob("*.toml"), *folder.glob("*.toml")):
            shutil.copy(path, together)
        resources.KINDS = Path(together)
        if what == "main":
            import main

            return main.main(arguments)
        import pytest

        return int(pytest.main(arguments))


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), sys.argv[2], sys.argv[3:]))
