"""What a year still lacks, as a list to be worked off by pen (缺项清单): as on screen, by severity and member."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import gaps, words
from models.gaps import SEVERITIES, Gap
from reports import unit
from reports.fields import BoundData, Field, RowSource
from reports.options import PrintOptions
from reports.roster import EMPTY

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class GapRow:
    """One gap in its place of the list."""

    number: int
    gap: Gap


@dataclass(frozen=True, slots=True)
class GapList:
    """The gaps of a year, the gravest first."""

    rows: Sequence[GapRow]


def pieces(ledger: "Ledger", options: PrintOptions) -> list[BoundData]:
    """Return the gaps of a year, of some members or of all, as one list."""
    own = unit.of(ledger, options)
    found = None
    if not options.blank_rows:
        listed = gaps.list_gaps(ledger, org=options.organisation, year=own.year, as_of=own.as_of)
        wanted = [
            one
            for one in listed
            if (not options.members or one.member_id in options.members)
            and (not options.severities or one.severity in options.severities)
        ]
        found = GapList([GapRow(number, one) for number, one in enumerate(wanted, 1)])
    scopes = {"unit": own, "gaps": found}
    return [BoundData(scopes, EMPTY[options.empty], options.blank_rows, f"{own.year}年度缺项清单", own.name)]


def _counts(listed: GapList) -> str:
    counts = [(key, sum(row.gap.severity == key for row in listed.rows)) for key in SEVERITIES]
    told = "、".join(f"{words.label('gap_severity', key)}{count}项" for key, count in counts if count)
    return f"共{len(listed.rows)}项" + (f"，其中{told}" if told else "")


def _of_gap(name: str) -> Callable[[GapRow], str]:
    return lambda row: str(getattr(row.gap, name))


FIELDS = {
    "gaps.counts": Field("项数", "共12项，其中必须补8项、应当补4项", _counts, "共　　　项"),
    "gap.number": Field("序号", "1", lambda row: str(row.number), may_be_empty=False),
    "gap.severity": Field("轻重", "必须补", lambda row: words.label("gap_severity", row.gap.severity)),
    "gap.name": Field("姓名", "张三", lambda row: row.gap.name or "党支部", may_be_empty=False),
    "gap.subject": Field("项目", "集中学习", _of_gap("subject")),
    "gap.text": Field("缺项情况", "学时不足：应32学时，已有24学时", _of_gap("text")),
}

SOURCES = {"gaps.rows": RowSource("缺项", "gap", lambda listed: listed.rows)}
