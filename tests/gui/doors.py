"""Every dialog of the window on a real ledger, by the word under which a fault is told."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

import gui
from exchange import roster_sheet
from gui.dialogs.branch_members import BranchMembersDialog
from gui.dialogs.branch_year import BranchYearDialog
from gui.dialogs.crash_dialog import CrashDialog
from gui.dialogs.drafts_dialog import DraftsDialog
from gui.dialogs.duty_dialog import DutyDialog
from gui.dialogs.duty_year import DutyYearDialog
from gui.dialogs.encrypt_dialog import EncryptDialog, RewriteDialog, SheetDialog
from gui.dialogs.fill_members import FillMembersDialog
from gui.dialogs.group_dialog import DissolveDialog, GroupDialog
from gui.dialogs.hand_back import HandBackDialog, HandedSheetDialog
from gui.dialogs.history_dialog import HistoryDialog
from gui.dialogs.import_columns import ImportColumnsDialog
from gui.dialogs.import_meetings import ImportMeetings
from gui.dialogs.import_roster import ImportRosterDialog
from gui.dialogs.leave_dialog import LeaveDialog
from gui.dialogs.make_up_dialog import MakeUpDialog
from gui.dialogs.meeting_dialog import MeetingDialog
from gui.dialogs.meeting_mark import MarkDialog
from gui.dialogs.meeting_marks import Marks, person_of
from gui.dialogs.meeting_tray import MeetingTray
from gui.dialogs.meeting_view import MeetingView
from gui.dialogs.meeting_withdraw import WithdrawDialog
from gui.dialogs.member_dialog import MemberDialog
from gui.dialogs.pack import PackDialog
from gui.dialogs.post_dialog import PostDialog
from gui.dialogs.preview import PreviewDialog
from gui.dialogs.receipt_code import ReceiptCodeDialog
from gui.dialogs.receive import ReceiveDialog
from gui.dialogs.registration import CodeDialog, InviteDialog, JoinDialog
from gui.dialogs.restore_dialog import RestoreDialog, around
from gui.dialogs.rule_choice_dialog import RuleChoiceDialog
from gui.dialogs.start_day import StartDayDialog
from gui.dialogs.take_over_dialog import TakeOverDialog
from gui.dialogs.where_dialog import WhereDialog
from gui.dialogs.why_dialog import AverageWhyDialog, MemberWhyDialog, StudyWhyDialog
from gui.kinds.dialog import KindDialog
from gui.kinds.list_dialog import KindListDialog
from gui.kinds.member_records import MemberRecords
from gui.main_window import MainWindow
from gui.messages import Messages
from gui.pages.meetings_page import MeetingsPage
from gui.pages.settings import rule_lines
from gui.pages.settings.protection_section import (
    ChangePasswordDialog,
    ConfirmDialog,
    RemovePasswordDialog,
    SetPasswordDialog,
)
from gui.pages.study import facts
from gui.workspace import Workspace
from models import (
    attendance,
    backup,
    draft,
    duty_groups,
    group,
    ledger_keys,
    meeting,
    member,
    organization,
    post,
)
from models.errors import WorldError
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger_keys import Sheet
from models.meeting import Meeting
from models.recovery_code import new_code
from models.rules import duties
from models.take_over import Conflict, Difference, Plan
from reports.printing import lay_out_form
from resources import SAMPLE
from tests.gui.doors_kinds import KindDoors
from tests.gui.doors_year import YearDoors
from tests.gui.long_ledger import ORGANIZATION, TOPIC, Long

Door = Callable[[], QDialog]


def doors(window: MainWindow, long: Long, folder: Path) -> dict[str, Door]:
    """Return what opens each dialog over the page it belongs to; nothing is opened yet."""
    assert window.workspace is not None
    over = _Doors(window, window.workspace, long, folder)
    year = YearDoors(window, window.workspace, long)
    found = over.members() | over.meetings() | over.study() | over.settings() | over.exchange() | over.others()
    return found | year.study() | year.archives() | year.pledges() | KindDoors(window, window.workspace).all()


def without_door(opened: set[type]) -> list[str]:
    """Return the dialogs of the window that none of these doors has opened; a class others derive from is none."""
    for module in pkgutil.walk_packages(gui.__path__, "gui."):
        importlib.import_module(module.name)
    ours = [one for one in _leaves(QDialog) if one.__module__.startswith("gui.")]
    return sorted(one.__qualname__ for one in ours if one not in opened)


def _leaves(kind: type) -> Iterator[type]:
    for derived in kind.__subclasses__():
        if derived.__subclasses__():
            yield from _leaves(derived)
        else:
            yield derived


class _Doors:
    def __init__(self, window: MainWindow, workspace: Workspace, long: Long, folder: Path) -> None:
        self.window, self.workspace, self.long, self.folder = window, workspace, long, folder
        self.ledger = workspace.ledger

    def page(self, key: str) -> QWidget:
        shown = self.window.show_page(key)
        assert shown is not None
        return shown

    def on(self, key: str, kind: type[QDialog], *what: object, **more: object) -> Door:
        return lambda: kind(self.page(key), self.workspace, *what, **more)  # type: ignore[arg-type]

    def members(self) -> dict[str, Door]:
        shown = member.get(self.ledger, self.long.people[0])
        return {
            "new member": self.on("members", MemberDialog),
            "member": self.on("members", MemberDialog, shown),
            "leave": self.on("members", LeaveDialog, shown),
            "many members": self.on("members", FillMembersDialog, member.list_members(self.ledger)),
            "member records": self.on("members", MemberRecords, shown),
            "history": self.on("members", HistoryDialog, "member", (shown.org, shown.id), shown.name),
            "roster": lambda: self._read(
                ImportRosterDialog(self.page("members"), self.workspace), "花名册（杂乱）.xlsx"
            ),
            "columns": self._columns,
        }

    def _columns(self) -> QDialog:
        read = roster_sheet.read_roster(SAMPLE / "花名册（杂乱）.xlsx")
        return ImportColumnsDialog(self.page("members"), read.sheets, {})

    def meetings(self) -> dict[str, Door]:
        held = meeting.get(self.ledger, self.long.meeting)
        sheet = attendance.sheet(self.ledger, held.id)
        away = next(line for line in sheet if line.mark == "sick")
        people = attendance.register_on(self.ledger.query, date(2026, 11, 18))
        marks = Marks()
        marks.stand([person_of(one) for one in people], [person_of(one) for one in people])
        return {
            "new meeting": self.on("meetings", MeetingDialog),
            "meeting": self.on("meetings", MeetingDialog, held),
            "mark": self.on("meetings", MarkDialog, held, away),
            "make up": self.on("meetings", MakeUpDialog, held, away),
            "withdraw": self.on("meetings", WithdrawDialog, [held]),
            "meeting view": lambda: _view(self.page("meetings"), held),
            "tray": self.on("meetings", MeetingTray, marks, people),
            "register": lambda: self._read(ImportMeetings(self.page("meetings"), self.workspace), "去年会议.xlsx"),
        }

    def study(self) -> dict[str, Door]:
        year = facts.read_year(self.ledger, 2026)
        (record,) = records.listed(self.ledger, kind_of("study_record"))
        (credit,) = records.listed(self.ledger, kind_of("credit_entry"))
        (exemption,) = records.listed(self.ledger, kind_of("study_exemption"))
        return {
            "new study": self.on("study", KindDialog, kind_of("study_record")),
            "study": self.on("study", KindDialog, record.kind, record),
            "new credits": self.on("study", KindDialog, kind_of("credit_entry")),
            "credits": self.on("study", KindDialog, credit.kind, credit),
            "exemptions": self.on("study", KindListDialog, kind_of("study_exemption")),
            "new exemption": self.on("study", KindDialog, kind_of("study_exemption")),
            "exemption": self.on("study", KindDialog, exemption.kind, exemption),
            "why hours": self.on("study", MemberWhyDialog, year, year.members[0]),
            "why credits": self.on("study", MemberWhyDialog, year, year.members[0], part="credits"),
            "why average": self.on("study", AverageWhyDialog, year),
            "why study": self.on("study", StudyWhyDialog, year),
        }

    def settings(self) -> dict[str, Door]:
        (held,) = post.list_posts(self.ledger.query)
        (formed,) = group.list_groups(self.ledger)
        lines = rule_lines.set_lines(self.ledger)
        info = backup.make_backup(self.ledger, self.folder, reason="manual")
        sheet = ledger_keys.sheet(self.ledger)
        assert sheet is not None
        return {
            "new post": self.on("settings", PostDialog),
            "post": self.on("settings", PostDialog, held),
            "end of post": self.on("settings", PostDialog, held, ending=True),
            "new group": self.on("settings", GroupDialog),
            "group": self.on("settings", GroupDialog, formed),
            "dissolve": self.on("settings", DissolveDialog, formed),
            **{f"rules {at}": self.on("settings", RuleChoiceDialog, line) for at, line in enumerate(lines)},
            "restore": lambda: RestoreDialog(self.page("settings"), around(self.workspace), info),
            "set password": self.on("settings", SetPasswordDialog),
            "change password": self.on("settings", ChangePasswordDialog),
            "remove password": self.on("settings", RemovePasswordDialog),
            "encrypt": self.on("settings", EncryptDialog),
            "sheet again": self.on("settings", SheetDialog, sheet),
            "sheet asked": lambda: SheetDialog(self.page("settings"), self.workspace, sheet, asking=True),
            "rewrite": self.on("settings", RewriteDialog),
            "confirm": self.on("settings", ConfirmDialog),
        }

    def exchange(self) -> dict[str, Door]:
        path = self.folder / f"{ORGANIZATION}_接入文件.dyb"
        return {
            "join": self.on("exchange", JoinDialog),
            "invite": self.on("exchange", InviteDialog),
            "code": lambda: CodeDialog(self.page("exchange"), ORGANIZATION, path, "AB3D5-7K9MN", "2026-12-21T00:00"),
            "pack": self.on("exchange", PackDialog),
            "receipt code": self.on("exchange", ReceiptCodeDialog),
            "receive": self.on("exchange", ReceiveDialog, [path]),
            "where": lambda: WhereDialog(self.page("exchange"), str(path)),
            "hand back": self.on("exchange", HandBackDialog, organization.own(self.ledger)),
            "handed sheet": self.on("exchange", HandedSheetDialog, Sheet(new_code(), "7KQ3M", "", ORGANIZATION)),
            "branch members": self.on("exchange", BranchMembersDialog, organization.own(self.ledger)),
            "branch year": self.on("exchange", BranchYearDialog, organization.own(self.ledger), 2026),
        }

    def others(self) -> dict[str, Door]:
        listed = duties.list_duties(self.ledger, year=2026)
        first = duty_groups.for_card(listed, date(2026, 11, 21))[0][0]
        return {
            "duty year": self.on("start", DutyYearDialog),
            "start day": self.on("start", StartDayDialog),
            "take over": self._take_over,
            "drafts": self._drafts,
            "duty": self.on("start", DutyDialog, first),
            "preview": self._preview,
            "crash": lambda: CrashDialog(self.page("start"), "Traceback …", str(self.folder / "zhibu-taizhang.log")),
            "question": lambda: self._asked(),
            "error": lambda: self._told(),
        }

    def _take_over(self) -> QDialog:
        """Compared with a copy that has more, and that differs in long texts."""
        first, *rest = member.list_members(self.ledger)
        row = self.ledger.query("SELECT * FROM member WHERE id = ?", (first.id,))[0]
        other = row | {"work": TOPIC[:60], "address": TOPIC[:60], "remark": TOPIC * 3}
        comes = tuple(Difference("member", (1, one.id), None, row) for one in rest)
        conflict = Conflict("member:1", (Difference("member", (1, first.id), row, other),))
        dialog = TakeOverDialog(self.page("settings"), self.workspace)
        dialog.show_plan(Plan(1, comes, (conflict,), comes[:1], {"a": "b"}, (), (9, "")))
        return dialog

    def _drafts(self) -> QDialog:
        """Two drafts as long as they get, of a dialog that is no more: no other dialog is offered them."""
        for at in ("a", "b"):
            told = [("QPlainTextEdit 1", TOPIC * 20)]
            draft.keep(self.ledger, at, place="DialogOfLongAgo", subject="", title=TOPIC[:60], typed=told)
        return DraftsDialog(self.page("start"), self.workspace)

    def _read(self, dialog: ImportRosterDialog | ImportMeetings, name: str) -> QDialog:
        dialog.read(SAMPLE / name)
        return dialog

    def _preview(self) -> QDialog:
        return PreviewDialog(self.page("reports"), TOPIC[:60], lay_out_form("member_roster", self.ledger))

    def _asked(self) -> QDialog:
        Messages().ask_to_leave(self.page("start"), f"{TOPIC[:60]}还没有保存。", then=bool, save=bool)
        return self._newest()

    def _told(self) -> QDialog:
        path = str(self.folder / f"{ORGANIZATION}.zbtz")
        Messages().error(self.page("start"), WorldError("disk-full", path=path))
        return self._newest()

    def _newest(self) -> QDialog:
        return next(one for one in self.window.findChildren(QDialog) if one.isVisible())


def _view(page: QWidget, held: Meeting) -> QDialog:
    assert isinstance(page, MeetingsPage)
    return MeetingView(page, page, held)
