"""Record ids never go back, whatever the clock does; moments are UTC."""

import threading
import time
from datetime import UTC, datetime
from uuid import UUID

import pytest

from models.clock import Clock, FixedClock, moment
from models.ids import CountingIds, Ids, new_id


def test_ids_are_uuids_of_version_seven_in_order() -> None:
    made = [new_id() for _ in range(2000)]
    assert made == sorted(made)
    assert len(set(made)) == 2000
    assert {(UUID(one).version, UUID(one).variant) for one in made} == {(7, UUID(made[0]).variant)}


def test_ids_go_on_rising_when_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    ids, now = Ids(), time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now)
    first = ids.new()
    monkeypatch.setattr(time, "time_ns", lambda: now - 10 * 365 * 86400 * 10**9)
    assert ids.new() > first


def test_threads_do_not_share_an_id() -> None:
    ids, made = Ids(), list[str]()
    threads = [threading.Thread(target=lambda: made.extend(ids.new() for _ in range(500))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 2000


def test_counting_ids_repeat() -> None:
    first, second = CountingIds(), CountingIds()
    assert [first.new() for _ in range(3)] == [second.new() for _ in range(3)]


def test_a_moment_is_utc_with_milliseconds() -> None:
    assert moment(FixedClock(datetime(2026, 11, 21, 5, 0, 0, 123456, UTC))) == "2026-11-21T05:00:00.123Z"
    assert Clock().now().tzinfo is UTC
    assert abs((Clock().now() - datetime.now(UTC)).total_seconds()) < 5
