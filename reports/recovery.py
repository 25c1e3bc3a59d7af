"""The recovery sheet (恢复码单): eight groups of digits, the short number and the day of the key, on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models import organization
from reports import single
from reports.drawing import Page
from reports.fields import BoundData, Field, RowSource

if TYPE_CHECKING:
    from models.ledger import Ledger
    from models.ledger_keys import Sheet

FORM = "recovery_sheet"


@dataclass(frozen=True, slots=True)
class Group:
    """One group of the code and its place, counted from one."""

    number: int
    digits: str


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What is on the sheet. groups: the digits in order. number, file: by which the right sheet is found."""

    unit: str
    file: str
    number: str
    issued: str
    groups: Sequence[Group]


def gather(ledger: "Ledger", sheet: "Sheet") -> RecoverySheet:
    """Return what is printed for a ledger's key."""
    groups = [Group(number, digits) for number, digits in enumerate(sheet.code.split("-"), 1)]
    issued = sheet.made or ledger.clock.today().isoformat()
    own = (organization.own(ledger).name, ledger.path.name)
    unit, file = (sheet.unit, "") if sheet.unit else own
    return RecoverySheet(unit, file, sheet.number, issued, groups)


def print_recovery_sheet(ledger: "Ledger", sheet: "Sheet", out: Path | str) -> str:
    """Write the sheet as PDF that only this user may read; return the file's SHA-256. Raises WorldError."""
    return single.write_single(FORM, _bound(ledger, sheet), out, author=organization.own(ledger).name, private=True)


def lay_out_recovery_sheet(ledger: "Ledger", sheet: "Sheet") -> list[Page]:
    """Return the pages of the sheet for the printer."""
    return single.single_pages(FORM, _bound(ledger, sheet))


def _bound(ledger: "Ledger", sheet: "Sheet") -> BoundData:
    return BoundData({"recovery": gather(ledger, sheet)})


def _day(sheet: RecoverySheet) -> str:
    year, month, day = sheet.issued.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


FIELDS = {
    "recovery.unit": Field("台账所属组织", "中共某某社区支部委员会", lambda sheet: sheet.unit),
    "recovery.file": Field("台账文件", "某某社区支部.zbtz", lambda sheet: sheet.file),
    "recovery.number": Field("恢复码单编号", "7KQ3M", lambda sheet: sheet.number),
    "recovery.issued": Field("给出日期", "2026年11月21日", _day),
    "recovery_group.number": Field("组", "第 1 组", lambda group: f"第 {group.number} 组", may_be_empty=False),
    "recovery_group.digits": Field("数字", "123456", lambda group: group.digits, may_be_empty=False),
}

SOURCES = {"recovery.groups": RowSource("恢复码各组", "recovery_group", lambda sheet: sheet.groups)}
