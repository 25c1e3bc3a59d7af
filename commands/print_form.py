"""`print`: one form with the data of a ledger, into a PDF or a workbook."""

import argparse
import unicodedata
from datetime import date
from pathlib import Path

from commands import session
from commands.outcome import Outcome, progress
from commands.parser import VerbParser, natural
from models import member, organization, print_run, texts
from models.errors import UsageError
from models.ledger import Ledger
from models.organization import Organization
from reports import archive_run, catalog, form, printing, roster, target
from reports.printing import PrintOptions, PrintResult

_EVERY = 10


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    parser.add_argument("form", metavar="表", help="表的编号（见 forms），如 member_roster")
    session.add_ledger(parser)
    parser.add_argument("--org", default="", metavar="支部", help="上级的台账：打印哪个支部的（名称或其中几个字）")
    parser.add_argument("--out", type=Path, required=True, metavar="文件", help="写到哪个文件")
    parser.add_argument("--format", default="", metavar="格式", help="pdf 或 xlsx；不写时看文件名")
    parser.add_argument("--year", type=natural, metavar="年", help="哪一年，默认今年；花名册只有当前一年")
    parser.add_argument("--meeting", action="append", default=[], metavar="编号", help="哪次会议（可以写几个）")
    parser.add_argument("--member", action="append", default=[], metavar="党员", help="姓名或编号（可以写几个）")
    parser.add_argument("--pledge", action="append", default=[], metavar="编号", help="哪份承诺（可以写几个）")
    parser.add_argument("--day", default="", metavar="日期", help="表上的日期，默认今天；将要开的会按这一天在册的人")
    parser.add_argument("--variant", default="", metavar="版式", help="版式（见 forms）；不写时用第一种")
    parser.add_argument("--masked", action="store_true", help="身份证号、电话用星号遮住中间几位")
    parser.add_argument("--blank", type=natural, default=0, metavar="行数", help="打印空表，留多少空行")
    parser.add_argument("--empty", choices=tuple(roster.EMPTY), default="blank", help="没有内容的格子写什么")
    parser.add_argument("--order", choices=tuple(roster.ORDERS), default="pinyin", help="排列次序")
    parser.add_argument("--basis", action="store_true", help="在表上印出依据哪些文件")
    parser.add_argument("--filled-by", default="", metavar="姓名", help="填表人")
    parser.add_argument("--double-sided", action="store_true", help="双面打印，装订边左右交替")
    parser.add_argument("--pages", default="", metavar="页码", help="只要哪些页，如 1-20,35；默认全部")
    parser.add_argument("--changed", action="store_true", help="学习档案：只打上次打印后有变化的人")
    parser.add_argument("--continue", dest="go_on", action="store_true", help="学习档案：接着打上次没打完的一批")
    parser.add_argument("--restart", action="store_true", help="学习档案：放弃上次没打完的一批，重新打")


def perform(arguments: argparse.Namespace) -> Outcome:
    """Print; an existing file is replaced only by a whole new one."""
    with session.open_ledger(arguments) as ledger:
        if not form.SUBJECTS[catalog.form_of_ledger(arguments.form).of]:
            _require_this_year(arguments.year, ledger)
        branch = _organisation(ledger, arguments.org)
        made = _printed(arguments, ledger, branch.number)
    title = catalog.form(arguments.form).title
    data = {
        "form": arguments.form,
        "title": title,
        "organization": branch.name,
        "file": str(made.path.absolute()),
        "pages": made.pages,
        "sha256": made.sha256,
        "missing_characters": made.missing_characters,
        "substituted": made.substituted,
    }
    # A character that no font could draw is a finding: the sheet must not be handed in unseen.
    return Outcome(data, [f"{title}：{sentence(made)}", *notes(made)], 1 if made.missing_characters else 0)


