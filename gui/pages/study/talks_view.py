"""Talks of a year: who spoke where on what."""

from collections.abc import Sequence
from typing import Any, ClassVar

from gui.pages.study.list_view import RecordList
from gui.pages.study.sorted_table import Orders
from gui.tablemodels import Column
from models import talk, words
from models.talk import Talk


class TalksView(RecordList):
    """Enter opens, Space ticks, Del takes out."""

    word = "发言"
    add_word = "登记发言"
    orders: ClassVar[Orders] = {"name": lambda one: one.name, "kind": lambda one: one.kind}

    def columns(self) -> list[Column]:
        """Return the columns."""
        return [
            Column("day", "日期", lambda one: one.day, 11, sort="listed"),
            Column("name", "姓名", lambda one: one.name, 14, strong=True, sort="name"),
            Column("kind", "形式", lambda one: words.label("talk.kind", one.kind), 10, sort="kind"),
            Column("title", "发言题目", lambda one: one.title, 20, stretches=True),
            Column("occasion", "会议（活动）", lambda one: one.occasion, 18, stretches=True, drop=2),
            Column("ranking", "名次", lambda one: one.ranking, 10, drop=1),
        ]

    def read(self, year: int) -> Sequence[Talk]:
        """Return the year's talks, the newest first."""
        found = talk.list_talks(self.workspace.ledger, year=year)
        return sorted(found, key=lambda one: (one.day, one.id), reverse=True)

    def found(self, record: Any, member_ids: set[str], text: str) -> bool:
        """Find by the occasion as well."""
        return super().found(record, member_ids, text) or text in record.occasion

    def say_nothing_there(self) -> tuple[str, str]:
        """Return what the empty list says."""
        detail = "学习交流、宣讲、竞赛、成果汇报在这里登记；一次活动有几个人发言，一起选上。"
        return f"{self.year} 年还没有发言记录", detail

    def add(self) -> None:
        """Record talks."""
        self.begin()

    def begin(self, member_id: str = "") -> None:
        """Record talks, somebody already chosen."""
        from gui.dialogs.talk_dialog import TalkDialog

        TalkDialog(self, self.workspace, member_id=member_id).open()

    def edit(self, record: Any | None) -> None:
        """Open a talk."""
        from gui.dialogs.talk_dialog import TalkDialog

        if record is not None:
            TalkDialog(self, self.workspace, record).open()

    def take_out(self, records: Sequence[Any]) -> bool:
        """Remove talks."""

        def work(op: Any) -> None:
            for one in records:
                talk.remove_talk(op, one.id)

        return self.workspace.bridge.attempt(self, "talk.remove", work)
