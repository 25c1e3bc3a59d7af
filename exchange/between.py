"""What holds between the columns of a row and between rows, as declarations; `references` looks at them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Link:
    """Several columns that lead together to a row of another table that holds the same in `to` (the same columns when
    empty); nothing in one of them, no link.
    """

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Owned:
    """A column with the id of a row, in the table that another column names."""

    column: str
    table_in: str


@dataclass(frozen=True, slots=True)
class Fills:
    """Every row of another table whose `column` is one of `values` has at least one of our rows: a meeting its sheet.

    by: our column with its id. where: what our row must hold to count; some: columns of which one holds something.
    every: moreover no row of ours may be without. told: what is missing, for the sentence.
    """

    by: str
    table: str
    column: str
    values: tuple[str, ...]
    told: str
    where: Mapping[str, str] = field(default_factory=dict)
    some: tuple[str, ...] = ()
    every: bool = False


@dataclass(frozen=True, slots=True)
class Needs:
    """Where `column` is one of `values`, the columns of `filled` hold something and those of `empty` nothing."""

    column: str
    values: tuple[str, ...]
    filled: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Our rows are the steps of rows of another table: numbered from 1, each from the state that the one before led to,
    by days that do not go back; the last leads to the state written there.

    by: our column with its id; moves: step -> (states before, state after).
    """

    by: str
    table: str
    state: str
    start: str
    step: str
    position: str
    day: str
    moves: Mapping[str, tuple[tuple[str, ...], str]]
