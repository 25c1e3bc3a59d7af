"""The receiving side: branches with their last package, invitations, registration, receiving, receipts."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from gui import file_choice, labels
from gui.pages.exchange.view import ExchangeView
from gui.tablemodels import Column
from gui.widgets import Card, EmptyState, PageHeader, button, label
from gui.widgets.list_table import ListTable
from gui.widgets.wrap_row import WrapRow
from models import deposit, invitation, member, organization, organization_key, received_package
from models.deposit import Kept
from models.errors import KnownError
from models.ledger import Ledger
from models.organization import Organization
from models.received_package import ReceivedPackageRow

if TYPE_CHECKING:
    from exchange.deposit import KeptOf

_NO_REPORT = "党员都在所属支部，党总支还不能替它们汇总上报：请各支部分别与上级党委登记、上报。"


@dataclass(frozen=True)
class Branch:
    """One branch as the list shows it."""

    organization: Organization
    registered: bool
    invited: bool
    shut_out: bool
    package: ReceivedPackageRow | None
    counts: dict[str, int]
    deposited: Kept | None

    @property
    def connection(self) -> str:
        """How far its registration is."""
        if self.registered:
            return "已登记"
        return "等登记文件" if self.invited else "已停用" if self.shut_out else "未签发"

    @property
    def number(self) -> str:
        """Its last package's number."""
        return f"第 {self.package.number} 号" if self.package else ""

    @property
    def made(self) -> str:
        """When it made that package."""
        return labels.when(self.package.created_at) if self.package else ""

    @property
    def members(self) -> str:
        """How many members it has by that package."""
        return f"{self.counts['all']} 人" if self.package else ""

    @property
    def standing(self) -> str:
        """Whether anything was received."""
        return f"已收 {labels.when(self.package.received_at)}" if self.package else "未报"


def branches(ledger: Ledger) -> list[Branch]:
    """Return the organisations below with what is known of them."""
    waiting = {row.org for row in invitation.open_ones(ledger)}
    return [
        Branch(
            one,
            organization_key.in_use(ledger, one.number) is not None,
            one.number in waiting,
            bool(organization_key.of(ledger, one.number)),
            received_package.current(ledger, one.number),
            member.counts(ledger, one.number),
            _deposited(ledger, one.number),
        )
        for one in organization.below(ledger)
    ]


def _deposited(ledger: Ledger, org: int) -> Kept | None:
    kept = deposit.kept(ledger, org)
    return kept if kept is not None and kept.letter else None


