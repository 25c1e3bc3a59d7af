"""The body of a branch's package: one zip with fixed member names, a table a member, a row (or a sheet) a
line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from exchange import manifest as manifests
from exchange import strict_json, strict_zip
from exchange.chain import Link
from exchange.fields import WireTable, complete_row
from exchange.manifest import Manifest
from exchange.references import check_references
from exchange.tables import ORGANIZATION, TABLES
from models import gate, schema
from models.errors import RefusedError
from models.snapshot import Tables, digest_of

ORGANIZATION_NAME = "organization.json"
MOST_LINE_BYTES = 512 * 1024
MOST_ROWS = 500_000
MOST_FOLDED = 500
"""Entries of one folded line; a longer sheet goes on in the next line, so that none comes near `MOST_LINE_BYTES`."""


@dataclass(frozen=True, slots=True)
class Content:
    """A package's content, every field checked. left_out: names of what a newer program wrote and this one
    cannot read.
    """

    tables: Tables
    organization: dict[str, Any]
    manifest: Manifest
    left_out: tuple[str, ...] = ()


def write(
    tables: Tables,
    organization: dict[str, Any],
    *,
    nonce: str,
    id_numbers: bool,
    chain: tuple[Link, ...] = (),
    wire: tuple[WireTable, ...] = TABLES,
) -> bytes:
    """Return the body of a package; the same content gives the same bytes. chain: the packages before it."""
    members = {ORGANIZATION_NAME: gate.canonical(organization).encode("utf-8") + b"\n"}
    rows = {ORGANIZATION_NAME: 1}
    for table in wire:
        name = _file_name(table)
        members[name] = b"".join(
            gate.canonical(line).encode("utf-8") + b"\n" for line in _lines(table, tables)
        )
        rows[name] = len(tables[table.name])
    entries = {name: manifests.entry_of(members[name], rows[name]) for name in sorted(members)}
    listed = Manifest(entries, digest_of(tables), nonce, id_numbers, chain)
    return strict_zip.write({manifests.NAME: listed.to_bytes(), **members})


def read(
    content: bytes,
    *,
    written_by: int = schema.VERSION,
    known: int = schema.VERSION,
    chained: bool = True,
    wire: tuple[WireTable, ...] = TABLES,
) -> Content:
    """Read a body of schema `written_by` as one of schema `known`, believing nothing.

    chained: of a format that lists the packages before it.
    Raises RefusedError with the place (member, line, field): codes of `strict_zip`, `manifest`, `fields`,
    and `members`, `rows`, `line`, `bomb`, `order`, `content`.
    """
    wanted = tuple(table for table in wire if table.since <= written_by)
    left_out = _check_names(strict_zip.names(content), wanted, newer=written_by > known)
    members = strict_zip.read(content)
    listed = manifests.parse(members[manifests.NAME], chained=chained)
    manifests.check_members(listed, members)
    organization = _organization(members[ORGANIZATION_NAME], written_by, known)
    tables: Tables = {table.name: [] for table in wire}
    for table in wanted:
        tables[table.name] = list(_rows(table, members[_file_name(table)], written_by, known))
        if len(tables[table.name]) != listed.members[_file_name(table)].rows:
            raise RefusedError("rows", place=table.word)
    check_references(wanted, tables)
    for table in wanted:
        _require_order(table, tables[table.name])
    if written_by == known and digest_of(tables) != listed.content_digest:
        raise RefusedError("content")
    return Content(tables, organization, listed, left_out)


def _file_name(table: WireTable) -> str:
    return f"{table.name}.ndjson"


def _check_names(found: list[str], wanted: tuple[WireTable, ...], *, newer: bool) -> tuple[str, ...]:
    expected = [manifests.NAME, ORGANIZATION_NAME, *(_file_name(table) for table in wanted)]
    extra = tuple(name for name in found if name not in expected)
    if [name for name in found if name in expected] != expected or (extra and not newer):
        raise RefusedError("members")
    return extra


def _organization(content: bytes, written_by: int, known: int) -> dict[str, Any]:
    place = ORGANIZATION.word
    found = strict_json.loads(content, place)
    return complete_row(ORGANIZATION, found, schema=written_by, known=known, place=place)


def _require_order(table: WireTable, rows: list[dict[str, Any]]) -> None:
    """Refuse rows that are not sorted by their key: the ledger keeps them sorted, and its digest would be another.

    Raises RefusedError("order").
    """
    key = [column for column in schema.TABLES[table.name].key if column != "org"]
    found = [tuple(row[column] for column in key) for row in rows]
    if found != sorted(found):
        raise RefusedError("order", place=table.word)


def _lines(table: WireTable, tables: Tables) -> Iterator[dict[str, Any]]:
    if not table.grouped_by:
        yield from tables[table.name]
        return
    for shared, rows in groupby(tables[table.name], key=lambda row: row[table.grouped_by]):
        packed = [[row[column] for column in table.packed_columns] for row in rows]
        for start in range(0, len(packed), MOST_FOLDED):
            yield {table.grouped_by: shared, "rows": packed[start : start + MOST_FOLDED]}


def _rows(table: WireTable, content: bytes, written_by: int, known: int) -> Iterator[dict[str, Any]]:
    if content and not content.endswith(b"\n"):
        raise RefusedError("rows", place=table.word)
    count = 0
    for number, line in enumerate(content.split(b"\n")[:-1], 1):
        place = f"{table.word} 第 {number} 行"
        if len(line) > MOST_LINE_BYTES:
            raise RefusedError("line", place=place, limit=MOST_LINE_BYTES // 1024)
        for found in _unfolded(table, strict_json.loads(line, place), place):
            count += 1
            if count > MOST_ROWS:
                raise RefusedError("bomb", place=table.word)
            yield complete_row(table, found, schema=written_by, known=known, place=place)


def _unfolded(table: WireTable, found: Any, place: str) -> list[Any]:
    """Return the rows of one line: itself, or each entry of a sheet."""
    if not table.grouped_by:
        return [found]
    if (
        not isinstance(found, dict)
        or found.keys() != {table.grouped_by, "rows"}
        or not isinstance(found["rows"], list)
    ):
        raise RefusedError("row", place=place)
    shared = found[table.grouped_by]
    rows = []
    for entry in found["rows"]:
        if not isinstance(entry, list) or len(entry) != len(table.packed_columns):
            raise RefusedError("row", place=place)
        rows.append({table.grouped_by: shared, **dict(zip(table.packed_columns, entry, strict=True))})
    return rows
