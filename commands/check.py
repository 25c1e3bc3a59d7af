"""`check`: reads the whole ledger and names what is not as it should be; nothing is changed."""

import argparse

from commands import session
from commands.outcome import Outcome, progress
from commands.parser import VerbParser
from models import check, words

_STEPS = {
    "file": "正在检查文件……",
    "values": "正在读每一项内容……",
    "journal": "正在核对操作记录……",
    "rows": "正在核对每条记录……",
    "packages": "正在核对收发的包……",
    "members": "正在检查党员的日期和号码……",
    "meetings": "正在检查会议、考勤和任职……",
    "kinds": "正在检查学习、学分等各类记录……",
    "evidence": "正在检查佐证材料……",
    "pledges": "正在检查承诺和学习档案的办理经过……",
}


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    session.add_ledger(parser)


def perform(arguments: argparse.Namespace) -> Outcome:
    """Check; status 1 when anything was found."""
    with session.open_ledger(arguments) as ledger:
        found = check.check_ledger(ledger, progress=lambda step: progress(_STEPS[step]))
        counts = check.row_counts(ledger)
    lines = [f"  {words.label('finding_level', one.level)}：{one.sentence()}" for one in found]
    told = f"检查完毕：发现 {len(found)} 处。" if found else "检查完毕：台账完好，没有发现问题。"
    data = {"findings": [one.as_dict() for one in found], "counts": counts}
    return Outcome(data, [*lines, told], 1 if found else 0)
