"""What is said of a whole file beside its rows: columns, sheets and rows that were not read, and what they might be."""

from collections.abc import Iterator

from exchange import roster_header, roster_lists, roster_words
from exchange.roster_branches import Branches
from exchange.roster_sheet import SheetReport
from exchange.sheets.grid import MOST_COLUMNS
from models import words

_MOST_HEADERS = 30
_MOST_ROWS = 12


def notices(sheets: tuple[SheetReport, ...], branches: Branches) -> list[str]:
    """Return the sentences, the most important first: another branch, a missing key field, what was not read."""
    read = [sheet for sheet in sheets if sheet.header_row]
    found = [*_hints(read), *_unread(read), *_other_sheets(sheets), *_rows(read)]
    if branches.differs:
        found.insert(0, _said("roster-branch-differs", branch=next(iter(branches.counts)), own=branches.ledger_name))
    cut = [_said("roster-columns-cut", sheet=sheet.name, limit=MOST_COLUMNS) for sheet in read if sheet.cut]
    return found + cut


def missing_fields(sheet: SheetReport) -> dict[str, tuple[str, ...]]:
    """Return the fields of the first importance that a sheet lacks -> columns nobody took that might be them."""
    there = {column.field for column in sheet.columns}
    found = {}
    for field in roster_words.table("headers")["hints"]:
        if field not in there:
            hinting = roster_words.words("headers", "hints", field)
            never = roster_words.pattern("headers", "no_hints")
            plain = {label: never.sub("", _plain(label)) for label in sheet.unused}
            labels = [label for label, said in plain.items() if any(word in said for word in hinting)]
            found[field] = tuple(label for label in labels if not roster_header.field_of(label))
    return found


def _hints(sheets: list[SheetReport]) -> Iterator[str]:
    for sheet in sheets:
        for field, labels in missing_fields(sheet).items():
            if labels:
                shown = "”“".join(labels[:_MOST_HEADERS])
                yield _said("roster-unread-hint", field=words.label("field", f"member.{field}"), headers=shown)


def _unread(sheets: list[SheetReport]) -> Iterator[str]:
    """Name the columns that nobody took; of several sheets with the same ones only once."""
    shown = [[label for label in sheet.unused if roster_header.field_of(label) != "serial"] for sheet in sheets]
    labels = list(dict.fromkeys(label for labels in shown for label in labels))
    if labels:
        more = "等" if len(labels) > _MOST_HEADERS else ""
        yield _said("roster-unread", headers="、".join(labels[:_MOST_HEADERS]) + more)


def _other_sheets(sheets: tuple[SheetReport, ...]) -> Iterator[str]:
    for sheet in sheets:
        if sheet.header_row or sheet.empty:
            continue
        if sheet.hidden:
            yield _said("roster-sheet-hidden", sheet=sheet.name)
            continue
        kind, shown = sheet.other
        reason = f"是{roster_lists.other_word(kind)}（有“{shown}”），不是花名册" if kind else "没有花名册的表头"
        yield _said("roster-sheet-unread", sheet=sheet.name, reason=reason)


def _rows(sheets: list[SheetReport]) -> Iterator[str]:
    """Name rows that were passed over, and those that were read although nobody sees them."""
    passed = [f"“{s.name}”第 {row} 行" for s in sheets for row, why in s.passed.items() if why == "example"]
    hidden = [f"“{s.name}”第 {row} 行" for s in sheets for row in s.hidden_rows]
    for code, rows in (("roster-rows-passed", passed), ("roster-rows-hidden", hidden)):
        if rows:
            more = f"等 {len(rows)} 行" if len(rows) > _MOST_ROWS else ""
            yield _said(code, rows="、".join(rows[:_MOST_ROWS]) + more)


def _said(code: str, **facts: object) -> str:
    return words.error_text(code, "what", facts) + words.error_text(code, "next", facts)


def _plain(label: str) -> str:
    return roster_words.squeezed(label)
