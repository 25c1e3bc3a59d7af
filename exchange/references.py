"""What one row alone cannot show: ids given once, references that lead somewhere, what must stand beside what."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from exchange.between import Fills, Link, Needs, Owned, Path
from exchange.fields import WireTable
from models.errors import RefusedError
from models.kinds.column import Id, Ref, shown

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]
Unfit = tuple[WireTable, int, Row, str]
"""Table, number of the row, the row, and in words what is missing with it."""


def check_references(tables: tuple[WireTable, ...], rows: Rows) -> None:
    """Look at all that is declared between rows. Raises RefusedError: `dup-id`, `ref`, `unfit`."""
    for table in tables:
        _check_doubles(table, rows[table.name])
    ids = {table.name: {row["id"] for row in rows[table.name] if "id" in row} for table in tables}
    for table in tables:
        for column in table.fields:
            if isinstance(column, Ref):
                for number, row in enumerate(rows[table.name], 1):
                    if row[column.name] is not None and row[column.name] not in ids[column.table]:
                        raise RefusedError("ref", place=_place(table, number, column.name))
        for link in table.links:
            _check_link(table, link, rows)
        for owned in table.owned:
            _check_owned(table, owned, rows, ids)
    for table, number, row, told in unfit(tables, rows):
        name = shown(titles(table, tables, rows)(row))
        raise RefusedError("unfit", place=f"{table.word} 第 {number} 行" + (f"（{name}）" if name else ""), told=told)


def unfit(tables: tuple[WireTable, ...], rows: Rows) -> Iterator[Unfit]:
    """Yield the rows that lack what must stand with them, with what it is in words."""
    by_name = {table.name: table for table in tables}
    for table in tables:
        for needs in table.needs:
            yield from _needy(table, needs, rows[table.name])
        for fills in table.fills:
            yield from _unfilled(by_name[fills.table], fills, rows[table.name], rows[fills.table])
        if table.path is not None:
            yield from _off_path(by_name[table.path.table], table.path, rows[table.name], rows[table.path.table])


def titles(table: WireTable, tables: tuple[WireTable, ...], rows: Rows) -> Callable[[Row], str]:
    """Return how the rows of a table are called: by their title, or by that of the row to which it leads."""
    column = table.by_name[table.title]
    if not isinstance(column, Ref):
        return lambda row: str(row[table.title])
    parent = next(one for one in tables if one.name == column.table)
    called = titles(parent, tables, rows)
    known = {row["id"]: called(row) for row in rows[parent.name]}
    return lambda row: known.get(row[table.title], "")


# --- where things lead ------------------------------------------------------------------


def _place(table: WireTable, number: int, column: str) -> str:
    return f"{table.word} 第 {number} 行 {table.field_word(column)}"


def _check_doubles(table: WireTable, rows: list[Row]) -> None:
    own = [(column.name,) for column in table.fields if type(column) is Id][:1]
    for columns in (*own, *table.unique):
        seen: set[tuple[Any, ...]] = set()
        for number, row in enumerate(rows, 1):
            key = tuple(row[name] for name in columns)
            if key in seen:
                raise RefusedError("dup-id", place=f"{table.word} 第 {number} 行")
            seen.add(key)


def _check_link(table: WireTable, link: Link, rows: Rows) -> None:
    there = {tuple(row[name] for name in link.to or link.columns) for row in rows[link.table]}
    for number, row in enumerate(rows[table.name], 1):
        found = tuple(row[name] for name in link.columns)
        if None not in found and found not in there:
            raise RefusedError("ref", place=_place(table, number, link.columns[-1]))


def _check_owned(table: WireTable, owned: Owned, rows: Rows, ids: Mapping[str, set[str]]) -> None:
    for number, row in enumerate(rows[table.name], 1):
        if row[owned.column] not in ids.get(row[owned.table_in], ()):
            raise RefusedError("ref", place=_place(table, number, owned.column))


# --- what must stand beside it ------------------------------------------------------------


def _needy(table: WireTable, needs: Needs, rows: list[Row]) -> Iterator[Unfit]:
    for number, row in enumerate(rows, 1):
        if row[needs.column] not in needs.values:
            continue
        for name in needs.filled:
            if not row[name]:
                yield table, number, row, f"没有填{table.field_word(name)}"
        for name in needs.empty:
            if row[name]:
                yield table, number, row, f"不该有{table.field_word(name)}"


def _unfilled(parent: WireTable, fills: Fills, rows: list[Row], parents: list[Row]) -> Iterator[Unfit]:
    filled: set[str] = set()
    lacking: set[str] = set()
    for row in rows:
        if all(row[name] == value for name, value in fills.where.items()):
            good = not fills.some or any(row[name] for name in fills.some)
            (filled if good else lacking).add(row[fills.by])
    for number, row in enumerate(parents, 1):
        if row[fills.column] not in fills.values:
            continue
        if row["id"] not in filled or (fills.every and row["id"] in lacking):
            yield parent, number, row, fills.told


def _off_path(parent: WireTable, path: Path, rows: list[Row], parents: list[Row]) -> Iterator[Unfit]:
    taken: defaultdict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: int(row[path.position])):
        taken[row[path.by]].append(row)
    for number, row in enumerate(parents, 1):
        if _end(path, taken[row["id"]]) != row[path.state]:
            yield parent, number, row, "办理经过不按顺序，或者与现在的状态不符"


def _end(path: Path, steps: list[Row]) -> str | None:
    """Return the state that steps lead to, None when they leave the path."""
    state, day = path.start, ""
    for position, row in enumerate(steps, 1):
        before, after = path.moves[row[path.step]]
        if state not in before or row[path.position] != position or row[path.day] < day:
            return None
        state, day = after, row[path.day]
    return state
