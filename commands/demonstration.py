"""The steps of the demonstration, each through the same library that the window and the other verbs use.

Everything lies in one folder: two ledgers, the workbook, the printed rosters, the files that went between
branch and committee. Nobody in it exists (`invented`).
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import resources
from commands import import_roster, invented, pack, receive, verify
from commands.duties import OPEN_STATES
from commands.invented_roster import write_roster
from commands.invented_year import Year
from commands.outcome import progress
from commands.print_form import notes
from exchange import inspection, receipt, registration, roster_plan, roster_sheet
from exchange import pack as packing
from exchange import receive as receiving
from models import (
    backup,
    check,
    faults,
    files,
    meeting,
    member,
    organization,
    pledge,
    sent_package,
    study_archive,
    vault,
)
from models.clock import Clock
from models.errors import BugError, UsageError
from models.ledger import Ledger
from models.rules import credits, duties
from reports import archive_run, printing
from reports.printing import PrintOptions

SAMPLE = resources.SAMPLE / "花名册（杂乱）.xlsx"
FORM = "member_roster"
BRANCH_FILE, COMMITTEE_FILE = "桐花巷社区党支部.zbtz", "柳溪街道党工委.zbtz"

_MOST_RUNS = 999


def free_folder(out: Path) -> Path:
    """Return the folder when it is new or empty, else a new one `第2次` … in it: nothing is overwritten.

    Raises UsageError("demo-folder-taken"), WorldError.
    """
    with faults.named(out):
        out.mkdir(parents=True, exist_ok=True)
        if not any(out.iterdir()):
            return out.absolute()
        for number in range(2, _MOST_RUNS + 1):
            folder = out / f"第{number}次"
            try:
                folder.mkdir()
            except FileExistsError:
                continue
            return folder.absolute()
    raise UsageError("demo-folder-taken", path=str(out), count=_MOST_RUNS)


def _latest_year() -> int:
    """Return the year whose first half is over: probationary members joined in it."""
    return (Clock().today() - timedelta(days=182)).year


class Demonstration:
    """One run: `data` gathers the documented keys, `lines` the sentences."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.branch = folder / BRANCH_FILE
        self.committee = folder / COMMITTEE_FILE
        self.package = Path()
        self.year = 0
        self.data: dict[str, Any] = {"folder": str(folder)}
        self.lines: list[str] = []

    def import_roster(self, count: int | None, year: int | None) -> None:
        """Make the branch's ledger and import the sample, or `count` other invented people."""
        progress("一、导入花名册……")
        workbook = self.folder / "花名册.xlsx"
        if count is None:
            files.write_file(workbook, SAMPLE.read_bytes())
        else:
            write_roster(workbook, invented.people(count, year=year or _latest_year()))
        self._create(self.branch, invented.BRANCH, "branch", invented.SECRETARY)
        roster = roster_sheet.read_roster(workbook)
        with vault.open_ledger(self.branch) as ledger:
            with ledger.operation("organization.edit") as op:
                organization.edit(op, 1, short_name="桐花巷社区党支部", secretary=invented.SECRETARY)
            plan = roster_plan.plan_import(ledger, roster)
            summary = plan.summary()
            summary["written"] = bool(roster_plan.apply_plan(ledger, plan).seq)
        self.data |= {"roster": str(workbook), "import": summary}
        self.lines += ["【导入】", *import_roster.sentences(summary)]

    def record_year(self, year: int | None) -> None:
        """Record an invented year of meetings, attendance and study, and count what follows from it."""
        progress("二、登记一年的会议和学习……")
        with vault.open_ledger(self.branch) as ledger:
            wanted = year or ledger.clock.today().year
            Year(ledger, wanted).record()
            held = meeting.list_meetings(ledger, meeting.of_year(wanted))
            asked = duties.list_duties(ledger, year=wanted)
            earned = credits.list_credits(ledger, year=wanted)
        self.year = wanted
        still_open = [one for one in asked if one.state in OPEN_STATES]
        self.data |= {
            "year": wanted,
            "meetings": len(held),
            "attendance": sum(one.expected for one in held),
            "credits": sum(len(one.lines) for one in earned),
            "duties_open": len(still_open),
        }
        self.lines.append("【一年】")
        self.lines.append(
            f"{wanted} 年会议 {len(held)} 次，考勤 {self.data['attendance']} 人次，"
            f"学分 {self.data['credits']} 笔，还没有落实的任务 {len(still_open)} 项。"
        )
        self.lines += [f"  {one.why}" for one in still_open]

    def print_rosters(self) -> None:
        """Print the roster in full, masked for posting, and as a workbook."""
        progress("三、打印花名册……")
        wanted = {
            "roster_pdf": ("党员花名册.pdf", PrintOptions()),
            "roster_masked_pdf": ("党员花名册（公示，号码遮住）.pdf", PrintOptions(masked=True)),
            "roster_xlsx": ("党员花名册.xlsx", PrintOptions()),
        }
        self.lines.append("【打印】")
        with vault.open_ledger(self.branch) as ledger:
            for key, (name, options) in wanted.items():
                made = printing.print_form(FORM, ledger, self.folder / name, options=options)
                self.data[key] = str(made.path)
                if key == "roster_pdf":
                    self.data |= {"pages": made.pages, "missing_characters": made.missing_characters}
                    self.lines += [f"花名册 {made.pages} 页：{made.path.name}", *notes(made)]
                else:
                    self.lines.append(f"另有：{made.path.name}")

    def print_the_year(self) -> None:
        """Print the year's statistics and credits, and one meeting's sign-in sheet and minutes."""
        with vault.open_ledger(self.branch) as ledger:
            held = meeting.list_meetings(ledger, meeting.of_year(self.year, kind="assembly"))
            one = PrintOptions(year=self.year, meetings=tuple(each.id for each in held[:1]))
            wanted = {
                "statistics_pdf": ("meeting_statistics", "三会一课落实情况统计表.pdf", PrintOptions(year=self.year)),
                "credits_pdf": ("credit_summary", "学分年度汇总.pdf", PrintOptions(year=self.year)),
            }
            if held:
                wanted["sign_in_pdf"] = ("sign_in_sheet", "签到表.pdf", one)
                wanted["minutes_pdf"] = ("meeting_minutes", "会议记录.pdf", one)
            for key, (form, name, options) in wanted.items():
                made = printing.print_form(form, ledger, self.folder / name, options=options)
                self.data[key] = str(made.path)
                self.lines += [f"{made.path.name}：{made.pages} 页", *notes(made)]

    def print_the_archives(self) -> None:
        """Print everybody's study archive in one file, and count what has been kept for them and pledged."""
        progress("四、打印学习档案……")
        with vault.open_ledger(self.branch) as ledger:
            kept = study_archive.list_archives(ledger, year=self.year)
            pledged = pledge.summary(ledger, year=self.year)
            options = PrintOptions(year=self.year)
            made = archive_run.print_archives(ledger, self.folder / "党员学习档案.pdf", options=options)
        self.data |= {
            "archives": len(kept),
            "archive_pages": made.pages,
            "archives_pdf": str(made.path),
            "pledges": sum(pledged.by_state.values()),
        }
        filed = sum(one.state == "filed" for one in kept)
        self.lines.append("【档案】")
        self.lines.append(f"学习档案 {len(kept)} 份（已归档 {filed} 份），共 {made.pages} 页：{made.path.name}")
        concluded = pledged.by_state["concluded"]
        self.lines += [f"承诺 {self.data['pledges']} 份，其中已评定 {concluded} 份。", *notes(made)]

    def register_both_ways(self) -> None:
        """Make the committee's ledger and let both sides come to know each other."""
        progress("五、支部与党委互相登记……")
        papers = self.folder / "登记"
        self._create(self.committee, invented.COMMITTEE, "committee", "党工委组织干事")
        with faults.named(papers):
            papers.mkdir()
        with vault.open_ledger(self.committee) as above, vault.open_ledger(self.branch) as below:
            issued = registration.invite(above, papers, name=organization.own(below).name)
            joined = registration.join(below, issued.path, issued.code, papers)
            accepted = registration.accept(above, joined.path)
        self.data |= {"invitation": str(issued.path), "registration": str(joined.path)}
        self.lines += ["【登记】", f"{joined.committee}与{accepted.name}已互相登记。"]

    def send_package(self) -> None:
        """Make the branch's package and verify it as anybody can."""
        progress("六、生成上报包……")
        folder = self.folder / "上报"
        with faults.named(folder):
            folder.mkdir()
        with vault.open_ledger(self.branch) as ledger:
            made = packing.make_package(ledger, folder)
        verdict = inspection.verify(made.path)
        if not verdict.accepted or verdict.digest != made.digest:
            raise BugError(f"a package just made is refused: {verdict.code}")
        self.package = made.path
        self.data |= pack.as_data(made)
        self.lines += ["【上报】", *pack.sentences(made), *verify.sentences(verdict)[1:2]]

    def receive_package(self) -> None:
        """Let the committee receive it, after a verified backup, and count what arrived."""
        progress("七、党委接收……")
        with vault.open_ledger(self.committee) as ledger:
            (result,) = receiving.receive(ledger, [self.package], backup=receive.back_up)
            verify.raise_the_worlds_fault(result)
            arrived = self._arrived(ledger)
        self.data |= {"received": result.accepted, "received_members": arrived}
        self.lines += ["【接收】", *verify.sentences(result)[1:2], f"党委台账里现有该支部党员 {arrived} 名。"]

    def return_receipt(self) -> None:
        """Write the receipt and let the branch note it."""
        progress("八、回执……")
        folder = self.folder / "回执"
        with faults.named(folder):
            folder.mkdir()
        with vault.open_ledger(self.committee) as ledger:
            made = receipt.make_receipt(ledger, self.data["digest"], folder)
        with vault.open_ledger(self.branch) as ledger:
            receipt.accept_receipt(ledger, made.path)
            last = sent_package.last(ledger)
        self.data["receipt"] = str(made.path)
        self.data["acknowledged"] = last is not None and last.acknowledged_at is not None
        self.lines += ["【回执】", f"回执已带回支部并登记：{made.path.name}"]

    def look_back(self) -> None:
        """Read both ledgers once more: who is in them, and whether all is well; back the branch up."""
        progress("九、检查两本台账，备份……")
        with vault.open_ledger(self.branch) as ledger:
            own = member.list_members(ledger)
            found = check.check_ledger(ledger)
            saved = backup.make_backup(ledger, backup.default_folder(self.branch), reason="manual")
        with vault.open_ledger(self.committee) as ledger:
            found += check.check_ledger(ledger)
        self.data |= {
            "members": len(own),
            "ledger": str(self.branch),
            "committee_ledger": str(self.committee),
            "backup": str(saved.path),
            "findings": [one.as_dict() for one in found],
        }
        self.lines += ["【检查】", *(one.sentence() for one in found)]
        self.lines.append(f"支部台账：党员 {len(own)} 名。两本台账检查完毕，发现 {len(found)} 处问题。")
        self.lines.append(f"支部台账已备份，并已读回核对：{saved.path.name}")

    def _create(self, path: Path, name: str, level: str, actor: str) -> None:
        vault.create_ledger(path, organization=name, level=level, actor=actor).ledger.close()

    def _arrived(self, ledger: Ledger) -> int:
        return sum(len(member.list_members(ledger, org=one.number)) for one in organization.below(ledger))
