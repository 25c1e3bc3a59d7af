"""Damage of any kind ends in findings, never in a fault of ours; and what was changed is named."""

import shutil
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from commands import runner
from models import backup, check, member, vault
from models.errors import KnownError
from models.finding import Finding
from tests.models.damage import OUT_OF_REACH, Edit, edit_a_value, turn_a_bit

LEDGERS = Path(__file__).parents[1] / "data" / "ledgers"
BITS, EDITS = 200, 200


def sound(name: str, folder: Path) -> Path:
    """A kept ledger as the program of today leaves it."""
    path = folder / "台账" / "支部.zbtz"
    path.parent.mkdir(exist_ok=True)
    shutil.copyfile(LEDGERS / name, path)
    vault.open_ledger(path, actor="沈墨").close()
    return path


def findings(path: Path) -> list[Finding] | str:
    """What the check finds, or the code with which the file is refused."""
    try:
        with vault.open_ledger(path, actor="沈墨") as book:
            found = check.check_ledger(book)
            check.row_counts(book)
            for one in found:
                assert one.as_dict()["what"].encode("utf-8")
            return found
    except KnownError as error:
        assert error.what() and error.next_step()
        assert error.exit_status == 3, error.code
        return error.code


@pytest.mark.parametrize("name", ["schema_3.zbtz", "committee_1.zbtz"])
def test_no_turned_bit_is_our_fault(name: str, tmp_path: Path) -> None:
    path = sound(name, tmp_path)
    content, random = path.read_bytes(), Random(name)
    for _ in range(BITS // 2):
        path.write_bytes(turn_a_bit(content, random))
        Path(f"{path}-wal").unlink(missing_ok=True)
        findings(path)


def test_a_changed_value_is_found_with_table_row_and_column(tmp_path: Path) -> None:
    path = sound("schema_3.zbtz", tmp_path)
    content, random = path.read_bytes(), Random("edits")
    missed = Counter[tuple[str, str]]()
    for _ in range(EDITS):
        path.write_bytes(content)
        edit = edit_a_value(path, random)
        found = findings(path)
        assert found, edit
        if not named(edit, found):
            missed[edit.table, edit.column] += 1
    unexplained = [place for place in missed if place not in OUT_OF_REACH and (place[0], "") not in OUT_OF_REACH]
    assert unexplained == []
    assert missed.total() <= EDITS * 0.05


def named(edit: Edit, found: list[Finding] | str) -> bool:
    """Whether a finding names table, row and column of a change; of a changed key, the row before or after it."""
    if isinstance(found, str):
        return False
    for one in found:
        row = one.key == edit.key or edit.after in one.key or edit.before in one.key
        if one.table == edit.table and (row or not one.key) and (
            edit.column in one.columns or one.code.endswith(("-unknown", "-missing"))
        ):
            return True
    return False


@pytest.mark.parametrize("verb", ["members", "meetings", "duties", "gaps", "log", "pack", "backup", "check"])
def test_damage_met_by_any_verb_is_told_with_the_backups(
    verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One byte of a name, and one of a journal line, are no characters any more."""
    path = sound("schema_3.zbtz", tmp_path)
    with vault.open_ledger(path) as book:
        made = backup.make_backup(book, backup.default_folder(path))
        names = [one.name for one in member.list_members(book, status="")]
    content = path.read_bytes()
    for name in names:
        content = content.replace(name.encode(), b"\xff" + name.encode()[1:])
    path.write_bytes(content)
    capsys.readouterr()
    status = runner.run([verb, "--ledger", str(path), *(["--to", str(tmp_path)] if verb in ("pack", "backup") else [])])
    told = capsys.readouterr()
    if verb == "check":
        assert status == 1 and "读不出的字" in told.out
    elif status == 3:
        assert "台账文件有损坏" in told.err and made.path.name in told.err
    else:
        # It did not read the damaged value.
        assert status == 0 or "no-committee" in told.err
