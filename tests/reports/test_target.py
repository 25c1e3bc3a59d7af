"""A print never goes over a file that this program did not print: a ledger, a keyring, somebody's own workbook."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from models import member, vault
from models.clock import FixedClock
from models.errors import UsageError
from models.ledger import Ledger
from reports import cover, fonts, printing, target
from reports.printing import PrintOptions
from tests.reports.test_single import figures


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    clock = FixedClock(datetime(2026, 11, 21, 5, tzinfo=UTC))
    with vault.create_ledger(
        tmp_path / "台账.zbtz", organization="第一支部", actor="王秀兰", clock=clock
    ).ledger as opened:
        with opened.operation("member.add") as op:
            member.add_member(op, member_id=opened.ids.new(), name="单玥")
        yield opened


def printed(ledger: Ledger, out: Path, kind: str = "") -> Path:
    options = PrintOptions(format=kind)
    return printing.print_form("member_roster", ledger, out, options=options, book=fonts.pinned_book()).path


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
@pytest.mark.parametrize(
    "victim", ["台账.zbtz", "台账.zbtz.keys", "另一本.zbtz", "花名册.xlsx", "扫描.pdf", "说明.txt"]
)
def test_no_other_file_is_replaced(ledger: Ledger, tmp_path: Path, victim: str, kind: str) -> None:
    vault.create_ledger(tmp_path / "另一本.zbtz", organization="第二支部", actor="李建国").ledger.close()
    own = openpyxl.Workbook()
    own.worksheets[0].append(["姓名", "单玥"])
    own.save(tmp_path / "花名册.xlsx")
    (tmp_path / "扫描.pdf").write_bytes(b"%PDF-1.7\n/Producer (scanner)\n%%EOF")
    (tmp_path / "说明.txt").write_text("手写的说明", encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(UsageError) as error:
        printed(ledger, tmp_path / victim, kind)
    assert error.value.code == "print-target-taken"
    assert victim in error.value.where()
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("name", ["花名册.pdf", "花名册.xlsx"])
def test_our_own_print_is_replaced(ledger: Ledger, tmp_path: Path, name: str) -> None:
    first = printed(ledger, tmp_path / name).read_bytes()
    with ledger.operation("member.add") as op:
        member.add_member(op, member_id=ledger.ids.new(), name="仇犇")
    assert printed(ledger, tmp_path / name).read_bytes() != first


def test_a_printed_workbook_that_somebody_worked_on_is_theirs(ledger: Ledger, tmp_path: Path) -> None:
    out = printed(ledger, tmp_path / "花名册.xlsx")
    book = openpyxl.load_workbook(out)
    book.properties.lastModifiedBy = "王秀兰"
    book.worksheets[0]["A9"] = "手工加的"
    book.save(out)
    with pytest.raises(UsageError):
        printed(ledger, out)
    assert openpyxl.load_workbook(out).worksheets[0]["A9"].value == "手工加的"


def test_an_empty_file_may_be_filled_and_a_broken_one_not(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").touch()
    assert target.printed_here(printed(ledger, tmp_path / "a.pdf"))
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 cut off")
    assert not target.printed_here(tmp_path / "b.xlsx")


def test_covers_and_recovery_sheets_keep_to_it(ledger: Ledger, tmp_path: Path) -> None:
    before = (tmp_path / "台账.zbtz.keys").read_bytes()
    with pytest.raises(UsageError):
        cover.print_cover(figures(), tmp_path / "台账.zbtz.keys")
    assert (tmp_path / "台账.zbtz.keys").read_bytes() == before
