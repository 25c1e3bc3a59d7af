"""Now and today, injected so that tests fix them."""

from datetime import UTC, date, datetime, timedelta

_PATIENCE = timedelta(days=1)
"""Moments no further ahead than this are called right: two computers never agree."""


class Clock:
    """The clock of this computer: moments in UTC, days in local time."""

    def now(self) -> datetime:
        """Return this moment, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the local calendar day."""
        return self.now().astimezone().date()


class FixedClock(Clock):
    """A clock that stands still until it is set; for tests and for repeatable samples."""

    def __init__(self, moment_: datetime) -> None:
        self.current = moment_

    def now(self) -> datetime:
        """Return the moment the clock was set to."""
        return self.current

    def today(self) -> date:
        """Return the UTC day of that moment, so that a test does not depend on the zone of its machine."""
        return self.current.date()


def moment(clock: Clock) -> str:
    """Return now as UTC text with milliseconds, e.g. `2026-11-21T05:00:00.123Z`."""
    return clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def is_due(now: datetime, last: datetime, every: timedelta) -> bool:
    """Tell whether something last done then is to be done again.

    What was done at a moment that has not come yet was done by a wrong clock: nobody waits forty years for it.
    """
    return not -_PATIENCE <= now - last < every
