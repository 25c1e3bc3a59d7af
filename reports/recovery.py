"""The recovery sheet (恢复码单): eight groups of digits on paper, and nothing by which the code could be
read elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from models import organization
from reports import single
from reports.drawing import Page
from reports.fields import BoundData, Field, RowSource

if TYPE_CHECKING:
    from models.ledger import Ledger

FORM = "recovery_sheet"


@dataclass(frozen=True, slots=True)
class Group:
    """One group of the code and its place, counted from one."""

    number: int
    digits: str


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What is on the sheet. groups: the digits in order. file: the ledger's file name, so that the right
    sheet is found.
    """

    unit: str
    file: str
    issued: date
    groups: Sequence[Group]


def gather(ledger: "Ledger", code: str) -> RecoverySheet:
    """Return the sheet of a ledger's code; its groups are separated by dashes."""
    groups = [Group(number, digits) for number, digits in enumerate(code.split("-"), 1)]
    return RecoverySheet(organization.own(ledger).name, ledger.path.name, ledger.clock.today(), groups)


def print_recovery_sheet(ledger: "Ledger", code: str, out: Path | str) -> str:
    """Write the sheet as PDF that only this user may read; return the file's SHA-256. Raises WorldError."""
    return single.write_single(FORM, _bound(ledger, code), out, author=organization.own(ledger).name, private=True)


def lay_out_recovery_sheet(ledger: "Ledger", code: str) -> list[Page]:
    """Return the pages of the sheet for the printer."""
    return single.single_pages(FORM, _bound(ledger, code))


def _bound(ledger: "Ledger", code: str) -> BoundData:
    return BoundData({"recovery": gather(ledger, code)})


def _day(sheet: RecoverySheet) -> str:
    return f"{sheet.issued.year}年{sheet.issued.month}月{sheet.issued.day}日"


FIELDS = {
    "recovery.unit": Field("台账所属组织", "中共某某社区支部委员会", lambda sheet: sheet.unit),
    "recovery.file": Field("台账文件", "某某社区支部.zbtz", lambda sheet: sheet.file),
    "recovery.issued": Field("给出日期", "2026年11月21日", _day),
    "recovery_group.number": Field("组", "第 1 组", lambda group: f"第 {group.number} 组", may_be_empty=False),
    "recovery_group.digits": Field("数字", "123456", lambda group: group.digits, may_be_empty=False),
}

SOURCES = {"recovery.groups": RowSource("恢复码各组", "recovery_group", lambda sheet: sheet.groups)}