class CommitteeView(ExchangeView):
    """The list of branches; everything else is a button over it."""

    def build(self) -> None:
        """Make the widgets."""
        header = PageHeader("数据交换")
        self.remark = header.remark
        self.invite_button = button("签发接入文件…", icon="key-round")
        self.invite_button.clicked.connect(lambda: self.invite())
        self.register_button = button("登记支部…", icon="file-plus")
        self.register_button.clicked.connect(self.register)
        self.verify_button = button("校验文件…", icon="shield-check")
        self.verify_button.clicked.connect(self.verify)
        self.receive_button = button("接收上报包…", icon="download", kind="primary")
        self.receive_button.clicked.connect(self.receive)
        self.folder_button = button("接收整个文件夹…", icon="folder-open")
        self.folder_button.clicked.connect(self.receive_folder)
        header.add(self.receive_button)
        self.body.addWidget(header)
        others = [self.folder_button, self.verify_button, self.invite_button, self.register_button]
        # Nothing stands at the right end of this row.
        self.body.addLayout(WrapRow(others, QWidget()))
        self.no_report = label(_NO_REPORT, tone="soon", wrap=True)
        self.body.addWidget(self.no_report)
        card = Card("所属支部")
        self.table = ListTable(
            [
                Column("name", "支部", lambda one: one.organization.name, 22, strong=True, stretches=True),
                Column("connection", "接入", lambda one: one.connection, 12, state=_connection_state),
                Column("number", "最近的包", lambda one: one.number, 10),
                Column("made", "支部生成于", lambda one: one.made, 17, drop=1),
                Column("members", "党员", lambda one: one.members, 8, right=True),
                Column("state", "情况", lambda one: one.standing, 24, state=_state),
            ],
            "所属支部",
        )
        self.empty = EmptyState(
            "inbox",
            "还没有所属支部",
            "先给支部签发接入文件；支部送回登记文件，在这里登记；以后就能接收它的上报包了。",
            "签发接入文件…",
            self.invite,
        )
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.empty, 1)
        card.body.addLayout(self._foot())
        self.body.addWidget(card, 1)

    def _foot(self) -> WrapRow:
        self.receipt_button = button("出具回执…", icon="circle-check")
        self.receipt_button.clicked.connect(self.make_receipt)
        self.again_button = button("换了电脑，重新签发…")
        self.again_button.clicked.connect(self._invite_again)
        self.withdraw_button = button("出具撤回回执…")
        self.withdraw_button.clicked.connect(self.withdraw_receipt)
        self.revoke_button = button("电脑丢了，停用密钥…")
        self.revoke_button.clicked.connect(self.shut_out)
        self.hand_back_button = button("交还恢复码…", icon="key-round")
        self.hand_back_button.clicked.connect(self.hand_back)
        self.people_button = button("看党员…", icon="users")
        self.people_button.clicked.connect(lambda: self.show_people(self.table.current))
        self.table.picked.connect(self.show_people)
        self.said = label(tone="secondary")
        shown = (
            *(self.people_button, self.receipt_button, self.withdraw_button),
            *(self.again_button, self.revoke_button, self.hand_back_button),
        )
        self.table.chosen.connect(self._show_branch)
        return WrapRow([*shown, self.said], QWidget())

    def first_focus(self) -> QWidget:
        """The list, or where one begins."""
        return self.table if self.table.listed else self.empty.action

    def refresh(self) -> None:
        """Read."""
        listed = branches(self.workspace.ledger)
        own = organization.own(self.workspace.ledger)
        self.no_report.setVisible(own.manages_members and organization.has_all_below(self.workspace.ledger, own))
        reported = sum(one.package is not None for one in listed)
        people = sum(one.counts["all"] for one in listed)
        self.remark.setText(f"{len(listed)} 个支部，已报 {reported} 个，党员 {people} 人" if listed else "")
        self.table.show_records(listed)
        self.table.setVisible(bool(listed))
        self.empty.setVisible(not listed)
        self.folder_button.setVisible(bool(listed))
        self._show_branch(self.table.current)

    def _show_branch(self, branch: Branch | None) -> None:
        for made in (self.people_button, self.receipt_button):
            made.setVisible(branch is not None and branch.package is not None)
        self.again_button.setVisible(branch is not None)
        self.withdraw_button.setVisible(branch is not None and bool(self._withdrawn(branch)))
        self.revoke_button.setVisible(branch is not None and branch.registered)
        self.hand_back_button.setVisible(branch is not None and branch.deposited is not None)
        if branch is None:
            self.said.setText("")
            return
        kept = branch.deposited
        code = f"存有恢复码：{kept.number} 号（{kept.made}）" if kept else ""
        secretary = f"书记：{branch.organization.secretary}" if branch.organization.secretary else ""
        phone = f"电话：{branch.organization.phone}" if branch.organization.phone else ""
        counts = json.loads(branch.package.counts) if branch.package else {}
        records = f"记录 {sum(counts.values())} 条" if counts else ""
        self.said.setText("　".join(one for one in (secretary, phone, records, code) if one))

    # --- doing ----------------------------------------------------------------------------

    def invite(self, org: int | None = None) -> None:
        """Issue an invitation."""
        from gui.dialogs.registration import InviteDialog

        InviteDialog(self, self.workspace, org).open()

    def _invite_again(self) -> None:
        if self.table.current is not None:
            self.invite(self.table.current.organization.number)

    def shut_out(self) -> None:
        """Trust the chosen branch's lost computer no longer."""
        from exchange import trust

        branch = self.table.current
        if branch is None or not branch.registered:
            return
        one = branch.organization

        def revoke() -> None:
            try:
                trust.shut_out(self.workspace.ledger, one.number, why="电脑丢失或被盗")
            except KnownError as error:
                self.workspace.messages.error(self, error)
                return
            self.workspace.say(f"已停用：{one.name}的密钥，用它签的包不再接收")

        self.workspace.messages.ask_before(
            self,
            f"停用“{one.name}”的密钥？",
            "它的电脑丢了或被盗才这样做：捡到的人也能做出它的上报包。停用以后用旧密钥签的包一律拒收，已经收到的不变；"
            "支部在新电脑上恢复以后，按“换了电脑，重新签发…”，支部接入时勾选“换新密钥”。"
            "停用错了的，在“设置 → 操作记录”里撤销。",
            yes="停用",
            no="不停用",
            then=revoke,
        )

    def register(self) -> None:
        """Take in a branch's registration file."""
        file_choice.choose_open(self, "选择支部送来的登记文件", file_choice.EXCHANGED, self.accept_registration)

    def accept_registration(self, path: Path) -> None:
        """Believe the keys in a registration file."""
        from exchange import deposit, registration

        try:
            if deposit.is_deposit(path):
                self._say_kept(deposit.keep(self.workspace.ledger, path))
                return
            accepted = registration.accept(self.workspace.ledger, path)
        except KnownError as error:
            self.workspace.messages.error(self, error)
            return
        more = "，原来电脑的密钥已停用" if accepted.replaced else ""
        self.workspace.say(f"已登记：{accepted.name}{more}", "撤销")

    def _say_kept(self, found: "KeptOf") -> None:
        done = "撤回了存放的恢复码，以后不再交还" if found.withdrawn else f"的恢复码（{found.number} 号）已收存"
        self.workspace.say(f"{found.name}{done}")

    def hand_back(self) -> None:
        """Give the chosen branch's deposited code to the person who came for it."""
        from gui.dialogs.hand_back import HandBackDialog

        branch = self.table.current
        if branch is not None and branch.deposited is not None:
            HandBackDialog(self, self.workspace, branch.organization).open()

    def receive(self) -> None:
        """Choose packages."""
        from gui.dialogs.receive import receive_paths

        file_choice.choose_many(
            self,
            "选择上报包",
            file_choice.EXCHANGED,
            lambda paths: receive_paths(self, self.workspace, paths),
        )

    def receive_folder(self) -> None:
        """Choose a folder of packages."""
        from gui.dialogs.receive import receive_paths

        file_choice.choose_folder(
            self, "上报包所在的文件夹", lambda folder: receive_paths(self, self.workspace, [folder])
        )

    def verify(self) -> None:
        """Check files without taking them in."""
        from gui.dialogs.receive import choose_and_verify

        choose_and_verify(self, self.workspace)

    def show_people(self, branch: Branch | None) -> None:
        """Show the members of a branch that has reported."""
        from gui.dialogs.branch_members import BranchMembersDialog

        if branch is not None and branch.package is not None:
            BranchMembersDialog(self, self.workspace, branch.organization).open()

    def make_receipt(self) -> None:
        """Write the receipt of the chosen branch's package."""
        from gui.dialogs.receive import make_receipts

        branch = self.table.current
        if branch is not None and branch.package is not None:
            make_receipts(self, self.workspace, [branch.package.digest])


    def _withdrawn(self, branch: Branch) -> list[str]:
        """Return the digests of the branch's packages whose receive was undone."""
        rows = received_package.withdrawn(self.workspace.ledger, branch.organization.number)
        return [row.digest for row in rows]

    def withdraw_receipt(self) -> None:
        """Write that the chosen branch's packages are not received any more, where their receipts were given."""
        from gui.dialogs.receive import make_receipts

        branch = self.table.current
        if branch is not None:
            make_receipts(self, self.workspace, self._withdrawn(branch), counter=True)


def _connection_state(branch: Branch) -> str:
    return "done" if branch.registered else "soon" if branch.invited else "overdue" if branch.shut_out else "none"


def _state(branch: Branch) -> str:
    return "done" if branch.package else "none"
