"""The cover sheet that goes with a package: who to whom, which number, how many, the digest to compare, a
place to sign.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from reports import single
from reports.drawing import Page
from reports.fields import BoundData, Field, RowSource

FORM = "package_cover"
_GROUPS_A_LINE = 8


class CoverFigures(Protocol):
    """What a package tells about itself; `counts` is (Chinese name of a table, rows), `created` a UTC
    moment, `size` bytes.
    """

    @property
    def sender(self) -> str: ...
    @property
    def recipient(self) -> str: ...
    @property
    def secretary(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def created(self) -> str: ...
    @property
    def file_name(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def counts(self) -> tuple[tuple[str, int], ...]: ...
    @property
    def id_numbers(self) -> bool: ...
    @property
    def why(self) -> str: ...
    @property
    def digest_groups(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the sheet's table."""

    name: str
    value: str


def print_cover(figures: CoverFigures, out: Path | str) -> str:
    """Write the cover sheet as PDF and return the file's SHA-256. Raises WorldError."""
    return single.write_single(FORM, _bound(figures), out, author=figures.sender)


def lay_out_cover(figures: CoverFigures) -> list[Page]:
    """Return the pages of the cover sheet for the printer."""
    return single.single_pages(FORM, _bound(figures))


def facts(figures: CoverFigures) -> Sequence[Fact]:
    """Return the lines of the sheet's table."""
    made = datetime.fromisoformat(figures.created.replace("Z", "+00:00")).astimezone()
    counted = "、".join(f"{name} {count} 条" for name, count in figures.counts)
    return [
        Fact("报送单位", figures.sender),
        Fact("接收单位", figures.recipient),
        Fact("包的编号", f"第 {figures.number} 号"),
        Fact("生成时间", f"{made.year}年{made.month}月{made.day}日 {made:%H:%M}"),
        Fact("文件名", figures.file_name),
        Fact("文件大小", f"{figures.size:,} 字节"),
        Fact("内容", counted),
        Fact("公民身份号码", "带" if figures.id_numbers else "不带"),
        Fact("说明", figures.why),
        Fact("书记", figures.secretary),
        Fact("联系电话", figures.phone),
        Fact("校验码", _digest(figures.digest_groups)),
    ]


def _digest(groups: Sequence[str]) -> str:
    lines = [groups[at : at + _GROUPS_A_LINE] for at in range(0, len(groups), _GROUPS_A_LINE)]
    return "\n".join(" ".join(line) for line in lines)


def _bound(figures: CoverFigures) -> BoundData:
    return BoundData({"cover": figures})


FIELDS = {
    "cover.sender": Field("报送单位", "中共某某社区支部委员会", lambda figures: figures.sender),
    "cover.number": Field("包的编号", "第 3 号", lambda figures: f"第 {figures.number} 号"),
    "cover_fact.name": Field("项目", "报送单位", lambda fact: fact.name, may_be_empty=False),
    "cover_fact.value": Field("内容", "中共某某社区支部委员会", lambda fact: fact.value),
}

SOURCES = {"cover.facts": RowSource("封面各项", "cover_fact", facts)}
