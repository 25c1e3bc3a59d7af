"""Whether a row tells of a meeting that never took place: 已取消, 延期, 是否召开：否."""

import re
import unicodedata

from exchange.meetings_findings import MeetingFinding, undecided
from exchange.meetings_sheet import MeetingRow
from exchange.meetings_when import plain_text
from models.roll_call_words import answers

_NOT_HELD = re.compile(
    "(会议|活动|本次)*(已|因故|因[^,。;]{1,10}|临时|暂)*"
    "(取消|延期|推迟|改期|顺延|停开|缓开|暂缓|作废|待定|待开|待召开|待开展|[未没]有?(召开|开|举行|举办|开展|完成|落实|实施|开始))"
    "(召开|举行|开展|执行)?(了|至.*|到.*|[,。;].*)?"
)
_ASKS = re.compile("是否(按期|按时|如期)?(召开|开展|举行|举办|完成|落实|实施)")


def doubt(row: MeetingRow) -> MeetingFinding | None:
    """Ask whether a meeting was held where one of its cells says that it was not."""
    for entries in row.entries.values():
        for entry in entries:
            text = "".join(unicodedata.normalize("NFKC", plain_text(entry.cell)).split())[:60]
            asked = _ASKS.search(entry.column.label) and text.upper() in answers("no")
            if asked or _NOT_HELD.fullmatch(text):
                shown = f"{entry.column.label}：{text}"
                return undecided("", "meetings-row-not-held", ("held",), value=shown[:60])
    return None
