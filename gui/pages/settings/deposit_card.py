"""The branch's recovery code in its committee's keeping: given, given anew after a change, withdrawn."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout

from gui import file_choice, labels
from gui.pages.exchange.branch_facts import committee
from gui.widgets import Card, Pill, button, label
from gui.workspace import Workspace
from models import deposit as noted
from models.errors import KnownError

_WHAT = (
    "恢复码封好，存一份在上级：封着的，只有上级的台账打得开。电脑、单子、密码都没有了，有台账文件，"
    "书记当面去，上级核实以后交还，并写在下一份回执里。换了恢复码单要重新存；随时可以撤回。"
)


class DepositCard(Card):
    """Shown to a branch that has joined a committee and is encrypted."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("存在上级的恢复码")
        self.workspace = workspace
        self.state = Pill()
        self.corner.addWidget(self.state)
        self.body.addWidget(label(_WHAT, tone="secondary", wrap=True))
        self.give_button = button("存一份…", icon="upload")
        self.give_button.clicked.connect(self._ask_give)
        self.withdraw_button = button("撤回…")
        self.withdraw_button.clicked.connect(self._ask_withdraw)
        row = QHBoxLayout()
        row.addWidget(self.give_button)
        row.addWidget(self.withdraw_button)
        row.addStretch(1)
        self.body.addLayout(row)

    def refresh(self) -> None:
        """Read."""
        from exchange import deposit

        ledger = self.workspace.ledger
        given, stale = noted.given(ledger), deposit.outdated(ledger)
        self.setVisible(committee(ledger) is not None and deposit.may_give(ledger))
        if given is None:
            self.state.show_state("没有存", "none")
        elif stale is not None:
            self.state.show_state(f"存的是旧单子（{stale.number} 号），请重新存", "soon")
        else:
            self.state.show_state(f"{given.number} 号，{labels.when(given.at)} 存", "done")
        self.give_button.setText("存一份…" if given is None else "重新存…")
        self.withdraw_button.setVisible(given is not None)

    def _ask_give(self) -> None:
        from exchange import deposit

        file_choice.choose_folder(
            self, "给上级的文件放到", lambda folder: self._written(folder, deposit.give, "上级登记以后，就存好了。")
        )

    def _ask_withdraw(self) -> None:
        self.workspace.messages.ask(
            self,
            "撤回存在上级的恢复码？",
            "会生成一个文件，送给上级登记以后，上级不再交还。封着的旧信还在上级的操作记录里；"
            "要它彻底作废，请再“换一张新的”恢复码单。",
            yes="撤回",
            then=self._choose_withdraw,
        )

    def _choose_withdraw(self) -> None:
        from exchange import deposit

        file_choice.choose_folder(
            self, "给上级的文件放到", lambda folder: self._written(folder, deposit.withdraw, "上级登记以后，不再交还。")
        )

    def _written(self, folder: Path, write: Callable[..., Path], then: str) -> None:
        try:
            path = write(self.workspace.ledger, folder)
        except KnownError as error:
            self.workspace.messages.error(self, error)
            return
        self.refresh()
        self.workspace.messages.tell(self, "请把文件送给上级", f"{path}\n{then}")
