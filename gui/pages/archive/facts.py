"""What the page 学习档案 shows of a year: everybody's archive, what it lacks, and whether the print still holds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gui.labels import local
from gui.pages.study.branch_parts import STATE_LOOKS
from models import member, print_run, study_archive, words
from models.gaps import Gap
from models.study_archive import StudyArchive

if TYPE_CHECKING:
    from models.ledger import Ledger
    from reports.archive_run import Archive

LOOKS = {"must": "overdue", "should": "soon", "note": "none"}
"""Severity of a gap -> key of `style.STATES`."""


@dataclass(frozen=True, slots=True)
class ArchiveLine:
    """One member's archive. gaps: None while they are being reckoned. pages: of the last print, 0 before the first;
    changed: whether it reads differently now, moved: whether it holds anything else than when it was filed; None while
    nobody knows.
    """

    archive: StudyArchive
    group: str
    sort_name: str
    gaps: tuple[Gap, ...] | None = None
    pages: int = 0
    printed_on: str = ""
    changed: bool | None = None
    moved: bool | None = None

    @property
    def key(self) -> str:
        """The member."""
        return self.archive.member_id

    @property
    def state_word(self) -> str:
        """How far it is, in words."""
        if self.moved:
            return "归档后有变动"
        word = words.label("archive_state", self.archive.state)
        return f"✓ {word}" if self.archive.state == "filed" else word

    @property
    def state_look(self) -> str:
        """Its colour."""
        return "soon" if self.moved else STATE_LOOKS[self.archive.state]

    @property
    def gap_text(self) -> str:
        """What is missing, by severity, in numbers and words; remarks only where nothing else is."""
        if self.gaps is None:
            return "…"
        counts = Counter(gap.severity for gap in self.gaps)
        grave = [key for key in LOOKS if counts[key] and key != "note"]
        told = [f"{severity_word(key)} {counts[key]}" for key in grave or LOOKS if counts[key]]
        return " · ".join(told) or "✓ 齐全"

    @property
    def gap_look(self) -> str:
        """The colour of the gravest gap."""
        if self.gaps is None:
            return "none"
        return next((LOOKS[key] for key in LOOKS if any(gap.severity == key for gap in self.gaps)), "done")

    @property
    def gap_weight(self) -> tuple[int, ...]:
        """What the lines are ordered by: how many grave gaps, then how many others."""
        counts = Counter(gap.severity for gap in self.gaps or ())
        return tuple(counts[key] for key in LOOKS)

    @property
    def print_text(self) -> str:
        """Whether it was put out as it stands; what became of a PDF nobody here can know."""
        if not self.printed_on:
            return "未打印"
        return "打印后有变化" if self.changed else f"{self.printed_on[5:10]} 打印或存PDF"

    @property
    def print_look(self) -> str:
        """Its colour."""
        return ("soon" if self.changed else "done") if self.printed_on else "none"


def read_lines(ledger: "Ledger", year: int) -> list[ArchiveLine]:
    """Return everybody's archive of a year, by name; gaps and prints come later."""
    people = {one.id: one for one in member.list_members(ledger, status="")}
    found = []
    for one in study_archive.list_archives(ledger, year=year):
        person = people.get(one.member_id)
        group = person.group if person is not None else ""
        found.append(ArchiveLine(one, group, person.name_pinyin if person is not None else one.name))
    return sorted(found, key=lambda line: line.sort_name)


def with_gaps(lines: Sequence[ArchiveLine], gaps: Sequence[Gap]) -> list[ArchiveLine]:
    """Return the lines with what each lacks."""
    by_member: dict[str, list[Gap]] = {}
    for gap in gaps:
        by_member.setdefault(gap.member_id, []).append(gap)
    return [replace(line, gaps=tuple(by_member.get(line.key, ()))) for line in lines]


def with_prints(ledger: "Ledger", lines: Sequence[ArchiveLine], year: int) -> list[ArchiveLine]:
    """Return the lines with their last prints, and whether each would read differently now or holds anything else than
    when it was filed.
    """
    from reports import archive_run

    last = print_run.prints(ledger, year)
    filed = {line.key: line.archive.filed_digest for line in lines if line.archive.filed_digest}
    now = _read_now(ledger, [line.key for line in lines if line.key in last or line.key in filed], year)
    differs = print_run.changed(ledger, year, {key: one.digest for key, one in now.items() if key in last})
    found = []
    for line in lines:
        if line.key in filed:
            line = replace(line, moved=archive_run.held_digest(now[line.key]) != filed[line.key])
        if line.key in last:
            printed_on = local(last[line.key].printed_at).date().isoformat()
            line = replace(line, pages=last[line.key].pages, printed_on=printed_on, changed=line.key in differs)
        found.append(line)
    return found


def _read_now(ledger: "Ledger", wanted: Sequence[str], year: int) -> "dict[str, Archive]":
    """Return what stands in these archives now."""
    if not wanted:
        return {}
    from reports import archive_run
    from reports.options import PrintOptions

    return archive_run.archives(ledger, PrintOptions(year=year, members=tuple(wanted)))


def counted(gaps: Sequence[Gap]) -> str:
    """Return how much is missing, `缺 70 处：必须补 2，应当补 68；另有提示 12 处`; a remark is not counted in."""
    counts = Counter(gap.severity for gap in gaps)
    missing = [f"{severity_word(key)} {counts[key]}" for key in LOOKS if counts[key] and key != "note"]
    told = f"缺 {len(gaps) - counts['note']} 处：{'，'.join(missing)}" if missing else "没有缺项"
    return f"{told}；另有提示 {counts['note']} 处" if counts["note"] else told


def severity_word(severity: str) -> str:
    """Return a severity in words."""
    return words.label("gap_severity", severity)
