"""docs/术语.md names every table, column, kind of operation, value and verb with the word of the screen."""

import re
from pathlib import Path

import pytest

import resources
from commands.verbs import VERBS
from exchange import roster_plan
from models import attendance, backup, meeting, member, operations, organization, post, schema, words
from models.kinds.catalog import kind_of, kinds
from models.ledger import Ledger

_TEXT = (resources.ROOT.parent / "docs" / "术语.md").read_text(encoding="utf-8")


def _table(heading: str) -> dict[str, tuple[str, ...]]:
    part = _TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [
        tuple(cell.strip() for cell in line.strip("|").split("|")) for line in part.splitlines() if line[:2] == "| "
    ]
    return {row[0]: row[1:] for row in rows[2:]}


CONCEPTS, TABLES, COLUMNS = _table("基本概念"), _table("数据表"), _table("列")
OWN_TERMS = {kind.name for kind in kinds().values() if kind.shelved}
"""Kinds of the shelf: their declaration is where identifier and word stand beside each other."""
KINDS, VALUES, TOLD_VERBS = _table("操作种类"), _table("枚举值"), _table("命令")


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
    assert set(COLUMNS) == columns
    real = {name for name in TABLES if not name.startswith("@")}
    assert real == {column.split(".")[0] for column in columns}
    assert real == set(schema.TABLES) | set(schema.RECORD_KEEPING)


def test_the_words_of_tables_and_columns_are_those_of_the_screen() -> None:
    for name, word in words.labels()["table"].items():
        assert name in OWN_TERMS or TABLES[name][0] == word
    compared = 0
    for name, word in words.labels()["field"].items():
        column = name.replace("group.", "party_group.") if name.startswith("group.") else name
        if column in COLUMNS:
            assert COLUMNS[column][0] == word, name
            compared += 1
    assert compared > 20


def test_every_kind_of_operation_has_the_word_of_the_screen() -> None:
    told = {name: kind for name, kind in operations.KINDS.items() if name.split(".")[0] not in OWN_TERMS}
    assert set(KINDS) == set(told)
    for name, kind in told.items():
        assert KINDS[name][0] == words.label("operation", name)
        assert KINDS[name][1].startswith("是" if kind.undoable else "否"), name


@pytest.mark.parametrize(
    ("group", "values"),
    [
        ("sex", member.CHOICES["sex"]),
        ("category", member.CHOICES["category"]),
        ("left_kind", member.LEFT_KINDS),
        ("member_status", ("active", "left")),
        ("backup_reason", backup.REASONS),
        ("finding_level", tuple(words.labels()["finding_level"])),
        ("open_item_state", tuple(words.labels()["open_item_state"])),
        ("organization_kind", organization.ORGANIZATION_KINDS),
        ("post", post.POSTS),
        ("meeting_kind", meeting.MEETING_KINDS),
        ("meeting_status", ("kept", "withdrawn")),
        ("mark", attendance.MARKS),
        # 其他学习 is told beside 其他.
        ("study_record.kind", tuple(kind_of("study_record").choices("kind"))[:-1]),
    ],
)
def test_every_enumeration_value_has_the_word_of_the_screen(group: str, values: tuple[str, ...]) -> None:
    for value in filter(None, values):
        assert VALUES[value][0] == words.label(group, value)


def test_every_state_of_an_imported_row_is_explained() -> None:
    assert set(roster_plan.STATES) <= set(VALUES)


def test_every_level_has_the_word_of_the_screen() -> None:
    for level in organization.LEVELS:
        assert CONCEPTS[level][0] == words.label("level", level)


def test_values_allowed_by_the_schema_are_explained(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "a.zbtz", organization="中共测试支部委员会", actor="甲") as ledger:
        sql = " ".join(row["sql"] or "" for row in ledger.query("SELECT sql FROM sqlite_master"))
    allowed = {value for part in re.findall(r"IN \(([^)]*)\)", sql) for value in re.findall(r"'(\w+)'", part)}
    assert {"branch", "male", "current"} <= allowed
    assert allowed <= set(VALUES) | set(CONCEPTS)


def test_every_verb_is_explained() -> None:
    assert set(TOLD_VERBS) == set(VERBS)
