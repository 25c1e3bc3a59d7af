"""One line of a measurement: what was done, how long it took, and what else did the same in the same run."""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Case:
    """Times in seconds (medians). peak: memory in MB of the process that did our work, 0 for that of its module.

    amount: how much work, beginning with its number where the same work is measured in several sizes.
    """

    what: str
    amount: str
    ours: float
    reference: float
    reference_is: str
    peak: int = 0

    @property
    def ratio(self) -> float:
        """Our time in multiples of the reference's; below 1 we are faster."""
        return self.ours / self.reference

    def as_json(self) -> str:
        """Return the case as one line for the process that collects them."""
        return json.dumps(asdict(self), ensure_ascii=False)


def spent(work: Callable[[], object]) -> float:
    """Return how many seconds a piece of work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def in_turn(ours: Callable[[], float], reference: Callable[[], float], rounds: int) -> tuple[float, float]:
    """Return the medians of two measurements taken in turn, so that a busy machine is unfair to neither."""
    pairs = [(ours(), reference()) for _ in range(rounds)]
    mine, others = zip(*pairs, strict=True)
    return statistics.median(mine), statistics.median(others)