def _printed(arguments: argparse.Namespace, ledger: Ledger, org: int) -> PrintResult:
    """Print a form; archives that are no blanks in a run that can be stopped and goes on."""
    options = _options(arguments, ledger, org)
    # Before the pages are laid out, and before the kept ones are given up.
    target.require_place(arguments.out)
    kind = arguments.format or arguments.out.suffix.lower().removeprefix(".")
    if arguments.form != archive_run.FORM or options.blank_rows or kind not in ("", "pdf"):
        if arguments.changed or arguments.go_on or arguments.restart:
            raise UsageError("print-only-archives", form=arguments.form)
        return printing.print_form(arguments.form, ledger, arguments.out, options=options)
    if arguments.go_on:
        return archive_run.go_on(ledger, arguments.out, progress=_told)
    if arguments.restart:
        print_run.forget(ledger)
    return archive_run.print_archives(
        ledger, arguments.out, options=options, only_changed=arguments.changed, progress=_told
    )


def _told(done: int, total: int) -> None:
    if done % _EVERY == 0 and total > _EVERY:
        progress(f"已排好 {done} 份，共 {total} 份……")


def _options(arguments: argparse.Namespace, ledger: Ledger, org: int) -> PrintOptions:
    return PrintOptions(
        format=arguments.format,
        variant=arguments.variant,
        masked=arguments.masked,
        blank_rows=arguments.blank,
        empty=arguments.empty,
        order=arguments.order,
        filled_by=arguments.filled_by,
        double_sided=arguments.double_sided,
        year=arguments.year,
        as_of=_day(arguments.day),
        meetings=tuple(arguments.meeting),
        pledges=tuple(arguments.pledge),
        members=tuple(_member(ledger, one, arguments.form, org) for one in arguments.member),
        pages=arguments.pages,
        organisation=org,
        basis=arguments.basis,
    )


def sentence(made: PrintResult) -> str:
    """Tell where the file lies and how many pages it has."""
    pages = f"，共 {made.pages} 页" if made.pages else ""
    return f"已写好{pages}：{made.path.absolute()}"


def notes(made: PrintResult) -> list[str]:
    """Tell of characters that could not be drawn and fonts that stand in."""
    missing = "、".join(made.missing_characters)
    told = [f"注意：这些字没有字体可以打印，请手写补上：{missing}"] if missing else []
    return told + list(made.substituted)


def _day(text: str) -> date | None:
    return date.fromisoformat(texts.full_date("meeting.day", text, where="--day")) if text else None


def _member(ledger: Ledger, wanted: str, form_id: str, org: int) -> str:
    """Return the id of the member who is meant by id or exact name; who left has an archive of the year, too."""
    everybody = member.list_members(ledger, org=org, status="" if form_id == archive_run.FORM else "active")
    found = {one.id for one in everybody if wanted == one.id} or {one.id for one in everybody if wanted == one.name}
    if len(found) != 1:
        raise UsageError("print-name-unclear", name=wanted, count=len(found))
    return found.pop()


def _organisation(ledger: Ledger, wanted: str) -> Organization:
    """Return the organisation that is meant by its name or a part of it, this ledger's own without any.

    Raises UsageError("print-org-unclear") with those that come into question.
    """
    own = organization.own(ledger)
    if not wanted:
        return own
    known = [*([] if organization.has_all_below(ledger, own) else [own]), *organization.below(ledger)]
    called = {one.number: (one.name, organization.branch_name(ledger, one), one.short_name) for one in known}
    sought = _plain(wanted)
    for fits in (str.__eq__, str.__contains__):
        found = [one for one in known if sought and any(fits(_plain(name), sought) for name in called[one.number])]
        if len(found) == 1:
            return found[0]
        if found:
            break
    listed = "、".join(one.name for one in found or known) or "还没有所属支部"
    raise UsageError("print-org-unclear", name=wanted, count=len(found), known=listed)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _require_this_year(year: int | None, ledger: Ledger) -> None:
    """Refuse another year: the roster shows who is registered today and must not claim to be older."""
    today: date = ledger.clock.today()
    if year is not None and year != today.year:
        raise UsageError("print-other-year", year=year, current=today.year)
