"""What an operation changed: the one notice that goes out after it."""

from dataclasses import dataclass

RowKey = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The tables and rows that one committed operation touched.

    seq: number of the operation in the journal, 0 when nothing was changed. initiator: whoever asked for it, so
    that it can
    ignore its own notice.
    """

    seq: int
    kind: str
    rows: dict[str, tuple[RowKey, ...]]
    initiator: object | None = None

    @property
    def tables(self) -> frozenset[str]:
        """The names of the tables touched."""
        return frozenset(self.rows)

    def touches(self, *tables: str) -> bool:
        """Tell whether any of these tables was touched."""
        return not self.tables.isdisjoint(tables)
