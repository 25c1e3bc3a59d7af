"""`import meetings`: last year's meetings out of a workbook."""

import argparse
from typing import Any

from commands import import_roster, session
from commands.outcome import progress
from exchange import meetings_findings, meetings_header, meetings_plan, meetings_sheet, questions


def import_file(arguments: argparse.Namespace) -> dict[str, Any]:
    """Import meetings and return the figures, with `written`."""
    progress(f"正在读取：{arguments.file.name}")
    register = meetings_sheet.read_meetings(arguments.file)
    with session.open_ledger(arguments) as ledger:
        plan = meetings_plan.plan_import(ledger, register, year=arguments.year or 0)
        summary: dict[str, Any] = dict(plan.summary())
        summary["written"] = False
        if not arguments.dry_run:
            if plan.in_state("new"):
                import_roster.back_up(ledger)
            summary["written"] = bool(meetings_plan.apply_plan(ledger, plan).seq)
    return summary


def sentences(summary: dict[str, Any], *, dry_run: bool = False) -> list[str]:
    """Tell the counts of an import, each row that did not come in, and what is odd about those that did."""
    undecided, refused = summary["undecided"], summary["refused"]
    lines = [
        f"读到 {_read(summary)}：新增 {summary['new']}，台账里已有 {summary['same']}，"
        f"待确认 {len(undecided)}，拒绝 {len(refused)}。"
    ]
    field_word = meetings_findings.field_word
    for word, rows in (("待确认", undecided), ("拒绝", refused), ("已收，请核对", summary["remarks"])):
        lines += [f"  {word}：{questions.told(group, field_word)}" for group in questions.grouped(rows)]
    unread = [one["header"] for one in summary["unread"] if meetings_header.field_of(one["header"]) != "serial"]
    if unread:
        lines.append(f"没有读的栏：{'、'.join(dict.fromkeys(unread))}。")
    return [*lines, import_roster.outcome_sentence(summary, dry_run=dry_run)]


def _read(summary: dict[str, Any]) -> str:
    """Say how many meetings and how many hours of single people were read."""
    meetings, hours = summary["read"] - summary["hours"], summary["hours"]
    told = [f"{meetings} 次会议" if meetings or not hours else "", f"{hours} 条个人学时" if hours else ""]
    return "、".join(one for one in told if one)
