"""Every error, kind, finding and choice has its Chinese words, and every word is used: read from the source
itself.
"""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from models import (
    attendance,
    backup,
    check_values,
    faults,
    meeting,
    member,
    operations,
    organization,
    post,
    schema,
    words,
)
from models.errors import KnownError, RefusedError, UsageError, WorldError
from models.kinds import findings as kind_findings
from models.kinds.catalog import kinds
from models.ledger import Ledger
from tests.models.conftest import ROOT

FOLDERS = ("models", "exchange", "reports", "commands", "gui")
ERRORS = ("KnownError", "RefusedError", "UsageError", "WorldError")


def source() -> Iterator[tuple[Path, str]]:
    for path in [
        ROOT / "main.py",
        *(path for name in FOLDERS for path in sorted((ROOT / name).rglob("*.py"))),
    ]:
        yield path, path.read_text(encoding="utf-8")


def calls(*names: str) -> Iterator[tuple[Path, ast.Call]]:
    """Every call of a function or class of one of these names."""
    called = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\(")
    for path, text in source():
        # Most files call none of them and need not be taken apart.
        for node in ast.walk(ast.parse(text)) if called.search(text) else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = ast.unparse(node.func)
                if any(name == one or name.endswith(f".{one}") for one in names):
                    yield path, node


@cache
def constants() -> frozenset[str]:
    """Every text constant of the source, and for `f"place-{kind}"` its fixed beginning with a star; what the
    declarations of kinds name as well.
    """
    found = {kind.nobody for kind in kinds().values()}
    for _, text in source():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
                found.add(f"{node.values[0].value}*")
    return frozenset(found)


def raised() -> dict[str, set[str] | None]:
    """Codes given to an error class as a constant -> the names of the facts given with them, None where
    unknown.
    """
    found: dict[str, set[str] | None] = {}
    for _, node in calls(*ERRORS):
        if not node.args or not isinstance(node.args[0], ast.Constant) or not isinstance(node.args[0].value, str):
            continue
        facts = {keyword.arg for keyword in node.keywords}
        before = found.get(node.args[0].value, set())
        open_ended = None in facts or before is None
        found[node.args[0].value] = None if open_ended else before | {fact for fact in facts if fact}
    return found


RAISED = raised()


def test_the_source_was_read() -> None:
    assert len(RAISED) > 50
    assert RAISED["ledger-exists"] == {"path"}


@pytest.mark.parametrize("code", sorted({*RAISED, *faults.CODES}))
def test_every_error_has_its_three_sentences(code: str) -> None:
    entry = words.error_words().get(code)
    assert entry is not None, "no words in resources/words/errors"
    assert set(entry) == {"what", "where", "next"}
    assert entry["what"] and entry["next"]
    assert re.search(r"[\u4e00-\u9fff]", entry["what"]), "what happened is said in Chinese"
    assert re.search(r"[\u4e00-\u9fff]", entry["next"]), "what to do next is said in Chinese"


@pytest.mark.parametrize("code", sorted(words.error_words()))
def test_every_error_with_words_can_happen(code: str) -> None:
    beginnings = (code[:length] for length in range(2, len(code) + 1))
    assert code in constants() or any(f"{one}*" in constants() for one in beginnings), (
        "nothing in the source names it"
    )


LATE = {
    "ledger-locked": {"holder"},
    "ledger-damaged": {"backups"},
    "ledger-unreadable": {"backups"},
    "ledger-schema-foreign": {"backups"},
}
"""Facts that are added on the way up; see `vault`."""

PACKAGE = set(
    tomllib.loads((ROOT / "resources" / "words" / "errors" / "package.toml").read_text(encoding="utf-8"))
)
"""These get what is known of a package by then; see `exchange.inspection.inspect`."""


@pytest.mark.parametrize("code", sorted(code for code, facts in RAISED.items() if facts is not None))
def test_places_in_a_sentence_are_facts_of_the_error(code: str) -> None:
    facts = RAISED[code] or set()
    places = {
        name
        for text in words.error_words()[code].values()
        for _, name, _, _ in Formatter().parse(text)
        if name
    }
    late = {"path", "where"} | LATE.get(code, set())
    late |= {"path", "detail"} if code in faults.CODES else set()
    late |= {"sender", "org", "number", "digest"} if code in PACKAGE else set()
    assert places <= facts | late


@pytest.mark.parametrize("kind", [KnownError, RefusedError, UsageError, WorldError])
def test_an_error_tells_itself(kind: type[KnownError]) -> None:
    error = kind("disk-full", path="/x")
    assert error.as_dict() == {
        "code": "disk-full",
        "what": error.what(),
        "where": "/x",
        "next": error.next_step(),
    }
    assert str(error).splitlines()[0] == error.what()


def test_a_missing_fact_does_not_hide_the_sentence() -> None:
    assert RefusedError("undo-already").what() == "第 号操作（）已经撤销过了。".replace("第 ", "第  ")


def test_a_code_without_words_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        RefusedError("no-such-code").what()


def test_one_code_stands_in_one_file_only() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "resources" / "words" / "errors").glob("*.toml")):
        for code in re.findall(r"^\[([^\]]+)\]", path.read_text(encoding="utf-8"), re.MULTILINE):
            homes[code].append(path.name)
    assert {code: files for code, files in homes.items() if len(files) > 1} == {}


