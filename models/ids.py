"""Record ids: UUIDv7 (RFC 9562), made once, never reused, never going back even if the clock does."""

import re
import secrets
import threading
import time
import uuid

UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.ASCII)


class Ids:
    """Makes UUIDv7 texts in ascending order within this process."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def new(self) -> str:
        """Return a new id as 36 characters of lower-case text."""
        with self._lock:
            # 48 bits of milliseconds and 12 bits of fraction form one ascending number.
            stamp = max(self._last + 1, time.time_ns() * 4096 // 1_000_000)
            self._last = stamp
        value = (stamp >> 12) << 80 | 7 << 76 | (stamp & 0xFFF) << 64 | 2 << 62 | secrets.randbits(62)
        return str(uuid.UUID(int=value))


class CountingIds(Ids):
    """Makes repeatable UUIDv7-shaped ids 1, 2, 3 …; for tests and samples."""

    def __init__(self, start: int = 0) -> None:
        super().__init__()
        self._count = start

    def new(self) -> str:
        """Return the next id of the row."""
        self._count += 1
        return str(uuid.UUID(int=7 << 76 | 2 << 62 | self._count))


_default = Ids()


def new_id() -> str:
    """Return a new id from the generator of this process."""
    return _default.new()
