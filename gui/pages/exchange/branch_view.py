"""The branch's side: registered above or not, the next package, packages sent and their receipts."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gui import file_choice, icons, labels, style
from gui.pages.exchange import branch_facts
from gui.pages.exchange.branch_facts import Sent
from gui.pages.exchange.view import ExchangeView
from gui.tablemodels import Column
from gui.widgets import Card, EmptyState, PageHeader, button, label, line
from gui.widgets.list_table import ListTable
from gui.widgets.texts import set_tone
from models import member, sent_package
from models.errors import KnownError

_STEPS = (
    ("收到接入文件", "向上级要接入文件（.dyb）和 16 位接入码，在这里导入。"),
    ("回送登记文件", "导入后生成登记文件，拷到U盘带给上级，上级登记后就认得您了。"),
    ("可以上报", "每次上报生成一个加密的数据包，只有上级能打开；上级给回执，表示收到了。"),
)
_SHOWN_CHANGES = 5


class BranchView(ExchangeView):
    """Three steps, the next package, the list."""

    def build(self) -> None:
        """Make the widgets."""
        header = PageHeader("数据交换")
        self.remark = header.remark
        self.verify_button = button("校验文件…", icon="shield-check")
        self.verify_button.clicked.connect(self.verify)
        self.pack_button = button("生成上报包…", icon="upload", kind="primary")
        self.pack_button.clicked.connect(self.pack)
        self.join_button = button("导入接入文件…", icon="download", kind="primary")
        self.join_button.clicked.connect(self.join)
        for made in (self.verify_button, self.join_button, self.pack_button):
            header.add(made)
        self.body.addWidget(header)
        row = QHBoxLayout()
        row.setSpacing(style.GAP)
        row.addWidget(self._steps_card(), 1)
        row.addWidget(self._next_card(), 1)
        self.body.addLayout(row)
        self.body.addWidget(self._sent_card(), 1)

    def _steps_card(self) -> Card:
        self.steps = Card("与上级的接入")
        self._marks: list[tuple[QLabel, QLabel]] = []
        self._details: list[QLabel] = []
        for number, (word, detail) in enumerate(_STEPS, 1):
            row = QHBoxLayout()
            row.setSpacing(10)
            mark = QLabel()
            head = label(f"{number}　{word}", strong=True)
            row.addWidget(mark)
            row.addWidget(head)
            row.addStretch(1)
            self.steps.body.addLayout(row)
            told = label(detail, tone="secondary", wrap=True)
            told.setContentsMargins(28, 0, 0, 0)
            self.steps.body.addWidget(told)
            self._marks.append((mark, head))
            self._details.append(told)
        self.again = button("重新接入（换了上级或上级换了电脑）…", kind="quiet")
        self.again.clicked.connect(self.join)
        self.steps.body.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.steps.body.addStretch(1)
        return self.steps

    def _next_card(self) -> Card:
        card = Card("下一次上报")
        self.figures = label(points=style.CARD_TITLE_PT, strong=True, wrap=True)
        self.since = label(tone="secondary", wrap=True)
        card.body.addWidget(self.figures)
        card.body.addWidget(self.since)
        card.body.addWidget(line())
        self.changed = label(wrap=True)
        card.body.addWidget(self.changed)
        card.body.addStretch(1)
        return card

    def _sent_card(self) -> Card:
        card = Card("已送出的上报包")
        card.setMinimumHeight(230)
        self.receipt_button = button("登记回执文件…", icon="circle-check")
        self.receipt_button.clicked.connect(self.take_receipt)
        self.code_button = button("输入回执码…", icon="pencil")
        self.code_button.clicked.connect(self.type_code)
        card.corner.addWidget(self.receipt_button)
        card.corner.addWidget(self.code_button)
        self.table = ListTable(
            [
                Column("number", "编号", lambda one: one.number, 10, strong=True),
                Column("at", "生成时间", lambda one: labels.when(one.row.created_at), 18),
                Column("members", "党员记录", lambda one: one.members, 10, right=True),
                Column("file", "文件", lambda one: one.row.file_name, 20, stretches=True, drop=1),
                Column("state", "情况", lambda one: one.standing, 24, state=_state),
                Column("remark", "上级说", lambda one: one.remark, 12, drop=2),
            ],
            "已送出的上报包",
        )
        self.empty = EmptyState("inbox", "还没有送出过上报包")
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.empty, 1)
        return card

    def first_focus(self) -> QWidget:
        """What comes next."""
        return self.pack_button if self.pack_button.isVisibleTo(self) else self.join_button

    def refresh(self) -> None:
        """Read."""
        ledger = self.workspace.ledger
        above = branch_facts.committee(ledger)
        sent = [Sent(row) for row in sent_package.list_sent(ledger)]
        done = 0 if above is None else 2 if not any(one.acknowledged for one in sent) else 3
        self._mark_steps(done)
        self.remark.setText(f"上级：{above.name}" if above else "还没有接入上级")
        self.join_button.setVisible(above is None)
        self.again.setVisible(above is not None)
        self.pack_button.setVisible(above is not None)
        self._show_next()
        self.table.show_records(sent)
        self.table.setVisible(bool(sent))
        self.receipt_button.setVisible(bool(sent))
        self.code_button.setVisible(bool(sent))
        self.empty.setVisible(not sent)
        self.empty.say(
            "还没有送出过上报包",
            "按右上角“生成上报包”做第一份。" if above else "先完成上面的第 1、2 步，就可以上报了。",
        )

    def _mark_steps(self, done: int) -> None:
        for place, (mark, head) in enumerate(self._marks):
            finished, present = place < done, place == done
            tone = "done" if finished else "" if present else "hint"
            colour = style.STATES["done"][0] if finished else style.BRAND if present else style.HINT
            mark.setPixmap(icons.pixmap("circle-check" if finished else "circle", 18, colour))
            mark.setAccessibleName("已完成" if finished else "现在做这一步" if present else "还没到")
            set_tone(head, tone)
            # What is done needs no explanation any more.
            self._details[place].setVisible(not finished)

    def _show_next(self) -> None:
        counts = member.counts(self.workspace.ledger)
        self.figures.setText(f"党员 {counts['all']} 人，其中正式 {counts['full']} 人、预备 {counts['probationary']} 人")
        ledger = self.workspace.ledger
        number, count, told = branch_facts.changes_since_acknowledged(ledger, _SHOWN_CHANGES)
        if not count:
            self.since.setText(f"和上级已签收的第 {number} 号一样，没有新的改动。" if number else "还没有记录。")
            self.changed.setText("")
            return
        base = f"上级签收第 {number} 号以后" if number else "还没有签收过的包，到现在为止"
        self.since.setText(f"{base}，有 {count} 笔改动（每个包都是完整的，漏送一次不要紧）：")
        more = f"\n…… 另有 {count - len(told)} 笔" if count > len(told) else ""
        self.changed.setText("\n".join(told) + more)

    # --- doing ----------------------------------------------------------------------------

    def join(self) -> None:
        """Import the committee's invitation."""
        from gui.dialogs.registration import JoinDialog

        JoinDialog(self, self.workspace).open()

    def pack(self) -> None:
        """Make the next package."""
        from gui.dialogs.pack import PackDialog

        PackDialog(self, self.workspace).open()

    def verify(self) -> None:
        """Check files without taking them in."""
        from gui.dialogs.receive import choose_and_verify

        choose_and_verify(self, self.workspace)

    def take_receipt(self) -> None:
        """Note a receipt from its file."""
        file_choice.choose_open(self, "选择上级给的回执文件", file_choice.EXCHANGED, self.accept_receipt)

    def accept_receipt(self, path: Path) -> None:
        """Note the receipt in a file."""
        from exchange import receipt

        try:
            accepted = receipt.accept_receipt(self.workspace.ledger, path)
        except KnownError as error:
            self.workspace.messages.error(self, error)
            return
        told = "上级撤销了接收，请核实后重新上报" if accepted.withdrawn else "上级已收到"
        self.workspace.say(f"已登记回执：第 {accepted.number} 号包{told}")

    def type_code(self) -> None:
        """Note a receipt from the ten characters on paper."""
        from gui.dialogs.receipt_code import ReceiptCodeDialog

        ReceiptCodeDialog(self, self.workspace).open()


def _state(one: Sent) -> str:
    return "done" if one.acknowledged else "overdue" if one.row.withdrawn else "soon"
