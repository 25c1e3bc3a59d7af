"""The file itself: what SQLite says of its pages, rows, indexes and references, in Chinese, with the table."""

import re
from collections.abc import Iterator

from models import fingerprint, schema
from models.errors import WorldError
from models.finding import Finding
from models.ledger import Ledger
from models.record_name import called, field_words, table_word

_OF_A_VALUE = re.compile(r"(?P<said>\S+) value in (?P<table>\w+)\.(?P<column>\w+)")
_OF_A_TABLE = re.compile(r"CHECK constraint failed in (?P<table>\w+)")
_OF_AN_INDEX = re.compile(r"index (?P<index>\w+)$")
_OF_A_TREE = re.compile(r"tree (?P<root>\d+)", re.IGNORECASE)
_OF_A_PAGE = re.compile(r"page (?P<page>\d+)", re.IGNORECASE)


def findings(ledger: Ledger) -> Iterator[Finding]:
    """Yield what is wrong with the file, the same of one table once; nothing for a sound one."""
    roots = _roots(ledger)
    details = fingerprint.page_faults(ledger.db.conn)
    for detail in details:
        yield from _explained(detail, roots)
    if not details:
        yield from _dangling(ledger)


def damaged(ledger: Ledger, detail: str = "") -> Finding:
    """Return the finding for a page that could not be read in the middle of a look."""
    return next(iter(_explained(detail, {})))


def _dangling(ledger: Ledger) -> Iterator[Finding]:
    for table, rowid, columns in fingerprint.dangling(ledger.db.conn):
        row = ledger.query(f'SELECT * FROM "{table}" WHERE rowid = ?', (rowid,))[0]
        key = tuple(row[column] for column in schema.TABLES[table].key) if table in schema.TABLES else (rowid,)
        fields = field_words(table, [column for column in columns if column != "org"])
        facts = {"table": table_word(table), "record": called(ledger, table, key, row), "fields": fields}
        yield Finding("row-dangling", "error", table, key, facts, columns)


def _explained(detail: str, roots: dict[str, str]) -> Iterator[Finding]:
    """SQLite's lines are English and for its developers: of each stays where the damage lies."""
    for line in detail.splitlines():
        plain = line.strip()
        if not plain or plain.startswith("***"):
            continue
        if value := _OF_A_VALUE.search(plain):
            table, column = value["table"], value["column"]
            facts = {"table": table_word(table), "fields": field_words(table, [column])}
            yield Finding("file-row-damaged", "error", table, (), facts, (column,))
        elif check := _OF_A_TABLE.search(plain):
            facts = {"table": table_word(check["table"]), "fields": "内容"}
            yield Finding("file-row-damaged", "error", check["table"], (), facts)
        else:
            table = _table_of(plain, roots)
            where = f"“{table_word(table)}”" if table else ""
            yield Finding("file-damaged", "error", table, (), {"detail": where or _page_of(plain) or "文件内部"})
    if not detail.strip():
        yield Finding("file-damaged", "error", facts={"detail": "文件内部"})


def _table_of(line: str, roots: dict[str, str]) -> str:
    for pattern in (_OF_AN_INDEX, _OF_A_TREE):
        if found := pattern.search(line):
            return roots.get(found[1], "")
    return ""


def _page_of(line: str) -> str:
    found = _OF_A_PAGE.search(line)
    return f"第 {found['page']} 页" if found else ""


def _roots(ledger: Ledger) -> dict[str, str]:
    """Return the table of every index, by its name, and of every page that a table or index begins on."""
    try:
        rows = ledger.query("SELECT name, tbl_name, rootpage FROM sqlite_schema")
    except WorldError as error:
        if error.code != "ledger-damaged":
            raise
        return {}
    found = {str(row["rootpage"]): str(row["tbl_name"]) for row in rows}
    return found | {str(row["name"]): str(row["tbl_name"]) for row in rows}
