"""`verify`: is a package whole, and, with a ledger, who sent it and may it be received; or is a backup sound."""

import argparse
from pathlib import Path
from typing import Any

from commands import session
from commands.log import local_time
from commands.outcome import Outcome
from commands.parser import VerbParser
from exchange import inspection
from exchange.verdict import Verdict
from models import backup_file, restore, words
from models.errors import WorldError


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="文件", help="上报包（.dyb）或备份（.dybak）")
    session.add_ledger(parser, required=False, text="党委的台账；不写则只核对文件是否完整")


def perform(arguments: argparse.Namespace) -> Outcome:
    """Verify; nothing is written. Status 1 when the package is refused; a damaged backup is the world's fault (3)."""
    if arguments.file.suffix.lower() == backup_file.SUFFIX:
        return _backup(arguments)
    if arguments.ledger is None:
        verdict = inspection.verify(arguments.file)
    else:
        with session.open_ledger(arguments) as ledger:
            verdict = inspection.verify(arguments.file, ledger)
    raise_the_worlds_fault(verdict)
    return Outcome(as_data(verdict), sentences(verdict), 0 if verdict.accepted else 1)


def _backup(arguments: argparse.Namespace) -> Outcome:
    """Read a backup back as a restore would: header, seal, every page, every row, and the digest of all."""
    found = restore.verify_backup(
        arguments.file, password=session.password(arguments), recovery_code=session.recovery_code(arguments)
    )
    data = {
        "accepted": True,
        "code": "ok",
        "reason": "备份完好，能恢复",
        "sender": found.organization,
        "number": None,
        "digest": found.digest,
        "created": found.verified_at,
        "counts": found.counts,
        "sheet": found.sheet,
    }
    lines = [
        f"{found.path.name}：{found.organization}，备份于 {local_time(found.verified_at)}",
        f"  通过：每一页、每一条都读回核对过，能恢复。党员 {(found.counts or {}).get('member', 0)} 名。",
        f"  打开它的恢复码单：{found.sheet} 号（{found.sheet_made or '较早的单子没有印编号，看日期'}）。",
    ]
    return Outcome(data, lines)


def raise_the_worlds_fault(verdict: Verdict) -> None:
    """Raise what kept a file from being read at all: that is no verdict over a package."""
    if isinstance(verdict.error, WorldError):
        raise verdict.error


def as_data(verdict: Verdict) -> dict[str, Any]:
    """Return the documented keys, and whether only the file's wholeness was checked."""
    found = verdict.inspection
    more: dict[str, Any] = {}
    if found is not None:
        more = {"notices": list(found.notices)} if found.notices else {}
        more |= {"created": found.created, "counts": found.counts, "integrity_only": found.integrity_only}
        more["changes"] = [
            {"table": change.table, "new": len(change.new), "changed": len(change.changed)}
            | {"gone": len(change.gone), "same": change.same}
            for change in found.changes
        ]
    return verdict.as_dict() | more


def sentences(verdict: Verdict) -> list[str]:
    """Tell the verdict over one file."""
    sender = f"，来自 {verdict.sender}" if verdict.sender else ""
    number = f"第 {verdict.number} 号包" if verdict.number else "文件"
    lines = [f"{verdict.path.name}：{number}{sender}"]
    if verdict.accepted:
        lines.append(f"  通过：{verdict.reason}")
        found = verdict.inspection
        lines += [
            f"  {change.word}：新增 {len(change.new)}，有改动 {len(change.changed)}，"
            f"不再有 {len(change.gone)}，没有变化 {change.same}。"
            for change in (found.changes if found else ())
        ]
    else:
        lines += [
            f"  会去掉 {words.label('table', table)} {found['count']} 条：{'、'.join(found['names'])}"
            for table, found in (verdict.lost if verdict.asks else {}).items()
        ]
        lines.append(f"  拒绝：{verdict.reason}（代码：{verdict.code}）")
        lines.append(f"  怎么办：{verdict.next_step}")
    lines += [f"  请核对：{notice}" for notice in (verdict.inspection.notices if verdict.inspection else ())]
    if verdict.digest:
        lines.append(f"  摘要：{verdict.digest}")
    return lines
