"""A file that leaves and the ledger's note of it: both, or neither."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from models import files
from models.gate import Operation

if TYPE_CHECKING:
    from models.ledger import Ledger

Write = Callable[[Path, bytes], None]


@contextmanager
def outgoing(
    ledger: "Ledger", kind: str, *, why: str = "", initiator: object | None = None
) -> Iterator[tuple[Operation, Write]]:
    """Open an operation together with a way to write files durably.

    Whatever fails, the commit included, the files written are removed again: a file nobody noted must not
    stay behind.
    """
    written: list[Path] = []

    def write(path: Path, content: bytes) -> None:
        files.write_file(path, content)
        written.append(path)

    try:
        with ledger.operation(kind, why=why, initiator=initiator) as op:
            yield op, write
    except BaseException:
        for path in written:
            files.remove_quietly(path)
        raise
