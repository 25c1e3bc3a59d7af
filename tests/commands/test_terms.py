"""docs/术语.md names every table, column, kind of operation, enumeration value and verb, with the word that the screen shows."""

import re
from pathlib import Path

import pytest

import resources
from commands.verbs import VERBS
from models import member, operations, organization, schema, words
from models.ledger import Ledger

_ROWS = [
    tuple(cell.strip() for cell in line.strip("|\n").split("|"))
    for line in (resources.ROOT.parent / "docs" / "术语.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ")
]
TERMS = {row[0]: row[1] for row in _ROWS}


def _columns(path: Path) -> set[str]:
    with Ledger.create(path, organization="中共测试支部委员会", actor="甲") as ledger:
        tables = [row["name"] for row in ledger.query("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            f"{table}.{column['name']}"
            for table in tables
            if not table.startswith("sqlite_")
            for column in ledger.query("SELECT name FROM pragma_table_info(?)", (table,))
        }


def test_every_table_and_column_has_its_term_and_no_term_is_left_over(tmp_path: Path) -> None:
    columns = _columns(tmp_path / "a.zbtz")
    assert len(columns) > 50
    told = {term for term in TERMS if re.fullmatch(r"[a-z_]+\.[a-z_]+", term)} - set(operations.KINDS)
    assert told == columns
    assert {column.split(".")[0] for column in columns} <= set(TERMS)
    assert set(schema.TABLES) | set(schema.RECORD_KEEPING) <= set(TERMS)


@pytest.mark.parametrize("kind", sorted(operations.KINDS))
def test_every_kind_of_operation_has_the_word_of_the_screen(kind: str) -> None:
    assert TERMS[kind] == words.label("operation", kind)
    row = next(row for row in _ROWS if row[0] == kind)
    assert len(row) < 3 or row[1] != "撤销" or row[2].startswith("否")
    if len(row) == 3 and row[2].startswith(("是", "否")):
        assert row[2].startswith("是") == operations.KINDS[kind].undoable


@pytest.mark.parametrize(
    ("group", "values"),
    [
        ("sex", member.CHOICES["sex"]),
        ("category", member.CHOICES["category"]),
        ("left_kind", member.LEFT_KINDS),
        ("member_status", ("active", "left")),
        ("level", organization.LEVELS),
    ],
)
def test_every_enumeration_value_has_the_word_of_the_screen(group: str, values: tuple[str, ...]) -> None:
    for value in filter(None, values):
        assert TERMS[value] == words.label(group, value)


def test_values_allowed_by_the_schema_are_explained(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "a.zbtz", organization="中共测试支部委员会", actor="甲") as ledger:
        sql = " ".join(row["sql"] or "" for row in ledger.query("SELECT sql FROM sqlite_master"))
    allowed = {value for part in re.findall(r"IN \(([^)]*)\)", sql) for value in re.findall(r"'(\w+)'", part)}
    assert {"branch", "male", "current"} <= allowed
    assert allowed <= set(TERMS)


def test_every_verb_is_explained() -> None:
    assert set(VERBS) <= set(TERMS)


def test_the_words_of_columns_agree_with_the_screen() -> None:
    for name, word in words.labels()["field"].items():
        column = name.replace("group.", "party_group.") if name.startswith("group.") else name
        if column in TERMS:
            assert TERMS[column] == word, name
