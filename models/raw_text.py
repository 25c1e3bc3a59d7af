"""Reading a ledger whose texts may be damaged: bytes that are no UTF-8 come as stand-ins instead of an error."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.ledger import Ledger

_STAND_IN = re.compile("[\udc80-\udcff]")


@contextmanager
def raw_texts(ledger: "Ledger") -> Iterator[None]:
    """Let every query within the block return such texts; nothing that is read so may be written back."""
    with ledger.lock:
        connection = ledger.db.conn
        before, connection.text_factory = connection.text_factory, _decoded
        try:
            yield
        finally:
            connection.text_factory = before


def is_sound(text: str) -> bool:
    """Tell whether a text was read without stand-ins."""
    return text.isascii() or _STAND_IN.search(text) is None


def shown(value: Any) -> str:
    """Return a value as it can be shown: a question mark for every byte that could not be read."""
    text = value.hex() if isinstance(value, bytes) else str(value)
    return text if is_sound(text) else text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