# --- labels ---------------------------------------------------------------------------


def finding_codes() -> set[str]:
    """The codes given to `Finding` and its helpers in the modules of the check."""
    codes = set(check_values.CODES)
    codes |= set(kind_findings.CODES.values())
    for path in [*sorted((ROOT / "models").glob("check*.py")), ROOT / "models/kinds/findings.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or ast.unparse(node.func) not in (
                "Finding",
                "_finding",
                "_about",
                "_of_package",
            ):
                continue
            at = int(path.stem == "findings" and ast.unparse(node.func) == "_finding")
            if isinstance(node.args[at], ast.Constant):
                codes.add(str(node.args[at].value))
    return codes


ENUMERATIONS = {
    "operation": set(operations.KINDS),
    "level": set(organization.LEVELS),
    "left_kind": set(member.LEFT_KINDS),
    "sex": {"male", "female"},
    "category": {"full", "probationary"},
    "member_status": {"active", "left"},
    "backup_reason": set(backup.REASONS),
    "organization_kind": set(organization.ORGANIZATION_KINDS),
    "post": set(post.POSTS),
    "meeting_kind": set(meeting.MEETING_KINDS),
    "meeting_kind_short": set(meeting.MEETING_KINDS),
    "meeting_status": {"kept", "withdrawn"},
    "mark": set(attendance.MARKS),
    "finding": finding_codes(),
    "finding_level": {"error", "warning"},
}


@pytest.mark.parametrize("group", list(ENUMERATIONS))
def test_every_choice_has_its_word_and_no_word_is_idle(group: str) -> None:
    assert set(words.labels()[group]) == ENUMERATIONS[group]
    assert all(words.label(group, key) for key in ENUMERATIONS[group])


def test_every_table_has_its_word() -> None:
    tables = {*schema.TABLES, "@snapshot", "@identity", *kinds()}
    assert set(words.labels()["table"]) == tables
    assert set(schema.TABLES) <= set(words.labels()["finding_place"])


def test_every_field_of_a_member_has_its_word() -> None:
    fields = words.labels()["field"]
    assert [name for name in member.EDITABLE if f"member.{name}" not in fields] == []


def test_every_column_of_the_year_has_its_word(book: Ledger) -> None:
    fields = words.labels()["field"]
    asked = [table.name for table in schema.TABLES.values() if table.since > 1]
    assert len(asked) > 8
    for name in asked:
        columns = {row["name"] for row in book.query("SELECT name FROM pragma_table_info(?)", (name,))}
        assert {column for column in columns - {"org", "id"} if f"{name}.{column}" not in fields} == set()
    assert {f"meeting.{name}" for name in meeting.EDITABLE} <= set(fields)


def test_labels_asked_for_by_name_are_there() -> None:
    """Each `words.label("group", "key")` with two constants in the source is looked up."""
    missing = []
    for path, node in calls("words.label"):
        values = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
        group, key = [*values, None][:2]
        if isinstance(group, str) and group not in words.labels():
            missing.append(f"{path.name}: {group}")
        elif isinstance(group, str) and isinstance(key, str) and key not in words.labels()[group]:
            missing.append(f"{path.name}: {group}.{key}")
    assert missing == []


def test_no_key_no_word() -> None:
    assert words.label("sex", "") == ""
