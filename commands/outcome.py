"""What a verb hands back: an exit status, the data for `--json`, and the same as sentences for people."""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one verb.

    data: the documented keys. sentences: lines of Chinese. status: 0 done, 1 done with findings or refusals,
    which are listed in both. window_on: a ledger to show in the window afterwards.
    """

    data: dict[str, Any]
    sentences: list[str] = field(default_factory=list)
    status: int = 0
    window_on: Path | None = None


def progress(text: str) -> None:
    """Say on standard error what is going on; standard output stays free for the result."""
    print(text, file=sys.stderr, flush=True)
